/**
 * `netwho kill`: ends processes.
 *
 * @module
 */
import { defineCommand } from "../command.ts";
import { KILL_OPTIONS } from "../options/action_options.ts";

/** The command that ends processes. */
export const kill = defineCommand({
  name: "kill",
  summary: "end a process: by its ID, by a port that it uses, or by name",
  details:
    "A number is a process ID. A port means the processes that have it on this computer, be it to " +
    "listen or for a connection: :443 is a web server here, not the browsers that talk to one. A name " +
    "is a program's, with or without .exe. 4711@TIME is the process 4711 that started then, as startedAt " +
    "of the rows says, and no other one that has its ID by now. For connections to an address: netwho close --remote.\n\n" +
    "On a terminal netwho shows each process with its path, user, start, parent, services and " +
    "sockets, and asks once for all. Elsewhere it needs --yes; --dry-run shows the plan and changes " +
    "nothing. Each process is compared once more with what was seen, by its start time and path, right " +
    "before it is ended: another one that has its ID by then is left alone.\n\n" +
    "A process is asked to end: on Windows its windows are told to close, on Linux it gets SIGTERM. " +
    "If it still runs after --wait seconds, netwho says so, and --force ends it. With --tree parents " +
    "are ended before what they started.\n\n" +
    "Not ended are netwho itself and what it was started from, the processes without which Windows " +
    "stops (by name and place: a csrss.exe in a temporary folder is none of them), the first process " +
    "of Linux and of a container in use, parts of the kernel, and processes whose start time cannot " +
    "be seen.\n\n" +
    "There is a row for each process: ended, gone (it had ended already, or nothing matched), refused " +
    "or failed, with the reason. Refused and failed give exit code 3; the others are ended all the " +
    "same. A no to the question, or Ctrl+C, gives 130.",
  positionals: {
    name: "TARGET",
    about:
      "a process ID (4711, or 4711@TIME with its start), a port of this computer (:8080), or a " +
      "program (chrome, game*)",
    many: true,
  },
  options: KILL_OPTIONS,
  examples: [
    ["netwho kill 4711", "end a process, after a question"],
    ["netwho kill :8080 --dry-run", "what would be ended to free a port"],
    ["netwho kill game.exe --tree --yes", "a program with all that it started, without a question"],
    ["netwho kill game --force --wait 10", "a program that does not end by itself"],
    [
      "netwho kill 4711 --yes --format json | ConvertFrom-Json",
      "what came of it, as an object in PowerShell",
    ],
  ],
  run: async (invocation) => {
    const { runKill } = await import("../run_kill.ts");
    return await runKill(invocation);
  },
});
