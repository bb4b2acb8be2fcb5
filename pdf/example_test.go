package pdf_test

import (
	"bytes"
	"fmt"

	"hallmark/checklists"
	"hallmark/fixtures"
	"hallmark/pdf"
	"hallmark/standard"
)

// An audit that has just been started has a report already; every page is marked as a draft.
func ExampleWriteReport() {
	edition, err := fixtures.Edition2017()
	if err != nil {
		fmt.Println(err)
		return
	}
	score, err := checklists.ScoreOf(edition, standard.Community, nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	var file bytes.Buffer
	err = pdf.WriteReport(&file, pdf.Report{
		Edition: edition,
		Score:   score,
		Audit: &checklists.Audit{
			Number: "GS-C01-20180112-000001", HallName: "和睦社区公共服务站",
			Tier: standard.Community, Kind: checklists.Announced, State: checklists.InProgress,
		},
	})
	fmt.Println(err, file.String()[:8])
	// Output: <nil> %PDF-1.3
}
