package main

import (
	"encoding/json"
	"os"

	"github.com/spf13/cobra"

	"hallmark/checklists"
	"hallmark/standard"
	"hallmark/standard/yaml"
)

func readEdition(file string) (*standard.Edition, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return yaml.Parse(f)
}

func readAmendment(file string) (*standard.Amendment, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return yaml.ParseAmendment(f)
}

func printJSON(cmd *cobra.Command, v any) error {
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func scoreCommand() *cobra.Command {
	var edition, tier string
	cmd := &cobra.Command{
		Use: "score --edition FILE --tier TIER ANSWERS.json", Args: cobra.ExactArgs(1),
		Short: "Print the score of answers as JSON; needs no server",
		RunE: func(cmd *cobra.Command, args []string) error {
			e, err := readEdition(edition)
			if err != nil {
				return err
			}
			t, err := standard.ParseTier(tier)
			if err != nil {
				return err
			}
			text, err := os.ReadFile(args[0])
			if err != nil {
				return err
			}
			var answers checklists.Answers
			if err := json.Unmarshal(text, &answers); err != nil {
				return err
			}
			score, err := checklists.ScoreOf(e, t, answers)
			if err != nil {
				return err
			}
			return printJSON(cmd, score)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "edition file, YAML or JSON")
	cmd.Flags().StringVar(&tier, "tier", "", "district, subdistrict or community")
	_ = cmd.MarkFlagRequired("edition") // the flag exists
	_ = cmd.MarkFlagRequired("tier")
	return cmd
}
