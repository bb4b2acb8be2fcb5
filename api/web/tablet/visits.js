// What waits for an inspector: visits that a campaign sends the person on, and re-check visits of
// what halls say they have mended. Each can be begun as it is, without a network.

/**
 * @typedef {object} Visit
 * @property {string} hall @property {string} hallName @property {string} kind
 * @property {string[]} inspectors
 * @property {string} name of the campaign, or the number of the audit that is looked at again
 * @property {string} day planned day; "" for none
 * @property {string} from @property {string} to first and last day; "" where there is none
 * @property {string[]} only the clauses to look at; none: the whole checklist
 * @property {string} campaign "" for a re-check
 * @property {number} [voided] how many audits of the visit were begun by mistake
 * @property {string} origin the audit of a re-check, or ""
 * @property {boolean} [unsure] holidays on the way to the last day are not known
 * @property {string} edition @property {string[]} kept of a re-check: as in that audit
 */

/**
 * What the server says of a hall before a visit.
 * @typedef {{hall: string, name: string, nameEn: string, tier: Tier, status: string, opened: string,
 *   address: string, hours: string, phone: string, last: null|{number: string, at: string,
 *   total: number, grade: string, losses: {clause: string, code: string, title: string,
 *   titleEn: string, lost: number}[]}}} Briefing
 */

/**
 * @param {(path: string) => Promise<any[]>} listed reads a whole list of the server
 * @param {string} username
 * @returns {Promise<Visit[]>} the most urgent first
 */
export async function visitsFor(listed, username) {
  const [campaigns, open] = await Promise.all([listed("/api/v1/campaigns"),
    listed("/api/v1/rectifications?status=open").catch((error) => {
      if (error.status === 403) return []; // a third party's inspector, who makes no re-checks
      throw error;
    })]);
  return [...campaigns.flatMap((c) => sentBy(c, username)), ...rechecks(open, username)]
    .sort((a, b) => ((a.day || a.to) < (b.day || b.to) ? -1 : 1));
}

/**
 * What tells one visit from another, on an audit as well.
 * @param {{campaign?: string, origin?: string, hall: string}} visit
 */
export const visitKey = ({ campaign = "", origin = "", hall }) => `${campaign} ${origin} ${hall}`;

/**
 * Telephone checks have a page of their own.
 * @param {Campaign} campaign @param {string} username @returns {Visit[]}
 */
function sentBy({ id, plan, state, visits }, username) {
  if (state !== "open" || plan.kind === "phone") return [];
  return visits.filter((v) => !v.audit && v.inspectors?.includes(username))
    .map(({ hall, hallName, inspectors = [], day = "", voided = [] }) => ({ hall, hallName, inspectors, day,
      voided: voided.length,
      name: plan.name, kind: plan.kind, from: plan.from, to: plan.to, only: plan.clauses ?? [],
      campaign: id, origin: "", edition: "", kept: [] }));
}

/**
 * One for each audit of which a reply waits; it looks at all that is still open there.
 * @param {Rectification[]} open @param {string} username @returns {Visit[]}
 */
function rechecks(open, username) {
  /** @type {Map<string, Rectification[]>} */
  const audits = new Map();
  for (const r of open) {
    if (r.state === "under-appeal" || !r.inspectors.includes(username)) continue;
    audits.set(r.audit, [...audits.get(r.audit) ?? [], r]);
  }
  return [...audits].flatMap(([origin, list]) => {
    const first = list.filter((r) => r.recheckDue)
      .sort((a, b) => (String(a.recheckDue) < String(b.recheckDue) ? -1 : 1))[0];
    if (!first?.recheckDue) return [];
    const { hall, hallName, auditNumber: name, edition, inspectors } = list[0];
    return [{ hall, hallName, kind: "recheck", inspectors, name, day: "", from: "", to: first.recheckDue,
      unsure: first.uncertain?.includes("recheckDue") ?? false,
      only: list.map((r) => r.clause), campaign: "", origin, edition,
      kept: list.filter((r) => r.kept).map((r) => r.clause) }];
  });
}

/**
 * When a visit is due: "back" for a re-check, which waits beside what is under way; "today", or before;
 * in the "week" of a day, which ends on Sunday; or "later".
 * @param {{origin: string, day: string, to: string}} visit @param {string} today "2018-01-12"
 */
export function dueOf({ origin, day, to }, today) {
  if (origin) return "back";
  const due = day || to;
  if (due && due <= today) return "today";
  const weekday = new Date(`${today}T00:00:00Z`).getUTCDay() || 7;
  const sunday = new Date(Date.parse(`${today}T00:00:00Z`) + (7 - weekday) * 86_400_000);
  return due && due <= sunday.toISOString().slice(0, 10) ? "week" : "later";
}
