/**
 * `netwho schedule`: lets the system start netwho by itself.
 *
 * @module
 */
import { listInWords } from "../../text/wording.ts";
import { type Command, defineCommand } from "../command.ts";
import { SCHEDULE_ACTIONS, SCHEDULE_OPTIONS } from "../options/schedule_options.ts";

/**
 * Makes the command.
 *
 * @param table returns the table of commands, of which one is scheduled.
 */
export function scheduleCommand(table: () => readonly Command[]): Command {
  return defineCommand({
    name: "schedule",
    summary: "let the system start netwho by itself, again and again or at log-on",
    details:
      "add makes a task of the system's own scheduler, Task Scheduler on Windows (under \\netwho\\) " +
      "and systemd on Linux; without systemd it says so. The command line of netwho stands behind " +
      "-- and is checked before anything is scheduled. Relative paths in it go by the folder in " +
      "which the task was added. Adding a task of the same name again replaces it.\n\n" +
      "A task runs without a window, also on battery, never twice at once, and without a time limit " +
      "if it keeps running. As you, it runs with your rights: with --elevated it also sees the " +
      "programs of other accounts.\n\n" +
      "list shows every task of netwho, also without any word after schedule; status shows how each " +
      "went, with the end of its log, and ends with exit code 3 if a named task is not there. run " +
      "starts tasks now. remove ends tasks and takes them away, but not their logs.\n\n" +
      "What a task prints goes to its log, NAME.log in the folder logs of netwho's data folder. At " +
      "1 MB it becomes NAME.log.1; three old ones are kept. The scheduler itself starts netwho " +
      "schedule exec NAME -- COMMAND, which does this. Tasks are neither recorded nor replayed.",
    positionals: {
      name: "ACTION",
      about: `what to do: ${listInWords(SCHEDULE_ACTIONS, "or")}; then the names of tasks`,
      many: true,
      optional: true,
    },
    usage: [
      "netwho schedule add --every DURATION [OPTIONS] -- COMMAND",
      "netwho schedule add --daily TIME [OPTIONS] -- COMMAND",
      "netwho schedule add --at-logon [OPTIONS] -- COMMAND",
      "netwho schedule [list] [OPTIONS]",
      "netwho schedule status [NAME...] [OPTIONS]",
      "netwho schedule run NAME... [--dry-run]",
      "netwho schedule remove (NAME... | --all) [--dry-run]",
    ],
    options: SCHEDULE_OPTIONS,
    lacks: {
      record: "what is scheduled is not recorded",
      replay: "a recording holds no tasks, and cannot be given any",
    },
    examples: [
      ["netwho schedule add --every 5m -- log", "keep a history of this computer"],
      [
        "netwho schedule add --at-logon -- log --every 10s",
        "a finer one, of a netwho that keeps running",
      ],
      [
        "netwho schedule add --daily 09:00 --name morning -- snapshot --out C:\\logs\\morning.json",
        "a file every morning, to compare with",
      ],
      [
        "netwho schedule add --every 5m --elevated --dry-run -- log",
        "what would be changed, with the rights to see everything",
      ],
      ["netwho schedule status", "how the tasks went, and when they start next"],
      ["netwho schedule run log", "start one now"],
      ["netwho schedule remove log", "take it away"],
    ],
    run: async (invocation) => {
      const { runSchedule } = await import("../schedule_chunk.ts");
      return await runSchedule(invocation, table());
    },
  });
}
