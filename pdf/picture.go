package pdf

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	_ "image/gif" // decoders of what a tablet or an office may send
	"image/jpeg"
	_ "image/png"
	"math"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp"
)

// Limits of a photograph.
const (
	MaxImageBytes  = 32 << 20   // as it is sent
	MaxImagePixels = 50_000_000 // as it is sent; progressive and 16-bit ones fewer
	ImageEdge      = 1600       // longest edge as it is kept, pixels
	imageQuality   = 80
)

// ErrImage says that bytes are no picture that can be read; ErrImageHEIC that they are one of HEIF or
// AVIF, as telephones write them; ErrImageSize that it is too large.
var (
	ErrImage     = errors.New("not a readable JPEG, PNG, GIF or WebP picture")
	ErrImageHEIC = errors.New("a picture of HEIC, HEIF or AVIF, which is not read")
	ErrImageSize = errors.New("picture larger than 32 MB or 50 megapixels (25 as PNG)")
)

// NormalizeImage turns a photograph upright (EXIF orientation), scales it to at most [ImageEdge]
// pixels and writes it again as JPEG without any metadata, so that no place and no device leaves
// with it. A baseline JPEG that is upright and small enough is decoded for proof and kept as it came,
// without its metadata. It returns the JPEG and its width and height. Whatever the bytes are, it
// returns [ErrImage], [ErrImageHEIC] or [ErrImageSize] at the worst, and looks at the size before it
// decodes.
func NormalizeImage(b []byte) (out []byte, width, height int, err error) {
	defer func() {
		if fault := recover(); fault != nil {
			out, err = nil, fmt.Errorf("%w: %v", ErrImage, fault)
		}
	}()
	if len(b) > MaxImageBytes {
		return nil, 0, 0, ErrImageSize
	}
	if isHEIC(b) {
		return nil, 0, 0, ErrImageHEIC
	}
	config, format, err := image.DecodeConfig(bytes.NewReader(b))
	if err != nil || config.Width < 1 || config.Height < 1 {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrImage, err)
	}
	if config.Width > pixelLimit(b, format, config.ColorModel)/config.Height {
		return nil, 0, 0, ErrImageSize
	}
	picture, _, err := image.Decode(bytes.NewReader(b))
	if err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrImage, err)
	}
	turn := upright
	switch format {
	case "jpeg":
		turn = orientationOf(b)
		if bare, ok := bareJPEG(b); ok && turn == upright && isSmall(config) {
			return bare, config.Width, config.Height, nil
		}
	case "webp":
		picture = fullRange(picture)
	}
	small := turn.apply(shrink(picture))
	var file bytes.Buffer
	if err := jpeg.Encode(&file, small, &jpeg.Options{Quality: imageQuality}); err != nil {
		return nil, 0, 0, fmt.Errorf("%w: %w", ErrImage, err)
	}
	return file.Bytes(), small.Rect.Dx(), small.Rect.Dy(), nil
}

// pixelLimit keeps what a decoder allocates under about 200 MB: a baseline JPEG takes up to 3 bytes
// a pixel, a palette 1, other pictures 4 to 8, a progressive JPEG up to 15.
func pixelLimit(b []byte, format string, model color.Model) int {
	switch {
	case format == "jpeg" && !isProgressive(b), format == "gif":
		return MaxImagePixels
	case format == "jpeg" || model == color.NRGBA64Model || model == color.RGBA64Model:
		return MaxImagePixels / 4
	}
	return MaxImagePixels / 2
}

// isSmall reports whether a JPEG needs neither scaling nor other colours.
func isSmall(c image.Config) bool {
	return max(c.Width, c.Height) <= ImageEdge &&
		(c.ColorModel == color.YCbCrModel || c.ColorModel == color.GrayModel)
}

// fullRange spreads the values of a WebP picture, which are of limited range (16 to 235, 16 to 240;
// RFC 6386, 9.2, and ITU-R BT.601), over the whole range that JPEG uses and Go's package image takes
// them for.
func fullRange(picture image.Image) image.Image {
	var p *image.YCbCr
	switch m := picture.(type) {
	case *image.YCbCr:
		p = m
	case *image.NYCbCrA:
		p = &m.YCbCr
	default:
		return picture // without loss: red, green, blue
	}
	spread := func(values []uint8, from, to, room float64) {
		for i, v := range values {
			values[i] = uint8(min(max(math.Round(to+(float64(v)-from)*255/room), 0), 255))
		}
	}
	spread(p.Y, 16, 0, 219)
	spread(p.Cb, 128, 128, 224)
	spread(p.Cr, 128, 128, 224)
	return picture
}

// band is how many rows are scaled at a time: the scaler keeps 32 bytes for each pixel of the
// source's height times the result's width.
const band = 64

// shrink draws a picture on white, its longest edge at most [ImageEdge].
func shrink(picture image.Image) *image.RGBA {
	from := picture.Bounds()
	w, h := from.Dx(), from.Dy()
	if edge := max(w, h); edge > ImageEdge {
		w, h = max(1, w*ImageEdge/edge), max(1, h*ImageEdge/edge)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(to, to.Rect, image.NewUniform(color.White), image.Point{}, draw.Src)
	if w == from.Dx() && h == from.Dy() {
		draw.Draw(to, to.Rect, picture, from.Min, draw.Over)
		return to
	}
	for y := 0; y < h; y += band {
		end := min(y+band, h)
		rows := image.Rect(from.Min.X, from.Min.Y+y*from.Dy()/h, from.Max.X,
			from.Min.Y+end*from.Dy()/h)
		draw.BiLinear.Scale(to, image.Rect(0, y, w, end), picture, rows, draw.Over, nil)
	}
	return to
}
