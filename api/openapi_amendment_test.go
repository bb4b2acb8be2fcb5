package api_test

import (
	"os"
	"strings"

	"hallmark/api/apitest"
)

// amendmentCases take a second amendment of the edition of 2017 through its states; another one to
// that edition is published, so in the end it cannot be.
func amendmentCases() []useCase {
	file, err := os.ReadFile("../fixtures/amendment-XG1.yaml")
	if err != nil {
		panic(err)
	}
	sheet := strings.NewReplacer("id: XG1", "id: XG2", "result_edition: 2017+XG1",
		"result_edition: 2017+XG2").Replace(string(file))
	yaml := map[string]string{"Content-Type": "application/yaml"}
	const list, id = "/api/v1/amendments", "/api/v1/amendments/2017%2BXG2"
	because := apitest.Object{"comment": "第3项依据不足"}
	other := strings.Replace(sheet, "勘误", "勘误表", 1)
	return []useCase{
		{user: "editor", call: "POST " + list, body: sheet, header: yaml, status: 201},
		{user: "editor", call: "POST " + list, body: other, header: yaml, status: 409,
			code: "amendment-state"},
		{user: "auditor", call: "POST " + list, body: sheet, header: yaml, status: 403,
			code: "forbidden"},
		{user: "editor", call: "POST " + list, body: strings.Replace(sheet, "HS117", "HS998", 1),
			header: yaml, status: 422, code: "amendment"},
		{user: "editor", call: "POST " + list, body: string(file), header: yaml, status: 422,
			code: "apply-twice"},
		{user: "head", call: "GET " + list + "?limit=1", status: 200},
		{user: "head", call: "GET " + id, status: 200},
		{user: "editor", call: "POST " + id + "/dry-run", status: 200},
		{user: "head", call: "GET " + id + "/sheet.pdf", status: 200},
		{user: "head", call: "GET " + id + "/sheet.docx?language=en", status: 200},
		{user: "head", call: "GET " + id + "/sheet.sts.xml", status: 200},
		{user: "head", call: "GET " + id + "/sheet?format=sts", status: 200},
		{user: "editor", call: "GET " + id + "/impact?format=csv", status: 200},
		{user: "editor", call: "GET " + id + "/impact.xlsx", status: 200},
		{user: "editor", call: "GET " + id + "/impact.csv", status: 200},
		{user: "editor", call: "GET " + id + "/impact.pdf", status: 200},
		{user: "approver", call: "POST " + id + "/publish", status: 409, code: "amendment-state"},
		{user: "approver", call: "POST " + id + "/reject", status: 422, code: "invalid"},
		{user: "approver", call: "POST " + id + "/reject", body: because, status: 200},
		{user: "editor", call: "POST " + list, body: sheet, header: yaml, status: 201},
		{user: "editor", call: "POST " + id + "/withdraw", body: because, status: 200},
		{user: "editor", call: "POST " + list, body: sheet, header: yaml, status: 201},
		{user: "approver", call: "POST " + id + "/approve", status: 200},
		{user: "approver", call: "POST " + id + "/publish", status: 200},
		{user: "approver", call: "POST " + id + "/publish", status: 200},
	}
}
