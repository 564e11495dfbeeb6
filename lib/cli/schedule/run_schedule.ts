/**
 * What can be done with tasks, and the options that go with each action.
 *
 * @module
 */
import { UsageError } from "../../errors.ts";
import { camelCase, isGiven } from "../../model/option.ts";
import { didYouMean, suggest } from "../../text/nearest.ts";
import { listInWords } from "../../text/wording.ts";
import type { Command, Invocation } from "../command.ts";
import {
  SCHEDULE_ACTIONS,
  SCHEDULE_OPTIONS,
  TASK_OPTIONS,
  TASK_SHAPE_OPTIONS,
} from "../options/schedule_options.ts";
import { addTask, removeTasks, runTasks } from "./change_tasks.ts";
import { execTask } from "./exec_task.ts";
import { listTasks, showStatus } from "./list_tasks.ts";

type ScheduleInvocation = Invocation<typeof SCHEDULE_OPTIONS>;

/** What can be done with tasks, and the options that go with it. */
const ACTIONS = {
  add: [...TASK_OPTIONS.map(({ name }) => name), "dry-run", "format"],
  list: TASK_SHAPE_OPTIONS.map(({ name }) => name),
  status: TASK_SHAPE_OPTIONS.map(({ name }) => name),
  run: ["dry-run"],
  remove: ["all", "dry-run", "format"],
  exec: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

type Action = keyof typeof ACTIONS;

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

/** Does what the first argument says. */
export async function runSchedule(
  invocation: ScheduleInvocation,
  commands: readonly Command[],
): Promise<number> {
  const action = readAction(invocation);
  checkOptions(action, invocation);
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
  const question = meant === undefined ? didYouMean(word, SCHEDULE_ACTIONS) : suggest(meant);
  throw new UsageError(`Unknown action ${word} for schedule${question}`, {
    hint: question === "" ? `Actions: ${SCHEDULE_ACTIONS.join(", ")}` : null,
  });
}

/** @throws {UsageError} for an option or an argument that says nothing about the action. */
function checkOptions(
  action: Action,
  { options, positionals, behind }: ScheduleInvocation,
): void {
  const fitting: readonly string[] = ACTIONS[action];
  const useless = SCHEDULE_OPTIONS.find(({ name }) =>
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
  if (action === "add" || action === "remove") {
    checkChangeFormat(action, options.format);
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

/** Tasks that are changed have rows for scripts alone: in front of -- a table's format is a slip. */
function checkChangeFormat(action: "add" | "remove", format: string | null): void {
  if (format === null || format === "ndjson") return;
  throw new UsageError(
    `Cannot use --format ${format} with schedule ${action}: it has ndjson alone`,
    {
      hint: action === "add"
        ? "The format of the command that is scheduled goes behind --"
        : "Without --format netwho says in words what it removed",
    },
  );
}
