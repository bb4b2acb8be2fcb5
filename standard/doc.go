// Package standard owns what is asked of a hall: a service standard as versioned clauses.
//
// An [Edition] is one consolidated text of the standard: its chapters, clauses, tiers, points and
// scoring rules. It is made by [Parse] (or by the codec in standard/yaml), which reports every
// problem at once with its place, and it never changes afterwards. An [Amendment] is a list of
// operations that turns one edition into the next; [Apply] checks every "before" and the digest
// that must come out. [DiffOf] compares two editions clause by clause.
//
// A clause is known by its permanent [ClauseUID]; its printed number (Code) may change.
//
// The package does no input or output besides io.Reader and io.Writer, knows no clock, no
// database and no web server.
//
// # Words
//
//   - amendment 修改单: a list of operations that turns one edition into the next.
//   - bonus clause 加分条款: a clause that can only add to a score.
//   - cap 封顶: a condition that lowers a grade whatever the total is.
//   - checklist 检查表: the clauses that are scored in halls of one tier.
//   - clause 条款: one provision of the standard, known by its permanent UID.
//   - dimension 维度: one of the views by which results are summed up beside the chapters.
//   - draft 草案: an edition or amendment in the making, which editors change by revision.
//   - duty holder 责任单位: the body that answers for a clause: the hall, or one above it.
//   - edition 版本: one consolidated text of the standard; it never changes after it is published.
//   - grade of a change 变更性质: what a change means to a hall, such as tightened or editorial.
//   - key clause 关键条款: a clause that lowers the grade when it falls short.
//   - loss report 未采用的内容: what a file form does not carry.
//   - method 检查方法: one of five ways to check a clause.
//   - modality 条款类型: 应 (requirement), 宜 (recommendation) or 可 (permission).
//   - sheet 修改单文本: an amendment as it is printed, item by item.
//   - tier 层级: one of the three levels of hall.
//   - transition 过渡期: an old threshold that existing halls keep until a day.
//   - veto clause 否决条款: a clause whose failure alone fails the hall.
package standard
