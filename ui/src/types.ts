// What the server says, as docs/record.md and the server's OpenAPI description have it.

export const ROLES = ["trigger", "actor", "recipient", "place", "time", "source"] as const;
export type Role = (typeof ROLES)[number];
export const QUADS = [
  "verbal cooperation",
  "material cooperation",
  "verbal conflict",
  "material conflict",
] as const;
export type Quad = (typeof QUADS)[number];
export const COUNT_KEYS = ["killed", "injured", "captured", "displaced", "at_risk"] as const;
export type CountKey = (typeof COUNT_KEYS)[number];
export type Interval = [number | null, number | null];

export interface Span {
  start: number;
  end: number;
  text: string;
}
export interface Actor extends Span {
  id: string | null;
  country: string | null;
  sector: string | null;
}
export interface Place extends Span {
  geonameid: number | null;
  lat: number | null;
  lon: number | null;
  country: string | null;
  level: string | null;
  precision: string;
  alternatives?: Alternative[];
  role?: string;
}
export interface Alternative {
  geonameid: number | null;
  name: string;
  country: string | null;
  lat: number | null;
  lon: number | null;
}
export interface Time extends Span {
  value: string | null;
  precision: string | null;
}
export interface Source extends Span {
  id: string | null;
  kind: string | null;
  party_to_conflict: boolean;
}
export interface Reason {
  field: string;
  rule: string;
  lexicon: string | null;
  start: number | null;
  end: number | null;
}
export interface CodedEvent {
  id: string;
  type: string;
  mode: string | null;
  status: string;
  confidence: number;
  trigger: Span;
  also: Span[];
  actors: Actor[];
  recipients: Actor[];
  places: Place[];
  time: Time | null;
  sources: Source[];
  counts: Partial<Record<CountKey, Interval>>;
  codes?: { cameo: string | null; acled: string | null; ucdp: string | null };
  why?: Reason[];
}

export interface Relation {
  type: string;
  head: Span;
  tail: Span;
}
export interface CodedRecord {
  doc_id: string;
  source: string | null;
  published: string | null;
  title: string | null;
  url: string | null;
  events: CodedEvent[];
  relations: Relation[];
  places: Place[];
}
export type State = "unseen" | "accepted" | "corrected" | "added" | "rejected";

/** What people made of an event; `revision` is its last step, to be sent along with the next. */
export interface Reviewed {
  state: State;
  revision: number;
  who: string | null;
  made: string | null;
  note: string | null;
}
/** Words of a report: code points `start` to `end` of its text. */
export interface Quote {
  report: string;
  start: number;
  end: number;
  text: string;
}
export interface ReportRow {
  id: string;
  title: string | null;
  source: string | null;
  published: string | null;
  opening: string;
  events: number;
  reviewed: Partial<Record<State, number>>;
}
export interface ReportFull {
  id: string;
  title: string | null;
  source: string | null;
  published: string | null;
  url: string | null;
  text: string;
  versions: { number: number; loaded: string }[];
  record: CodedRecord;
  review: Record<string, Reviewed>;
  rejected: (Reviewed & { event: CodedEvent })[];
  incidents: Record<string, number | null>;
}
/** An event in a list, with the sentence that its trigger stands in. */
export interface EventRow {
  id: string;
  report: string;
  title: string | null;
  outlet: string | null;
  published: string | null;
  type: string;
  mode: string | null;
  quad: Quad;
  status: string;
  claimed: boolean;
  confidence: number;
  date: string | null;
  last: string | null;
  trigger: Span;
  actors: Actor[];
  recipients: Actor[];
  place: Place | null;
  places: Place[];
  time: Time | null;
  sources: Source[];
  counts: Partial<Record<CountKey, Interval>>;
  concerns: string[];
  sentence: Quote;
  incident: number | null;
  review: Reviewed;
}
export interface Bin {
  day: string | null;
  events: number;
  classes: Partial<Record<Quad, number>>;
}
export interface SpotProperties {
  kind: "point" | "area";
  events: number;
  quad: Quad;
  classes: Partial<Record<Quad, number>>;
  radius: number;
  places: number;
  name: string | null;
  level: string | null;
  geonameid: number | null;
  country: string | null;
  box: [number, number, number, number];
}
export interface Value {
  value: string;
  outlets: number;
  by: { event: string; words: Span | null }[];
}
export interface Counted {
  low: number | null;
  best: Interval;
  high: number | null;
  by: [string, number | null, number | null][];
}
export interface Contradiction {
  field: string;
  says: string;
  sides: { value: string; events: string[] }[];
}
export interface IncidentRow {
  id: number;
  type: string;
  mode: string | null;
  quad: Quad;
  date: string | null;
  last: string | null;
  place: Place | null;
  events: number;
  reports: number;
  outlets: number;
  counts: Partial<Record<CountKey, Counted>>;
  contradictions: Contradiction[];
  sentence: Quote | null;
}
export interface Decision {
  id: number;
  one: string;
  other: string;
  together: boolean;
  made: string;
}
export interface Incident extends IncidentRow {
  accounts: EventRow[];
  fields: Record<string, Value[]>;
  joins: { one: string; other: string; likely: number; reasons: string[] }[];
  decisions: Decision[];
}
export interface ActorRow {
  id: string;
  name: string;
  english: string | null;
  known: boolean;
  country: string | null;
  sector: string | null;
  events: number;
}
export interface Tie {
  type: string;
  head: string;
  head_name: string;
  tail: string;
  tail_name: string;
  quote: Quote;
  published: string | null;
  outlet: string | null;
}
export interface Opposite {
  id: string;
  name: string;
  english: string | null;
  role: "does" | "suffers";
  events: number;
  classes: Partial<Record<Quad, number>>;
}
export interface ActorDetail extends ActorRow {
  names: string[];
  parent: string | null;
  parts: string[];
  ties: Tie[];
  acts: Bin[];
  suffered: Bin[];
  opposite: Opposite[];
}
export interface NetworkNode {
  id: string;
  name: string;
  english: string | null;
  country: string | null;
  sector: string | null;
  events: number;
}
export interface NetworkEdge {
  source: string;
  target: string;
  kind: "tie" | "act";
  type: string | null;
  events: number;
  classes: Partial<Record<Quad, number>>;
  quote: Quote | null;
}
export interface SourceRow {
  id: string;
  name: string;
  english: string | null;
  kinds: string[];
  events: number;
  alone: number;
  contradicted: number;
  party: number;
  types: Record<string, number>;
  outlets: [string, number][];
}
export interface PlaceEntry {
  geonameid: number | null;
  name: string;
  latin: string;
  lat: number | null;
  lon: number | null;
  country: string | null;
  admin1: string | null;
  level: string;
  precision: string;
  population: number;
}
export interface Step {
  id: number;
  report: string;
  version: number;
  event: string;
  action: "accept" | "reject" | "correct" | "add" | "undo";
  who: string;
  made: string;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  changed: string[];
  note: string | null;
  undoes: number | null;
  undone: boolean;
}
export interface About {
  masdar: string;
  lexicon: string;
  reports: number;
  events: number;
  incidents: number;
  reviewed: number;
  first: string | null;
  last: string | null;
  tiles: string | null;
}
