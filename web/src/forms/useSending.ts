/** Sending a form: one at a time, its fault kept for the officer, nothing typed lost. */

import { useCallback, useRef, useState } from "preact/hooks";
import { Fault } from "../api/client";
import { refresh } from "../state/desk";

export type Sending = {
  busy: boolean;
  fault: Fault | null;
  setFault: (fault: Fault | null) => void;
  /** True when it went through; then the desk is asked for anew. */
  send: (act: () => Promise<unknown>) => Promise<boolean>;
};

export function useSending(): Sending {
  const [busy, setBusy] = useState(false);
  const [fault, setFault] = useState<Fault | null>(null);
  const under = useRef(false);
  const send = useCallback(async (act: () => Promise<unknown>) => {
    if (under.current) return false;
    under.current = true;
    setBusy(true);
    setFault(null);
    try {
      await act();
      await refresh();
      return true;
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
      return false;
    } finally {
      under.current = false;
      setBusy(false);
    }
  }, []);
  return { busy, fault, setFault, send };
}

/** A fault found at this desk before anything was sent. */
export function ownFault(what: string, where = ""): Fault {
  return new Fault(-1, where ? { what, where } : { what });
}
