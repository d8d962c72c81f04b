/** What the node sends, as its HTTP API states it. Times are UTC text, degrees are WGS 84. */

import type { Altitude } from "../forms/altitude";

export type Session = {
  officer: string;
  role: string;
  party: string;
  party_name: string;
  since: string;
  mode: "LIVE" | "DRILL";
  locks_after_s?: number;
};

export type Level = "note" | "caution" | "urgent";

export type Finding = { kind: string; level: Level; text: string; about?: string[] };

export type Alarm = Finding & {
  action: string;
  exchange?: string | null;
  /** id of the bare alarm, where this desk may take it */
  take?: string | null;
  /** its id, where this desk may enter that somebody confirmed it by voice */
  confirm?: string | null;
  /** by what else an alarm of ours went out */
  ways?: { way: string; to: string; state: string }[];
};

/** Whom to call by voice, why (empty: nobody has to), by which ways, and in which words. */
export type CallCard = {
  party: string;
  name: string;
  due: string[];
  role: string | null;
  next_at: string | null;
  contacts: { role: string; way: string; number: string; hours: string; said_in: "terms" | "here" }[];
  say: string[];
};

export type Profile = {
  crs: string;
  crs_name: string;
  notation: string;
  unit: string;
  ce95_m: number;
  proj4: string;
  /** west, south, east, north in degrees */
  bounds: [number, number, number, number];
};

export type Party = { code: string; name: string; profile: Profile; side: "own" | "other" };

export type Peer = Party & {
  last_heard: string | null;
  state: "heard" | "late" | "absent" | "not_recorded";
  head: { size: number } | null;
  /** what is wrong with the link, in words */
  trouble?: string;
};

/** A place as given; where it lies only when this desk may see it. */
export type Place = {
  as_given: string;
  notation: string;
  grid: string;
  anchor: string;
  lat_deg?: number | null;
  lon_deg?: number | null;
  ce95_m?: number | null;
  own_grid?: string | null;
};

export type Cause = { cause: string; odds: number | string; text: string };

export type Readback = {
  place: Place;
  independent: boolean;
  at: string;
  verdict: "match" | "near" | "differs";
  distance_m: number;
  direction: string;
  text: string;
  causes: Cause[];
};

export type Outcome = "something_within" | "none_by_register" | "cannot_say";

export type Answer = {
  outcome: Outcome;
  as_of: string;
  coverage: string[];
  text: string;
  words: string;
  at: string;
  /** how far it has come, in words */
  standing: string;
};

export type Action =
  | "readback" | "source_readback" | "show_now" | "answer" | "standby" | "acknowledge" | "correct" | "confirm" | "doubt";

export type LogLine = {
  id: string;
  kind: string;
  party: string;
  officer: string;
  role: string;
  at: string;
  text: string;
  /** false where the table holds no such step, so that it moved nothing */
  taken?: boolean;
};

export type Report = { words: string; source: string; channel: string; at: string };

export type Exchange = {
  id: string;
  ours: boolean;
  from: string;
  to: string;
  state: State;
  question: string;
  occasion: string;
  place: Place;
  withheld: boolean;
  margin_m: number;
  window: { from: string; to: string };
  sent_at: string;
  deadline: string;
  seconds_left: number;
  late: boolean;
  report: Report | null;
  readback: Readback | null;
  answer: Answer | null;
  acknowledged_at: string | null;
  ticks: { given: boolean; reached_node: string | null; shown: string | null; answered: string | null };
  /** its messages that a party says are in a terminal which uses them */
  loaded: { party: string; terminal: string; version: string; at: string }[];
  blocked: string | null;
  next: Action[];
  findings: Finding[];
  log: LogLine[];
  template: string;
  overtaken: boolean;
  doubts: { id: string; party: string; officer: string; at: string; words: string }[];
  /** it arrived long after it was sent */
  delayed: boolean;
  outcomes: Outcome[];
  standby_until: string | null;
  not_confirmed_at_source: boolean;
  source: { verdict: string; text: string } | null;
};

export type Item = {
  id: string;
  item: string;
  label: string;
  category: string;
  kind: string;
  party: string;
  lat_deg: number | null;
  lon_deg: number | null;
  ce95_m: number | null;
  /** null: nobody said, which rules nothing out */
  altitude: Altitude | null;
  own_grid: string;
  window: { from: string; to: string } | null;
  confirmed_at: string;
  age_s: number;
  stale: boolean;
  shape: GeoJSON.Geometry | null;
  verification: string;
};

