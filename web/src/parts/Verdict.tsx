/** How the readback compares with the enquiry, in words; a mismatch blocks and says its likely cause. */

import type { Exchange } from "../api/types";
import { placeAt } from "../map/things";
import { partyName } from "../state/desk";
import { showExchange } from "../state/show";
import { lengthText } from "../text/measure";
import { t } from "../words";
import { Ref, Said } from "./Ref";
import { Say } from "./Say";

export function Verdict({ exchange }: { exchange: Exchange }) {
  const { readback, blocked } = exchange;
  return (
    <>
      {blocked && (
        <div class="blocked" role="status">
          <b>■ <Say k="blockedHead" /></b> <Said text={blocked} />
          <div><Say k="blockedNote" /></div>
        </div>
      )}
      {readback && (
        <div class={`verdict ${readback.verdict}`}>
          <div>
            <Say k="readbackOf" parts={{ party: partyName(exchange.to) }} />:{" "}
            <Ref strong text={readback.place.as_given} />
          </div>
          <b>
            {readback.verdict !== "match" && "▲ "}
            <Say k={`verdict_${readback.verdict}`}
              parts={{ distance: lengthText(readback.distance_m), direction: readback.direction }} />
          </b>
          {readback.verdict !== "match" && placeAt(exchange.place) && (
            <button type="button" class="small" onClick={() => showExchange(exchange)}>{t("showOnMap")}</button>
          )}
          {readback.text && !blocked?.includes(readback.text) && <div><Said text={readback.text} /></div>}
          {readback.verdict !== "match" && readback.causes.length > 0 && (
            <ul>
              {readback.causes.slice(0, 3).map((one) => (
                <li key={one.cause}>{t("likelyCause")}: <Said text={one.text || one.cause} /></li>
              ))}
            </ul>
          )}
          <small class={readback.independent ? "" : "mark"}>
            {readback.independent ? t("independent") : <Say k="notIndependent" />}
          </small>
        </div>
      )}
    </>
  );
}
