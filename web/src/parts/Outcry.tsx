/** A locked desk still says that an alarm stands; it says nothing else. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { Said } from "./Ref";
import { Say } from "./Say";

const ASK_EVERY_MS = 5000;

export function Outcry() {
  const [found, setFound] = useState({ alarms: 0, unmanned: "" });
  useEffect(() => {
    const ask = () => void get<typeof found>("health").then(setFound, (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
    });
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const { alarms, unmanned } = found;
  if (alarms === 0 && !unmanned) return null;
  return (
    <div class="blocked" role="alert">
      {alarms > 0 && <p><b>▲ <Say k="lockedAlarm" parts={{ n: alarms }} /></b></p>}
      {unmanned && <p><b>▲ <Said text={unmanned} /></b></p>}
    </div>
  );
}
