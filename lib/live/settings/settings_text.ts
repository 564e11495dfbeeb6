/**
 * The settings of the screen as text: what `watch.json` holds, and what is believed of it.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { readFilterText } from "../../rows/choose/filter_text.ts";
import { type Fields, isObject, parseJson } from "../../text/untrusted_json.ts";
import { listInWords } from "../../text/wording.ts";
import { SORT_COLUMNS } from "../screen/sort_columns.ts";
import { DEFAULT_SETTINGS, type WatchSettings } from "../screen/watch_state.ts";
import { INTERVALS } from "../watch_plan.ts";

/** What a file holds. */
export interface ReadSettings {
  /** The settings; the usual ones in place of what is missing or wrong. */
  readonly settings: WatchSettings;
  /** What is wrong with it; null where nothing is. */
  readonly problem: string | null;
}

/** The size in bytes above which a file is not one of ours. */
const LARGEST = 64 * 1024;

/** The longest filter that is believed. */
const LONGEST_FILTER = 1_000;

/** Reads what a file holds. */
export function readSettingsText(bytes: Uint8Array): ReadSettings {
  const fields = fieldsIn(bytes);
  if (typeof fields === "string") return { settings: DEFAULT_SETTINGS, problem: fields };
  const names = Object.keys(CHECKS) as (keyof WatchSettings)[];
  const wrong = names.filter((name) => Object.hasOwn(fields, name) && !CHECKS[name](fields[name]));
  const right = names.filter((name) => Object.hasOwn(fields, name) && !wrong.includes(name));
  return {
    settings: {
      ...DEFAULT_SETTINGS,
      ...Object.fromEntries(right.map((name) => [name, fields[name]])),
    },
    problem: wrong.length === 0
      ? null
      : `${listInWords(wrong)} ${wrong.length === 1 ? "is" : "are"} not as netwho writes ` +
        `${wrong.length === 1 ? "it" : "them"}`,
  };
}

/**
 * Writes settings over what a file holds. Keeps what it does not know, which a later netwho may have
 * written, and what the file has that is as before.
 *
 * @param before the settings that this run read or wrote last; null where all are to be written.
 */
export function writeSettingsText(
  held: Uint8Array,
  { settings, before }: { settings: WatchSettings; before: WatchSettings | null },
): Uint8Array {
  const fields = fieldsIn(held);
  const old = typeof fields === "string" ? {} : fields;
  const names = Object.keys(CHECKS) as (keyof WatchSettings)[];
  const own = names.map((name) => {
    const isUntouched = before !== null && isSame(before[name], settings[name]) &&
      Object.hasOwn(old, name) && CHECKS[name](old[name]);
    return [name, isUntouched ? old[name] : settings[name]] as const;
  });
  const text = JSON.stringify({ ...old, ...Object.fromEntries(own) }, null, 2);
  return new TextEncoder().encode(`${text}\n`);
}

/** Whether two settings are the same. */
export function areSameSettings(one: WatchSettings, other: WatchSettings): boolean {
  const names = Object.keys(CHECKS) as (keyof WatchSettings)[];
  return names.every((name) => isSame(one[name], other[name]));
}

/** The members of the object in a file, or why there is none. */
function fieldsIn(bytes: Uint8Array): Fields | string {
  if (bytes.length === 0) return {};
  if (bytes.length > LARGEST) return "it is far longer than settings are";
  // PowerShell and the Windows editor write a byte order mark, which TextDecoder takes away.
  const value = parseJson(bytes);
  if (value === undefined) return "it is not JSON";
  return isObject(value) ? value : "an object was wanted, { }";
}

const ONLY: ReadonlySet<unknown> = new Set<WatchSettings["only"][number]>(
  ["established", "listening", "tcp", "udp", "inbound", "outbound"],
);

/** Whether a value is one that netwho could have written. */
const CHECKS: Readonly<Record<keyof WatchSettings, (value: unknown) => boolean>> = {
  sort: (value) => value === null || SORT_COLUMNS.some(({ name }) => name === value),
  isReversed: isSwitch,
  filter: (value) => typeof value === "string" && value.length <= LONGEST_FILTER && isFilter(value),
  only: (value) =>
    Array.isArray(value) && value.every((word) => ONLY.has(word)) &&
    new Set(value).size === value.length,
  showsLoopback: isSwitch,
  keepsClosed: isSwitch,
  isGrouped: isSwitch,
  showsNames: isSwitch,
  showsOwners: isSwitch,
  showsAudit: isSwitch,
  every: (value) =>
    typeof value === "number" && Number.isInteger(value) && value >= INTERVALS.least &&
    value <= INTERVALS.most,
};

function isSwitch(value: unknown): boolean {
  return typeof value === "boolean";
}

function isFilter(text: string): boolean {
  // deno-lint-ignore no-control-regex -- nobody types them
  if (/[\x00-\x1f\x7f-\x9f]/.test(text)) return false;
  try {
    readFilterText(text, { fields: CONNECTION_FIELDS });
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
