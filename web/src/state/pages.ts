/** A long list read page by page, newest first, and from the top again whenever the record grows. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { desk } from "./desk";

/** `path` without its query; `before` gives the number of a row that the next page goes on from. */
export function usePages<Row>(path: string, size: number, before: (row: Row) => number) {
  const [rows, setRows] = useState<Row[]>([]);
  const [more, setMore] = useState(true);
  const [fault, setFault] = useState<Fault | null>(null);
  const load = async (after: Row[]) => {
    const last = after[after.length - 1];
    try {
      const page = await get<Row[]>(`${path}${path.includes("?") ? "&" : "?"}limit=${size}${last ? `&before=${before(last)}` : ""}`);
      setRows([...after, ...page]);
      setMore(page.length === size);
      setFault(null);
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
    }
  };
  useEffect(() => void load([]), [desk.value?.head.size]);
  return { rows, more, fault, next: () => load(rows) };
}
