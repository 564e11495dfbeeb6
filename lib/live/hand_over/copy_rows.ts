/**
 * Copies rows of the watch screen as JSON.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { formatRows } from "../../output/format_rows.ts";
import { json } from "../../output/json.ts";
import { sizeInWords } from "../../text/size_in_words.ts";
import { countOf } from "../../text/wording.ts";
import type { LiveRow } from "../live_row.ts";
import { type ClipboardHost, copyText, LONGEST_COPY } from "./clipboard.ts";

/** What to tell of something that was handed over. */
export interface HandedOver {
  readonly text: string;
  readonly isFailure: boolean;
}

/**
 * Copies the connections of rows, as `netwho connections --format json` writes them.
 *
 * @param host the computer that netwho runs on, also while a recording is played.
 */
export async function copyRows(
  host: ClipboardHost,
  rows: readonly LiveRow[],
): Promise<HandedOver> {
  if (rows.length === 0) return { text: "Cannot copy: no connection is selected", isFailure: true };
  const connections = rows.map(({ connection }) => connection);
  const text = formatRows(connections, json, { fields: CONNECTION_FIELDS });
  const what = countOf(rows.length, "connection");
  const { byProgram, byTerminal } = await copyText(host, text);
  if (byProgram) return { text: `Copied ${what} as JSON`, isFailure: false };
  if (byTerminal) {
    return { text: `Copied ${what} as JSON${conditionOf(host)}`, isFailure: false };
  }
  const size = sizeInWords(new TextEncoder().encode(text).length);
  return {
    text: `Cannot copy ${what}: ${size} are more than terminals take ` +
      `(${sizeInWords(LONGEST_COPY)}); E saves all in a file`,
    isFailure: true,
  };
}

/** Terminals do not say whether they copied. */
function conditionOf({ env }: ClipboardHost): string {
  return env("TMUX") === undefined
    ? ", if the terminal allows it (OSC 52)"
    : ", if tmux allows it (set -g set-clipboard on)";
}
