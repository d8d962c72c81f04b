/** Registering a scanned sheet: click a pixel, say where it lies in the own grid; the fit is kept only on demand. */

import { useEffect, useRef, useState } from "preact/hooks";
import { Fault, post } from "../api/client";
import { FaultBox } from "../parts/FaultBox";
import { Ref, Said } from "../parts/Ref";
import { lengthText } from "../text/measure";
import { t } from "../words";
import { Arrows } from "./Arrows";
import type { Fit, Pair } from "./fit";
import "./sheets.css";
import { fetchSheets, type Sheet, sheets } from "./state";

const ZOOMS = [0.125, 0.25, 0.5, 1, 2, 4];
const FIRST_WIDE_PX = 900;

export function SheetBook({ close }: { close: () => void }) {
  const box = useRef<HTMLDialogElement>(null);
  const known = sheets.value.filter((one) => one.width > 0);
  const [name, setName] = useState(known[0]?.name ?? "");
  useEffect(() => {
    box.current?.showModal();
  }, []);
  const sheet = known.find((one) => one.name === name);
  return (
    <dialog ref={box} aria-labelledby="sheet-head" onClose={close}>
      <div class="book-head">
        <h2 id="sheet-head">{t("sheetRegister")}</h2>
        <button type="button" onClick={close}>{t("close")} <kbd>Esc</kbd></button>
      </div>
      <div class="book-body" tabIndex={0} role="region" aria-labelledby="sheet-head">
        <p>{t("sheetHow")}</p>
        <select aria-label={t("sheet")} value={name} onChange={(event) => setName(event.currentTarget.value)}>
          {known.map((one) => <option key={one.name} value={one.name}>{one.name}</option>)}
        </select>
        {sheet && <Pairs key={sheet.name} sheet={sheet} />}
      </div>
    </dialog>
  );
}

function Pairs({ sheet }: { sheet: Sheet }) {
  const [pairs, setPairs] = useState<Pair[]>([]);
  const [next, setNext] = useState<Pair>({ x: 0, y: 0, place: "", check: false });
  const [zoom, setZoom] = useState(Math.max(0.125, ...ZOOMS.filter((one) => one * sheet.width <= FIRST_WIDE_PX)));
  const [fit, setFit] = useState<Fit | null>(null);
  const [fault, setFault] = useState<Fault | null>(null);
  const change = (to: Pair[]) => {
    setPairs(to);
    setFit(null);
    setFault(null);
  };
  const add = (event: Event) => {
    event.preventDefault();
    change([...pairs, next]);
    setNext({ ...next, place: "" });
  };
  const ask = async (keep: boolean) => {
    try {
      setFit(await post<Fit>(`api/map/sheets/${encodeURIComponent(sheet.name)}/fit`, { pairs, keep }));
      setFault(null);
      if (keep) await fetchSheets();
    } catch (wrong) {
      if (!(wrong instanceof Fault)) throw wrong;
      setFault(wrong);
    }
  };
  const press = (event: MouseEvent) => setNext({
    ...next,
    x: Math.round(event.offsetX / zoom * 10) / 10,
    y: Math.round(event.offsetY / zoom * 10) / 10,
  });
  const number = (axis: "x" | "y", most: number) => (
    <label>{t(axis === "x" ? "sheetColumn" : "sheetLine")}{" "}
      <input type="number" min={0} max={most} step="any" required value={next[axis]}
        onInput={(event) => setNext({ ...next, [axis]: event.currentTarget.valueAsNumber || 0 })} />
    </label>
  );
  return (
    <>
      <p>
        {ZOOMS.map((one) => (
          <button key={one} type="button" class="small" aria-pressed={zoom === one} onClick={() => setZoom(one)}>
            {one * 100} %
          </button>
        ))}
      </p>
      <div class="sheet-view" tabIndex={0} role="region" aria-label={t("sheet")}>
        <div dir="ltr">
          <img src={`api/map/sheets/${encodeURIComponent(sheet.name)}/image`} alt={sheet.name}
            width={sheet.width * zoom} height={sheet.height * zoom} onClick={press} />
          <Arrows pairs={[...pairs, next]} fit={fit} zoom={zoom} width={sheet.width} height={sheet.height} />
        </div>
      </div>
      <form onSubmit={add}>
        {number("x", sheet.width)} {number("y", sheet.height)}{" "}
        <label>{t("sheetPlace")}{" "}
          <input type="text" dir="ltr" required maxLength={400} value={next.place}
            onInput={(event) => setNext({ ...next, place: event.currentTarget.value })} />
        </label>{" "}
        <label>
          <input type="checkbox" checked={next.check}
            onChange={(event) => setNext({ ...next, check: event.currentTarget.checked })} /> {t("sheetCheck")}
        </label>{" "}
        <button type="submit">{t("sheetAdd")}</button>
      </form>
      <ol>
        {pairs.map((one, n) => (
          <li key={n}>
            <Ref text={`${one.x}, ${one.y}`} /> · <Ref strong text={one.place} />
            {one.check && ` · ${t("sheetCheck")}`}
            {fit?.pairs[n] && <> · <Ref text={lengthText(fit.pairs[n].error_m)} /></>}
            {fit?.pairs[n]?.outlier && <b class="mark"> ▲ {t("sheetGross")}</b>}{" "}
            <button type="button" class="small" aria-label={t("sheetDrop", { n: n + 1 })}
              onClick={() => change(pairs.filter((_, at) => at !== n))}>×</button>
          </li>
        ))}
      </ol>
      <div class="buttons">
        <button type="button" disabled={pairs.length < 2} onClick={() => void ask(false)}>{t("sheetFit")}</button>
        <button type="button" disabled={!fit || fit.kept !== ""} onClick={() => void ask(true)}>{t("sheetKeep")}</button>
      </div>
      <div role="status">
        {fit?.text.split("\n").map((line) => <p key={line}><Said text={line} /></p>)}
        {fit?.kept && <p><b>{t("sheetKept")}</b></p>}
      </div>
      {fault && <FaultBox fault={fault} />}
    </>
  );
}
