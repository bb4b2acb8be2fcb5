package pdf

import (
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"hallmark/checklists"
)

// Shot is when and where a photograph was taken, as the camera wrote it: all that is kept of its
// metadata. It is a claim of the device, not a proof.
type Shot struct {
	// TakenAt is zero where it is unknown; a camera that names no offset is taken to be in the hall's
	// zone.
	TakenAt checklists.Time
	Place   string // WGS 84 degrees, "30.31900, 120.14200"; "": unknown
}

// ShotOf reads the EXIF block of a JPEG (EXIF 2.32). Whatever the bytes are, what cannot be read is
// unknown.
func ShotOf(b []byte) (s Shot) {
	segments(b, func(marker byte, body []byte) bool {
		if marker == markerApp1 && len(body) > 14 && string(body[:6]) == "Exif\x00\x00" {
			s = shotIn(body[6:])
			return false
		}
		return true
	})
	return s
}

// Tags of EXIF 2.32.
const (
	tagExif     = 0x8769 // directory of the exposure
	tagGPS      = 0x8825 // directory of the place
	tagOriginal = 0x9003 // DateTimeOriginal
	tagOffset   = 0x9011 // OffsetTimeOriginal
	tagLatRef   = 1
	tagLat      = 2
	tagLonRef   = 3
	tagLon      = 4
)

// tiff is a TIFF block; every read outside of it gives nothing.
type tiff struct {
	bytes []byte
	order binary.ByteOrder
}

func shotIn(block []byte) (s Shot) {
	t := tiff{block, binary.LittleEndian}
	if string(block[:2]) == "MM" {
		t.order = binary.BigEndian
	}
	first := t.directory(t.order.Uint32(block[4:]))
	exposure := t.directory(t.number(first[tagExif]))
	s.TakenAt = moment(t.text(exposure[tagOriginal]), t.text(exposure[tagOffset]))
	gps := t.directory(t.number(first[tagGPS]))
	lat, ok := t.degrees(gps[tagLat], t.text(gps[tagLatRef]), "S", 90)
	lon, ok2 := t.degrees(gps[tagLon], t.text(gps[tagLonRef]), "W", 180)
	if ok && ok2 && (lat != 0 || lon != 0) {
		s.Place = fmt.Sprintf("%.5f, %.5f", lat, lon)
	}
	return s
}

// directory returns the 12-byte entries of a directory by tag.
func (t tiff) directory(at uint32) map[uint16][]byte {
	entries := map[uint16][]byte{}
	if at == 0 || uint64(at)+2 > uint64(len(t.bytes)) {
		return entries
	}
	rest := t.bytes[at+2:]
	for n := t.order.Uint16(t.bytes[at:]); n > 0 && len(rest) >= 12; n-- {
		entries[t.order.Uint16(rest)] = rest[:12]
		rest = rest[12:]
	}
	return entries
}

// number is the value of an entry that holds one number, or an offset.
func (t tiff) number(entry []byte) uint32 {
	if entry == nil {
		return 0
	}
	return t.order.Uint32(entry[8:])
}

// text is the value of an entry of type ASCII.
func (t tiff) text(entry []byte) string {
	if entry == nil || t.order.Uint16(entry[2:]) != 2 {
		return ""
	}
	size := uint64(t.order.Uint32(entry[4:]))
	value := entry[8:]
	if size > 4 {
		at := uint64(t.number(entry))
		if at+size > uint64(len(t.bytes)) {
			return ""
		}
		value = t.bytes[at:]
	}
	return strings.TrimRight(string(value[:size]), "\x00 ")
}

// degrees is the value of an entry of three rationals: degrees, minutes, seconds.
func (t tiff) degrees(entry []byte, ref, negative string, limit float64) (float64, bool) {
	if entry == nil || t.order.Uint16(entry[2:]) != 5 || t.order.Uint32(entry[4:]) != 3 {
		return 0, false
	}
	at := uint64(t.number(entry))
	if at+24 > uint64(len(t.bytes)) {
		return 0, false
	}
	sum, unit := 0.0, 1.0
	for i := range uint64(3) {
		n, d := t.order.Uint32(t.bytes[at+8*i:]), t.order.Uint32(t.bytes[at+8*i+4:])
		if d == 0 {
			return 0, false
		}
		sum += float64(n) / float64(d) / unit
		unit *= 60
	}
	if ref == negative {
		return -sum, sum <= limit
	}
	return sum, sum <= limit
}

// moment reads "2018:01:12 09:30:00" and "+08:00".
func moment(text, offset string) checklists.Time {
	if at, err := time.Parse("2006:01:02 15:04:05-07:00", text+offset); err == nil {
		return checklists.At(at)
	}
	at, err := time.ParseInLocation("2006:01:02 15:04:05", text, checklists.HallZone)
	if err != nil {
		return checklists.Time{}
	}
	return checklists.At(at)
}
