package xvfb

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
)

// Picture is what the screen shows now.
func (d *Display) Picture() (*image.RGBA, error) {
	data, err := os.ReadFile(filepath.Join(d.dir, "Xvfb_screen0"))
	if err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	return decodeXWD(data)
}

// Raw is the picture as the X server keeps it, four bytes a pixel after a header, in buf where it has room. It is quick,
// for whoever only wants to see whether something has changed.
func (d *Display) Raw(buf []byte) ([]byte, error) {
	f, err := os.Open(filepath.Join(d.dir, "Xvfb_screen0"))
	if err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	if int64(len(buf)) != info.Size() {
		buf = make([]byte, info.Size())
	}
	if _, err := io.ReadFull(f, buf); err != nil {
		return nil, fmt.Errorf("xvfb: %w", err)
	}
	return buf, nil
}

// SavePicture writes what the screen shows now as a PNG file.
func (d *Display) SavePicture(path string) error {
	img, err := d.Picture()
	if err != nil {
		return err
	}
	return SavePNG(img, path)
}

// SavePNG writes a PNG file that is whole at any moment: whoever looks at it while it is replaced sees the old picture
// or the new one.
func SavePNG(img image.Image, path string) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".picture-*")
	if err != nil {
		return fmt.Errorf("xvfb: save picture: %w", err)
	}
	err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(f, img)
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Chmod(f.Name(), 0o644)
	}
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return fmt.Errorf("xvfb: save picture: %w", err)
	}
	return nil
}

// decodeXWD reads the format Xvfb keeps its screen in: the X Window Dump, version 7 (XWDFile.h): 25 big-endian words,
// the window's name, a colour table of 12 bytes an entry, the rows. Only what Xvfb writes for 24 bits is read.
func decodeXWD(data []byte) (*image.RGBA, error) {
	const words = 25
	if len(data) < words*4 {
		return nil, fmt.Errorf("xvfb: screen file of %d bytes is too short", len(data))
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(data[i*4:])) }
	header, version, width, height := word(0), word(1), word(4), word(5)
	order, bits, stride, colours := word(7), word(11), word(12), word(19)
	if version != 7 || order != 0 || bits != 32 || width > 1<<14 || height > 1<<14 || stride < width*4 || colours > 1<<12 {
		return nil, fmt.Errorf("xvfb: screen file of an unknown kind (version %d, byte order %d, %d bits)", version, order, bits)
	}
	start := header + colours*12
	if start < 0 || len(data) < start+stride*height {
		return nil, fmt.Errorf("xvfb: screen file of %d bytes is too short for %d×%d", len(data), width, height)
	}
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		row := data[start+y*stride:]
		for x := range width {
			from, to := row[x*4:x*4+4], img.Pix[y*img.Stride+x*4:]
			to[0], to[1], to[2], to[3] = from[2], from[1], from[0], 255
		}
	}
	return img, nil
}
