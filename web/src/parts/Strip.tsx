/** One enquiry as a strip: who asks, what, where as given, how long is left, and the one thing to do next. */

import type { Exchange } from "../api/types";
import { AnswerForm } from "../forms/AnswerForm";
import { CorrectForm } from "../forms/CorrectForm";
import { ReadbackForm } from "../forms/ReadbackForm";
import { WordsForm } from "../forms/WordsForm";
import { isClosed, openForm, primary, STEP_WORD, steps } from "../state/actions";
import { now } from "../state/clock";
import { partyName, signOf } from "../state/desk";
import { openStrip } from "../state/view";
import { lengthText } from "../text/measure";
import { momentText, windowText } from "../text/time";
import { t, tOf } from "../words";
import { Countdown } from "./Countdown";
import { Ref, Words } from "./Ref";
import { Say } from "./Say";
import { StripDetail } from "./StripDetail";
import { Verdict } from "./Verdict";

export function Strip({ exchange }: { exchange: Exchange }) {
  const { id, from, to, place } = exchange;
  const isOpen = openStrip.value === id;
  const toggle = () => {
    openStrip.value = isOpen ? "" : id;
  };
  const names = { from: partyName(from), to: partyName(to) };
  return (
    <article class={`strip sign-${signOf(from)}${exchange.late ? " is-late" : ""}${exchange.blocked ? " is-blocked" : ""}`}
      aria-labelledby={`s${id}`} data-exchange={id} tabIndex={-1}>
      <div class="strip-head">
        <h3 id={`s${id}`}>
          <span class={`sign ${signOf(from)}`} aria-hidden="true" /> <Say k="theyAsk" parts={names} />
        </h3>
        {isClosed(exchange)
          ? <span class="dim">{tOf("step_", exchange.state)} <Ref text={momentText(exchange.acknowledged_at, now.value)} /></span>
          : <Countdown deadline={exchange.deadline} />}
      </div>
      <Delayed exchange={exchange} />
      <p class="question"><Words text={exchange.question} /></p>
      <p class="place"><Ref strong text={place.as_given} /> <small class="dim"><Ref text={place.grid} /></small></p>
      <p class="dim">{t("anchor")}: {place.anchor ? <Words text={place.anchor} /> : t("noAnchor")}</p>
      <p class="dim">
        <Say k="within" parts={{ margin: lengthText(exchange.margin_m), window: windowText(exchange.window, now.value) }} />
      </p>
      <Verdict exchange={exchange} />
      <Warned exchange={exchange} />
      <Buttons exchange={exchange} isOpen={isOpen} toggle={toggle} />
      <OpenForm exchange={exchange} />
      {isOpen && <StripDetail exchange={exchange} />}
    </article>
  );
}

function Delayed({ exchange }: { exchange: Exchange }) {
  if (!exchange.delayed) return null;
  const parts = {
    sent: momentText(exchange.sent_at, now.value),
    arrived: momentText(exchange.ticks.reached_node, now.value),
  };
  return <p class="mark"><b>▲ <Say k="sentDelayed" parts={parts} /></b></p>;
}

/** That there is more to read, while the strip is folded. */
function Warned({ exchange }: { exchange: Exchange }) {
  const n = exchange.findings.filter((one) => one.level !== "note").length;
  if (n === 0 || openStrip.value === exchange.id) return null;
  return <p class="mark">▲ <Say k="findingsHere" parts={{ n }} /></p>;
}

function Buttons({ exchange, isOpen, toggle }: { exchange: Exchange; isOpen: boolean; toggle: () => void }) {
  const first = primary(exchange);
  const form = openForm.value?.exchange === exchange.id ? openForm.value.step : "";
  const more = steps(exchange).filter((one) => one !== first);
  return (
    <div class="buttons">
      {first && form !== first && (
        <button type="button" class="go" data-primary
          onClick={() => openForm.value = { exchange: exchange.id, step: first }}>{t(STEP_WORD[first])}</button>
      )}
      {!first && !isClosed(exchange) && <span class="state">{tOf("step_", exchange.state)}</span>}
      {more.filter((one) => isOpen || one === "standby").map((one) => form !== one && (
        <button key={one} type="button" data-step={one}
          onClick={() => openForm.value = { exchange: exchange.id, step: one }}>{t(STEP_WORD[one])}</button>
      ))}
      <button type="button" class="quiet" aria-expanded={isOpen} onClick={toggle}>
        {isOpen ? t("fold") : t("open")}
      </button>
    </div>
  );
}

function OpenForm({ exchange }: { exchange: Exchange }) {
  const open = openForm.value;
  if (!open || open.exchange !== exchange.id) return null;
  const close = () => {
    openForm.value = null;
  };
  switch (open.step) {
    case "readback":
      return <ReadbackForm exchange={exchange} close={close} />;
    case "answer":
      return <AnswerForm exchange={exchange} close={close} unable={open.unable ?? false} />;
    case "source_readback":
      return <ReadbackForm exchange={exchange} close={close} />;
    case "correct":
      return <CorrectForm exchange={exchange} close={close} />;
    default:
      return <WordsForm key={open.step} exchange={exchange} step={open.step} close={close} />;
  }
}
