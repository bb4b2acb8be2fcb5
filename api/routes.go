package api

import (
	"net/http"

	"hallmark/api/web"
)

// routes is the route table: everything that can be called, and the action that it needs.
func (s *Server) routes() []route {
	const get, post, put, patch, del = http.MethodGet, http.MethodPost, http.MethodPut,
		http.MethodPatch, http.MethodDelete
	return []route{
		{get, "/healthz", Public, 0, s.getHealth},
		{get, "/readyz", Public, 0, s.getReady},
		{get, "/metrics", Public, 0, s.getMetrics},
		{get, "/api/v1/openapi.json", Public, 0, s.getOpenAPI},

		{post, "/api/v1/sessions", Public, 0, s.postSession},
		{get, "/api/v1/sessions/current", SignedIn, 0, s.getSession},
		{del, "/api/v1/sessions/current", SignedIn, 0, s.deleteSession},

		{get, "/api/v1/editions", ReadEditions, 0, s.getEditions},
		{get, "/api/v1/editions/:id", ReadEditions, 0, s.getEdition},
		{get, "/api/v1/editions/:id/checklist", ReadEditions, 0, s.getChecklist},
		{get, "/api/v1/editions/:id/export", ReadEditions, 0, s.getExport},
		{get, "/api/v1/editions/:id/export/losses", ReadEditions, 0, s.getExportLosses},
		{get, "/api/v1/editions/:id/diff/:other", ReadEditions, 0, s.getDiff},
		{post, "/api/v1/score", Calculate, 0, s.postScore},

		{get, "/api/v1/amendments", ReadAmendments, 0, s.getAmendments},
		{post, "/api/v1/amendments", ProposeAmendment, sheetLimit, s.postAmendment},
		{get, "/api/v1/amendments/:id", ReadAmendments, 0, s.getAmendment},
		{post, "/api/v1/amendments/:id/dry-run", WeighAmendment, 0, s.postDryRun},
		{post, "/api/v1/amendments/:id/withdraw", ProposeAmendment, 0, s.postWithdrawAmendment},
		{post, "/api/v1/amendments/:id/approve", DecideAmendment, 0, s.postApproveAmendment},
		{post, "/api/v1/amendments/:id/reject", DecideAmendment, 0, s.postRejectAmendment},
		{post, "/api/v1/amendments/:id/publish", DecideAmendment, 0, s.postPublishAmendment},

		{get, "/api/v1/halls", ReadHalls, 0, s.getHalls},
		{post, "/api/v1/halls", WriteHalls, 0, s.postHall},
		{get, "/api/v1/halls/:id", ReadHalls, 0, s.getHall},
		{patch, "/api/v1/halls/:id", WriteHalls, 0, s.patchHall},

		{get, "/api/v1/audits", ReadAudits, 0, s.getAudits},
		{post, "/api/v1/audits", StartAudit, 0, s.postAudit},
		{get, "/api/v1/audits/:id", ReadAudits, 0, s.getAudit},
		{post, "/api/v1/audits/:id/changes", RecordAnswers, changesLimit, s.postChanges},
		{get, "/api/v1/audits/:id/score", ReadAudits, 0, s.getScore},
		{get, "/api/v1/audits/:id/previous", ReadAudits, 0, s.getPrevious},
		{get, "/api/v1/audits/:id/events", ReadAudits, 0, s.getLive},
		{post, "/api/v1/audits/:id/presence", ReadAudits, 0, s.postPresence},
		{post, "/api/v1/audits/:id/submit", RecordAnswers, 0, s.postSubmit},
		{post, "/api/v1/audits/:id/return", ReviewAudits, 0, s.postReturn},
		{post, "/api/v1/audits/:id/approve", ReviewAudits, 0, s.postApprove},
		{get, "/api/v1/audits/:id/export", ReadAudits, 0, s.getAuditExport},
		{get, "/api/v1/audits/:id/export/losses", ReadAudits, 0, s.getAuditExportLosses},
		{get, "/api/v1/audits/:id/report.pdf", ReadAudits, 0, s.getReport},
		{get, "/api/v1/audits/:id/record.pdf", ReadAudits, 0, s.getRecord},

		{put, "/api/v1/evidence/:sha256", UploadEvidence, evidenceLimit, s.putEvidence},
		{get, "/api/v1/evidence/:sha256", ReadAudits, 0, s.getEvidence},

		{get, "/api/v1/campaigns", ReadCampaigns, 0, s.getCampaigns},
		{post, "/api/v1/campaigns", RunCampaigns, 0, s.postCampaign},
		{get, "/api/v1/campaigns/:id", ReadCampaigns, 0, s.getCampaign},
		{patch, "/api/v1/campaigns/:id", RunCampaigns, 0, s.patchCampaign},
		{post, "/api/v1/campaigns/:id/seal", RunCampaigns, 0, s.postSeal},
		{post, "/api/v1/campaigns/:id/draw", RunCampaigns, 0, s.postDraw},
		{post, "/api/v1/campaigns/:id/open", RunCampaigns, 0, s.postOpenCampaign},
		{post, "/api/v1/campaigns/:id/close", RunCampaigns, 0, s.postCloseCampaign},
		{get, "/api/v1/campaigns/:id/ranking", ReadRankings, 0, s.getRanking},

		{get, "/api/v1/rectifications", ReadRectifications, 0, s.getRectifications},
		{get, "/api/v1/rectifications/:id", ReadRectifications, 0, s.getRectification},
		{post, "/api/v1/rectifications/:id/plan", Rectify, 0, s.postPlan},
		{post, "/api/v1/rectifications/:id/reply", Rectify, 0, s.postReply},
		{post, "/api/v1/rectifications/:id/verify", VerifyRectifications, 0, s.postVerify},
		{post, "/api/v1/rectifications/:id/return", VerifyRectifications, 0, s.postSendBack},
		{post, "/api/v1/rectifications/:id/extend", Rectify, 0, s.postExtend},
		{get, "/api/v1/appeals", ReadAppeals, 0, s.getAppeals},
		{get, "/api/v1/appeals/:id", ReadAppeals, 0, s.getAppeal},
		{post, "/api/v1/audits/:id/appeals", MakeAppeals, 0, s.postAppeal},
		{post, "/api/v1/appeals/:id/decide", DecideAppeals, 0, s.postDecide},

		{get, "/api/v1/events", ReadEvents, 0, s.getEvents},
		{get, "/api/v1/users", ReadUsers, 0, s.getUsers},
		{get, "/api/v1/colleagues", StartAudit, 0, s.getColleagues},

		{get, "/", SignedIn, 0, s.getHome},
		{get, "/sign-in", Public, 0, s.pageSignIn},
		{post, "/sign-in", Public, 0, s.formSignIn},
		{post, "/sign-out", SignedIn, 0, s.formSignOut},
		{post, "/language", Public, 0, s.formLanguage},
		{get, "/password", SignedIn, 0, s.pagePassword},
		{post, "/password", SignedIn, 0, s.formPassword},
		{get, "/verify/:code", Public, 0, s.pageVerify},

		{get, web.ShellURL, Public, 0, s.getTablet},
		{get, "/sw.js", Public, 0, s.getWorker},
		{get, "/manifest.webmanifest", Public, 0, s.getManifest},

		{get, "/audits", ReadAudits, 0, s.pageAudits},
		{post, "/audits", StartAudit, 0, s.formNewAudit},
		{get, "/audits/new", StartAudit, 0, s.pageNewAudit},
		{get, "/audits/:id", ReadAudits, 0, s.pageChecklist},
		{post, "/audits/:id/clauses/:uid", RecordAnswers, formLimit, s.formClause},
		{get, "/audits/:id/score", ReadAudits, 0, s.pageScore},
		{get, "/audits/:id/submit", RecordAnswers, 0, s.pageStep(web.Submit)},
		{post, "/audits/:id/submit", RecordAnswers, 0, s.formStep(web.Submit)},
		{get, "/audits/:id/return", ReviewAudits, 0, s.pageStep(web.Return)},
		{post, "/audits/:id/return", ReviewAudits, 0, s.formStep(web.Return)},
		{get, "/audits/:id/approve", ReviewAudits, 0, s.pageStep(web.Approve)},
		{post, "/audits/:id/approve", ReviewAudits, 0, s.formStep(web.Approve)},
		{get, "/audits/:id/report.pdf", ReadAudits, 0, s.getReport},
		{get, "/audits/:id/record.pdf", ReadAudits, 0, s.getRecord},

		{get, "/halls", ReadHalls, 0, s.pageHalls},
		{get, "/halls/:id", ReadHalls, 0, s.pageHall},
		{get, "/amendments", ReadAmendments, 0, s.pageAmendments},
		{post, "/amendments", ProposeAmendment, 2 * sheetLimit, s.formAmendment},
		{get, "/amendments/:id", ReadAmendments, 0, s.pageAmendment},
		{get, "/amendments/:id/impact", WeighAmendment, 0, s.pageImpact},
		{post, "/amendments/:id/withdraw", ProposeAmendment, 0,
			s.formAmendmentStep(s.decideAmendment(AmendmentWithdrawn))},
		{post, "/amendments/:id/approve", DecideAmendment, 0,
			s.formAmendmentStep(s.decideAmendment(AmendmentApproved))},
		{post, "/amendments/:id/reject", DecideAmendment, 0,
			s.formAmendmentStep(s.decideAmendment(AmendmentRejected))},
		{post, "/amendments/:id/publish", DecideAmendment, 0,
			s.formAmendmentStep(s.publishAmendment)},

		{get, "/editions", ReadEditions, 0, s.pageEditions},
		{get, "/editions/:id", ReadEditions, 0, s.pageEdition},
		{get, "/editions/:id/clauses/:uid", ReadEditions, 0, s.pageClause},
		{get, "/editions/:id/diff/:other", ReadEditions, 0, s.pageDiff},
		{get, "/events", ReadEvents, 0, s.pageEvents},
		{get, "/users", ReadUsers, 0, s.pageUsers},
	}
}
