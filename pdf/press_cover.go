package pdf

func (p *press) cover()    {}
func (p *press) contents() {}
