/** Reading a typed place through the node: a little after the last key, or at once when asked. */

import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { Fault, post } from "../api/client";
import type { ReadResult } from "../api/types";

const AFTER_LAST_KEY_MS = 350;

export type Reader = {
  result: ReadResult | null;
  fault: Fault | null;
  busy: boolean;
  readNow: () => Promise<ReadResult | null>;
};

export function useReading(text: string, crs = ""): Reader {
  const [result, setResult] = useState<ReadResult | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const asked = useRef("");
  const known = useRef<ReadResult | null>(null);
  const wish = `${crs}\n${text}`;

  const readNow = useCallback(async (): Promise<ReadResult | null> => {
    if (asked.current === wish && known.current) return known.current;
    asked.current = wish;
    known.current = null;
    if (text.trim() === "") {
      setResult(null);
      setFault(null);
      return null;
    }
    setBusy(true);
    try {
      const got = await post<ReadResult>("api/read", crs.trim() ? { text, crs: crs.trim() } : { text });
      if (asked.current !== wish) return null;
      known.current = got;
      setResult(got);
      setFault(null);
      return got;
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      if (asked.current === wish) {
        asked.current = "";
        setResult(null);
        setFault(caught);
      }
      return null;
    } finally {
      setBusy(false);
    }
  }, [wish]);

  useEffect(() => {
    setResult(null);
    setFault(null);
    known.current = null;
    asked.current = "";
    if (text.trim() === "") return;
    const timer = setTimeout(() => void readNow(), AFTER_LAST_KEY_MS);
    return () => clearTimeout(timer);
  }, [readNow]);

  return { result, fault, busy, readNow };
}
