/** The node's HTTP API as typed calls. Every failure is a `Fault` with words for the officer. */

import { past } from "../replay/past";
import type { FaultBody } from "./types";

/** What went wrong: what, where, what was given and what to do. `status` 0 means the node did not answer. */
export class Fault extends Error {
  constructor(readonly status: number, readonly body: FaultBody) {
    super(body.what);
  }
}

type Listener = (status: number) => void;
const listeners = new Set<Listener>();

/** Called after each answer of the node with its status; 0 when there was none. */
export function onAnswer(listener: Listener): void {
  listeners.add(listener);
}

async function call(path: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: "same-origin", cache: "no-store", ...init });
  } catch {
    for (const heard of listeners) heard(0);
    throw new Fault(0, { what: "no answer from your own node" });
  }
  for (const heard of listeners) heard(answer.status);
  if (answer.ok || answer.status === 304) return answer;
  throw new Fault(answer.status, await faultOf(answer));
}

async function faultOf(answer: Response): Promise<FaultBody> {
  try {
    const body = await answer.json() as { error?: FaultBody };
    if (body.error?.what) return body.error;
  } catch {
    // The body was no JSON; the status alone has to do.
  }
  return { what: `the node answered ${answer.status}` };
}

export async function get<T>(path: string): Promise<T> {
  return await (await call(path, {})).json() as T;
}

export async function getBytes(path: string): Promise<ArrayBuffer> {
  return await (await call(path, {})).arrayBuffer();
}

/** GET unless unchanged: `null` when the node says that `etag` still stands. */
export async function getChanged<T>(path: string, etag: string): Promise<{ value: T; etag: string } | null> {
  const answer = await call(path, etag ? { headers: { "If-None-Match": etag } } : {});
  if (answer.status === 304) return null;
  return { value: await answer.json() as T, etag: answer.headers.get("ETag") ?? "" };
}

/** A desk that shows an earlier moment says so: the node sends nothing from it. */
const looksBack = (): Record<string, string> => (past.peek() ? { "X-Desk-At": past.peek()?.now ?? "" } : {});

export async function post<T>(path: string, body: unknown): Promise<T> {
  const answer = await call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...looksBack() },
    body: JSON.stringify(body),
  });
  return (answer.status === 204 ? {} : await answer.json()) as T;
}

/** A body of bytes and nothing else, as it lies on the disk. */
export async function postBytes<T>(path: string, body: Blob): Promise<T> {
  const headers = { "Content-Type": "application/octet-stream", ...looksBack() };
  return await (await call(path, { method: "POST", headers, body })).json() as T;
}

export async function postForm<T>(path: string, form: FormData): Promise<T> {
  return await (await call(path, { method: "POST", headers: looksBack(), body: form })).json() as T;
}
