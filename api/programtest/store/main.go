package main

import (
	"fmt"
	"os"

	"hallmark/api/programtest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: store DIR")
		os.Exit(2)
	}
	if err := programtest.Store(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
