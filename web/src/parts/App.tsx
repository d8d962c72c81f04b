/** The desk, or the way to it. */

import { useEffect } from "preact/hooks";
import { PeersBook } from "../calls/PeersBook";
import { DifferencesBook } from "../dialogs/DifferencesBook";
import { FindingsBook } from "../dialogs/FindingsBook";
import { ImportBook } from "../dialogs/ImportBook";
import { KeysBook } from "../dialogs/KeysBook";
import { LedgerBook } from "../dialogs/LedgerBook";
import { RecordBook } from "../dialogs/RecordBook";
import { RegisterBook } from "../dialogs/RegisterBook";
import { DocumentsBook } from "../documents/DocumentsBook";
import { DutyBook } from "../duty/DutyBook";
import { primary } from "../state/actions";
import { ReplayBar } from "../replay/ReplayBar";
import { desk, follow, live, strips } from "../state/desk";
import { fetchGround } from "../state/ground";
import { onKey } from "../state/keys";
import { askSession, session, someoneIsHere } from "../state/session";
import { soundForNew } from "../state/sound";
import { book, said } from "../state/view";
import { t } from "../words";
import { AlarmLine } from "./AlarmLine";
import { Footer } from "./Footer";
import { Header } from "./Header";
import { Login } from "./Login";
import { Outcry } from "./Outcry";
import { Panes } from "./Panes";
import { Side } from "./Side";

const ASK_AGAIN_MS = 3000;
let wasIn = false;

/** Ask who sits here until the node answers. */
async function begin(): Promise<void> {
  try {
    await askSession();
  } catch {
    setTimeout(() => void begin(), ASK_AGAIN_MS);
  }
}

export function App() {
  useEffect(() => void begin(), []);
  const who = session.value;
  if (who === undefined) return <main class="alone"><p role="status">{t("noNode")}</p></main>;
  if (who === null) return <main class="alone"><h1>commonground</h1><Outcry /><Login locked={wasIn} /></main>;
  wasIn = true;
  return <Desk key={`${who.party}.${who.officer}`} />;
}

function Desk() {
  useEffect(() => {
    void fetchGround();
    const stop = follow();
    const quiet = soundForNew();
    const here = (event: Event) => {
      someoneIsHere();
      if (event instanceof KeyboardEvent) onKey(event);
    };
    addEventListener("keydown", here);
    addEventListener("pointerdown", here);
    return () => {
      stop();
      quiet();
      removeEventListener("keydown", here);
      removeEventListener("pointerdown", here);
    };
  }, []);
  return (
    <div class={`desk mode-${desk.value?.mode ?? "LIVE"}`}>
      <a class="skip" href="#strips">{t("skipToStrips")}</a>
      <Header />
      <main>
        <AlarmLine />
        <Panes />
        <Side />
      </main>
      <ReplayBar />
      <Footer />
      <p class="hidden" role="status" aria-live="polite">{said.value}</p>
      <OpenBook />
      <Title />
    </div>
  );
}

/** The title of the page counts what waits for this desk, for whoever has another page before him. */
function Title() {
  const urgent = live.value?.alarms.filter((one) => one.level === "urgent").length ?? 0;
  const due = strips.value.open.filter((one) => primary(one) !== "").length;
  const mark = urgent > 0 ? `▲ ${urgent} · ` : "";
  const title = `${mark}${due > 0 ? `(${due}) ` : ""}${t("deskOf", { party: desk.value?.party.name ?? "" })}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return null;
}

function OpenBook() {
  switch (book.value) {
    case "record":
      return <RecordBook />;
    case "register":
      return <RegisterBook />;
    case "import":
      return <ImportBook />;
    case "differences":
      return <DifferencesBook />;
    case "keys":
      return <KeysBook />;
    case "ledger":
      return <LedgerBook />;
    case "duty":
      return <DutyBook />;
    case "peers":
      return <PeersBook />;
    case "documents":
      return <DocumentsBook />;
    case "findings":
      return <FindingsBook />;
    case "":
      return null;
  }
}
