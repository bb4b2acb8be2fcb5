package store

// Inspect is what the walk over a document finds, for its tests.
var Inspect = inspect
