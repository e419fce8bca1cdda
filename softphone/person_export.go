package softphone

import "context"

// PersonExporter writes out everything that is kept of one person.
type PersonExporter interface {
	// ExportPerson makes a folder with one readable file, person.json, and the recordings. The folder must not be there
	// yet. It gives what FindPerson finds. Reasons: BadValue, DiskFull, FileUnwritten; then nothing is left behind.
	ExportPerson(ctx context.Context, p Person, folder string) (Traces, error)
}
