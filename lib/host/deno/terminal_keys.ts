/**
 * The keys of the terminal, as they come.
 *
 * @module
 */
import { abortable } from "@std/async/abortable";
import { delay } from "@std/async/delay";
import type { Abortable, KeyPress } from "../host.ts";
import { toHostError } from "../refusals.ts";
import type { ConsoleReader } from "../windows/console_keys.ts";
import { interrupt } from "./interruption.ts";
import { patienceFor, readKeys, readRest } from "./key_presses.ts";

/** Reads the keys of the terminal as they come, until the signal or the end of standard input. */
export async function* readTerminalKeys(
  console: ConsoleReader | null,
  { signal }: Abortable,
): AsyncGenerator<KeyPress> {
  const decoder = new TextDecoder();
  let rest = "";
  while (!signal?.aborted) {
    const options = { signal, patience: rest === "" ? null : patienceFor(rest) };
    const bytes = await (console === null ? nextBytes(options) : nextOf(console, options));
    if (bytes === "aborted") return;
    const read = bytes === null || bytes === "nothing yet"
      ? { keys: readRest(rest), rest: "" }
      : readKeys(rest + decoder.decode(bytes, { stream: true }));
    rest = read.rest;
    for (const key of read.keys) {
      if (key.ctrl && key.key === "c") interrupt();
      yield key;
    }
    if (bytes === null) return;
  }
}

/** What came next, if anything did. */
type Next = Uint8Array | null | "nothing yet" | "aborted";

interface Waiting {
  readonly signal: AbortSignal | undefined;
  /** The milliseconds in which something must come; null for any time. */
  readonly patience: number | null;
}

/** The next characters from a console of Windows. */
async function nextOf(console: ConsoleReader, options: Waiting): Promise<Next> {
  const text = await console(options);
  if (text !== "") return new TextEncoder().encode(text);
  return options.signal?.aborted ? "aborted" : "nothing yet";
}

const keyBuffer = new Uint8Array(4096);

/** A read that is under way cannot be taken back: the next reader goes on with it. */
let reading: Promise<number | null> | undefined;

/** The next bytes from the terminal; null at their end. */
async function nextBytes({ signal, patience }: Waiting): Promise<Next> {
  reading ??= Deno.stdin.read(keyBuffer);
  const stopWaiting = new AbortController();
  const signals = [stopWaiting.signal, ...signal ? [signal] : []];
  const late = patience === null ? [] : [
    delay(patience, { signal: stopWaiting.signal }).then(() => "nothing yet" as const),
  ];
  try {
    const count = await Promise.race([abortable(reading, AbortSignal.any(signals)), ...late]);
    if (count === "nothing yet") return count;
    reading = undefined;
    return count === null ? null : keyBuffer.slice(0, count);
  } catch (thrown) {
    if (signal?.aborted) return "aborted";
    reading = undefined;
    throw toHostError(thrown, "Cannot read the terminal");
  } finally {
    stopWaiting.abort();
  }
}
