package apitest

// BulletinID is the bulletin of the last whole week before the kit's day.
const BulletinID = "weekly-2018-02-19-1"
