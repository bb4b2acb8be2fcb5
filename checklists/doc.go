// Package checklists owns what was found in a hall: the [Audit] of a [Hall] against one sealed
// edition, its [Answer] to each clause, the [Score], and what follows from it.
//
// It is a functional core: plain values and pure functions. Time, IDs and the calendar are passed
// in; there is no clock, no randomness, no database, no web server. An audit is changed only
// through its methods, so a rule that holds here holds everywhere. Campaigns and bulletins are
// packages below it.
//
// # Formula hallmark/1
//
// Two people with a pocket calculator and the printed report reach the same score to the last
// digit. So every line is rounded where it is printed, half away from zero, and later lines add the
// printed values. The arithmetic is exact. Cases worked out by hand are in testdata/scores.
//
// 1. Which clauses count. A scored clause counts for a hall of one of its tiers. It is excluded
// when its answer is "not applicable", which needs a reason and is refused for a veto clause. A
// bonus clause never enters a denominator. An audit with an unanswered clause cannot be submitted;
// a live score excludes that clause and says how many are left.
//
// 2. The points of a clause, out of the most that its tier can earn, rounded to 0.01:
//
//   - pass_fail: all or none;
//   - graded, levels 0 to 3: level ÷ 3 × most;
//   - measured: all at the target or better, none at the zero point or worse, in between
//     (value − zero) ÷ (target − zero) × most;
//   - ratio: as measured, with numerator ÷ denominator, unrounded; a denominator below the smallest
//     sample sets a flag and changes no points;
//   - deduction: most − Σ count × deduction, not below 0.
//
// 3. A chapter's rate is Σ earned ÷ Σ most over its clauses that count and are not excluded. A
// chapter without such clauses drops out. A chapter contributes its weight × 100 ÷ (Σ weights of
// the chapters that stay) × its rate, in one division, rounded to 0.01.
//
// 4. The total is Σ contributions + the bonus, which has a cap; the official score is rounded to
// 0.1.
//
// 5. The grade is the best band that the official score reaches, lowered by every cap that applies
// to the grade that the edition sets for it: a veto clause that failed, a key clause below 50 % of
// its points, a chapter below a rate of 60 %. Each cap names its cause. Stars follow the official
// score and fall away when a cap has lowered the grade too far.
//
// 6. Scores stand side by side: the hall's own check, the official one (with the one before an
// appeal), and the one after rectification, in which verified fixes take the place of answers. A
// trend across editions compares the clauses with the same UID and method.
//
// 7. What lost points follows its modality: 应 opens a nonconformity with a rectification, 宜 is
// advice, 可 is nothing. Deadlines count working days.
//
// # Words
//
//   - answer 检查记录: what was found for one clause.
//   - appeal 申诉: a hall's objection to one clause, decided by somebody who was not involved.
//   - audit 检查: one visit, call or own check of a hall against its checklist.
//   - campaign 检查活动: the plan of many audits in a time, with its draw.
//   - carry 沿用: an answer of the last audit, offered again and never taken over silently.
//   - change 变更: one step that a device recorded; changes of several devices are merged.
//   - conflict 分歧: two different answers to a clause, which stand until somebody chooses.
//   - consequence 末位后果: what follows from the last place, again and again.
//   - draw 抽取: the choice of halls and inspectors from a sealed seed, which anybody can repeat.
//   - finding 检查发现: a clause that lost points, with its severity.
//   - impact 影响: what an amendment would mean for every hall.
//   - outcome 结果: what an approved audit came to, as it stands after appeals.
//   - phone check 电话抽查: a call to a hall by a form.
//   - recheck 复查: an audit of what was not mended.
//   - rectification 整改: plan, reply and verification of what a finding asks for, in steps.
//   - review 复核: a supervisor's look at a submitted audit, clause by clause.
//   - score 得分: what the answers come to by the formula above.
//   - spot check 抽查: an audit of a part of the checklist; it is ranked nowhere.
//   - standing 位置: how a hall stands against its tier.
//   - succession 承接: what newer audits of a hall make of its older findings.
package checklists
