package store

import (
	"bufio"
	"bytes"
	"io"
)

// Lines reads a text line by line; a line has at most 64 MiB.
func Lines(r io.Reader, each func([]byte) error) error {
	scanner := bufio.NewScanner(r)
	scanner.Buffer(make([]byte, 0, 1<<16), 64<<20)
	for scanner.Scan() {
		if err := each(bytes.Clone(scanner.Bytes())); err != nil {
			return err
		}
	}
	return scanner.Err()
}
