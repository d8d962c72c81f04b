/** What the node reads in a typed place: the reading with its doubt, or the choice between several. */

import { useId } from "preact/hooks";
import type { Reading } from "../api/types";
import { FaultBox } from "../parts/FaultBox";
import { Findings } from "../parts/Findings";
import { Ref } from "../parts/Ref";
import { Say } from "../parts/Say";
import { doubtText } from "../text/measure";
import { t, tOf } from "../words";
import type { Reader } from "./useReading";

type Props = { reader: Reader; chosen: number; choose: (index: number) => void };

export function Readings({ reader, chosen, choose }: Props) {
  const name = useId();
  const { result, fault, busy } = reader;
  if (fault) return <FaultBox fault={fault} />;
  if (!result) return busy ? <p class="dim" role="status">{t("reading")}</p> : null;
  const many = result.readings.length > 1;
  return (
    <div class="readings" role="group" aria-label={t("readAs")}>
      {result.status === "refused" && <strong class="bad">▲ {t("notRead")}</strong>}
      <Findings findings={result.findings} />
      {many && <p class="ask">▲ <Say k="chooseReading" parts={{ n: result.readings.length }} /></p>}
      {result.readings.map((one, n) => many
        ? (
          <label key={n} class="reading">
            <input type="radio" name={name} checked={chosen === n} onChange={() => choose(n)} />
            <OneReading reading={one} />
          </label>
        )
        : <div key={n} class="reading"><OneReading reading={one} /></div>)}
    </div>
  );
}

function OneReading({ reading }: { reading: Reading }) {
  const lat = `${Math.abs(reading.lat_deg).toFixed(5)}° ${reading.lat_deg < 0 ? "S" : "N"}`;
  const lon = `${Math.abs(reading.lon_deg).toFixed(5)}° ${reading.lon_deg < 0 ? "W" : "E"}`;
  return (
    <div>
      <div><Ref strong text={reading.own_grid} /> <Ref text={doubtText(reading.ce95_m)} /></div>
      <div class="dim"><Ref text={`${lat} ${lon}`} /> · <Ref text={`${reading.notation} ${reading.crs}`} /></div>
      {reading.doubt.length > 0 && (
        <div class="dim">
          {reading.doubt.map((part, n) => (
            <span key={n}>
              {n > 0 && " · "}
              {tOf("doubtPart_", part.part)} <Ref text={doubtText(part.ce95_m)} /> {tOf("basis_", part.basis)}
            </span>
          ))}
        </div>
      )}
      <Findings findings={reading.findings} />
    </div>
  );
}

/** The index to send: the officer's choice, or the only reading; -1 while neither is there. */
export function settled(count: number, chosen: number): number {
  if (count === 1) return 0;
  return chosen >= 0 && chosen < count ? chosen : -1;
}
