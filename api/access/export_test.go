package access

// ThrottledNamesForTest is how many account names the throttle of sign-ins remembers.
func (s *Service) ThrottledNamesForTest() int { return s.signIns.names.Remembered() }

// DecoyForTest is the stored form that takes the place of a password where there is no account.
func (c PasswordCost) DecoyForTest() string { return c.decoy() }
