package seal

import (
	"bytes"
	"compress/zlib"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// Limits on what a hostile file can make the reader do.
const (
	maxWork = 256 << 20 // bytes of all streams together, each as often as it is used
	effort  = 8         // bytes looked at for each byte of the file while it is scanned
)

// object is an indirect object of a file.
type object struct {
	number  int
	at, end int // where it stands, from its number to after endobj; at < 0 inside an object stream
	since   int // where it came into the file: at, or where its object stream stands
	value   any
	raw     []byte // of a stream, as stored
	stream  bool
}

// file is a PDF as a tolerant reader sees it: every object that can be found, the last one of each
// number in force, whatever the cross-reference table says. It never fails; what is damaged is
// not there.
type file struct {
	bytes   []byte
	objects map[int]*object // in force
	all     []*object       // in the order of the file
	trailer dict            // the last that names a root; never nil
	work    int             // done so far, in bytes
	over    func() bool     // whether the reader has to give up: nobody waits for the answer
}

func readFile(b []byte) *file { return readFileUntil(b, func() bool { return false }) }

// readFileUntil reads no further once over reports true.
func readFileUntil(b []byte, over func() bool) *file {
	f := &file{bytes: b, objects: map[int]*object{}, trailer: dict{}, over: over}
	f.scan()
	table := 0 // where the last cross-reference stream stands
	for _, o := range f.all {
		f.objects[o.number] = o
	}
	for _, o := range f.all {
		d, _ := o.value.(dict)
		switch {
		case !o.stream:
		case d["Type"] == name("ObjStm"):
			f.unpack(o, d)
		case d["Type"] == name("XRef") && d["Root"] != nil:
			f.trailer, table = d, o.at
		}
	}
	f.readTrailer(table)
	return f
}

func (f *file) scan() {
	budget := effort*len(f.bytes) + 1<<16
	for pos := 0; budget > 0 && !f.over(); {
		i := bytes.Index(f.bytes[pos:], []byte("obj"))
		if i < 0 {
			return
		}
		at, number, ok := objectHeader(f.bytes[pos : pos+i])
		if pos += i + 3; !ok {
			continue
		}
		o := &object{number: number, at: pos - 3 - i + at, since: pos - 3 - i + at}
		x := &lexer{b: f.bytes, i: pos}
		var err error
		o.value, err = x.value(0)
		budget -= x.i - pos
		if err != nil {
			continue
		}
		budget -= o.readStream(x)
		x.skipSpace()
		x.accept("endobj")
		o.end, pos = x.i, x.i
		f.all = append(f.all, o)
	}
}

// objectHeader finds "12 0 " at the end of b.
func objectHeader(b []byte) (at, number int, ok bool) {
	back := func(i int, class func(byte) bool) int {
		for i > 0 && class(b[i-1]) && len(b)-i < 32 {
			i--
		}
		return i
	}
	generationEnd := back(len(b), isSpace)
	generationAt := back(generationEnd, isDigit)
	numberEnd := back(generationAt, isSpace)
	at = back(numberEnd, isDigit)
	if generationEnd == generationAt || generationAt == numberEnd || numberEnd == at {
		return 0, 0, false
	}
	number, err := strconv.Atoi(string(b[at:numberEnd]))
	return at, number, err == nil && number > 0
}

// readStream reads the data of a stream where there is one and returns the bytes looked at beyond.
func (o *object) readStream(x *lexer) int {
	d, isDict := o.value.(dict)
	x.skipSpace()
	if !isDict || !x.accept("stream") {
		return 0
	}
	if !x.accept("\r\n") {
		x.accept("\n")
	}
	o.stream = true
	from := x.i
	if n, ok := whole(d["Length"]); ok && n >= 0 && n <= len(x.b)-from {
		x.i = from + n
		x.skipLineEnd()
		if x.accept("endstream") {
			o.raw = x.b[from : from+n]
			return 0
		}
	}
	rest := x.b[from:]
	end := bytes.Index(rest, []byte("endstream"))
	if end < 0 {
		end = len(rest)
	}
	if i := bytes.Index(rest[:end], []byte("endobj")); i >= 0 {
		end = i
	}
	x.i = from + end
	x.accept("endstream")
	o.raw = bytes.TrimRight(rest[:end], "\r\n")
	return 2 * end
}

func (x *lexer) skipLineEnd() {
	for x.i < len(x.b) && (x.b[x.i] == '\r' || x.b[x.i] == '\n') {
		x.i++
	}
}

// unpack takes the objects out of an object stream (7.5.7). Of two objects of one number the one
// that came later into the file is in force.
func (f *file) unpack(o *object, d dict) {
	first, ok := whole(d["First"])
	data := f.data(o)
	if !ok || first < 0 || first > len(data) {
		return
	}
	head := &lexer{b: data[:first]}
	for {
		number, err1 := head.value(0)
		offset, err2 := head.value(0)
		n, ok1 := whole(number)
		at, ok2 := whole(offset)
		if err1 != nil || err2 != nil || !ok1 || !ok2 || at < 0 || at > len(data)-first {
			return
		}
		x := &lexer{b: data, i: first + at}
		v, err := x.value(0)
		if f.work += x.i - first - at; f.work > maxWork || f.over() {
			return
		}
		if err == nil && (f.objects[n] == nil || f.objects[n].since < o.at) {
			f.objects[n] = &object{number: n, at: -1, since: o.at, value: v}
		}
	}
}

// readTrailer finds the last trailer, unless a cross-reference stream came after it.
func (f *file) readTrailer(table int) {
	for end := len(f.bytes); ; {
		i := bytes.LastIndex(f.bytes[:end], []byte("trailer"))
		if i < table || i < 0 {
			break
		}
		x := &lexer{b: f.bytes[:end], i: i + len("trailer")}
		if v, err := x.value(0); err == nil {
			if d, ok := v.(dict); ok && d["Root"] != nil {
				f.trailer = d
				return
			}
		}
		end = i
	}
	if f.trailer["Root"] != nil {
		return
	}
	for _, n := range slices.Sorted(maps.Keys(f.objects)) {
		if d, _ := f.objects[n].value.(dict); d["Type"] == name("Catalog") {
			f.trailer = dict{"Root": reference{object: n}}
		}
	}
}

// resolve follows a reference.
func (f *file) resolve(v any) any {
	for range 8 {
		r, ok := v.(reference)
		if !ok {
			return v
		}
		o := f.objects[r.object]
		if o == nil {
			return nil
		}
		v = o.value
	}
	return nil
}

func (f *file) dict(v any) dict   { d, _ := f.resolve(v).(dict); return d }
func (f *file) array(v any) array { a, _ := f.resolve(v).(array); return a }

// streamOf returns the stream that a reference leads to, or nil.
func (f *file) streamOf(v any) *object {
	r, _ := v.(reference)
	if o := f.objects[r.object]; o != nil && o.stream {
		return o
	}
	return nil
}

// data returns the data of a stream: decoded when its one filter is FlateDecode and it is sound,
// else as stored. It is nil once the file has made too much work.
func (f *file) data(o *object) []byte {
	if data, ok := f.decode(o); ok {
		return data
	}
	if f.work += len(o.raw); f.work > maxWork {
		return nil
	}
	return o.raw
}

func (f *file) decode(o *object) ([]byte, bool) {
	if !f.isFlate(o) || f.work >= maxWork || f.over() {
		return nil, false
	}
	z, err := zlib.NewReader(bytes.NewReader(o.raw))
	if err != nil {
		return nil, false
	}
	data, err := io.ReadAll(io.LimitReader(z, int64(maxWork-f.work)))
	f.work += len(data)
	if err != nil {
		return nil, false
	}
	parameters := f.resolve(o.value.(dict)["DecodeParms"])
	if list, ok := parameters.(array); ok && len(list) == 1 {
		parameters = f.resolve(list[0])
	}
	d, _ := parameters.(dict)
	if f.number(d, "Predictor", 1) < 10 {
		return data, true
	}
	data = undoPredictor(data,
		f.number(d, "Colors", 1), f.number(d, "BitsPerComponent", 8), f.number(d, "Columns", 1))
	return data, data != nil
}

// number returns a whole number of a dictionary.
func (f *file) number(d dict, key name, otherwise int) int {
	if n, ok := whole(f.resolve(d[key])); ok {
		return n
	}
	return otherwise
}

func (f *file) isFlate(o *object) bool {
	d, _ := o.value.(dict)
	filter := f.resolve(d["Filter"])
	if list, ok := filter.(array); ok && len(list) == 1 {
		filter = f.resolve(list[0])
	}
	return filter == name("FlateDecode")
}

// whole returns a number as an int.
func whole(v any) (int, bool) {
	n, ok := v.(number)
	if !ok {
		return 0, false
	}
	i, err := strconv.Atoi(string(n))
	return i, err == nil
}

// encodeText makes a text string (7.9.2.2): ASCII as it is, else UTF-16BE.
func encodeText(s string) text {
	ascii := true
	for i := range len(s) {
		ascii = ascii && s[i] < 128
	}
	if ascii {
		return text(s)
	}
	b := []byte{0xFE, 0xFF}
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u>>8), byte(u))
	}
	return text(b)
}

// decodeText reads a text string; other programs write UTF-8, with or without its mark. Other bytes
// above 127 are taken as Latin-1.
func decodeText(v any) string {
	t, _ := v.(text)
	if s := strings.TrimPrefix(string(t), "\uFEFF"); utf8.ValidString(s) {
		return s
	}
	if len(t) < 2 || t[0] != 0xFE || t[1] != 0xFF {
		r := make([]rune, len(t))
		for i := range len(t) {
			r[i] = rune(t[i])
		}
		return string(r)
	}
	var units []uint16
	for i := 2; i+1 < len(t); i += 2 {
		units = append(units, uint16(t[i])<<8|uint16(t[i+1]))
	}
	return string(utf16.Decode(units))
}
