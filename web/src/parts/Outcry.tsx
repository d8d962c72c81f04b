/** A locked desk still says that an alarm stands; it says nothing else. */

import { useEffect, useState } from "preact/hooks";
import { Fault, get } from "../api/client";
import { Say } from "./Say";

const ASK_EVERY_MS = 5000;

export function Outcry() {
  const [alarms, setAlarms] = useState(0);
  useEffect(() => {
    const ask = () => void get<{ alarms: number }>("health").then((one) => setAlarms(one.alarms), (fault: unknown) => {
      if (!(fault instanceof Fault)) throw fault;
    });
    ask();
    const timer = setInterval(ask, ASK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  if (alarms === 0) return null;
  return <p class="blocked" role="alert"><b>▲ <Say k="lockedAlarm" parts={{ n: alarms }} /></b></p>;
}
