/**
 * Reads the command line of `netwho watch`: all of it is checked before the first look.
 *
 * @module
 */
import { readSnapshot, readWhole } from "../capture/snapshot.ts";
import { UsageError } from "../errors.ts";
import { turnTaker } from "../host/turns.ts";
import { historyPath } from "../history/history_path.ts";
import { rememberedServices } from "../live/remembered_services.ts";
import { INTERVALS, type WatchPlan } from "../live/watch_plan.ts";
import { CONNECTION_FIELDS } from "../model/connection.ts";
import { camelCase, isGiven, type OptionsOf, type OptionValue } from "../model/option.ts";
import { readFilterText } from "../rows/choose/filter_text.ts";
import { type Filter, filtersFor } from "../rows/choose/filters.ts";
import { buildSelection, type FilterGroup, type Selection } from "../rows/choose/selection.ts";
import { readDuration } from "../text/durations.ts";
import type { Invocation } from "./command.ts";
import { readLength } from "./options/duration_options.ts";
import { readLookups } from "./options/lookup_options.ts";
import { parseReadOptions } from "./options/reading_options.ts";
import type { WATCH_OPTIONS } from "./options/watch_options.ts";

/** One use of the command. */
export type WatchInvocation = Invocation<typeof WATCH_OPTIONS>;

type Given = OptionsOf<typeof WATCH_OPTIONS>;

/**
 * Reads the command line, and opens the history that it asks for.
 *
 * @throws {UsageError} for what cannot be done.
 * @throws {CaptureError} if the history cannot be used.
 */
export async function readWatchPlan(
  invocation: WatchInvocation,
  { isScreen }: { readonly isScreen: boolean },
): Promise<WatchPlan> {
  const { host, options, positionals, signal } = invocation;
  const { count, duration, timeout, replay, log, db } = options;
  if (log && db === null && replay !== null) {
    throw new UsageError("Cannot use --log with --replay: your own history is not used then", {
      hint: "Give a file: --db FILE",
    });
  }
  const selection = buildSelection(options);
  // Here --timeout is for --until: tools and look-ups have their usual ones.
  const reading = { options: { ...options, timeout: null }, host, signal };
  const wanted = parseReadOptions(reading);
  const awaited = readUntil(options, selection);
  const until: WatchPlan["until"] = awaited && (({ connection }) => awaited.matches(connection));
  const plan = {
    every: positionals.length === 0 ? null : readInterval(positionals[0]!),
    count,
    lasts: duration === null ? null : readLength(duration, { option: "duration" }),
    until,
    patience: timeout === null ? null : timeout * 1000,
    selection,
    doubted: awaited === null || selection.groups.some(mayNotKnow) ? selection : awaited,
    // On the screen a key can look up names and owners at any time.
    lookups: readLookups(reading, { switches: isScreen ? [] : ["resolve", "owner"] }),
    look: lookerAt(invocation, wanted),
    isReplayed: replay !== null,
    isReset: options.reset,
    color: options.color,
  };
  return { ...plan, ...await openLog(invocation) };
}

/** Makes the function that looks at the computer. */
function lookerAt(
  { host, own }: Pick<WatchInvocation, "host" | "own">,
  wanted: ReturnType<typeof parseReadOptions>,
): WatchPlan["look"] {
  const machine = { ...host, socketServices: rememberedServices(host, own) };
  const options = {
    ...wanted,
    sockets: true,
    processes: "owners",
    commandLines: false,
    directions: true,
    oneList: true,
    hasWayAround: false,
    turn: turnTaker(own),
  } as const;
  return async (diagnostics, signal) => {
    const snapshot = await readSnapshot(machine, { ...options, signal }, diagnostics);
    const whole = await readWhole(snapshot);
    // Nothing where nothing could be read is no state of a computer.
    diagnostics.requireRows(whole.connections.length);
    return whole;
  };
}

