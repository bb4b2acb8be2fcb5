package mongodb

import (
	"go.mongodb.org/mongo-driver/bson"
	"go.mongodb.org/mongo-driver/mongo/options"

	"hallmark/api/store"
)

// orderField is the field that orders q before the ID does.
func orderField(q store.RawQuery) string {
	if q.Order == "" {
		return "_id"
	}
	return "keys." + q.Order
}

// filter selects the documents of q behind its cursor. Only a text is ≥ "", so a document without
// the Order key is left out.
func filter(q store.RawQuery) bson.D {
	f := bson.D{}
	for _, k := range q.Index.Equal {
		f = append(f, bson.E{Key: "keys." + k, Value: q.Equal[k]})
	}
	field, beyond := orderField(q), "$gt"
	if q.Descending {
		beyond = "$lt"
	}
	bounds := bson.D{{Key: "$gte", Value: q.From}}
	if q.To != "" {
		bounds = append(bounds, bson.E{Key: "$lt", Value: q.To})
	}
	all := bson.A{bson.D{{Key: field, Value: bounds}}}
	if q.After != nil && q.Order == "" {
		all = append(all, bson.D{{Key: field, Value: bson.D{{Key: beyond, Value: q.After.ID}}}})
	} else if q.After != nil {
		key := q.After.Key
		all = append(all,
			// What the $or says anyway, as a bound for the index.
			bson.D{{Key: field, Value: bson.D{{Key: beyond + "e", Value: key}}}},
			bson.D{{Key: "$or", Value: bson.A{
				bson.D{{Key: field, Value: bson.D{{Key: beyond, Value: key}}}},
				bson.D{{Key: field, Value: key},
					{Key: "_id", Value: bson.D{{Key: beyond, Value: q.After.ID}}}},
			}}})
	}
	return append(f, bson.E{Key: "$and", Value: all})
}

func (c *collection) options(q store.RawQuery) *options.FindOptions {
	direction := 1
	if q.Descending {
		direction = -1
	}
	sort := bson.D{{Key: orderField(q), Value: direction}}
	if q.Order != "" {
		sort = append(sort, bson.E{Key: "_id", Value: direction})
	}
	fields := bson.D{{Key: "keys", Value: 0}}
	if q.Bare {
		fields = append(fields, bson.E{Key: "doc", Value: 0}, bson.E{Key: "gains", Value: 0})
	}
	if q.Brief && !q.Bare && c.schema.Growing {
		fields = append(fields, bson.E{Key: "gains", Value: 0})
	}
	if q.Brief && !q.Bare {
		for _, f := range c.schema.Bulky {
			fields = append(fields, bson.E{Key: "doc." + f, Value: 0})
		}
	}
	return options.Find().SetSort(sort).SetLimit(int64(q.Limit)).SetProjection(fields)
}
