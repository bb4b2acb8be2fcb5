package xlsx_test

import (
	"bytes"
	"io"
	"testing"

	"hallmark/standard/message"
	"hallmark/standard/xlsx"
)

func BenchmarkWrite(b *testing.B) {
	e := reference(b)
	for b.Loop() {
		if _, err := xlsx.Write(io.Discard, e, message.Chinese); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRead(b *testing.B) {
	file := workbook(b, reference(b), message.Chinese)
	b.SetBytes(int64(len(file)))
	for b.Loop() {
		if _, _, err := xlsx.Read(bytes.NewReader(file)); err != nil {
			b.Fatal(err)
		}
	}
}
