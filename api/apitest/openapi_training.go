package apitest

import (
	"context"

	"hallmark/checklists"
	"hallmark/standard"
)

// TrainingID is that of a training of GS-S03 which the tests put into the storage.
// The other one is of GS-D00.
const (
	TrainingID      = "01890a5d-ac96-774b-bcce-0000000000aa"
	OtherTrainingID = "01890a5d-ac96-774b-bcce-0000000000ab"
)

// Trained stores one training for each of two halls.
func (k *Kit) Trained() {
	k.T.Helper()
	for id, hall := range map[checklists.TrainingID]checklists.HallID{TrainingID: "GS-S03",
		OtherTrainingID: "GS-D00"} {
		k.Must(k.Server.Trainings.Docs.Trainings.Insert(context.Background(), checklists.Training{ID: id,
			Topic: "首问负责", Clauses: []standard.ClauseUID{"HS079"}, From: "2018-02-05", To: "2018-02-06",
			Halls: []checklists.TrainedHall{{Hall: hall, Name: "大厅"}}, By: "supervisor",
			Created:  checklists.At(k.Clock.Read()),
			Practice: []checklists.Practice{}, Revision: 1}))
	}
}
