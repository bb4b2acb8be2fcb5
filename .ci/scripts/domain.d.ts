// What passes between the server and the tablet, as the scripts of package web see it. Members of a
// Method are those of its type; the scorer reads no other.

type Tier = "district" | "subdistrict" | "community";
type PerTier = { [tier in Tier]?: number };
type MethodType = "pass_fail" | "graded" | "measured" | "ratio" | "deduction";

interface OccurrenceKind {
  id: string;
  what: string;
  deduct: number;
}

interface Method {
  type: MethodType;
  target?: PerTier;
  zero_at?: PerTier;
  min_sample?: PerTier;
  better?: "higher" | "lower";
  unit?: string;
  levels: Record<string, string>;
  numerator: string;
  denominator: string;
  occurrences: OccurrenceKind[];
  pass_if?: string;
  how?: string;
}

interface Clause {
  uid: string;
  code: string;
  chapter: number;
  section: string;
  title: string;
  title_en?: string;
  text: string;
  items?: { label: string; text: string }[];
  tiers: Tier[];
  scored: boolean;
  points?: PerTier;
  bonus_points?: PerTier;
  veto: boolean;
  key?: boolean;
  condition?: string;
  method: Method;
  evidence?: string[];
  check?: string;
}

interface Chapter {
  number: number;
  title: string;
  title_en?: string;
  scored: boolean;
  weight?: PerTier;
}

interface Band {
  name: string;
  min: number;
}

/** A threshold that an amendment has changed, for halls that opened before (过渡期). */
interface Kept {
  uid: string;
  target?: PerTier;
  zero_at?: PerTier;
  opened_before: string;
  until: string;
}

interface Edition {
  standard: { edition: string };
  scoring: {
    grades: Band[];
    stars: Band[];
    caps: { when: string; max_grade: string }[];
    bonus_cap: number;
  };
  chapters: Chapter[];
  clauses: Clause[];
  transitions?: Kept[];
}

interface Hall {
  id: string;
  name: string;
  nameEn?: string;
  tier: Tier;
  status: string;
  opened?: string;
}

interface Colleague {
  username: string;
  name: string;
  hall?: string;
}

interface Signature {
  role: string;
  name: string;
  username?: string;
  sha256?: string;
  refused?: string;
}

/** Why the server, or this device, has refused something. */
interface Failure {
  args?: string[]; // of the sentence "tablet.<code>"
  code: string;
  reason: string;
  what?: string;
}

/** An audit as the vault keeps it: the server's view, and what waits. */
interface Audit {
  id: string;
  number: string;
  hall: string;
  hallName: string;
  tier: Tier;
  kind: string;
  state: string;
  edition: string;
  startedAt: string;
  inspectors: string[];
  only: string[];
  asked: number;
  answered: number;
  revision: number;
  kept?: string[];
  start: AuditStart | null;
  wall?: number; // this device's clock when the audit began here, Unix milliseconds
  since?: number; // when the server was last heard before that, by its clock
  handIn?: { saved?: string; id?: string; at?: string; state?: string }; // to a supervisor
  submission: Submission | null;
  signatures: Signature[];
  confirmation?: { key: string; sha256: string } | null;
  confirmed?: boolean;
  transitions?: (Said & { to: string; by: string; confirms?: boolean })[];
  said?: Said;
  waiting: boolean;
  failed?: Failure | null;
  previous?: { lines: Record<string, PreviousLine> };
  carry?: { lines: CarriedLine[]; number: string };
  result?: { total: number; grade: string } | null; // the server's, of the last submission
  returned?: { clause: string; comment: string }[];
}

interface AuditStart {
  id: string;
  hall: string;
  kind: string;
  startedAt: string;
  inspectors: string[];
  campaign: string;
  only: string[];
  origin?: string;
  edition?: string;
}

/** What is written at the end of a visit. */
interface Said {
  summary?: string;
  opinion?: string;
  comment?: string;
}

interface Submission {
  key: string;
  comment: string;
  summary?: string;
  opinion?: string;
  at: string;
  signatures: Signature[];
  stood?: number; // how many changes were known when it was signed
}

interface PreviousLine {
  at: string;
  excluded: boolean;
  earned: number;
  max: number;
}

interface CarriedLine {
  clause: string;
  code: string;
  title: string;
  number: string;
  fate: string;
  offered: boolean;
  fields: FieldChange[];
  value?: any;
  note?: string;
  takenNote: string;
}

interface FieldChange {
  name: string;
  beforeText: string;
  afterText: string;
  redline?: { op: "delete" | "insert" | "equal"; text: string }[];
}

/** A visit that a campaign sends somebody on. */
interface CampaignVisit {
  hall: string;
  hallName: string;
  inspectors?: string[];
  day?: string;
  audit?: string;
  voided?: string[]; // audits of the visit that were begun by mistake
}

interface Campaign {
  id: string;
  state: string;
  plan: { name: string; kind: string; from: string; to: string; clauses?: string[] };
  visits: CampaignVisit[];
}

interface Rectification {
  audit: string;
  auditNumber: string;
  hall: string;
  hallName: string;
  clause: string;
  state: string;
  edition: string;
  inspectors: string[];
  recheckDue?: string;
  uncertain?: string[];
  kept?: boolean;
}

/** Who looks at which clause of an audit. */
interface Presence {
  user: string;
  clause: string;
  at: string;
  unsent: number; // what waits on the other tablet, by what it said last
  away: boolean; // looks at it no longer
}

/** An item of the queue. */
interface QueueItem {
  id: string;
  store: string;
  key: string;
  audit: string;
  kind: string;
  name: string;
  clause?: string;
  op?: string;
  value?: any; // of a change that was refused
  args?: string[]; // of the sentence "tablet.<code>"
  size: number;
  code: string;
  reason: string;
  tries: number;
  nextTry: number;
}

interface SyncStatus {
  online: boolean;
  sending: boolean;
  items: QueueItem[];
  lastSent: string;
  needsSignIn: boolean;
  waiting: { changes: number; photographs: number; bytes: number };
  nextTry: number;
  clockAhead: number; // of this device's clock before the server's, in milliseconds; 0: about right
  problem: string; // "tablet.<problem>" says why nothing comes through; "" for nothing to say
}

/** A page of the tablet's application. */
interface View {
  title: string;
  node: Node;
  bare?: boolean;
  wide?: boolean;
  list?: boolean;
  same?: string | null;
  shown?: () => void;
  move?: (...parts: string[]) => void;
  flush?: () => Promise<void>;
  unsaved?: () => string[];
  close?: () => void | Promise<void>;
}
