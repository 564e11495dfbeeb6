/**
 * The definition of a task, as `schtasks /query /xml` prints it: the same in every language.
 *
 * @module
 */
import { readXmlTexts } from "../../text/xml_text.ts";

/** What a task's definition tells. Null where it does not. */
export interface TaskDefinition {
  /** The kinds of triggers, as their elements are called, without those that are turned off. */
  readonly triggers: readonly PrintedTrigger[];
  /** Whether the task is turned on. */
  readonly isEnabled: boolean;
  /** The first program that it starts, its arguments as one text, and its folder. */
  readonly command: string | null;
  readonly arguments: string | null;
  readonly folder: string | null;
  /** The account, by security identifier or name. */
  readonly user: string | null;
}

/** A trigger of a task. */
export interface PrintedTrigger {
  /** `TimeTrigger`, `CalendarTrigger`, `LogonTrigger`, `BootTrigger` and others. */
  readonly kind: string;
  /** When it begins, mostly in local time: `2026-11-26T09:00:00`. */
  readonly start: string | null;
  /** How often it repeats, such as `PT5M`. */
  readonly interval: string | null;
  /** `ScheduleByDay`, `ScheduleByWeek` and others, and how many days lie between two starts. */
  readonly schedule: string | null;
  readonly daysInterval: number | null;
}

/**
 * Reads a task's definition; null where the text is none. The declaration names an encoding that is
 * not that of the output, and is ignored. Never throws.
 */
export function parseTaskDefinition(text: string): TaskDefinition | null {
  const texts = readXmlTexts(text);
  const task = texts.find(({ path }) => path.at(-1) === "Task" || path.at(-2) === "Task");
  if (task === undefined) return null;
  const depth = task.path.lastIndexOf("Task") + 1;
  const inTask = texts.map(({ path, text }) => ({ path: path.slice(depth), text }));
  const value = (wanted: string) =>
    inTask.find(({ path }) => path.join("/") === wanted && path.length > 0)?.text || null;
  return {
    triggers: readTriggers(inTask),
    isEnabled: !isFalse(value("Settings/Enabled")),
    command: value("Actions/Exec/Command"),
    arguments: value("Actions/Exec/Arguments"),
    folder: value("Actions/Exec/WorkingDirectory"),
    user: value("Principals/Principal/UserId"),
  };
}

/** A text in XML, with the elements that it is in. */
interface TaskText {
  readonly path: readonly string[];
  readonly text: string;
}

function readTriggers(texts: readonly TaskText[]): PrintedTrigger[] {
  const triggers: Map<string, string>[] = [];
  for (const { path: [part, kind, ...rest], text } of texts) {
    if (part !== "Triggers" || kind === undefined) continue;
    // The element itself comes before what it holds.
    if (rest.length === 0) triggers.push(new Map([["kind", kind]]));
    else triggers.at(-1)?.set(rest.join("/"), text);
  }
  return triggers.filter((values) => !isFalse(values.get("Enabled") ?? null)).map((values) => {
    const schedule = [...values.keys()].find((name) => /^ScheduleBy\w+$/.test(name)) ?? null;
    const days = values.get("ScheduleByDay/DaysInterval");
    return {
      kind: values.get("kind")!,
      start: values.get("StartBoundary") || null,
      interval: values.get("Repetition/Interval") || null,
      schedule,
      daysInterval: days !== undefined && /^\d{1,3}$/.test(days) ? Number(days) : null,
    };
  });
}

/** An XML boolean. */
function isFalse(text: string | null): boolean {
  return text === "false" || text === "0";
}
