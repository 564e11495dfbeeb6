/**
 * `netwho history`: what was seen, asked of the history that `netwho log` fills.
 *
 * @module
 */
import { defineCommand } from "../command.ts";
import { HISTORY_OPTIONS } from "../options/history_options.ts";

/** The command that asks the history. */
export const history = defineCommand({
  name: "history",
  summary: "earlier connections, from the history that netwho log keeps",
  details:
    "A row is an episode: a connection that was there at each look of netwho log from firstSeen to " +
    "lastSeen, timesSeen in all; closedBefore is the first look without it. The other fields are those " +
    "of netwho connections, as they were seen last. What was recorded last comes first.\n\n" +
    "What came and went between two looks is not in the history, and its times are no more exact " +
    "than the looks are close; createdAt is exact (Windows). On a terminal a line says how often " +
    "anybody looked, and when nobody did.\n\n" +
    "--at gives rows of netwho connections, and says so if the look is far from the moment. --changes " +
    "gives what was opened and closed, at the look that showed it, but not what went from one state to another. " +
    "--timeline gives the number of a program's connections in each part of the span; null is a part " +
    "in which nobody looked.\n\n" +
    "--first-seen knows a program by its path, else by its name, and a peer by its program, address " +
    "and port. historySince in each row, and a line on a terminal, say how far back the history " +
    "goes.\n\n" +
    "--beacons: what waits for orders calls home by the clock, and so do checks for updates, mail and " +
    "monitoring. The rating is high from 0.9, medium from 0.7, which whatever goes on all day reaches; " +
    "where the looks are too rare for a score there is none, and the note says so. Fewer than four " +
    "different times cannot be judged. Filters choose among the rows. docs/beacons.md has the " +
    "formula.\n\n" +
    "Times of day are local; a time that is still to come today is yesterday's. --resolve and " +
    "--owner ask about the written rows, today: an address can have had another name or owner " +
    "then.\n\n" +
    "Begin a history with netwho log, or let the system do it: netwho schedule add --every 5m -- log.",
  options: HISTORY_OPTIONS,
  examples: [
    ["netwho history", "what was connected in the last 24 hours"],
    [
      "netwho history --since yesterday --public",
      "what connected to the Internet during the night",
    ],
    ["netwho history --since 22:00 --until 06:00 --inbound", "who connected to this computer then"],
    ["netwho history --at 03:00", "the connections at three o'clock"],
    ["netwho history --first-seen --since 7d", "programs, listeners and peers new this week"],
    ["netwho history --changes --since 1h --process chrome", "what a browser opened and closed"],
    ["netwho history --timeline --since today", "when each program had connections"],
    ["netwho history --beacons --public", "programs that call home by the clock"],
    [
      "netwho history --since 30d --outbound --owner --count-by process,remoteOwner",
      "with whom programs of this computer talked, for an audit",
    ],
    ["netwho history --pid 4711 --since 7d", "which program had a process ID that is gone"],
    [
      "netwho history --since 2026-11-25 --until 2026-11-25 --format csv --out day.csv",
      "a whole day, as CSV",
    ],
    [
      "(netwho history --format json | ConvertFrom-Json) | Where-Object timesSeen -gt 100",
      "objects in PowerShell",
    ],
  ],
  run: async (invocation) => {
    const { askHistory } = await import("../ask_history.ts");
    return await askHistory(invocation);
  },
});
