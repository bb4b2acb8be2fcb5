package pdf_test

import (
	"bytes"
	"encoding/binary"
	"testing"
	"time"

	"hallmark/checklists"
	"hallmark/pdf"
)

// entry is one entry of a TIFF directory; data longer than four bytes stand behind the directory.
type entry struct {
	tag, kind uint16
	count     uint32
	data      []byte
}

// camera makes the head of a JPEG as a camera writes it, with a directory of the exposure and one
// of the place.
func camera(order binary.AppendByteOrder, exposure, place []entry) []byte {
	byteOrder := order.(binary.ByteOrder)
	mark := "II"
	if byteOrder == binary.BigEndian {
		mark = "MM"
	}
	block := append([]byte(mark), 0, 0, 0, 0, 0, 0)
	byteOrder.PutUint16(block[2:], 42)
	byteOrder.PutUint32(block[4:], 8)
	number := func(n uint32) []byte { return order.AppendUint32(nil, n) }
	const first = 8 + 2 + 2*12 + 4
	second := directory(order, first, exposure)
	third := directory(order, first+uint32(len(second)), place)
	block = append(block, directory(order, 8, []entry{
		{0x8769, 4, 1, number(first)}, {0x8825, 4, 1, number(first + uint32(len(second)))},
	})...)
	block = append(append(block, second...), third...)
	body := append([]byte("Exif\x00\x00"), block...)
	jpeg := []byte{0xFF, 0xD8, 0xFF, 0xE1}
	jpeg = binary.BigEndian.AppendUint16(jpeg, uint16(len(body)+2))
	return append(append(jpeg, body...), 0xFF, 0xDA)
}

func directory(order binary.AppendByteOrder, at uint32, entries []entry) []byte {
	b := order.AppendUint16(nil, uint16(len(entries)))
	behind := at + 2 + uint32(len(entries))*12 + 4
	var data []byte
	for _, e := range entries {
		b = order.AppendUint16(order.AppendUint16(b, e.tag), e.kind)
		b = order.AppendUint32(b, e.count)
		if len(e.data) <= 4 {
			b = append(b, append(bytes.Clone(e.data), make([]byte, 4-len(e.data))...)...)
			continue
		}
		b = order.AppendUint32(b, behind+uint32(len(data)))
		data = append(data, e.data...)
	}
	return append(order.AppendUint32(b, 0), data...)
}

func ascii(tag uint16, s string) entry {
	return entry{tag, 2, uint32(len(s) + 1), append([]byte(s), 0)}
}

func rationals(order binary.AppendByteOrder, tag uint16, numbers ...uint32) entry {
	var data []byte
	for _, n := range numbers {
		data = order.AppendUint32(data, n)
	}
	return entry{tag, 5, uint32(len(numbers) / 2), data}
}

func TestShotOf(t *testing.T) {
	little, big := binary.LittleEndian, binary.BigEndian
	taken := checklists.At(time.Date(2018, 1, 12, 1, 30, 0, 0, time.UTC))
	place := func(order binary.AppendByteOrder, ns, ew string) []entry {
		return []entry{ascii(1, ns), rationals(order, 2, 30, 1, 19, 1, 840, 100),
			ascii(3, ew), rationals(order, 4, 120, 1, 8, 1, 3120, 100)}
	}
	at := func(zone string) []entry {
		list := []entry{ascii(0x9003, "2018:01:12 09:30:00")}
		if zone != "" {
			list = append(list, ascii(0x9011, zone))
		}
		return list
	}
	degrees := func(whole, parts uint32) []entry {
		return []entry{rationals(little, 2, whole, parts, 0, 1, 0, 1),
			rationals(little, 4, whole, parts, 0, 1, 0, 1)}
	}
	for name, test := range map[string]struct {
		jpeg []byte
		want pdf.Shot
	}{
		"little endian": {camera(little, at("+08:00"), place(little, "N", "E")),
			pdf.Shot{TakenAt: taken, Place: "30.31900, 120.14200"}},
		"big endian, south-west": {camera(big, at("+08:00"), place(big, "S", "W")),
			pdf.Shot{TakenAt: taken, Place: "-30.31900, -120.14200"}},
		"another zone": {camera(big, at("-05:00"), nil),
			pdf.Shot{TakenAt: checklists.At(taken.Add(13 * time.Hour))}},
		"no offset is the hall's zone": {camera(little, at(""), nil), pdf.Shot{TakenAt: taken}},
		"clock never set": {camera(little, []entry{ascii(0x9003, "0000:00:00 00:00:00")}, nil),
			pdf.Shot{}},
		"zero denominator":       {camera(little, nil, degrees(30, 0)), pdf.Shot{}},
		"no place on the sphere": {camera(little, nil, degrees(91, 1)), pdf.Shot{}},
		"null island":            {camera(little, nil, degrees(0, 1)), pdf.Shot{}},
		"no JPEG":                {[]byte("not a picture"), pdf.Shot{}},
		"empty":                  {nil, pdf.Shot{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := pdf.ShotOf(test.jpeg); got != test.want {
				t.Errorf("ShotOf() = %v, want %v", got, test.want)
			}
		})
	}
}

func FuzzShotOf(f *testing.F) {
	f.Add(camera(binary.LittleEndian, []entry{ascii(0x9003, "2018:01:12 09:30:00")}, nil))
	f.Add(camera(binary.BigEndian, nil, []entry{rationals(binary.BigEndian, 2, 1, 1, 1, 1, 1, 1)}))
	f.Fuzz(func(_ *testing.T, b []byte) { pdf.ShotOf(b) })
}
