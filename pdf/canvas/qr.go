package canvas

import (
	"fmt"

	"rsc.io/qr"
)

// QR draws a QR code (error correction M) of the given width, without its quiet zone of four
// modules, which the caller leaves free. Texts of more than about 2,300 bytes are an error.
func (d *Document) QR(x, y, size float64, text string) error {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return fmt.Errorf("pdf: qr code: %w", err)
	}
	module := size / float64(code.Size)
	for row := range code.Size {
		for from := 0; from < code.Size; from++ {
			to := from
			for to < code.Size && code.Black(to, row) {
				to++
			}
			if to > from {
				d.Fill(x+float64(from)*module, y+float64(row)*module,
					float64(to-from)*module, module, Color{})
				from = to
			}
		}
	}
	return nil
}
