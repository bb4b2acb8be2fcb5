package settings

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"

	"github.com/gin-gonic/gin"

	"hallmark/api/access"
	"hallmark/api/pages"
	"hallmark/api/web"
	"hallmark/api/wire"
	"hallmark/standard"
	"hallmark/standard/message"
)

// Replaces says in a sentence what an import has replaced.
func (i *ImportedYear) Replaces(l message.Language) string {
	switch {
	case i.Before != nil:
		return message.Text(l, "calendar.replaces-file", i.Before.File, len(i.Year.Changed))
	case i.Known:
		return message.Text(l, "calendar.replaces-program", len(i.Year.Changed))
	}
	return message.Text(l, "calendar.replaces-none")
}

// CalendarLines lists the years that are known, and where their days come from.
func (s *Service) CalendarLines(l message.Language) (lines []string) {
	k := s.calendar.Load()
	if first, last := s.Announced.Covered(); first > 0 {
		lines = append(lines, message.Text(l, "calendar.years-program", first, last)+" "+
			message.Text(l, "calendar.from-program"))
	}
	for i := range k.loaded {
		y := &k.loaded[i]
		for _, in := range y.Imports() {
			lines = append(lines, message.Text(l, "calendar.year-loaded", y.Year)+" "+
				message.Text(l, "calendar.from-file", in.File, string(in.By))+" "+
				in.At.InHall().Format(message.Text(l, "page.format.time"))+" "+
				message.Text(l, "calendar.counts", in.Off(), in.Worked())+changes(l, in.Changed))
		}
	}
	for _, year := range k.days.Unknown(s.Now()) {
		lines = append(lines, message.Text(l, "calendar.unknown-start", year))
	}
	return lines
}

// changes names the days that an import has changed; "" for none.
func changes(l message.Language, days []string) string {
	if len(days) == 0 {
		return ""
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = message.Text(l, "calendar.day", message.Day(day))
	}
	return " " + message.Text(l, "calendar.changed", len(days)) +
		strings.Join(names, message.Text(l, "page.comma"))
}

// FormCalendar answers POST /settings/calendar: it loads the days of a year from a file.
func (s Handlers) FormCalendar(c *gin.Context) error {
	ctx, l := c.Request.Context(), wire.LanguageOf(c)
	name, content, err := calendarFile(c)
	var done *ImportedYear
	if err == nil {
		done, err = s.ImportYear(ctx, access.UserOf(c).Username, name, content)
	}
	var wrong *standard.InvalidError
	switch {
	case errors.As(err, &wrong):
		return s.renderSettings(c, http.StatusUnprocessableEntity, nil, func(p *web.Settings) error {
			p.Calendar.Refused = wire.SheetPlaces(wire.Invalid(wrong), l)
			return nil
		})
	case err != nil:
		return s.renderSettings(c, wire.RefusalOf(err).Status, nil, refusedAs(err))
	}
	return s.renderSettings(c, http.StatusOK, nil, func(p *web.Settings) error {
		p.Calendar.Done = &web.CalendarDone{Year: &done.Year, Replaces: done.Replaces(l)}
		return nil
	})
}

// calendarFile reads the uploaded file of the form, and its name.
func calendarFile(c *gin.Context) (name string, content []byte, err error) {
	if err := c.Request.ParseMultipartForm(CalendarLimit); err != nil {
		return "", nil, pages.FormRefusal(err)
	}
	var header *multipart.FileHeader
	if m := c.Request.MultipartForm; len(m.File[web.CalendarField]) > 0 {
		header = m.File[web.CalendarField][0]
	}
	if header == nil || header.Size == 0 {
		return "", nil, wire.InvalidField(web.CalendarField, "required")
	}
	file, err := header.Open()
	if err != nil {
		return "", nil, err
	}
	defer file.Close()
	content, err = io.ReadAll(file)
	return filepath.Base(header.Filename), content, err
}

// calendarOf is the part of the page about the working days.
func (s Handlers) calendarOf(c *gin.Context) web.SettingsCalendar {
	k := s.calendar.Load()
	out := web.SettingsCalendar{Unknown: k.days.Unknown(s.Now())}
	out.First, out.Last = s.Announced.Covered()
	for i := range k.loaded {
		year := web.CalendarYear{Year: k.loaded[i].Year}
		for _, in := range k.loaded[i].Imports() {
			year.Imports = append(year.Imports, web.CalendarImport{CalendarImport: in,
				Name: s.Access.NameOf(c.Request.Context(), in.By)})
		}
		out.Loaded = append(out.Loaded, year)
	}
	return out
}

// PutCalendar answers PUT /api/v1/settings/calendar: it loads the days of a year from a file.
func (s Handlers) PutCalendar(c *gin.Context) error {
	content, err := wire.ReadBody(c.Request)
	if err != nil {
		return err
	}
	done, err := s.ImportYear(c.Request.Context(), access.UserOf(c).Username,
		standard.DigestBytes(content).Short()+".csv", content)
	if err != nil {
		return err
	}
	replaced := "nothing"
	switch {
	case done.Before != nil:
		replaced = "file"
	case done.Known:
		replaced = "program"
	}
	c.JSON(http.StatusOK, gin.H{"year": done.Year, "replaced": replaced,
		"changed": wire.NonNil(done.Year.Changed)})
	return nil
}
