/** Two maps side by side: this desk's own and one other party's, on the same sides in every language. */

import { useState } from "preact/hooks";
import { desk } from "../state/desk";
import { t } from "../words";
import { Legend } from "./Legend";
import { Pane } from "./Pane";

export function Panes() {
  const [code, setCode] = useState("");
  const now = desk.value;
  if (!now) return null;
  const other = now.peers.find((peer) => peer.code === code) ?? now.peers[0];
  return (
    <div class="panes">
      <Pane key={now.party.code} party={now.party} own />
      {other && (
        <Pane key={other.code} party={other} own={false}>
          {now.peers.length > 1 && (
            <select aria-label={t("chooseOther")} value={other.code}
              onChange={(event) => setCode(event.currentTarget.value)}>
              {now.peers.map((peer) => <option key={peer.code} value={peer.code}>{peer.name}</option>)}
            </select>
          )}
        </Pane>
      )}
      <Legend />
    </div>
  );
}
