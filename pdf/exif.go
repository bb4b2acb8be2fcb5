package pdf

import (
	"encoding/binary"
	"image"
)

// orientation is the EXIF orientation of a picture, 1 to 8 (EXIF 2.32, tag 0x0112).
type orientation uint16

const upright orientation = 1

// JPEG markers.
const (
	markerProgressive = 0xC2
	markerScan        = 0xDA
	markerApp0        = 0xE0
	markerApp1        = 0xE1
	markerApp15       = 0xEF
	markerComment     = 0xFE
)

// segments calls visit with each segment before the scan of a JPEG, until visit returns false.
func segments(b []byte, visit func(marker byte, body []byte) bool) {
	for at := 2; at+4 <= len(b) && b[at] == 0xFF; {
		marker, size := b[at+1], int(binary.BigEndian.Uint16(b[at+2:]))
		if marker == 0xFF {
			at++
			continue
		}
		if marker == markerScan || size < 2 || at+2+size > len(b) ||
			!visit(marker, b[at+4:at+2+size]) {
			return
		}
		at += 2 + size
	}
}

// orientationOf reads the orientation of a JPEG; upright where there is none or it is broken.
func orientationOf(b []byte) orientation {
	found := upright
	segments(b, func(marker byte, body []byte) bool {
		if marker == markerApp1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			found = orientationIn(body[6:])
			return false
		}
		return true
	})
	return found
}

// isPlain reports whether a JPEG is whole and carries nothing beside the picture.
func isPlain(b []byte) bool {
	plain := len(b) > 4 && b[len(b)-2] == 0xFF && b[len(b)-1] == 0xD9
	segments(b, func(marker byte, _ []byte) bool {
		plain = plain && (marker <= markerApp0 || marker > markerApp15) && marker != markerComment
		return plain
	})
	return plain
}

// isProgressive reports whether a JPEG is decoded in several passes, which takes far more memory.
func isProgressive(b []byte) bool {
	found := false
	segments(b, func(marker byte, _ []byte) bool {
		found = found || marker == markerProgressive
		return !found
	})
	return found
}

// orientationIn reads the first directory of a TIFF block.
func orientationIn(tiff []byte) orientation {
	var order binary.ByteOrder = binary.LittleEndian
	if string(tiff[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := uint64(order.Uint32(tiff[4:]))
	if at+2 > uint64(len(tiff)) {
		return upright
	}
	for entries := tiff[at+2:]; len(entries) >= 12; entries = entries[12:] {
		if order.Uint16(entries) == 0x0112 {
			if o := orientation(order.Uint16(entries[8:])); o >= 1 && o <= 8 {
				return o
			}
			break
		}
	}
	return upright
}

// apply returns the picture as it was seen by the photographer.
func (o orientation) apply(in *image.RGBA) *image.RGBA {
	if o <= upright {
		return in
	}
	w, h := in.Rect.Dx(), in.Rect.Dy()
	outW, outH := w, h
	if o >= 5 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range h {
		for x := range w {
			tx, ty := o.place(x, y, w, h)
			copy(out.Pix[out.PixOffset(tx, ty):][:4], in.Pix[in.PixOffset(x, y):][:4])
		}
	}
	return out
}

// place returns where a pixel of the stored picture belongs.
func (o orientation) place(x, y, w, h int) (int, int) {
	switch o {
	case 2:
		return w - 1 - x, y
	case 3:
		return w - 1 - x, h - 1 - y
	case 4:
		return x, h - 1 - y
	case 5:
		return y, x
	case 6:
		return h - 1 - y, x
	case 7:
		return h - 1 - y, w - 1 - x
	case 8:
		return y, w - 1 - x
	}
	return x, y
}
