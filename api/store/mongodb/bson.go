package mongodb

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"hallmark/api/store/mongodb/driver"
)

// ToBSON makes a BSON document of a JSON object and keeps the order of its fields. Whole numbers
// that fit become integers, others doubles.
func ToBSON(b json.RawMessage) (driver.Document, error) {
	d := json.NewDecoder(bytes.NewReader(b))
	d.UseNumber()
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil, fmt.Errorf("document does not start as an object: %w", err)
	}
	start, doc := driver.StartDocument(make([]byte, 0, len(b)+len(b)/2))
	doc, err := appendFields(doc, d)
	if err != nil {
		return nil, err
	}
	return driver.EndDocument(doc, start)
}

func appendFields(dst []byte, d *json.Decoder) ([]byte, error) {
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		if dst, err = appendNext(dst, name.(string), d); err != nil {
			return nil, err
		}
	}
	_, err := d.Token() // the closing brace
	return dst, err
}

func appendItems(dst []byte, d *json.Decoder) (_ []byte, err error) {
	for i := 0; d.More(); i++ {
		if dst, err = appendNext(dst, strconv.Itoa(i), d); err != nil {
			return nil, err
		}
	}
	_, err = d.Token() // the closing bracket
	return dst, err
}

// appendNext appends the next value of d under a name.
func appendNext(dst []byte, name string, d *json.Decoder) ([]byte, error) {
	t, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch v := t.(type) {
	case string:
		return driver.AppendString(dst, name, v), nil
	case bool:
		return driver.AppendBoolean(dst, name, v), nil
	case nil:
		return driver.AppendNull(dst, name), nil
	case json.Number:
		return appendNumber(dst, name, v)
	case json.Delim:
		var start int32
		if v == '{' {
			start, dst = driver.StartMember(dst, name)
			dst, err = appendFields(dst, d)
		} else {
			start, dst = driver.StartArray(dst, name)
			dst, err = appendItems(dst, d)
		}
		if err != nil {
			return nil, err
		}
		return driver.EndDocument(dst, start)
	}
	return nil, fmt.Errorf("%s: unexpected %T", name, t)
}

func appendNumber(dst []byte, name string, n json.Number) ([]byte, error) {
	if i, err := strconv.ParseInt(string(n), 10, 64); err == nil && n != "-0" {
		if int64(int32(i)) == i { //nolint:gosec // this is how it is seen whether it fits
			//nolint:gosec // it has just been seen to fit
			return driver.AppendInt32(dst, name, int32(i)), nil
		}
		return driver.AppendInt64(dst, name, i), nil
	}
	f, err := n.Float64()
	return driver.AppendDouble(dst, name, f), err
}

// ToJSON is the inverse of ToBSON.
func ToJSON(doc driver.Document) (json.RawMessage, error) {
	return appendObject(make([]byte, 0, len(doc)), doc)
}

func appendObject(dst []byte, doc driver.Document) ([]byte, error) {
	elements, err := doc.Elements()
	if err != nil {
		return nil, err
	}
	dst = append(dst, '{')
	for i, e := range elements {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = append(appendText(dst, e.Key()), ':')
		if dst, err = appendValue(dst, e.Value()); err != nil {
			return nil, err
		}
	}
	return append(dst, '}'), nil
}

func appendArray(dst []byte, array driver.Document) ([]byte, error) {
	values, err := array.Elements()
	if err != nil {
		return nil, err
	}
	dst = append(dst, '[')
	for i, v := range values {
		if i > 0 {
			dst = append(dst, ',')
		}
		if dst, err = appendValue(dst, v.Value()); err != nil {
			return nil, err
		}
	}
	return append(dst, ']'), nil
}

func appendValue(dst []byte, v driver.Value) ([]byte, error) {
	switch v.Type {
	case driver.TypeString:
		return appendText(dst, v.StringValue()), nil
	case driver.TypeBoolean:
		return strconv.AppendBool(dst, v.Boolean()), nil
	case driver.TypeNull:
		return append(dst, "null"...), nil
	case driver.TypeInt32:
		return strconv.AppendInt(dst, int64(v.Int32()), 10), nil
	case driver.TypeInt64:
		return strconv.AppendInt(dst, v.Int64(), 10), nil
	case driver.TypeDouble:
		b, err := json.Marshal(v.Double())
		return append(dst, b...), err
	case driver.TypeDocument:
		return appendObject(dst, v.Document())
	case driver.TypeArray:
		return appendArray(dst, driver.Document(v.Array()))
	}
	return nil, fmt.Errorf("stored document holds a %s", v.Type)
}

func appendText(dst []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' {
			b, _ := json.Marshal(s) // strings never fail
			return append(dst, b...)
		}
	}
	return append(append(append(dst, '"'), s...), '"')
}
