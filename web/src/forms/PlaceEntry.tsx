/** A place being typed: the text, how the node reads it, and which reading was meant. */

import { useEffect } from "preact/hooks";
import { trial } from "../state/view";
import { Field } from "../parts/Field";
import { t } from "../words";
import { Readings, settled } from "./Readings";
import type { Reader } from "./useReading";

type Props = {
  label: string;
  text: string;
  put: (text: string) => void;
  reader: Reader;
  chosen: number;
  choose: (index: number) => void;
  hint?: string;
};

export function PlaceEntry({ label, text, put, reader, chosen, choose, hint = t("placeHint") }: Props) {
  const readings = reader.result?.readings ?? [];
  const index = settled(readings.length, chosen);
  const shown = readings[index] ?? null;
  useEffect(() => {
    trial.value = shown;
    return () => {
      trial.value = null;
    };
  }, [shown]);
  return (
    <>
      <Field label={label} value={text} put={put} hint={hint} fixed first rows={2} />
      <Readings reader={reader} chosen={chosen} choose={choose} />
    </>
  );
}

/** What to send: the index of the reading, or why there is none. */
export async function settle(reader: Reader, chosen: number): Promise<number | "needPlace" | "needChoice"> {
  const result = await reader.readNow();
  if (!result || result.readings.length === 0 || result.status === "refused") return "needPlace";
  const index = settled(result.readings.length, chosen);
  return index < 0 ? "needChoice" : index;
}
