package canvas

import (
	"bytes"
	"crypto/sha256"
	"encoding/gob"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"github.com/jung-kurt/gofpdf"
)

// photos are the pictures of a document, each once.
type photos struct {
	list  []photo
	index map[[sha256.Size]byte]int
}

type photo struct {
	data          []byte
	width, height int
	space         string
}

// Photo draws a JPEG as large as it fits into a rectangle, in its middle, and returns where it
// stands. The bytes go into the file as they are; an error says that they are no JPEG.
func (d *Document) Photo(x, y, w, h float64, data []byte) error {
	n, err := d.photos.add(data)
	if err != nil {
		return err
	}
	picture := d.photos.list[n]
	scale := min(w/float64(picture.width), h/float64(picture.height))
	pw, ph := scale*float64(picture.width), scale*float64(picture.height)
	x, y = x+(w-pw)/2, y+(h-ph)/2
	d.paint(func(p *painter) {
		p.pdf.ImageOptions(photoName(n), x, y, pw, ph, false, jpegOptions(), 0, "")
	})
	return nil
}

func jpegOptions() gofpdf.ImageOptions { return gofpdf.ImageOptions{ImageType: "jpg"} }

func photoName(n int) string { return fmt.Sprintf("p%d", n) }

func (p *photos) add(data []byte) (int, error) {
	sum := sha256.Sum256(data)
	if n, ok := p.index[sum]; ok {
		return n, nil
	}
	config, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return 0, err
	}
	space := "DeviceRGB"
	switch config.ColorModel {
	case color.GrayModel:
		space = "DeviceGray"
	case color.CMYKModel:
		space = "DeviceCMYK"
	}
	if p.index == nil {
		p.index = map[[sha256.Size]byte]int{}
	}
	p.index[sum] = len(p.list)
	p.list = append(p.list, photo{data, config.Width, config.Height, space})
	return len(p.list) - 1, nil
}

// register puts the pictures into the file. gofpdf sorts pictures by width over a map, so pictures
// of one width come in random order; a fraction of a pixel, which it does not write, parts them. A
// stand-in of one pixel is registered and then becomes the picture, which spares two copies of it.
func (p *photos) register(pdf *gofpdf.Fpdf) error {
	var standIn bytes.Buffer
	if err := jpeg.Encode(&standIn, image.NewGray(image.Rect(0, 0, 1, 1)), nil); err != nil {
		return err
	}
	for n, picture := range p.list {
		info := pdf.RegisterImageOptionsReader(photoName(n), jpegOptions(),
			bytes.NewReader(standIn.Bytes()))
		if err := pdf.Error(); err != nil {
			return fmt.Errorf("pdf: picture %d: %w", n+1, err)
		}
		form, err := picture.gob(float64(n+1) / float64(len(p.list)+2))
		if err != nil {
			return err
		}
		if err := info.GobDecode(form); err != nil {
			return fmt.Errorf("pdf: picture %d: %w", n+1, err)
		}
	}
	return nil
}

// gob writes the picture as gofpdf.ImageInfoType.GobDecode reads it: data, soft mask, object
// number, width, height, colour space, palette, bits, filter, parameters, transparency, scale, dpi.
func (p photo) gob(fraction float64) ([]byte, error) {
	var b bytes.Buffer
	e := gob.NewEncoder(&b)
	for _, field := range []any{p.data, []byte(nil), 0, float64(p.width) + fraction,
		float64(p.height), p.space, []byte(nil), 8, "DCTDecode", "", []int(nil), 72 / 25.4, 72.0} {
		if err := e.Encode(field); err != nil {
			return nil, err
		}
	}
	return b.Bytes(), nil
}
