// Package api is the running service. It owns the router, the one table of routes, the wiring of
// the rooms, the worker, and what concerns all rooms at once: the answers that are kept so that a
// request may be repeated, health, metrics, the seed, backup and transfer. It holds no rule about
// clauses, scores or merging; those stand in packages standard and checklists.
//
// A room is a package below this one. Its Deps are what it is given, its Docs the collections that
// it reads and writes, its Service the use cases, which know no gin, and its Handlers what answers
// a request (*_handlers.go) and a page (page_*.go). No room knows this package. README has the
// table of the rooms and of what each may import, and the table that says where each noun has its
// rule, use case, page, print and texts.
//
// Where things are: routes.go what can be called, wiring.go which room is given what, open.go the
// collections, worker.go what runs in the background, server.go how a request passes;
// access/permission.go who may do what, wire/errors.go how an error reaches a person. The
// description openapi.json is joined from those of the rooms by `go generate ./api`.
//
// # In the background
//
// [Server.Work] runs until its context ends. At the start it announces what a process that died had
// published without a word ([Server.CatchUp]). Whenever something is put into the outbox, and now
// and then besides, it makes notifications of new events, puts new lines of the feed into the
// outbox, and sends what is due ([Server.Deliver]). Every minute it does what follows from the time
// alone ([Server.DueByTime]): results that become final, reminders, the daily mail, and the removal
// of files that were kept for a day. Besides, package reports packs the archive of a campaign in
// the background.
//
// # A new scoring method
//
// Rule: the kind and its fields in standard/method.go, its words in method_text.go, its checks in
// validate_method.go; its answer in checklists/answer.go and answer_check.go, its points in
// score_points.go, what is mended in rectification_score.go, its forecast in impact_of.go; cases
// worked out by hand in checklists/testdata/scores. Files: the columns in standard/grid, the form
// in drafts/draft_form.go. Pages: web/draft_clause.go with templates/draft-clause.html,
// templates/checklist-card.html, web/text.go, audits/page_checklist.go. Tablet: scorer.js,
// answer-form.js, answers.js and view-answers.js in web/tablet; a test holds the scorer to the
// rule. Print: pdf/words.go and pdf/manuscript/annex.go. Texts: clauses.json, grid.json and
// manuscript.json of standard/message. Description: editions/openapi.json and openapi/openapi.json.
// A change of what existing methods earn needs another name for the formula (see package
// checklists).
//
// # A new kind of paper
//
// What it says as a value and its layout in a file of package pdf, beside notice.go, which has both
// the page and, by package manuscript, the Word file; its texts in standard/message. A handler in
// the room that owns what it tells, which signs it with package pdf/seal; its route in routes.go,
// its description in the room's openapi.json, a link on the page. A golden file in pdf/testdata,
// and a paper of this version beside those that api/kept holds.
//
// # A new storage engine
//
// A package below api/store that implements store.Engine and whose tests run storetest.Run; where
// photographs and files of a day are not to lie in a directory (package blob), it implements
// store.Blobs and store.Shelf as well, with RunBlobs and RunShelf. It is opened in
// cmd/hallmark/settings.go and gets a row in README's table of rooms. No room knows which engine
// there is.
package api
