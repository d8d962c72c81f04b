/** Whom to call by voice, why, by which numbers and frequencies, and in which words. */

import type { CallCard as Card } from "../api/types";
import { Ref, Said, Words } from "../parts/Ref";
import { Say } from "../parts/Say";
import { now } from "../state/clock";
import { momentText } from "../text/time";
import { t } from "../words";

export function CallCard({ card }: { card: Card }) {
  return (
    <>
      {card.due.map((one) => <p key={one} class="mark">▲ <Said text={one} /></p>)}
      {card.role && (
        <p>
          <b><Say k="callRole" parts={{ role: card.role }} /></b>{" "}
          {card.next_at && <span class="dim"><Say k="callNext" parts={{ at: momentText(card.next_at, now.value) }} /></span>}
        </p>
      )}
      {card.contacts.length === 0
        ? <p class="mark">▲ {t("callNoContact")}</p>
        : (
          <ul class="contacts">
            {card.contacts.map((one) => (
              <li key={`${one.role}${one.way}${one.number}`}>
                <Words text={one.role} />: <Words text={one.way} /> <Ref strong text={one.number} />{" "}
                {one.hours && <small class="dim"><Words text={one.hours} /></small>}
              </li>
            ))}
          </ul>
        )}
      {card.say.length > 0 && (
        <>
          <p class="dim">{t("callSay")}</p>
          <blockquote>{card.say.map((one) => <p key={one}><Said text={one} /></p>)}</blockquote>
        </>
      )}
    </>
  );
}
