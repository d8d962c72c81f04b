/** One party's map: named, in that party's grid and plane, with the same facts as a list behind one button. */

import { effect } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Party } from "../api/types";
import { firstLook, makePaneMap, type PaneMap } from "../map/pane-map";
import { SheetDoubt } from "../sheets/SheetDoubt";
import { SheetPick } from "../sheets/SheetPick";
import { chosen } from "../sheets/state";
import { desk, signOf } from "../state/desk";
import { ReplayMark } from "../replay/ReplayBar";
import { ground } from "../state/ground";
import { past } from "../replay/past";
import { places } from "../state/places";
import { keepLook, keptLook, point, press } from "../state/look";
import { forced, theme } from "../state/prefs";
import { session } from "../state/session";
import { asLists, clicked, drawn, goTo, ownFrame, pointer, taking, trial } from "../state/view";
import { doubtText } from "../text/measure";
import { t } from "../words";
import { PaneList } from "./PaneList";
import { Ref } from "./Ref";

export function Pane({ party, own, children }: { party: Party; own: boolean; children?: preact.ComponentChildren }) {
  const id = `pane-${party.code}`;
  const [map, setMap] = useState<PaneMap | null>(null);
  const { crs_name, notation, unit, ce95_m } = party.profile;
  return (
    <section class={`pane sign-${signOf(party.code)}${own && taking.value ? " taking" : ""}`} aria-labelledby={id}
      data-pane={own ? "own" : "other"}>
      <div class="pane-head">
        <h2 id={id}>
          <span class={`sign ${signOf(party.code)}`} aria-hidden="true" /> <bdi>{party.name}</bdi>{" "}
          <small>({own ? t("ownMap") : t("otherMap")})</small>
        </h2>
        <ReplayMark />
        {children}
        {own && <SheetPick />}
        <button type="button" class="small" aria-pressed={asLists.value}
          onClick={() => asLists.value = !asLists.value}>{asLists.value ? t("asMap") : t("asList")}</button>
        <p class="dim">
          <Ref text={`${crs_name} · ${notation} · ${unit}`} /> · <Ref text={`${doubtText(ce95_m)} (95 %)`} />
        </p>
      </div>
      {asLists.value ? <PaneList party={party} own={own} /> : <Canvas party={party} own={own} put={setMap} />}
      <div class="pane-foot">
        <span class="pos">
          {pointer.value
            ? <Ref strong text={own ? pointer.value.own_grid : pointer.value.other_grid[party.code] ?? "–"} />
            : <span class="dim">{t("pointerNone")}</span>}
        </span>
        {own && <SheetDoubt />}
        {!asLists.value && (
          <span class="zoom">
            <button type="button" class="small" aria-label={t("zoomIn")} onClick={() => map?.zoom(1)}>+</button>
            <button type="button" class="small" aria-label={t("zoomOut")} onClick={() => map?.zoom(-1)}>−</button>
          </span>
        )}
      </div>
    </section>
  );
}

function Canvas({ party, own, put }: { party: Party; own: boolean; put: (map: PaneMap | null) => void }) {
  const box = useRef<HTMLDivElement>(null);
  const held = useRef<PaneMap | null>(null);
  useEffect(() => {
    const now = desk.peek();
    if (!box.current || !now) return undefined;
    const code = session.peek()?.party ?? "";
    const map = makePaneMap(box.current, party, keptLook(code) ?? firstLook(now), signOf, {
      pointed: point,
      pressed: (lat, lon, pixel_m) => void press(lat, lon, pixel_m, own),
      moved: (look) => keepLook(code, look),
    });
    held.current = map;
    if (own) ownFrame.value = map.frame;
    put(map);
    const ends = [
      effect(() => map.ground(ground.value)),
      effect(() => map.sheet(own ? chosen.value : null)),
      effect(() => {
        if (desk.value) map.things(desk.value);
      }),
      effect(() => map.places(past.value ? null : places.value)),
      effect(() => map.trial(trial.value)),
      effect(() => map.clicked(clicked.value ?? null)),
      effect(() => map.area(drawn.value)),
      effect(() => {
        void theme.value;
        void forced.value;
        map.repaint();
      }),
      effect(() => {
        if (goTo.value) map.look({ metresPerPixel: map.looking().metresPerPixel, ...goTo.value });
      }),
    ];
    return () => {
      for (const end of ends) end();
      map.dispose();
      if (own) ownFrame.value = null;
      put(null);
    };
  }, [party.code, party.profile.proj4]);
  const key = (event: KeyboardEvent) => {
    const map = held.current;
    if (!map) return;
    const { lat, lon } = map.middle();
    if (event.key === "Enter") void press(lat, lon, map.looking().metresPerPixel, own);
    if (event.key.startsWith("Arrow")) setTimeout(() => point(map.middle().lat, map.middle().lon), 250);
  };
  return (
    <div class="map" ref={box} tabIndex={0} role="application" aria-label={t("mapOf", { party: party.name })}
      aria-description={t("mapHelp")} onKeyDown={key} onFocus={() => {
        const middle = held.current?.middle();
        if (middle && !pointer.peek()) point(middle.lat, middle.lon);
      }}>
      <span class="middle" aria-hidden="true" />
    </div>
  );
}
