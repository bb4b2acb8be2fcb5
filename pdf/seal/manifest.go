package seal

func (s *sealing) makeManifest() ([]byte, error) { return []byte("{}"), nil }
