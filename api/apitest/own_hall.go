package apitest

// Place says where an account works.
func (k *Kit) Place(user, hall, firm string) {
	k.T.Helper()
	k.SignIn("admin")
	k.Want(200, "PUT", "/api/v1/users/"+user+"/place", Object{"hall": hall, "firm": firm}, nil)
}
