/** The report an enquiry came from, word by word: it stays beside the place that this desk made of it. */

import { Field } from "../parts/Field";
import { fieldMoment } from "../text/time";
import { t } from "../words";

const CHANNELS = ["radio", "telephone", "messenger", "e-mail", "in person"];

type Draft = { words: string; source: string; channel: string; at: string };

export function ReportFields({ draft, put, opened }: {
  draft: Draft;
  put: (part: Partial<Draft>) => void;
  opened: number;
}) {
  return (
    <details open={draft.words !== ""}>
      <summary>{t("reportHead")}</summary>
      <Field label={t("reportWords")} value={draft.words} put={(words) => put({ words })} rows={2} />
      <div class="row">
        <Field label={t("reportSource")} value={draft.source} put={(source) => put({ source })} />
        <Field label={t("reportChannel")} value={draft.channel} put={(channel) => put({ channel })} list={CHANNELS} />
      </div>
      <Field label={t("reportAt")} value={draft.at || fieldMoment(opened)} put={(at) => put({ at })} fixed />
    </details>
  );
}
