package web

// Imported is what the file of a new draft had that was not taken, after /drafts/import.
type Imported struct {
	Frame
	ID, Title string
	Losses    []SheetPlace
}

func (*Imported) template() string { return "draft-import" }
