package standard

func validateEdition(e *Edition, problems *Problems)     {}
func validateAmendment(a *Amendment, problems *Problems) {}
