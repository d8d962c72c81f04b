/** Duty at the desk, as the node states it. */

import type { Finding } from "../api/types";

export type Matter = { number: number; what: "alarm" | "open" | "standby" | "overdue" | "doubt" | "link"; about: string; words: string };

export type Handover = {
  id: string;
  officer: string;
  to_officer: string;
  at: string;
  words: string;
  matters: Matter[];
  /** the numbers that nobody who took the desk has read */
  unread: number[];
  taken: { officer: string; at: string }[];
};

export type CallDue = {
  party: string;
  name: string;
  due: string | null;
  last: { at: string; officer: string; way: string; reached: boolean; by: string; words: string } | null;
};

export type Duty = {
  officers: { code: string; name: string; roles: string[] }[];
  began: string | null;
  matters: Matter[];
  handover: Handover | null;
  calls: CallDue[];
  findings: Finding[];
};
