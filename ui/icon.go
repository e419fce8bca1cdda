package ui

import (
	"anteroom/assets"

	"fyne.io/fyne/v2"
)

// appIcon stands in the window's title and the task list.
var appIcon = fyne.NewStaticResource("anteroom.png", assets.AppIcon)