export type Coverage = {
  id: string;
  party: string;
  kinds: string[];
  as_of: string;
  valid_until: string;
  text?: string;
  state?: string;
};

export type Head = {
  origin: string;
  size: number;
  root: string;
  cosigned_by: string[];
  pending: number;
  /** outside witnesses of the terms; `text` says how each stands, `trouble` what is wrong with it */
  witnesses?: { name: string; seen: number; trouble: string; text: string }[];
};

export type Desk = {
  version: number;
  now: string;
  mode: "LIVE" | "DRILL" | "REPLAY";
  /** which moment this is, where it is not now */
  replay?: { at: string; mode: string; party: string; drill: boolean } | null;
  party: Party;
  peers: Peer[];
  alarms: Alarm[];
  exchanges: Exchange[];
  register: Item[];
  /** how many more stand in the register: page by page, and as dots */
  register_left_off: number;
  register_version: number;
  calls: CallCard[];
  coverage: Coverage[];
  findings: Finding[];
  head: Head;
  /** the sentence that stands under every list */
  limits?: string;
};

export type Doubt = { part: string; ce95_m: number; basis: string };

export type Reading = {
  lat_deg: number;
  lon_deg: number;
  ce95_m: number;
  notation: string;
  crs: string;
  operation: string;
  doubt: Doubt[];
  findings: Finding[];
  own_grid: string;
};

export type ReadResult = {
  as_given: string;
  status: "ok" | "ask" | "refused";
  readings: Reading[];
  findings: Finding[];
};

export type State =
  | "sent" | "read_back" | "differs" | "doubted" | "understood" | "unable" | "answered" | "closed" | "withdrawn";

export type CheckResult = {
  answer: Outcome;
  reasons: string[];
  within: { id: string; party: string; distance_m: number; probability: number | null; age_s: number }[];
  coverage: unknown[];
  heads: unknown[];
  findings?: Finding[];
  text?: string;
  as_of?: string;
};

/** An area as the node read it, and what the registers yield for it. */
export type AreaChecked = {
  kind: "place" | "line" | "area";
  /** latitude and longitude */
  vertices: [number, number][];
  reach_m: number;
  ce95_m: number;
  check: CheckResult;
};

/** One statement, given to one party. */
export type Gift = {
  number: number;
  statement: string;
  kind: string;
  text: string;
  giver: string;
  party: string;
  since: string;
  until: string | null;
  ended: string | null;
  use: string;
  onward: boolean;
  stands: boolean;
};

export type DepictionInfo = {
  name: string;
  title: string;
  party: string | null;
  lineage: string;
  licence: string;
  date: string;
  shown: boolean;
};

export type Sides = {
  depictions: Record<string, { in: string[]; signed_m: number | null; p?: Record<string, number> }>;
  verdict: string;
  text: string;
};

export type Projected = { own_grid: string; other_grid: Record<string, string> };

export type RecordLine = {
  origin: string;
  index: number;
  /** grows with each entry that becomes readable here */
  arrival: number;
  id: string;
  kind: string;
  party: string;
  officer: string;
  role: string;
  at: string;
  text: string;
  state: "pending" | "given";
  disclosure: string;
  /** parties whose witness saw the log up to here */
  seen_by: string[];
  /** how far it has come with each party; null of what is settled */
  receipts: Record<string, string[]> | null;
};

export type ListRow = {
  row: number;
  as_given: string;
  status: string;
  lat_deg: number | null;
  lon_deg: number | null;
  ce95_m: number | null;
  item: string;
  findings: Finding[];
  /** what to choose from, where the row can be read in several ways */
  readings?: { lat_deg: number; lon_deg: number; ce95_m: number; notation: string; own_grid: string }[];
};

export type ListReport = { rows: ListRow[]; file: Finding[]; token: string };

export type FaultBody = { what: string; where?: string; given?: string; hint?: string };

/** One event on the line of time. */
export type Tick = { at: string; id: string; kind: string; party: string; text: string };

export type Moments = { mode: string; now: string; moments: Tick[]; left_off: number };
