package api

import "hallmark/api/store"

// references are the names that a backup is checked for. What is named is never deleted, and is
// stored before or together with what names it.
var references = []store.Reference{
	{From: "audits", Member: "hall", To: "halls"},
	{From: "audits", Member: "edition", To: "editions"},
	{From: "outcomes", Member: "audit", To: "audits"},
	{From: "rectifications", Member: "audit", To: "audits"},
	{From: "rectifications", Member: "hall", To: "halls"},
	{From: "appeals", Member: "audit", To: "audits"},
	{From: "reports", Member: "audit", To: "audits"},
	{From: "campaigns", Member: "listsPart", To: "draws"},
	{From: "feedback", Member: "hall", To: "halls"},
	{From: "comments", Member: "draft", To: "consultations"},
}
