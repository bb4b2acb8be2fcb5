package main

import (
	"fmt"
	"log"
	"os"

	"hallmark/pdf/fonts"
)

func main() {
	log.SetFlags(0)
	if len(os.Args) != 4 {
		log.Fatal("usage: cut FULL.ttf CHARACTERS.txt OUT.ttf")
	}
	if err := cut(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		log.Fatal(err)
	}
}

func cut(full, characters, out string) error {
	font, err := os.ReadFile(full) //nolint:gosec // who calls it names the files
	if err != nil {
		return err
	}
	text, err := os.ReadFile(characters) //nolint:gosec // as above
	if err != nil {
		return err
	}
	small, lacks, err := fonts.Cut(full, font, []rune(string(text)))
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d bytes; lacks %d: %s\n", out, len(small), len(lacks), string(lacks))
	return os.WriteFile(out, small, 0o644) //nolint:gosec // a font that is published
}
