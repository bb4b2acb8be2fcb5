package mongodb

import (
	"hallmark/api/store"
	"hallmark/api/store/mongodb/driver"
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
func filter(q store.RawQuery) driver.D {
	f := driver.D{}
	for _, k := range q.Index.Equal {
		f = append(f, driver.E{Key: "keys." + k, Value: q.Equal[k]})
	}
	field, beyond := orderField(q), "$gt"
	if q.Descending {
		beyond = "$lt"
	}
	bounds := driver.D{{Key: "$gte", Value: q.From}}
	if q.To != "" {
		bounds = append(bounds, driver.E{Key: "$lt", Value: q.To})
	}
	all := driver.A{driver.D{{Key: field, Value: bounds}}}
	if q.After != nil && q.Order == "" {
		all = append(all, driver.D{{Key: field, Value: driver.D{{Key: beyond, Value: q.After.ID}}}})
	} else if q.After != nil {
		key := q.After.Key
		all = append(all,
			// What the $or says anyway, as a bound for the index.
			driver.D{{Key: field, Value: driver.D{{Key: beyond + "e", Value: key}}}},
			driver.D{{Key: "$or", Value: driver.A{
				driver.D{{Key: field, Value: driver.D{{Key: beyond, Value: key}}}},
				driver.D{{Key: field, Value: key},
					{Key: "_id", Value: driver.D{{Key: beyond, Value: q.After.ID}}}},
			}}})
	}
	return append(f, driver.E{Key: "$and", Value: all})
}

func (c *collection) options(q store.RawQuery) *driver.FindOptions {
	direction := 1
	if q.Descending {
		direction = -1
	}
	sort := driver.D{{Key: orderField(q), Value: direction}}
	if q.Order != "" {
		sort = append(sort, driver.E{Key: "_id", Value: direction})
	}
	fields := driver.D{{Key: "keys", Value: 0}}
	if q.Bare {
		fields = append(fields, driver.E{Key: "doc", Value: 0}, driver.E{Key: "gains", Value: 0})
	}
	if q.Brief && !q.Bare && c.schema.Growing {
		fields = append(fields, driver.E{Key: "gains", Value: 0})
	}
	if q.Brief && !q.Bare {
		for _, f := range c.schema.Bulky {
			fields = append(fields, driver.E{Key: "doc." + f, Value: 0})
		}
	}
	return driver.NewFind().SetSort(sort).SetLimit(int64(q.Limit)).SetProjection(fields)
}
