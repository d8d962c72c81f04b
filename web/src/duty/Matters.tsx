/** Open matters as a numbered list that can be read aloud, with a tick for each where they are being read. */

import { Said } from "../parts/Ref";
import { t, tOf } from "../words";
import type { Matter } from "./types";

type Props = { matters: readonly Matter[]; unread?: readonly number[]; read?: ReadonlySet<number>; toggle?: (number: number) => void };

export function Matters({ matters, unread = [], read, toggle }: Props) {
  return (
    <ol class="matters">
      {matters.map((one) => (
        <li key={one.number} value={one.number} class={`matter ${one.what}`}>
          <b>{tOf("matter_", one.what)}</b> <Said text={one.words} />{" "}
          {toggle && unread.includes(one.number)
            ? (
              <label class="outcome">
                <input type="checkbox" checked={read?.has(one.number)} onChange={() => toggle(one.number)} />{" "}
                {t("dutyRead", { n: one.number })}
              </label>
            )
            : unread.includes(one.number) && <b class="mark">▲ {t("dutyNotRead")}</b>}
        </li>
      ))}
    </ol>
  );
}
