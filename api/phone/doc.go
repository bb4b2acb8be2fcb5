// Package phone owns the daily phone checks: whom to call, the form, and the weekly summary.
package phone
