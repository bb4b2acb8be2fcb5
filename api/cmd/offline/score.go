package offline

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"hallmark/api/cmd/terminal"
	"hallmark/checklists"
	"hallmark/standard"
)

// Score is the command that prints the score of answers.
func Score() *cobra.Command {
	var edition, tier, onto string
	cmd := &cobra.Command{
		Use: "score --edition FILE --tier TIER ANSWERS.json", Args: terminal.Exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			t, err := standard.ParseTier(tier)
			if err != nil {
				return terminal.Fail("tier", tier)
			}
			e, err := readForm(cmd, edition, onto)
			if err != nil {
				return err
			}
			score, err := scoreFile(e, t, args[0])
			if err != nil {
				return err
			}
			return terminal.PrintJSON(cmd, score)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "")
	cmd.Flags().StringVar(&tier, "tier", "", "")
	addOnto(cmd, &onto)
	terminal.Require(cmd, "edition", "tier")
	return cmd
}

// scoreFile scores the answers in a JSON file: {"HS001": {"verdict": "pass"}, …}.
func scoreFile(e *standard.Edition, t standard.Tier, file string) (checklists.Score, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return checklists.Score{}, err
	}
	text = bytes.TrimPrefix(text, []byte("\ufeff")) // which Windows programs write
	var answers checklists.Answers
	if err := json.Unmarshal(text, &answers); err != nil {
		return checklists.Score{}, inAnswers(file, text, err)
	}
	score, err := checklists.ScoreOf(e, t, answers)
	if err != nil {
		return checklists.Score{}, inAnswers(file, text, err)
	}
	return score, nil
}

// inAnswers finds the lines of the problems in a file of answers.
func inAnswers(file string, text []byte, err error) error {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) {
		return terminal.InFile(file, 0, standard.BrokenJSON(text))
	}
	var invalid *standard.InvalidError
	if !errors.As(err, &invalid) {
		return terminal.InFile(file, 0, err)
	}
	lines := clauseLines(text)
	located := &standard.InvalidError{Problems: make([]standard.Problem, len(invalid.Problems))}
	for i, p := range invalid.Problems {
		p.Path = strings.TrimPrefix(p.Path, "answers.") // the file is the answers
		uid, _, _ := strings.Cut(p.Path, ".")
		p.Line = lines[uid]
		located.Problems[i] = p
	}
	return terminal.InFile(file, 0, located)
}

func lineAt(text []byte, offset int64) int {
	return 1 + bytes.Count(text[:min(offset, int64(len(text)))], []byte{'\n'})
}

// clauseLines says on which line of a JSON object each member begins, for the first time.
func clauseLines(text []byte) map[string]int {
	lines := map[string]int{}
	d := json.NewDecoder(bytes.NewReader(text))
	if open, _ := d.Token(); open != json.Delim('{') {
		return lines
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			break
		}
		if uid, _ := name.(string); lines[uid] == 0 {
			lines[uid] = lineAt(text, d.InputOffset())
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			break
		}
	}
	return lines
}
