// Package api is the running service. It owns the router, the one table of routes, the wiring of
// the rooms, the worker, and what concerns all rooms at once: the stored answers with which
// repeated requests are answered, health, metrics, the seed, backup and transfer. It holds no rule
// about clauses, scores or merging; those stand in packages standard and checklists.
//
// A room is a package below this one. It has four types: Deps, what it is given; Docs, the
// collections that it reads and writes; Service, its use cases, which do not use gin; and Handlers,
// which answer the requests of the API (*_handlers.go) and of pages (page_*.go). No room imports
// this package. The README has a table of the rooms and what each may import, and a table of where
// each noun has its rule, use case, page, print and texts.
//
// Where things are: routes.go has the table of what can be called, wiring.go says which room is
// given what, open.go opens the collections, worker.go runs in the background, server.go takes a
// request from the router to its handler. In the rooms, access/permission.go decides who may do
// what, and wire/errors.go turns errors into answers. The description openapi.json is joined from
// those of the rooms by `go generate ./api`.
//
// # In the background
//
// [Server.Work] runs until its context ends. At the start it announces what a process had published
// that died before announcing it ([Server.CatchUp]). Whenever something is put into the outbox, and
// every five seconds besides, it makes notifications of new events, puts new lines of the feed into
// the outbox, and sends what is due ([Server.Deliver]). Every minute it does what is due by the
// time alone ([Server.DueByTime]): it makes results final, reminds people, posts the daily mail,
// and removes files that were kept for a day. Apart from that, package reports packs the archive of
// a campaign in the background.
//
// # A new scoring method
//
// These places change. Rule: the kind and its fields in standard/method.go, its words in
// method_text.go, its checks in validate_method.go; its answer in checklists/answer.go and
// answer_check.go, its points in score_points.go, the score after rectification in
// rectification_score.go, its forecast in impact_of.go; cases worked out by hand in
// checklists/testdata/scores. Files: the columns in standard/grid, the form in
// drafts/draft_form.go. Pages: web/draft_clause.go with templates/draft-clause.html,
// templates/checklist-card.html, web/text.go, audits/page_checklist.go. Tablet: scorer.js,
// answer-form.js, answers.js and view-answers.js in web/tablet; a test compares the scorer with the
// rule. Print: pdf/words.go and pdf/manuscript/annex.go. Texts: clauses.json, grid.json and
// manuscript.json of standard/message. Description: editions/openapi.json and openapi/openapi.json.
// If existing methods are to give other points, the formula needs a new name (see package
// checklists).
//
// # A new kind of paper
//
// These are to be added: in package pdf, a file with the type of its content and its layout, like
// notice.go, which makes the PDF and, by package manuscript, the Word file; its texts in
// standard/message; in the room that owns its content, a handler that signs it with package
// pdf/seal; its route in routes.go, its description in the room's openapi.json, a link on a page; a
// golden file in pdf/testdata, and a paper of this version beside those in api/kept.
//
// # A new storage engine
//
// It is a package below api/store that implements store.Engine and passes storetest.Run. If it also
// stores photographs and the files that are kept for a day, which otherwise lie in a directory
// (package blob), it implements store.Blobs and store.Shelf and passes RunBlobs and RunShelf. It is
// opened in cmd/hallmark/settings.go and gets a row in the README's table of rooms. No room depends
// on which engine is used.
package api
