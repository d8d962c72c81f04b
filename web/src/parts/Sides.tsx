/** On which side each map puts a place, in words, with the distance to its line. */

import { useLayoutEffect, useRef } from "preact/hooks";
import { emptyEnquiry } from "../forms/EnquiryForm";
import { putDraft, readDraft } from "../state/drafts";
import { partyName, parties } from "../state/desk";
import { clicked, openTask } from "../state/view";
import { lengthText } from "../text/measure";
import { t } from "../words";
import { Ref, Said } from "./Ref";
import { Say } from "./Say";

export function Sides() {
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => box.current?.scrollIntoView({ block: "start" }), [clicked.value]);
  const place = clicked.value;
  if (!place) return null;
  const { sides, grids } = place;
  const raise = () => {
    putDraft("enquiry", { ...readDraft("enquiry", emptyEnquiry), text: grids?.own_grid ?? "", chosen: -1 });
    openTask("enquiry");
  };
  const close = () => {
    clicked.value = null;
    openTask("");
  };
  return (
    <section ref={box} class="form" aria-labelledby="sides-head" role="status">
      <h3 id="sides-head">{t("sidesTitle")}</h3>
      {grids && (
        <dl>
          <dt>{parties.value[0]?.name}</dt>
          <dd><Ref strong text={grids.own_grid} /></dd>
          {Object.entries(grids.other_grid).map(([code, grid]) => (
            <div key={code}><dt>{partyName(code)}</dt><dd><Ref strong text={grid} /></dd></div>
          ))}
        </dl>
      )}
      {sides && (
        <>
          <ul>
            {Object.entries(sides.depictions).map(([name, side]) => (
              <li key={name}>
                <b><Said text={name} /></b>:{" "}
                {side.in.length ? <Say k="sideIn" parts={{ names: side.in.map(partyName).join(", ") }} /> : t("sideNone")},{" "}
                {side.signed_m === null
                  ? t("sideLineUnknown")
                  : <Say k="sideDistance" parts={{ distance: lengthText(side.signed_m) }} />}
              </li>
            ))}
          </ul>
          <p class="dim"><Said text={sides.text} /></p>
        </>
      )}
      <div class="buttons">
        <button type="button" onClick={raise}>{t("useAsPlace")}</button>
        <button type="button" onClick={close}>{t("closePanel")}</button>
      </div>
    </section>
  );
}
