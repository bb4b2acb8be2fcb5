package terminal

import (
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"
)

// Read parses a file and says of a problem in it that it is there.
func Read[T any](file string, parse func(io.Reader) (T, error)) (T, error) {
	var none T
	f, err := os.Open(file)
	if err != nil {
		return none, err
	}
	defer f.Close()
	v, err := parse(f)
	if err != nil {
		return none, &inputError{file: file, err: err}
	}
	return v, nil
}

// PrintJSON prints a value as JSON, indented, as the result of a command.
func PrintJSON(cmd *cobra.Command, v any) error {
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// WriteFile puts a file, readable by its owner, in place only when it was written whole. It refuses
// to replace what is not a regular file: a device, a link.
func WriteFile(file string, write func(io.Writer) error) error {
	info, err := os.Lstat(file)
	switch {
	case err == nil && !info.Mode().IsRegular():
		return Fail("not-regular", file)
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(file), "."+filepath.Base(file)+"-*")
	if err != nil {
		return Explain(err, fs.ErrNotExist, "no-file", filepath.Dir(file))
	}
	defer os.Remove(temporary.Name())
	err = write(temporary)
	if err == nil {
		err = temporary.Sync()
	}
	if err = errors.Join(err, temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), file)
}
