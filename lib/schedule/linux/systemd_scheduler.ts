/**
 * Tasks as units of systemd: of the user, or with `--elevated` and `--run-as system` of the system.
 *
 * @module
 */
import { CaptureError, UsageError } from "../../errors.ts";
import {
  type Capture,
  type Clock,
  type Facts,
  type Files,
  HostError,
  type Programs,
} from "../../host/host.ts";
import { emptyRecord } from "../../model/field.ts";
import { TASK_FIELDS, type TaskRow } from "../../model/task.ts";
import {
  parseUnits,
  showArguments,
  type UnitProperties,
} from "../../tools/systemctl/parse_units.ts";
import { carryOut, TOOL_MILLISECONDS } from "../carry_out.ts";
import {
  type Launch,
  notThere,
  type Plan,
  type Scheduler,
  type Step,
  type Task,
} from "../scheduler.ts";
import { cronLine } from "./cron_line.ts";
import { findInstalled, type InstalledTask, type Scope, unitFolder } from "./installed_tasks.ts";
import { requireSystemd, runsSystemd, systemctlFailure } from "./systemctl_errors.ts";
import { taskRow } from "./task_states.ts";
import {
  isOfSystem,
  serviceName,
  serviceUnit,
  timerName,
  timerUnit,
  type UnitContext,
} from "./units.ts";

/** The parts of the machine that tasks of systemd need. */
export type SystemdHost =
  & Programs
  & Clock
  & Pick<
    Files,
    "makeFolder" | "createFile" | "removeFile" | "readFile" | "listDirectory" | "pathKind"
  >
  & Pick<Facts, "env" | "elevated">;

/** The scheduler of a Linux machine with systemd. */
export function systemdScheduler(host: SystemdHost, launch: Launch): Scheduler {
  const find = (name: string) => findTask(name, host);
  return {
    planAdd: (task) => Promise.try(() => planAdd(task, { host, launch, there: find(task.name) })),
    planRun: (name) => Promise.try(() => planRun(host, find(name))),
    planRemove: (name) => Promise.try(() => planRemove(host, find(name))),
    carryOut: async (plan) => {
      await requireRights(plan, host);
      await carryOut(plan, host, {
        explain: ({ args }, capture) => systemctlFailure(args, capture),
        explainMissing: ({ tool }, cause) =>
          new CaptureError(`Cannot run ${tool}: ${cause.message}`, { cause }),
      });
    },
    list: () => listTasks(host),
    unseen: () => unseenTasks(host),
  };
}

/**
 * The task of a name: of the user, of the system, of both.
 *
 * @throws {CaptureError} if it is there and cannot be read.
 */
function findTask(name: string, host: SystemdHost): readonly InstalledTask[] {
  const { tasks, hidden } = findInstalled(host);
  const unread = hidden.find((one) => one.name === name);
  if (unread !== undefined) throw new CaptureError(unread.refusal, { hint: WITH_RIGHTS });
  return tasks.filter(({ task }) => task.name === name);
}

const WITH_RIGHTS = "Put sudo in front: sudo netwho schedule …";

function planAdd(
  task: Task,
  { host, launch, there }: {
    host: SystemdHost;
    launch: Launch;
    there: readonly InstalledTask[];
  },
): Plan {
  const scope = isOfSystem(task) ? "system" : "user";
  refuseOtherScope(there, scope);
  const folder = unitFolder(host, scope);
  const context = { launch, environment: environmentOf(host, scope) };
  const [service, timer] = [serviceName(task.name), timerName(task.name)];
  const timerText = timerUnit(task);
  const hadTimer = there.some((one) => one.timer !== null);
  const steps: Step[] = [
    // An enabled timer goes by its old times until it is started anew.
    ...there.flatMap(disable),
    { do: "write", path: `${folder}/${service}`, content: serviceUnit(task, context) },
  ];
  if (timerText !== null) {
    steps.push({ do: "write", path: `${folder}/${timer}`, content: timerText });
  } else if (hadTimer) steps.push({ do: "remove", path: `${folder}/${timer}` });
  steps.push(
    systemctl(scope, "daemon-reload"),
    timerText === null
      ? systemctl(scope, "enable", service)
      : systemctl(scope, "enable", "--now", timer),
  );
  return { isThere: there.length > 0, steps, notes: notesOn(task, context, host) };
}

/** @throws {UsageError} if the user and the system would have a task of one name. */
function refuseOtherScope(there: readonly InstalledTask[], scope: Scope): void {
  const other = there.find((one) => one.scope !== scope);
  if (other === undefined) return;
  const { name } = other.task;
  const [owner, sudo] = other.scope === "system" ? ["the system", "sudo "] : ["the user", ""];
  throw new UsageError(`Cannot add the task ${name}: ${owner} has one of this name already`, {
    hint: `Give it another name with --name, or first: ${sudo}netwho schedule remove ${name}`,
  });
}

/** What the user of a new task should know. */
function notesOn(task: Task, context: UnitContext, host: SystemdHost): string[] {
  const isSystem = isOfSystem(task);
  const notes: string[] = [];
  if (task.trigger.kind === "logon") {
    if (isSystem) {
      notes.push("A task of the system has no log-on: it starts when the computer does");
    }
    notes.push(
      `It starts the next time; to start it already: netwho schedule run ${task.name}`,
    );
  }
  if (task.runAs === "s4u" && !isSystem) notes.push(...lingerNotes(host));
  if (!runsSystemd(host)) notes.push(cronNote(task, context));
  return notes;
}