/** @throws {UsageError} unless it is a number of seconds that makes sense. */
function readInterval(text: string): number {
  const seconds = /^(?:\d+\.?\d*|\.\d+)$/.test(text) ? Number(text) : NaN;
  const { least, most } = INTERVALS;
  if (Number.isNaN(seconds)) {
    throw new UsageError(`Cannot use ${text} for SECONDS: it must be a number, such as 2 or 0.5`, {
      hint: hintFor(text),
    });
  }
  if (seconds * 1000 < least) {
    throw new UsageError(
      `Cannot look every ${text} s: the shortest interval is ${
        least / 1000
      } s, as each look runs tools`,
    );
  }
  if (seconds * 1000 > most) {
    throw new UsageError(
      `Cannot look every ${text} s: the longest interval is a day, ${most / 1000}`,
      {
        hint: "For a look now and then: netwho schedule add --every 1d -- log",
      },
    );
  }
  return Math.round(seconds * 1000);
}

/** What may have been meant by a word that is no number. */
function hintFor(text: string): string {
  const length = readDuration(text.replace(/(?<=\d)sec(?:onds?)?$/i, "s"));
  if (length !== null) return `In seconds, without a unit: netwho watch ${length / 1000}`;
  if (/^\d+,\d+$/.test(text)) return `With a point: netwho watch ${text.replace(",", ".")}`;
  const port = /^:(\d+)$/.exec(text)?.[1];
  if (port !== undefined) return `For a port: netwho watch --port ${port}`;
  if (/^[\da-f]*[.:][\da-f.:]*[.:][\da-f.:/]*$/i.test(text)) {
    return `For an address: netwho watch --address ${text}`;
  }
  return /^[\w.*?-]+$/.test(text) && /[a-z]/i.test(text) && Number.isNaN(Number(text))
    ? `For a program: netwho watch --process ${text}`
    : "SECONDS is how often to look; filters are options, as in: netwho watch --process chrome";
}

/** What is waited for: a connection that the filters choose, and this one too. */
function readUntil(options: Given, selection: Selection): Selection | null {
  const { until } = options;
  if (until === null) return null;
  const wanted = readFilterText(until, { fields: CONNECTION_FIELDS });
  if (!wanted.isActive) {
    throw new UsageError("Cannot use --until: the filter is empty", {
      hint: 'Say what to wait for, as in: --until "listening port 8080"',
    });
  }
  checkLookedUp(wanted.fields, options);
  return {
    ...selection,
    active: true,
    groups: [...selection.groups, ...wanted.groups],
    matches: (row) => wanted.matches(row) && selection.matches(row),
  };
}

/** Whether filters may judge a row without knowing all that they ask for. */
function mayNotKnow({ readsOwner, unknown }: FilterGroup): boolean {
  return readsOwner || unknown !== null;
}

/** @throws {UsageError} if a filter compares fields that nothing looks up: it would wait for ever. */
function checkLookedUp(
  compared: readonly string[],
  options: Readonly<Record<string, OptionValue | undefined>>,
): void {
  const filters: readonly Filter[] = filtersFor(CONNECTION_FIELDS);
  for (const { name, fields, effect: { needs = [], because } = {} } of filters) {
    if (needs.length === 0 || !fields.some((field) => compared.includes(field))) continue;
    if (needs.some((need) => isGiven(options[camelCase(need)]))) continue;
    throw new UsageError(`Cannot wait for ${name} without --${needs[0]}: ${because}`);
  }
}

/**
 * Opens the history and makes the function that adds looks to it.
 *
 * @throws {CaptureError} if it cannot be used.
 */
async function openLog(
  { host, options, signal }: Pick<WatchInvocation, "host" | "options" | "signal">,
): Promise<Pick<WatchPlan, "log"> & Disposable> {
  if (!options.log) return { log: () => Promise.resolve(), [Symbol.dispose]() {} };
  // Loaded by --log alone (ADR 5).
  const { KeptHistory } = await import("../history/kept_history.ts");
  const history = new KeptHistory(host, {
    path: historyPath(host, options.db),
    keep: "remembered",
  });
  const close = () => history.close();
  // Also when the program is ended by a signal, which does not unwind.
  signal.addEventListener("abort", close, { once: true });
  await history.open();
  return {
    log: async (snapshot) => void await history.add(snapshot),
    [Symbol.dispose]() {
      signal.removeEventListener("abort", close);
      close();
    },
  };
}
