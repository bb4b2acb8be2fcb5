package checklists

import (
	"encoding/json"
	"maps"
	"slices"
)

// plainGain is a gain whose changes and transitions are not read.
type plainGain struct {
	Revision    json.RawMessage   `json:"revision"`
	Changes     []json.RawMessage `json:"changes"`
	Transitions []json.RawMessage `json:"transitions"`
}

// JoinGains makes the JSON form of an audit from its head with the member "gains", or returns the
// form as it is when there is no such member. It reads as little as it can, so that whatever stands
// in a change stays as it is.
func JoinGains(b json.RawMessage) (json.RawMessage, error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil || members["gains"] == nil {
		return b, err
	}
	var in struct {
		Log         map[string][]json.RawMessage `json:"log"`
		Transitions []json.RawMessage            `json:"transitions"`
		Gains       []plainGain                  `json:"gains"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return nil, err
	}
	if in.Log == nil {
		in.Log = map[string][]json.RawMessage{}
	}
	in.Transitions = append([]json.RawMessage{}, in.Transitions...)
	for _, g := range in.Gains {
		in.Transitions = append(in.Transitions, g.Transitions...)
		for _, change := range g.Changes {
			var of struct {
				Clause string `json:"clause"`
			}
			if err := json.Unmarshal(change, &of); err != nil {
				return nil, err
			}
			in.Log[of.Clause] = append(in.Log[of.Clause], change)
		}
	}
	delete(members, "gains")
	var err error
	if members["log"], err = json.Marshal(in.Log); err != nil {
		return nil, err
	}
	if members["transitions"], err = json.Marshal(in.Transitions); err != nil {
		return nil, err
	}
	return json.Marshal(members)
}

// SplitGain makes a head and one gain of the JSON form of an audit; [JoinGains] is its inverse.
func SplitGain(b json.RawMessage) (head, gain json.RawMessage, err error) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(b, &members); err != nil {
		return nil, nil, err
	}
	var in struct {
		Log         map[string][]json.RawMessage `json:"log"`
		Transitions []json.RawMessage            `json:"transitions"`
	}
	if err := json.Unmarshal(b, &in); err != nil {
		return nil, nil, err
	}
	all := plainGain{members["revision"], []json.RawMessage{},
		append([]json.RawMessage{}, in.Transitions...)}
	for _, clause := range slices.Sorted(maps.Keys(in.Log)) {
		all.Changes = append(all.Changes, in.Log[clause]...)
	}
	delete(members, "log")
	delete(members, "transitions")
	if head, err = json.Marshal(members); err != nil {
		return nil, nil, err
	}
	gain, err = json.Marshal(all)
	return head, gain, err
}
