/**
 * `netwho log`: adds what is seen to the history.
 *
 * @module
 */
import { defineCommand } from "../command.ts";
import { LOG_OPTIONS } from "../options/log_options.ts";

/** The command that adds to the history. */
export const log = defineCommand({
  name: "log",
  summary: "add the connections of this moment to the history",
  details:
    "Looks once, or again and again with --every, and keeps what it saw in a database: one row for " +
    "the time that a connection was there, however often it was seen. Each look that is printed is on " +
    "the disk: killing netwho or losing power does not undo it.\n\n" +
    "A connection that opens and closes between two looks is not seen, unless it leaves a TIME_WAIT " +
    "behind: these are kept too, though they do not name their program. To catch what lives for " +
    "seconds, look every few seconds: netwho log --every 10s. For a general history, let the system " +
    "start netwho log: netwho schedule add --every 5m -- log.\n\n" +
    "With --every, looks keep to the time of the first one. One that takes too long makes the next " +
    "ones fall out, never pile up; missed counts them, also those during which the computer slept. A " +
    "look that fails is told on standard error, and the next one is made all the same; the exit code " +
    "at the end is then 3. Several netwho log may add to the same history at once.\n\n" +
    "The history is a file in your data folder, for you alone: it shows with whom the programs of " +
    "this computer talked. It never leaves this computer. What is older than --keep is deleted; the " +
    "history remembers it for the looks that do not give it. To delete all of it, delete the file; " +
    "netwho doctor says where it is.",
  options: LOG_OPTIONS,
  examples: [
    ["netwho log", "look once"],
    ["netwho log --every 10s", "look every ten seconds until Ctrl+C"],
    ["netwho log --every 2s --for 8h --db C:\\case\\pc7.db", "watch closely for a working day"],
    ["netwho log --resolve --keep 1w", "with the names of the peers, for a week only"],
    ["netwho log --from pc7.json --db pc7.db", "add a snapshot of another computer"],
    [
      "netwho log --every 1m | ForEach-Object { ($_ | ConvertFrom-Json).opened }",
      "follow it in PowerShell",
    ],
  ],
  run: async (invocation) => {
    const { runLog } = await import("../run_log.ts");
    return await runLog(invocation);
  },
});
