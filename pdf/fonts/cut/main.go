package main

import (
	"bytes"
	"fmt"
	"log"
	"os"
	"os/exec"
	"strconv"

	"hallmark/pdf/fonts"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) < 4 {
		log.Fatal("usage: cut CHARACTERS.txt OUT.font FULL.ttf [OTHER.ttf ...]")
	}
	if err := cut(os.Args[1], os.Args[2], os.Args[3:]); err != nil {
		log.Fatal(err)
	}
}

func cut(characters, out string, names []string) error {
	first, err := os.ReadFile(characters) //nolint:gosec // who calls it names the files
	if err != nil {
		return err
	}
	files := make([][]byte, len(names))
	for i, name := range names {
		if files[i], err = os.ReadFile(name); err != nil { //nolint:gosec // as above
			return err
		}
	}
	small, err := fonts.Cut(names[0], files[0], []rune(string(first)), files[1:]...)
	if err != nil {
		return err
	}
	packed, err := fonts.Pack(names[0], small, compress)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes, packed %d\n", out, len(small), len(packed))
	return os.WriteFile(out, packed, 0o644) //nolint:gosec // a font that is published
}

// compress calls zstd, which packs smaller than the library that unpacks.
func compress(part []byte) ([]byte, error) {
	size := "--stream-size=" + strconv.Itoa(len(part))
	zstd := exec.Command("zstd", "-q", "-c", "--ultra", "-22", size) //nolint:gosec // a number
	zstd.Stdin = bytes.NewReader(part)
	zstd.Stderr = os.Stderr
	return zstd.Output()
}
