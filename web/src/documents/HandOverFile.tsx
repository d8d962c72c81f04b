/** Hand a file over, unchanged: which, under what title and edition, to whom. It is refused here when it is too large. */

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { post, postBytes } from "../api/client";
import { ownFault, useSending } from "../forms/useSending";
import { FaultBox } from "../parts/FaultBox";
import { Field } from "../parts/Field";
import { Ref, Words } from "../parts/Ref";
import { desk } from "../state/desk";
import { useDraft } from "../state/drafts";
import { said } from "../state/view";
import { laidBare } from "../text/hostile";
import { bytesText } from "../text/measure";
import { t } from "../words";

export const MOST_BYTES = 64 * 1024 * 1024;
const LONGEST_TITLE = 200;
const MEDIA_TYPE = /^[a-z0-9.+-]{1,60}\/[a-z0-9.+-]{1,60}$/;
const empty: { title: string; edition: string; words: string; to: string[] } = { title: "", edition: "", words: "", to: [] };

export function HandOverFile() {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const done = () => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <>
      <p class="buttons">
        <button ref={button} type="button" class="go" aria-expanded={open} onClick={() => setOpen(!open)}>
          {t("docHandOver")}
        </button>
      </p>
      {open && <Filled done={done} />}
    </>
  );
}

function Filled({ done }: { done: () => void }) {
  const [draft, put, drop] = useDraft("document", empty);
  const [file, setFile] = useState<File | null>(null);
  const { busy, fault, setFault, send } = useSending();
  const box = useRef<HTMLFormElement>(null);
  useLayoutEffect(() => box.current?.querySelector("input")?.focus(), []);
  const peers = desk.value?.peers ?? [];
  const title = draft.title || laidBare(file?.name ?? "").slice(0, LONGEST_TITLE);
  const tooLarge = ({ size }: File) => ownFault(
    t("docTooLarge", { size: `${bytesText(size)} (${size} B)`, most: `${bytesText(MOST_BYTES)} (${MOST_BYTES} B)` }),
    t("chooseFile"),
  );
  const choose = (chosen: File | null) => {
    setFile(chosen);
    setFault(chosen && chosen.size > MOST_BYTES ? tooLarge(chosen) : null);
  };
  const toggle = (code: string) => put({
    to: draft.to.includes(code) ? draft.to.filter((one) => one !== code) : [...draft.to, code],
  });
  const submit = async (event: Event) => {
    event.preventDefault();
    const to = peers.map((peer) => peer.code).filter((code) => draft.to.includes(code));
    if (!file) return setFault(ownFault(t("docNeedFile"), t("chooseFile")));
    if (file.size > MOST_BYTES) return setFault(tooLarge(file));
    if (to.length === 0) return setFault(ownFault(t("docNeedTo"), t("noticeTo")));
    const media_type = MEDIA_TYPE.test(file.type.toLowerCase()) ? file.type.toLowerCase() : "application/octet-stream";
    const sent = await send(async () => {
      const { sha256 } = await postBytes<{ sha256: string }>("api/documents/bytes", file);
      await post("api/documents", { sha256, title, edition: draft.edition, words: draft.words, media_type, to });
    });
    if (!sent) return;
    drop();
    said.value = t("docSent");
    done();
  };
  return (
    <form ref={box} class="form" aria-label={t("docHandOver")} noValidate onSubmit={(event) => void submit(event)}>
      <label>
        {t("chooseFile")} <small class="dim">(≤ <Ref text={bytesText(MOST_BYTES)} />)</small>{" "}
        <input type="file" disabled={busy} onChange={(event) => choose(event.currentTarget.files?.[0] ?? null)} />
      </label>
      {file && <p class="dim"><Words text={laidBare(file.name)} />, <Ref text={bytesText(file.size)} /></p>}
      <div class="row">
        <Field label={t("docTitle")} value={title} put={(one) => put({ title: one })} />
        <Field label={t("docEdition")} value={draft.edition} put={(edition) => put({ edition })} />
      </div>
      <Field label={t("words")} value={draft.words} put={(words) => put({ words })} />
      <fieldset>
        <legend>{t("noticeTo")}</legend>
        {peers.map((peer) => (
          <label key={peer.code} class="outcome">
            <input type="checkbox" checked={draft.to.includes(peer.code)} onChange={() => toggle(peer.code)} />
            <bdi>{peer.name}</bdi>
          </label>
        ))}
      </fieldset>
      <FaultBox fault={fault} />
      <div class="buttons">
        <button type="submit" class="go" disabled={busy}>{t("docSend")}</button>
        <button type="button" onClick={done}>{t("cancel")}</button>
        <button type="button" class="quiet" onClick={drop}>{t("discard")}</button>
        {busy && <span role="status">{t("docSending")}</span>}
      </div>
    </form>
  );
}
