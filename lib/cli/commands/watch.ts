/**
 * `netwho watch`: connections as they come and go.
 *
 * @module
 */
import { defineCommand } from "../command.ts";
import { WATCH_OPTIONS } from "../options/watch_options.ts";

/** The command that watches. */
export const watch = defineCommand({
  name: "watch",
  summary: "watch connections come and go: a screen on a terminal, changes in a pipe",
  details:
    "On a terminal a full screen: new connections green with +, closed ones red with - for two looks, " +
    "those in another state yellow with ~. The last line names the keys; ? shows all of them.\n\n" +
    "In a pipe, or with --format or --fields, one change a line, as soon as it is seen: opened, closed, " +
    "or changed (another state). It begins with the connections that are there, as opened. A " +
    "connection keeps the program that it had when it goes to TIME_WAIT. A change is written if the " +
    "filters choose the connection before or after it. What is wrong with a look is told on " +
    "standard error, and the next one is made all the same; the exit code at the end is then 3.\n\n" +
    "--until ends it with exit code 0 as soon as a connection matches, also at the first look; if " +
    "--timeout, --duration or --count ends it before, the exit code is 1.",
  positionals: {
    name: "SECONDS",
    about: "how often to look: from 0.5 to 86400; default: 2",
    optional: true,
  },
  options: WATCH_OPTIONS,
  examples: [
    ["netwho watch", "the screen"],
    ["netwho watch 5 --public", "connections to the Internet, every five seconds"],
    ["netwho watch 1 --process game.exe --duration 10m", "one program, for ten minutes"],
    ['netwho watch --until "listening port 8080" --timeout 60', "wait for a server to start"],
    [
      "netwho watch --format ndjson | ForEach-Object { $_ | ConvertFrom-Json }",
      "changes as objects in PowerShell",
    ],
  ],
  run: async (invocation) => {
    const { runWatch } = await import("../run_watch.ts");
    return await runWatch(invocation);
  },
});
