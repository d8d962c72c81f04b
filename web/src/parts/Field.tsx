/** One labelled field; references are typed and shown left to right. */

import type { ComponentChildren } from "preact";
import { useId } from "preact/hooks";

type Props = {
  label: string;
  value: string;
  put: (value: string) => void;
  hint?: string;
  /** a reference, number or moment: monospaced and left to right */
  fixed?: boolean;
  rows?: number;
  list?: readonly string[];
  first?: boolean;
  required?: boolean;
  children?: ComponentChildren;
};

export function Field({ label, value, put, hint, fixed, rows, list, first, required, children }: Props) {
  const id = useId();
  const shared = {
    id,
    value,
    dir: fixed ? "ltr" as const : "auto" as const,
    class: fixed ? "fixed" : "",
    autocomplete: "off" as const,
    spellcheck: false,
    required: required ?? false,
    "aria-describedby": hint ? `${id}h` : undefined,
    "data-first": first ? "" : undefined,
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {rows
        ? <textarea {...shared} rows={rows} onInput={(event) => put(event.currentTarget.value)} />
        : <input {...shared} list={list ? `${id}l` : undefined}
            onInput={(event) => put(event.currentTarget.value)} />}
      {list && <datalist id={`${id}l`}>{list.map((one) => <option key={one} value={one} />)}</datalist>}
      {hint && <small id={`${id}h`}>{hint}</small>}
      {children}
    </div>
  );
}

/** A choice of one word out of few. */
export function Choice({ label, value, put, options }: {
  label: string;
  value: string;
  put: (value: string) => void;
  options: readonly { value: string; text: string }[];
}) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => put(event.currentTarget.value)}>
        {options.map((one) => <option key={one.value} value={one.value}>{one.text}</option>)}
      </select>
    </div>
  );
}
