package api_test

// notificationCases are the calls about what a person is told.
func notificationCases() []useCase {
	const all, read = "/api/v1/notifications", "POST /api/v1/notifications/read"
	return []useCase{
		{user: "head", call: "GET " + all, status: 200},
		{user: "head", call: "GET " + all + "?unread=true&limit=1", status: 200},
		{user: "head", call: "GET " + all + "?unread=no", status: 422, code: "invalid", breaks: true},
		{user: "head", call: "GET " + all + "?limit=0", status: 400, breaks: true},
		{user: "head", call: read, body: object{"ids": []string{"ntf_of_nobody"}}, status: 200},
		{user: "head", call: read, body: object{"ids": []string{"a", "a"}}, status: 422, breaks: true},
		{user: "head", call: read, body: object{}, status: 200},
	}
}
