// Package scriptfile reads and writes call scripts as YAML that people can edit by hand.
package scriptfile

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"

	"anteroom/softphone"
)

// Largest is how long the text of a script may be, in bytes; longer is no script.
const Largest = 512 << 10

// Files reads and writes scripts; it keeps nothing.
type Files struct{}

var _ softphone.ScriptFile = Files{}

// ReadScript gives all that is wrong with a text, with lines, and the script where that is nothing. Words that it does not
// know are faults: a misspelt one would else be left out in silence.
func (Files) ReadScript(text []byte) (softphone.Script, []softphone.ScriptFault) {
	if len(text) > Largest {
		return fail(softphone.FaultUnreadable, fmt.Sprintf("larger than %d kB", Largest>>10))
	}
	text = bytes.TrimPrefix(text, []byte("\uFEFF"))
	file, err := parser.ParseBytes(text, 0)
	if err != nil {
		return softphone.Script{}, []softphone.ScriptFault{faultOf(err)}
	}
	if len(bytes.TrimSpace(text)) == 0 || len(file.Docs) != 1 || file.Docs[0].Body == nil {
		return fail(softphone.FaultUnreadable, "one script is to stand in it")
	}
	var s softphone.Script
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		return softphone.Script{}, []softphone.ScriptFault{faultOf(err)}
	}
	all := s.Faults()
	for i := range all {
		all[i].Line = lineOf(file, all[i].Path)
	}
	if len(all) > 0 {
		return softphone.Script{}, all
	}
	return s, nil
}

func fail(code softphone.FaultCode, detail string) (softphone.Script, []softphone.ScriptFault) {
	return softphone.Script{}, []softphone.ScriptFault{{Code: code, Detail: detail}}
}

// faultOf is what the reader says, with its line.
func faultOf(err error) softphone.ScriptFault {
	f := softphone.ScriptFault{Code: softphone.FaultUnreadable, Detail: err.Error()}
	var known yaml.Error
	if !errors.As(err, &known) {
		return f
	}
	f.Detail = known.GetMessage()
	word := ""
	if token := known.GetToken(); token != nil && token.Position != nil {
		f.Line, word = token.Position.Line, strings.TrimSpace(token.Value)
	}
	var unknown *yaml.UnknownFieldError
	var twice *yaml.DuplicateKeyError
	var kind *yaml.UnexpectedNodeTypeError
	var other *yaml.TypeError
	var over *yaml.OverflowError
	switch {
	case errors.As(err, &unknown):
		f.Code, f.Detail = softphone.FaultUnknownWord, word
	case errors.As(err, &twice):
		f.Code, f.Detail = softphone.FaultTwice, word
	case errors.As(err, &kind), errors.As(err, &other), errors.As(err, &over):
		f.Code, f.Detail = softphone.FaultWrongKind, word
	}
	return f
}

// lineOf is the line on which a path stands, or the nearest above it that is there; 0 for none.
func lineOf(file *ast.File, at string) int {
	for at != "" {
		if path, err := yaml.PathString("$." + at); err == nil {
			if node, err := path.FilterFile(file); err == nil && node != nil && node.GetToken() != nil {
				return lineOfNode(node)
			}
		}
		cut := max(strings.LastIndexByte(at, '.'), strings.LastIndexByte(at, '['))
		at = at[:max(cut, 0)]
	}
	return 1
}

// lineOfNode: a mapping's own token is the colon behind its first word, which a comment or a long word may push down.
func lineOfNode(node ast.Node) int {
	if m, ok := node.(*ast.MappingNode); ok && len(m.Values) > 0 {
		node = m.Values[0].Key
	}
	if token := node.GetToken(); token != nil && token.Position != nil {
		return token.Position.Line
	}
	return 0
}

// WriteScript gives the text of a script, with comments in its language.
func (Files) WriteScript(s softphone.Script) ([]byte, error) {
	body, err := yaml.MarshalWithOptions(s, yaml.Indent(2), yaml.IndentSequence(true), yaml.WithComment(comments(s)))
	if err != nil {
		return nil, fmt.Errorf("scriptfile: write script %s: %w", s.ID, err)
	}
	return append([]byte(heading(s.Language)), body...), nil
}
