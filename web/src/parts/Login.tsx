/** Taking the desk: a named officer and his passphrase. */

import { useState } from "preact/hooks";
import { Fault } from "../api/client";
import { Field } from "./Field";
import { FaultBox } from "./FaultBox";
import { login } from "../state/session";
import { keep } from "../state/prefs";
import { t } from "../words";

export function Login({ locked }: { locked: boolean }) {
  const [officer, setOfficer] = useState(localStorage.getItem("cg.officer") ?? "");
  const [passphrase, setPassphrase] = useState("");
  const [fault, setFault] = useState<Fault | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      await login(officer.trim(), passphrase);
      keep("cg.officer", officer.trim());
    } catch (caught) {
      if (!(caught instanceof Fault)) throw caught;
      setFault(caught);
    } finally {
      setBusy(false);
    }
  };
  return (
    <form class="login form" onSubmit={(event) => void submit(event)} aria-labelledby="login-head">
      <h2 id="login-head">{t("loginTitle")}</h2>
      {locked && <p class="mark">{t("loginAgain")}</p>}
      <Field label={t("officer")} value={officer} put={setOfficer} first required />
      <div class="field">
        <label for="passphrase">{t("passphrase")}</label>
        <input id="passphrase" type="password" autocomplete="current-password" required value={passphrase}
          onInput={(event) => setPassphrase(event.currentTarget.value)} />
      </div>
      <FaultBox fault={fault} />
      <button type="submit" class="go" disabled={busy}>{t("loginButton")}</button>
    </form>
  );
}
