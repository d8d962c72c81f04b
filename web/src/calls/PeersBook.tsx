/** Every other party: how the link is, when it was last heard, how far the logs have come and who holds ours too; its call card. */

import { Book } from "../dialogs/Book";
import { Ref, Said } from "../parts/Ref";
import { Say } from "../parts/Say";
import { liveNow, now } from "../state/clock";
import { desk, partyName } from "../state/desk";
import { ageText, momentText } from "../text/time";
import { t } from "../words";
import type { Peer } from "../api/types";
import { CallCard } from "./CallCard";

const STATE_WORD = { heard: "peerHeard", late: "peerLate", absent: "peerAbsent", not_recorded: "peerNotRecorded" } as const;

export function PeersBook() {
  const head = desk.value?.head;
  return (
    <Book title={t("peers")}>
      {head && (
        <section class="form">
          <h3><Say k="headLine" parts={{ n: head.size }} /></h3>
          <p>
            {head.cosigned_by.length > 0
              ? <Say k="cosigned" parts={{ names: head.cosigned_by.map(partyName).join(", ") }} />
              : <b class="mark">▲ {t("notCosigned")}</b>}
            {head.pending > 0 && <>; <Say k="pendingN" parts={{ n: head.pending }} /></>}
          </p>
          {head.witnesses?.map((one) => (
            <p key={one.name} class={one.trouble ? "mark" : ""}>
              {one.trouble && "▲ "}<Said text={one.text} />
            </p>
          ))}
          <p class="dim">{t("headDigest")} <Ref text={head.root.slice(0, 16) || "–"} /></p>
        </section>
      )}
      {desk.value?.peers.map((peer) => <OnePeer key={peer.code} peer={peer} />)}
    </Book>
  );
}

function OnePeer({ peer }: { peer: Peer }) {
  const card = desk.value?.calls?.find((one) => one.party === peer.code);
  const age = peer.last_heard ? (liveNow.value - Date.parse(peer.last_heard)) / 1000 : 0;
  return (
    <section class="form" aria-label={peer.name}>
      <h3><bdi>{peer.name}</bdi></h3>
      <p class={`peer ${peer.state}`}>
        <b>{peer.state !== "heard" && "▲ "}{t(STATE_WORD[peer.state])}</b>{" "}
        {peer.last_heard
          ? <Say k="lastHeard" parts={{ party: peer.name, at: momentText(peer.last_heard, now.value), age: ageText(age) }} />
          : <Say k="neverHeard" parts={{ party: peer.name }} />}
      </p>
      <p><Say k="peerLog" parts={{ n: peer.head?.size ?? 0 }} /></p>
      {peer.trouble && <p class="mark">▲ <Said text={peer.trouble} /></p>}
      <h4>{t("callCard")}</h4>
      {card && card.due.length === 0 && <p class="dim">{t("callNobody")}</p>}
      {card && <CallCard card={card} />}
    </section>
  );
}