/** What it takes for a user's tasks to run while the user is logged off. */
function lingerNotes(host: Pick<Files, "pathKind"> & Pick<Facts, "env">): string[] {
  const user = host.env("USER") ?? "";
  const isOn = user !== "" && host.pathKind(`/var/lib/systemd/linger/${user}`) !== "missing";
  return isOn ? [] : ["It runs while you are logged off only after: loginctl enable-linger"];
}

function cronNote(task: Task, context: UnitContext): string {
  const line = cronLine(task, context);
  const edit = isOfSystem(task) ? "sudo crontab -e" : "crontab -e";
  const advice = line === null
    ? "and cron cannot start anything at this interval: choose one that divides an hour or a day"
    : `with cron, a line in ${edit} does the same: ${line}`;
  return `This computer does not run systemd; ${advice}`;
}

function planRun(host: SystemdHost, [first]: readonly InstalledTask[]): Plan {
  if (first === undefined) return notThere(unseenTasks(host));
  const { scope, task } = first;
  const start = systemctl(scope, "start", "--no-block", serviceName(task.name));
  return { isThere: true, steps: [start], notes: [] };
}

function planRemove(host: SystemdHost, there: readonly InstalledTask[]): Plan {
  if (there.length === 0) return notThere(unseenTasks(host));
  return {
    isThere: true,
    steps: there.flatMap((one): Step[] => {
      const folder = unitFolder(host, one.scope);
      const { name } = one.task;
      return [
        ...disable(one),
        ...one.timer === null
          ? []
          : [{ do: "remove", path: `${folder}/${timerName(name)}` } as const],
        { do: "remove", path: `${folder}/${serviceName(name)}` },
        systemctl(one.scope, "daemon-reload"),
        // Else a failed one stays listed until the next start of the computer.
        { ...systemctl(one.scope, "reset-failed", serviceName(name)), mayFail: true },
      ];
    }),
    notes: [],
  };
}

/** With sudo the tasks that one added without it are those of another user. */
function unseenTasks(host: Pick<Facts, "elevated">): string | null {
  return host.elevated() === true ? OF_USERS : null;
}

const OF_USERS =
  "Tasks that another user added are seen only by that user: netwho schedule list without sudo";

/** Takes a task out of service, and ends its run. */
function disable({ task: { name }, scope, timer }: InstalledTask): Step[] {
  const units = [...timer === null ? [] : [timerName(name)], serviceName(name)];
  // A service without an [Install] section cannot be disabled, only stopped.
  return [{ ...systemctl(scope, "disable", "--now", ...units), mayFail: true }];
}

function systemctl(scope: Scope, ...args: string[]): Extract<Step, { do: "run" }> {
  return { do: "run", tool: "systemctl", args: [`--${scope}`, ...args] };
}

/** The folders that this user chose for netwho's files, which the user's service manager may not know. */
function environmentOf(host: Pick<Facts, "env">, scope: Scope): Record<string, string> {
  if (scope === "system") return {};
  const chosen = [
    ["XDG_CONFIG_HOME", host.env("XDG_CONFIG_HOME")],
    ["XDG_DATA_HOME", host.env("XDG_DATA_HOME")],
    ["XDG_CACHE_HOME", host.env("XDG_CACHE_HOME")],
  ] as const;
  return Object.fromEntries(
    chosen.flatMap(([name, value]) => value?.startsWith("/") ? [[name, value]] : []),
  );
}

async function listTasks(host: SystemdHost): Promise<TaskRow[]> {
  const { tasks, hidden } = findInstalled(host);
  const states = new Map<Scope, Map<string, UnitProperties> | string>();
  for (const scope of new Set(tasks.map(({ scope }) => scope))) {
    const names = tasks.filter((one) => one.scope === scope).map(({ task }) => task.name);
    states.set(scope, await askStates(host, scope, names));
  }
  const rows = [
    ...tasks.map((one) => taskRow(one, states.get(one.scope)!, { user: host.env("USER") })),
    ...hidden.map(({ name, refusal }): TaskRow => ({
      ...emptyRecord(TASK_FIELDS),
      ...{ name, status: "unknown", note: refusal },
    })),
  ];
  return rows.sort((a, b) => a.name < b.name ? -1 : 1);
}

/** The states of tasks; the reason, in words, why they cannot be asked for. */
async function askStates(
  host: Programs & Pick<Files, "pathKind">,
  scope: Scope,
  names: readonly string[],
): Promise<Map<string, UnitProperties> | string> {
  const args = [
    `--${scope}`,
    ...showArguments(names.flatMap((name) => [serviceName(name), timerName(name)])),
  ];
  try {
    requireSystemd(host);
    const capture = await host.run("systemctl", args, { timeoutMilliseconds: TOOL_MILLISECONDS });
    if (capture.code !== 0) throw systemctlFailure(args, capture);
    return parseUnits(new TextDecoder().decode(capture.stdout));
  } catch (error) {
    if (error instanceof HostError || error instanceof CaptureError) return error.message;
    throw error;
  }
}

/**
 * Checks what the plan would fail at, before anything is changed.
 *
 * @throws {CaptureError} where systemd does not run, does not answer, or refuses this user.
 */
async function requireRights({ steps }: Plan, host: SystemdHost): Promise<void> {
  if (steps.length === 0) return;
  requireSystemd(host);
  const isSystem = steps.some((step) => step.do === "run" && step.args[0] === "--system");
  if (isSystem && host.elevated() !== true) {
    throw new CaptureError("Cannot change a task of the system: that takes root's rights", {
      hint: WITH_RIGHTS,
    });
  }
  if (isSystem) return;
  const args = ["--user", "show", "--property=Version"];
  const capture: Capture = await host.run("systemctl", args, {
    timeoutMilliseconds: TOOL_MILLISECONDS,
  });
  if (capture.code !== 0) throw systemctlFailure(args, capture);
}
