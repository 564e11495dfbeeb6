/**
 * `netwho schedule`: lets the system start netwho by itself.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { camelCase, isGiven, type Option } from "../../model/option.ts";
import { didYouMean, suggest } from "../../text/nearest.ts";
import { listInWords } from "../../text/wording.ts";
import { type Command, defineCommand, type Invocation } from "../command.ts";
import { SHAPE_OPTIONS } from "../options/shape_options.ts";
import { TASK_OPTIONS } from "../schedule/task_options.ts";

const CHANGE_OPTIONS = [
  {
    name: "all",
    about: "remove every task of netwho",
    group: "Task",
  },
  {
    name: "dry-run",
    about: "print what would be written and run, and change nothing",
    group: "Task",
  },
] as const satisfies readonly Option[];

const OPTIONS = [...TASK_OPTIONS, ...CHANGE_OPTIONS, ...SHAPE_OPTIONS] as const;

type ScheduleInvocation = Invocation<typeof OPTIONS>;

/** What can be done with tasks, and the options that go with it. */
const ACTIONS = {
  add: [...TASK_OPTIONS.map(({ name }) => name), "dry-run"],
  list: SHAPE_OPTIONS.map(({ name }) => name),
  status: SHAPE_OPTIONS.map(({ name }) => name),
  run: ["dry-run"],
  remove: ["all", "dry-run"],
  exec: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Action = keyof typeof ACTIONS;

/** Those for people: the system alone uses `exec`. */
const SHOWN_ACTIONS = Object.keys(ACTIONS).filter((name) => name !== "exec");

/** What other programs call them. */
const OTHER_WORDS: Readonly<Record<string, Action>> = {
  create: "add",
  new: "add",
  change: "add",
  ls: "list",
  query: "list",
  show: "status",
  info: "status",
  start: "run",
  trigger: "run",
  delete: "remove",
  rm: "remove",
  del: "remove",
  end: "remove",
  stop: "remove",
  disable: "remove",
};

/**
 * Makes the command.
 *
 * @param table returns the table of commands, of which one is scheduled.
 */
export function scheduleCommand(table: () => readonly Command[]): Command {
  return defineCommand({
    name: "schedule",
    summary: "let the system start netwho every few minutes, daily, or at log-on",
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
      about: `what to do: ${listInWords(SHOWN_ACTIONS, "or")}; then the names of tasks`,
      many: true,
      optional: true,
    },
    usage: [
      "netwho schedule add (--every DURATION | --daily TIME | --at-logon) [OPTIONS] -- COMMAND",
      "netwho schedule [list] [OPTIONS]",
      "netwho schedule status [NAME...] [OPTIONS]",
      "netwho schedule run NAME... [--dry-run]",
      "netwho schedule remove (NAME... | --all) [--dry-run]",
    ],
    options: OPTIONS,
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
    run: (invocation) => run(invocation, table()),
  });
}

async function run(invocation: ScheduleInvocation, commands: readonly Command[]): Promise<number> {
  const action = readAction(invocation);
  checkOptions(action, invocation);
  const { addTask, execTask, listTasks, removeTasks, runTasks, showStatus } = await import(
    "../schedule_chunk.ts"
  );
  switch (action) {
    case "add":
      return await addTask(invocation, commands);
    case "list":
      return await listTasks(invocation);
    case "status":
      return await showStatus(invocation);
    case "run":
      return await runTasks(invocation);
    case "remove":
      return await removeTasks(invocation);
    case "exec":
      return await execTask(invocation as unknown as Invocation, commands);
  }
}

function readAction({ positionals, behind }: ScheduleInvocation): Action {
  const [word] = positionals.slice(0, positionals.length - behind.length);
  if (word === undefined && behind.length === 0) return "list";
  if (word !== undefined && Object.hasOwn(ACTIONS, word)) return word as Action;
  const hint = `For example: netwho schedule add --every 5m -- ${behind[0] ?? "log"}`;
  if (word === undefined) {
    throw new UsageError("Cannot tell what to do with the command behind --: add is missing", {
      hint,
    });
  }
  const meant = OTHER_WORDS[word.toLowerCase()];
  const question = meant === undefined ? didYouMean(word, SHOWN_ACTIONS) : suggest(meant);
  throw new UsageError(`Unknown action ${word} for schedule${question}`, {
    hint: question === "" ? `Actions: ${SHOWN_ACTIONS.join(", ")}` : null,
  });
}

/** @throws {UsageError} for an option or an argument that says nothing about the action. */
function checkOptions(
  action: Action,
  { options, positionals, behind }: ScheduleInvocation,
): void {
  const fitting: readonly string[] = ACTIONS[action];
  const useless = OPTIONS.find(({ name }) =>
    isGiven(options[camelCase(name)]) && !fitting.includes(name)
  );
  if (useless !== undefined) {
    const others = Object.entries(ACTIONS)
      .filter(([, names]) => (names as readonly string[]).includes(useless.name))
      .map(([name]) => name);
    throw new UsageError(
      `Cannot use --${useless.name} with schedule ${action}: it goes with ${
        listInWords(others, "and")
      }`,
    );
  }
  if (behind.length > 0 && action !== "add" && action !== "exec") {
    throw new UsageError(
      `Cannot use a command behind -- with schedule ${action}: only add takes one`,
    );
  }
  if (action === "list" && positionals.length > 1) {
    throw new UsageError(`Unexpected argument ${positionals[1]} for schedule list`, {
      hint: `For one task: netwho schedule status ${positionals[1]}`,
    });
  }
}
