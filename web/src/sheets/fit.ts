/** Pairs of a sheet's pixel and a place in the own grid, and what the node fits to them. */

import type { Finding } from "../api/types";

export type Pair = { x: number; y: number; place: string; check: boolean };

export type Fit = {
  model: string;
  usable: boolean;
  text: string;
  pairs: { right_px: number; down_px: number; error_m: number; outlier: boolean; check: boolean }[];
  findings: Finding[];
  kept: string;
};
