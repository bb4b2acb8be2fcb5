package terminal

import (
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"hallmark/standard/message"
)

// required marks a flag without which a command does not run.
const required = "hallmark-required"

// Require marks a flag without which a command does not run. A variable may set it, too.
func Require(cmd *cobra.Command, names ...string) {
	for _, name := range names {
		_ = cmd.Flags().SetAnnotation(name, required, []string{"yes"}) // the flag exists
	}
}

// Required refuses a command that lacks flags which it requires.
func Required(cmd *cobra.Command) error {
	var lacks []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Annotations[required] != nil && !f.Changed {
			lacks = append(lacks, "--"+f.Name)
		}
	})
	if len(lacks) > 0 {
		return Wrong("required", strings.Join(lacks, " "))
	}
	return nil
}

// Exactly takes so many arguments.
func Exactly(n int) cobra.PositionalArgs { return Between(n, n) }

// Between takes from least to most arguments.
func Between(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) > 0 && most == 0 && cmd.HasSubCommands():
			return Wrong("no-command", args[0], cmd.CommandPath())
		case len(args) > most && most == 0:
			return Wrong("no-arguments", cmd.CommandPath(), args[0])
		case len(args) > most:
			return Wrong("arguments-more", cmd.CommandPath(), most, args[most])
		case len(args) < least:
			return Wrong("arguments-less", cmd.CommandPath(), least, len(args))
		}
		return nil
	}
}

// Describe gives every command and flag below root its texts: those of a command have the key
// "command." and its path, such as "command.user-add", "command.user-add.long" and
// "command.user-add.--role"; a flag of the service that has none there has its meaning from the
// settings. A text that a command has already is the argument of that of the catalogue.
func Describe(root *cobra.Command, l message.Language) {
	root.PersistentFlags().BoolP("help", "h", false, "")
	root.Flags().BoolP("version", "v", false, "")
	root.PersistentFlags().Var(new(languageValue), LanguageFlag, "")
	root.SetHelpCommand(helpCommand(root))
	root.InitDefaultHelpCmd()
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return flagError(err) })
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { printHelp(cmd, l) })
	describe(root, l)
}

func helpCommand(root *cobra.Command) *cobra.Command {
	return &cobra.Command{Use: "help [COMMAND]",
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil || len(rest) > 0 {
				return Wrong("no-command", strings.Join(args, " "), root.Name())
			}
			return cmd.Help()
		}}
}

func describe(cmd *cobra.Command, l message.Language) {
	key := "command." + path(cmd)
	cmd.Short = textWith(l, key, cmd.Short)
	cmd.Long = cmd.Short
	if message.Has(l, key+".long") {
		cmd.Long = message.Text(l, key+".long")
	}
	each := func(f *pflag.Flag) {
		own, shared := key+".--"+f.Name, "setting."+f.Name
		if !message.Has(l, own) && message.Has(l, shared) {
			own = shared
		}
		f.Usage = textWith(l, own, f.Usage)
	}
	cmd.LocalNonPersistentFlags().VisitAll(each)
	cmd.PersistentFlags().VisitAll(each)
	for _, held := range cmd.Commands() {
		describe(held, l)
	}
}

func textWith(l message.Language, key, argument string) string {
	if argument == "" {
		return message.Text(l, key)
	}
	return message.Text(l, key, argument)
}

// path is the names of a command with dashes between them, "user-add".
func path(cmd *cobra.Command) string {
	return strings.ReplaceAll(cmd.CommandPath(), " ", "-")
}

// flagError says in the catalogue's words what the parser of flags has found.
func flagError(err error) error {
	var unknown *pflag.NotExistError
	var lacks *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() != "":
		return Wrong("flag-unknown", "-"+unknown.GetSpecifiedName())
	case errors.As(err, &unknown):
		return Wrong("flag-unknown", "--"+unknown.GetSpecifiedName())
	case errors.As(err, &lacks):
		return Wrong("flag-lacks", "--"+lacks.GetFlag().Name)
	case errors.As(err, &invalid):
		return FlagValue(invalid.GetFlag(), invalid.GetValue(), invalid.Unwrap())
	case errors.As(err, &syntax):
		return Wrong("flag-unknown", syntax.GetSpecifiedFlag())
	}
	return err
}

// FlagValue refuses the value of a flag.
func FlagValue(f *pflag.Flag, value string, err error) error {
	if own := (*failure)(nil); errors.As(err, &own) {
		return Exit(WrongCall, own)
	}
	return Wrong("flag-value", "--"+f.Name, value, message.Key("command.value."+f.Value.Type()))
}

// printHelp explains a command on its standard output.
func printHelp(cmd *cobra.Command, l message.Language) {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%s\n  %s\n", cmd.Long, message.Text(l, "command.usage"), useLine(cmd, l))
	if len(cmd.Aliases) > 0 {
		fmt.Fprintf(&b, "\n%s\n  %s\n", message.Text(l, "command.aliases"),
			strings.Join(cmd.Aliases, " "))
	}
	table := tabwriter.NewWriter(&b, 0, 4, 3, ' ', 0)
	held := slices.DeleteFunc(slices.Clone(cmd.Commands()),
		func(c *cobra.Command) bool { return c.Hidden })
	if len(held) > 0 {
		fmt.Fprintf(table, "\n%s\n", message.Text(l, "command.commands"))
		for _, c := range held {
			fmt.Fprintf(table, "  %s\t%s\n", c.Name(), c.Short)
		}
	}
	table.Flush()
	printFlags(&b, cmd, l)
	if len(held) > 0 {
		fmt.Fprintf(&b, "\n%s\n", message.Text(l, "command.more", cmd.CommandPath()))
	}
	_, _ = io.WriteString(cmd.OutOrStdout(), b.String()) // nobody is left to be told
}

// word is a placeholder in the usage of a command.
var word = regexp.MustCompile(`\b[A-Z]{2,}\b`)

// useLine is how a command is called, with the placeholders in the reader's language.
func useLine(cmd *cobra.Command, l message.Language) string {
	cmd.DisableFlagsInUseLine = true
	line := word.ReplaceAllStringFunc(cmd.UseLine(), func(w string) string {
		if key := "command.word." + w; message.Has(l, key) {
			return message.Text(l, key)
		}
		return w
	})
	return line + " " + message.Text(l, "command.flags-use")
}

func printFlags(b *strings.Builder, cmd *cobra.Command, l message.Language) {
	table := tabwriter.NewWriter(b, 0, 4, 3, ' ', 0)
	fmt.Fprintf(table, "\n%s\n", message.Text(l, "command.flags"))
	cmd.Flags().SortFlags = true
	line := func(f *pflag.Flag) {
		name := "      --" + f.Name
		if f.Shorthand != "" {
			name = "  -" + f.Shorthand + ", --" + f.Name
		}
		key := "command.value." + f.Value.Type()
		if f.Value.Type() != "bool" && message.Has(l, key) { // a switch stands alone
			name += " " + message.Text(l, key)
		}
		usage := f.Usage
		if d := f.DefValue; d != "" && d != "[]" && d != "false" && d != "0" {
			usage += message.Text(l, "command.default", d)
		}
		fmt.Fprintf(table, "%s\t%s\n", name, usage)
	}
	cmd.LocalFlags().VisitAll(line)
	cmd.InheritedFlags().VisitAll(line)
	table.Flush()
}
