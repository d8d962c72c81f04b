/** A locked desk still says that an alarm stands, and how far a long record is read; it says nothing else. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { Said } from "./Ref";
import { Say } from "./Say";

const ASK_EVERY_MS = 5000;

export function Outcry() {
  const [found, setFound] = useState({ alarms: 0, unmanned: "", reading: "" });
  useEffect(() => {
    const ask = () => void get<typeof found>("health").then(setFound, (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
    });
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const { alarms, unmanned, reading } = found;
  if (alarms === 0 && !unmanned && !reading) return null;
  return (
    <div class="blocked" role="alert">
      {alarms > 0 && <p><b>▲ <Say k="lockedAlarm" parts={{ n: alarms }} /></b></p>}
      {unmanned && <p><b>▲ <Said text={unmanned} /></b></p>}
      {reading && <p><b><Said text={reading} /></b></p>}
    </div>
  );
}
