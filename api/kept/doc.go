// Package kept holds what the program has made and every later version must still open: under
// testdata lie a database with its photographs and signing key, a backup of it, one paper of each
// kind, one file of each form of an edition, and the unsent work of a tablet. It owns nothing else;
// the files are for its tests alone, and the key signs nothing but them.
//
// The files are never made again. When the program changes, they are what proves that the
// installations, papers and files that people have are still read, verified and known by their
// codes. Documents are digested in the form in which they are stored, so a new member of what is
// digested is left out where it is empty: otherwise the digests in expected.json, which are those
// that the program stated when it made the files, do not come out any more. A new form, a new kind
// of paper or a new kind of document gets new files and new lines in expected.json beside those
// that are there.
//
// backup-form3.zip is the first backup that says its form and the version that wrote it: a small
// installation with two audits, a photograph and a campaign with its draw.
//
// backup-form9.zip was taken after a decision that upholds an appeal and the submission of a draft had
// broken off: the audit is not restated and the sheet is not handed in, which are open steps.
//
// The database holds the demo of `hallmark seed --demo` (its photographs were made smaller before,
// so that the file stays small), an audit under way with a photograph and a conflict, an open
// campaign and a planned one, an amendment that was published, a draft, an answered rectification,
// and a bulletin that was issued. The accounts' password is "tablet-password". The unsent work was
// saved on a tablet that had this installation's checklists and no network.
package kept
