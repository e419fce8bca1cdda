package main

import (
	"context"
	"time"

	"anteroom/softphone"
	"anteroom/softphone/paper"
)

var _ softphone.LogPrinter = printer{}

// PrintLog writes messages of the log; each print has a file of its own.
func (p printer) PrintLog(_ context.Context, title string, messages []softphone.Message, language, company string) (softphone.Printed, error) {
	now := time.Now()
	return p.write(paper.Words(language)("log.title")+" "+now.Format("2006-01-02 150405"), paper.Log(title, messages, language, company, now))
}
