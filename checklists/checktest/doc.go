// Package checktest has what tests of packages checklists, checklists/bulletin and
// checklists/campaign share.
package checktest
