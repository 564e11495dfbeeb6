/**
 * What people see of `netwho log`: a line for each look, at once.
 *
 * @module
 */
import type { LoggedRun } from "../model/logged_run.ts";
import type { Format } from "../output/format.ts";
import { durationText } from "../text/durations.ts";
import { wholeSeconds } from "../text/local_time.ts";
import { sanitize, wrap } from "../text/terminal_text.ts";
import { countOf, joinPresent } from "../text/wording.ts";

/** What a report says around the looks. */
export interface LogReportOptions {
  /** The file of the history. */
  readonly path: string;
  /** Milliseconds from one look to the next; null for a single one. */
  readonly every: number | null;
  /** Milliseconds after which it ends; null for no end. */
  readonly lasts: number | null;
  /** Whether the looks were saved, so that they may be at any computer. */
  readonly isSaved: boolean;
}

/** Makes the format `text`, which writes each look as soon as it was added. */
export function logReport({ path, every, lasts, isSaved }: LogReportOptions): Format {
  return {
    name: "text",
    summary: "a line for each look, for people",
    extensions: ["txt"],
    appendable: false,
    isAscii: false,
    open(_fields, { columns }) {
      const end = lasts === null ? "" : ` for ${durationText(lasts)}`;
      const lines = (text: string) => `${wrap(sanitize(text), columns ?? Infinity).join("\n")}\n`;
      return {
        begin: () =>
          every === null
            ? ""
            : lines(`Adding to ${path} every ${durationText(every)}${end}; Ctrl+C ends it`),
        rows: (rows) =>
          rows.map((row) => lines(lookLine(row as LoggedRun, { namesComputer: isSaved }))).join(""),
        end: () => every === null ? lines(`Added to ${path}`) : "",
      };
    },
  };
}

/** A look in one line: `2026-11-25T09:00:00Z  212 connections: 3 opened, 2 closed`. */
function lookLine(
  { observedAt, computer, connections, opened, closed, changed, missed, note }: LoggedRun,
  { namesComputer }: { namesComputer: boolean },
): string {
  const at = wholeSeconds(observedAt);
  const where = namesComputer ? `  ${computer ?? "unknown computer"}` : "";
  const changes = [
    ...opened > 0 ? [`${opened} opened`] : [],
    ...closed > 0 ? [`${closed} closed`] : [],
    ...changed > 0 ? [`${changed} changed`] : [],
  ].join(", ") || "no change";
  // The note begins with why looks were missed.
  const missedLooks = missed > 0 ? `${countOf(missed, "look")} missed` : null;
  const remark = joinPresent([missedLooks, note], ": ");
  const line = `${at}${where}  ${countOf(connections, "connection")}: ${changes}`;
  return joinPresent([line, remark], "; ")!;
}
