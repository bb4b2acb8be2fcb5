package web_test

import (
	"slices"

	"hallmark/standard"
)

func (w *world) stories() []story {
	return slices.Concat(w.accountStories(), w.askStories(), w.auditStories(), w.hallStories(), w.editionStories(),
		w.reportStories(), w.amendmentStories(), w.feedStories(), w.webhookStories(),
		w.outboxStories(), w.draftStories(), w.problemStories(), w.proposalStories(), w.handInStories(),
		w.consultationStories(), w.trendStories(), w.campaignStories(), w.archiveStories(),
		w.reviewStories(), w.resultStories(), w.rankingStories(), w.rectificationStories(),
		w.phoneStories(), w.appealStories(), w.standingStories(), w.settingsStories(),
		w.startStories(), w.bulletinStories(), w.trainingStories(), w.aidStories(), w.feedbackStories(),
		w.notificationStories(), w.helpStories())
}

func mustClause(e *standard.Edition, uid standard.ClauseUID) *standard.Clause {
	c, ok := e.Clause(uid)
	if !ok {
		panic("no clause " + uid)
	}
	return c
}
