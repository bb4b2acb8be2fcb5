package oscal

func (r *catalogReader) foreign(root *node) (*Reading, error) { return nil, r.problems.Err() }
