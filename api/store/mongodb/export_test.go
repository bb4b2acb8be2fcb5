package mongodb

// Both ways between JSON and BSON, for their tests.
var (
	ToBSON = toBSON
	ToJSON = toJSON
)
