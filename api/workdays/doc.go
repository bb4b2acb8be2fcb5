// Package workdays brings the public holidays of China and the weekend days that are worked in
// their place, as the State Council has announced them year by year. The data come with
// github.com/6tail/lunar-go; a new year needs a new version of it. It never counts days: that is a
// rule of package checklists.
package workdays
