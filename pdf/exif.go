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

// bareJPEG takes all that is not the picture out of a baseline JPEG of one scan: metadata before the
// scan, whatever follows its end. It returns false for any other JPEG, and for one whose colours
// hang on what would be taken out.
func bareJPEG(b []byte) (bare []byte, ok bool) {
	const start, end, baseline, adobe, profile = 0xD8, 0xD9, 0xC0, 0xEE, 0xE2
	if len(b) < 4 || b[1] != start {
		return nil, false
	}
	bare, ok = append(make([]byte, 0, len(b)), b[:2]...), false
	rest := 2
	segments(b, func(marker byte, body []byte) bool {
		at := rest
		for b[at+1] == 0xFF {
			at++
		}
		rest = at + 4 + len(body)
		switch {
		case marker == baseline:
			ok = true
		case marker == markerApp0 && (len(body) != 14 || string(body[:5]) != "JFIF\x00"),
			marker == adobe, marker == profile, marker > baseline && marker < 0xD0 && marker != 0xC4:
			ok = false
			return false
		}
		if marker <= markerApp0 || marker > markerApp15 && marker != markerComment {
			bare = append(bare, b[at:rest]...)
		}
		return true
	})
	if !ok || rest+2 > len(b) || b[rest] != 0xFF || b[rest+1] != markerScan {
		return nil, false
	}
	for at := rest + 2; at+1 < len(b); at++ {
		switch next := b[at+1]; {
		case b[at] != 0xFF, next == 0, next >= 0xD0 && next < start, next == 0xFF:
		case next == end:
			return append(bare, b[rest:at+2]...), true
		default:
			return nil, false // another scan
		}
	}
	return nil, false
}

// isHEIC reports whether bytes are a file of ISO 14496-12 with the brand of a still picture (ISO
// 23008-12).
func isHEIC(b []byte) bool {
	if len(b) < 12 || string(b[4:8]) != "ftyp" {
		return false
	}
	switch string(b[8:12]) {
	case "heic", "heix", "hevc", "hevx", "heim", "heis", "mif1", "msf1", "avif", "avis":
		return true
	}
	return false
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
