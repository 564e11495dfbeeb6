/**
 * Windows' Task Scheduler, through schtasks. Netwho's tasks are in its folder `\netwho`; a task there
 * that netwho did not make, and every other task, is left alone.
 *
 * @module
 */
import { runTool, toolEncoding, toolFailure } from "../../capture/run_tool.ts";
import { CaptureError, ParseError } from "../../errors.ts";
import type { Capture, Host, HostError } from "../../host/host.ts";
import { describeRefusal } from "../../host/refusals.ts";
import { system32File } from "../../host/windows/system32.ts";
import type { TaskRow } from "../../model/task.ts";
import { decodeBytes, type DecodeOptions } from "../../text/decode.ts";
import {
  parseSchtasks,
  type PrintedTask,
  SCHTASKS_ARGUMENTS,
} from "../../tools/schtasks/parse_schtasks.ts";
import { printedTimeReader } from "../../tools/schtasks/printed_times.ts";
import { parseTaskDefinition } from "../../tools/schtasks/task_definition.ts";
import { carryOut, type RunStep, TOOL_MILLISECONDS } from "../carry_out.ts";
import {
  type Launch,
  notThere,
  type Plan,
  type Scheduler,
  type Task,
  TASK_NAME,
} from "../scheduler.ts";
import { readTaskName } from "../task_names.ts";
import { nameInFolder, pathInFolder } from "./task_folder.ts";
import { notesOn } from "./task_notes.ts";
import { commandOf, toTaskRow } from "./task_rows.ts";
import { writeTaskXml } from "./task_xml.ts";

/** The Task Scheduler of the host, which must be a Windows. */
export function windowsScheduler(host: Host, launch: Launch): Scheduler {
  const windows = { host, encoding: toolEncoding(host) };
  return {
    planAdd: (task) => planAdd(task, windows, launch),
    planRun: (name) => planCall(name, windows, { verb: "start", args: SCHTASKS_ARGUMENTS.run }),
    planRemove: (name) =>
      planCall(name, windows, { verb: "remove", args: SCHTASKS_ARGUMENTS.delete }),
    carryOut: (plan) =>
      carryOut(plan, host, {
        explain: (step, capture) => refused(step, capture, windows),
        explainMissing,
      }),
    list: () => listTasks(windows),
    unseen: () => unseenTasks(host),
  };
}

/** The machine, and how its tools' output is decoded. */
interface Windows {
  readonly host: Host;
  readonly encoding: DecodeOptions;
}

async function planAdd(task: Task, windows: Windows, launch: Launch): Promise<Plan> {
  const { host } = windows;
  const path = pathOf(task.name);
  const content = writeTaskXml(task, {
    launch,
    userSid: host.userSid(),
    conhost: system32File("conhost.exe", host.env("SystemRoot")),
    now: new Date(host.now()),
  });
  const file = xmlFile(task, host);
  const found = await isThere(task.name, windows, "replace");
  return {
    steps: [
      { do: "write", path: file, content, encoding: "utf-16le", temporary: true },
      { do: "run", tool: "schtasks", args: SCHTASKS_ARGUMENTS.create(path, file) },
    ],
    isThere: found,
    notes: notesOn(task, launch, host),
  };
}

/** Plans one call for a task that is there. */
async function planCall(
  name: string,
  windows: Windows,
  { verb, args }: { verb: string; args: (path: string) => readonly string[] },
): Promise<Plan> {
  const found = await isThere(name, windows, verb);
  if (!found) return notThere(unseenTasks(windows.host));
  const step = { do: "run", tool: "schtasks", args: args(pathOf(name)) } as const;
  return { steps: [step], isThere: true, notes: [] };
}

/** Whether there is such a task. Throws for one that netwho did not make. */
async function isThere(name: string, windows: Windows, verb: string): Promise<boolean> {
  const printed = await definitionOf(name, windows);
  if (printed === null) return false;
  const definition = parseTaskDefinition(printed);
  // Wine knows its tasks, but prints nothing of them.
  const isOwn = definition === null ? printed.trim() === "" : commandOf(definition, name) !== null;
  if (isOwn) return true;
  throw new CaptureError(`Cannot ${verb} the task ${pathOf(name)}: netwho did not make it`, {
    hint: "Choose another name, or change it in Task Scheduler (taskschd.msc)",
  });
}

