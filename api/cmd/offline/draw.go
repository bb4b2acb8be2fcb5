package offline

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/checklists/campaign"
	"hallmark/standard"
	"hallmark/standard/message"
)

// drawFlags are the inputs of a draw, as typed.
type drawFlags struct {
	record, seed, halls, inspectors string
	quota                           []string
	team                            int
	since, again                    string
}

// Draw is the command that repeats the draw of a campaign from what is public.
func Draw() *cobra.Command {
	var f drawFlags
	cmd := &cobra.Command{
		Use:  "draw [--record FILE] [--seed SEED --halls FILE --inspectors FILE --quota TIER=N]",
		Args: terminal.Exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.record, "record", "", "")
	flags.StringVar(&f.seed, "seed", "", "")
	flags.StringVar(&f.halls, "halls", "", "")
	flags.StringVar(&f.inspectors, "inspectors", "", "")
	flags.StringSliceVar(&f.quota, "quota", nil, "")
	flags.IntVar(&f.team, "team", campaign.MinTeam, "")
	flags.StringVar(&f.since, "since", "", "")
	flags.StringVar(&f.again, "again", "", "")
	return cmd
}

func (f *drawFlags) run(cmd *cobra.Command) error {
	var record *campaign.DrawRecord
	if f.record != "" {
		record = &campaign.DrawRecord{}
		if err := readJSON(f.record, record); err != nil {
			return err
		}
	}
	if f.seed == "" && record == nil {
		return terminal.Wrong("draw-what")
	}
	if f.seed == "" {
		return checkRecord(cmd, f.record, record)
	}
	request, err := f.request(cmd, record)
	if err != nil {
		return err
	}
	result, err := campaign.Draw(request)
	if err != nil {
		return err
	}
	sayDraw(cmd, &result)
	if record == nil || len(record.Draws) == 0 {
		return nil
	}
	if !result.Same(&record.Draws[len(record.Draws)-1].Result) {
		return terminal.Fail("draw-differs", f.record)
	}
	terminal.Say(cmd, "draw-agrees", len(record.Draws))
	return nil
}

// request is the draw that the flags ask for; the record supplies those that are left out.
func (f *drawFlags) request(cmd *cobra.Command, record *campaign.DrawRecord) (
	r campaign.DrawRequest, err error,
) {
	if record != nil {
		r = record.Lists
	}
	changed := cmd.Flags().Changed
	if record == nil || changed("team") {
		r.Team = f.team
	}
	if changed("since") {
		r.Since = f.since
	}
	if changed("again") {
		r.Again = f.again
	}
	if changed("quota") {
		if r.Quota, err = parseQuota(f.quota); err != nil {
			return r, err
		}
	}
	r.Seed = f.seed
	if f.halls != "" {
		r.Halls = nil
		err = readJSON(f.halls, &r.Halls)
	}
	if f.inspectors != "" {
		r.Inspectors = nil
		err = errors.Join(err, readJSON(f.inspectors, &r.Inspectors))
	}
	return r, err
}

func parseQuota(list []string) (map[standard.Tier]int, error) {
	quota := map[standard.Tier]int{}
	for _, s := range list {
		name, number, _ := strings.Cut(s, "=")
		t, err := standard.ParseTier(name)
		if err != nil {
			return nil, terminal.Fail("quota", s)
		}
		if quota[t], err = strconv.Atoi(number); err != nil {
			return nil, terminal.Fail("quota", s)
		}
	}
	return quota, nil
}

// checkRecord repeats every draw of a record and prints them.
func checkRecord(cmd *cobra.Command, file string, r *campaign.DrawRecord) error {
	for i := range r.Draws {
		d := &r.Draws[i]
		terminal.Say(cmd, "draw-number", i+1, d.Reason)
		sayDraw(cmd, &d.Result)
	}
	if len(r.Draws) == 0 {
		return terminal.Fail("draw-none", file)
	}
	if err := r.Check(); err != nil {
		return drawFailure(file, err)
	}
	terminal.Say(cmd, "draw-holds", r.Name, len(r.Draws))
	return nil
}

func drawFailure(file string, err error) error {
	for what, key := range map[error]string{campaign.ErrRecordSeed: "draw-seed",
		campaign.ErrRecordLists: "draw-lists", campaign.ErrRecordDraw: "draw-differs"} {
		if errors.Is(err, what) {
			return terminal.Fail(key, file)
		}
	}
	return terminal.InFile(file, 0, err)
}

func sayDraw(cmd *cobra.Command, r *campaign.DrawResult) {
	for _, d := range r.Drawn {
		names := make([]string, len(d.Inspectors))
		for i, name := range d.Inspectors {
			names[i] = string(name)
		}
		terminal.Say(cmd, "draw-line", string(d.Hall), d.Name,
			message.Key("page.tier."+d.Tier.String()), d.Lot, strings.Join(names, ", "))
	}
	terminal.Say(cmd, "draw-left", len(r.Drawn), len(r.Passed))
}

func readJSON(file string, into any) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which Windows programs write
	err = json.Unmarshal(text, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return terminal.InFile(file, 0, standard.BrokenJSON(text))
	case errors.As(err, &kind):
		return terminal.InFile(file, lineAt(text, kind.Offset),
			terminal.Fail("json-value", kind.Field, kind.Value))
	case err != nil:
		return terminal.InFile(file, 0, terminal.Fail("json-other"))
	}
	return nil
}
