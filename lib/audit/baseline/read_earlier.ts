/**
 * Reads from the history what was there before the last day: with `netwho log` at work, what came this
 * minute is in it too.
 *
 * @module
 */
import type { Diagnostics } from "../../capture/diagnostics.ts";
import { historyError } from "../../history/history_errors.ts";
import { historyPath } from "../../history/history_path.ts";
import { isoTime, Looks } from "../../history/looks.ts";
import { openHistory } from "../../history/open_history.ts";
import { readFlows } from "../../history/read_flows.ts";
import type { Host } from "../../host/host.ts";
import { lengthInWords, localTime } from "../../text/local_time.ts";
import { buildView } from "../engine/build_view.ts";
import type { BaselineSide } from "./baseline.ts";

const DAY = 86_400_000;

/**
 * Reads the connections that were there before the last day, one for each program and peer.
 *
 * @param path the history; null for the one in the user's data folder.
 * @throws {CaptureError} if it cannot be read.
 */
export async function readEarlier(
  host: Host,
  path: string | null,
  { computer, now, diagnostics }: {
    computer: string | null;
    now: number;
    diagnostics: Diagnostics;
  },
): Promise<BaselineSide> {
  const label = path ?? "the history";
  using history = await openHistory(host, historyPath(host, path), { readOnly: true });
  try {
    history.database.execute("BEGIN");
    const looks = new Looks(history.database);
    const until = now - DAY;
    const rows = readFlows(history.database, looks, { until })
      .filter((row) => computer === null || row.computer === null || row.computer === computer);
    diagnostics.limit(...ageRemarks(looks, { label, until, now, computer }));
    const unseen = { hiddenBy: "notSaved", processes: 0, unreadable: 0, refused: 0 } as const;
    return {
      label,
      computer: null,
      isWhole: true,
      elevated: null,
      isPartial: false,
      view: buildView({
        observedAt: isoTime(until),
        computer: null,
        isSaved: true,
        processes: null,
        unseen,
        connections: rows,
      }),
    };
  } catch (error) {
    throw historyError(error, history.path, "read");
  }
}

/** Says where a history cannot tell what was there before the last day. */
function ageRemarks(
  { computers }: Looks,
  { label, until, now, computer }: {
    label: string;
    until: number;
    now: number;
    computer: string | null;
  },
): string[] {
  const own = computers.filter(({ name }) => computer === null || name === computer);
  if (own.length === 0) {
    const whose = computer === null ? "" : ` at ${computer}`;
    return [`nobody looked${whose} for ${label}: all that is found counts as new`];
  }
  const first = Math.min(...own.map(({ first }) => first.at));
  if (first <= until) return [];
  return [
    `${label} begins at ${localTime(first)}, ${lengthInWords(now - first)} ago: as a baseline it ` +
    "stands for what was there a day ago and before, so that all that is found counts as new",
  ];
}
