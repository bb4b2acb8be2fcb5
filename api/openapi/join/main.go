package main

import (
	"fmt"
	"os"

	"hallmark/api/openapi"
)

func main() {
	if err := join(); err != nil {
		fmt.Fprintln(os.Stderr, "join:", err)
		os.Exit(1)
	}
}

func join() error {
	parts, err := openapi.Read(os.DirFS("."))
	if err != nil {
		return err
	}
	whole, err := openapi.Join(parts)
	if err != nil {
		return err
	}
	return os.WriteFile("openapi.json", whole, 0o644) //nolint:gosec // everybody may read it
}