async function listTasks(windows: Windows): Promise<TaskRow[]> {
  const { host } = windows;
  const rows = await printedTasks(windows);
  const readTime = printedTimeReader(rows.flatMap(timesOf));
  const found: TaskRow[] = [];
  for (const printed of rows) {
    const name = nameInFolder(printed.path);
    if (name === null) continue;
    const text = TASK_NAME.test(name) ? await definitionOf(name, windows) : null;
    const definition = text === null ? null : parseTaskDefinition(text);
    found.push(
      toTaskRow({ name, printed, definition, readTime, systemLog: systemLog(name, host) }),
    );
  }
  return found.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** Every task of the computer, as schtasks lists it. */
async function printedTasks({ host, encoding }: Windows): Promise<readonly PrintedTask[]> {
  const { code, stdout, stderr } = await schtasks(SCHTASKS_ARGUMENTS.list, host);
  const { rows, rejected } = parseSchtasks(await decodeBytes(stdout, encoding));
  // One damaged task of another program makes schtasks fail, but it lists the others.
  if (rows.length === 0 && code !== 0) {
    const said = stderr.length > 0 ? stderr : stdout;
    throw await toolFailure("schtasks /query", { code, said, decoding: encoding });
  }
  if (rows.length === 0 && !rejected.every(({ text }) => MESSAGE.test(text))) {
    throw new ParseError("Cannot read the list of tasks: schtasks printed something else", {
      hint: "Compare it with schtasks /query /fo csv /v",
    });
  }
  return rows;
}

/** The definition of a task as printed; null where there is no task that this user may read. */
async function definitionOf(name: string, { host, encoding }: Windows): Promise<string | null> {
  const { code, stdout } = await schtasks(SCHTASKS_ARGUMENTS.definition(pathOf(name)), host);
  return code === 0 ? await decodeBytes(stdout, encoding) : null;
}

function schtasks(args: readonly string[], host: Host): Promise<Capture> {
  const timeoutMilliseconds = TOOL_MILLISECONDS;
  return runTool(host, "schtasks", { args, timeoutMilliseconds, hasWayAround: false });
}

/** Such as `INFO: There are no scheduled tasks presently available at your access level.` */
const MESSAGE = /^\p{L}+ ?[:：]/u;

/** The name by which Task Scheduler knows a task. */
function pathOf(name: string): string {
  readTaskName(name); // it goes onto schtasks' command line
  return pathInFolder(name);
}

/** Where the definition lies while schtasks reads it: no other user can write there. */
function xmlFile({ name }: Task, host: Host): string {
  const folder = host.dataFolder();
  if (folder === null) {
    throw new CaptureError(`Cannot schedule ${name}: there is no folder for netwho's data`, {
      hint: "The variable LOCALAPPDATA must name the user's folder",
    });
  }
  return `${folder}\\task-${name}.xml`;
}

/** Where the system's own netwho has the log of a task. */
function systemLog(name: string, host: Host): string {
  const folder = "config\\systemprofile\\AppData\\Local\\netwho\\logs";
  return system32File(`${folder}\\${name}.log`, host.env("SystemRoot"));
}

/** Every text that is a time, of all tasks: together they tell the regional format. */
function timesOf({ nextRun, details }: PrintedTask): string[] {
  return details === null ? [nextRun] : [nextRun, details.lastRun];
}

/** Task Scheduler shows nobody the tasks of others, except administrators. */
function unseenTasks(host: Host): string | null {
  return host.elevated() === false ? OF_ADMINISTRATORS : null;
}

const OF_ADMINISTRATORS =
  "Tasks that an administrator added are seen only in a terminal opened with Run as administrator";

const VERBS: Readonly<Record<string, string>> = {
  "/create": "add",
  "/run": "start",
  "/delete": "remove",
};

/** The error for a call of schtasks that failed, with its words, in any language. */
async function refused(
  { args }: RunStep,
  { code, stdout, stderr }: Capture,
  { host, encoding }: Windows,
): Promise<CaptureError> {
  const [action = "", , path = ""] = args;
  const said = await decodeBytes(stderr.length > 0 ? stderr : stdout, encoding);
  const [line = ""] = said.trim().split(/\r?\n/);
  const state = line === "" ? `schtasks exited with code ${code}` : `Windows says "${line}"`;
  return new CaptureError(`Cannot ${VERBS[action] ?? "change"} the task ${path}: ${state}`, {
    hint: host.elevated() === false ? REFUSED : null,
  });
}

/** Names are unique on the whole computer, and nobody but an administrator sees the tasks of others. */
const REFUSED =
  "If it denies access: open the terminal with Run as administrator, use --run-as interactive without " +
  "--elevated, or choose another name, as another user's task may have this one";

function explainMissing({ tool }: RunStep, cause: HostError): CaptureError {
  return new CaptureError(`Cannot run ${tool}: ${describeRefusal(cause, { of: "file" })}`, {
    cause,
  });
}
