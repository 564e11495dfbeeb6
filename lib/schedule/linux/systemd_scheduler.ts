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
import { attempt } from "../../host/refusals.ts";
import type { TaskRow } from "../../model/task.ts";
import {
  parseUnits,
  showArguments,
  type UnitProperties,
} from "../../tools/systemctl/parse_units.ts";
import { carryOut, TOOL_MILLISECONDS } from "../carry_out.ts";
import type { Launch, Plan, Scheduler, Step, Task } from "../scheduler.ts";
import { cronLine } from "./cron_line.ts";
import { requireSystemd, runsSystemd, systemctlFailure } from "./systemctl_errors.ts";
import { taskRow } from "./task_states.ts";
import {
  isOfSystem,
  readService,
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

/** Whose service manager runs a task. */
type Scope = "user" | "system";

/** The unit files of a task that is there. */
export interface InstalledTask {
  readonly task: Task;
  readonly scope: Scope;
  /** The text of its timer; null where there is none. */
  readonly timer: string | null;
}

const SYSTEM_FOLDER = "/etc/systemd/system";

/** The scheduler of a Linux machine with systemd. */
export function systemdScheduler(host: SystemdHost, launch: Launch): Scheduler {
  const find = (name: string) => installedTasks(host).filter(({ task }) => task.name === name);
  return {
    planAdd: (task) => Promise.try(() => planAdd(task, { host, launch, there: find(task.name) })),
    planRun: (name) => Promise.try(() => planRun(find(name)[0])),
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
  };
}

function planAdd(
  task: Task,
  { host, launch, there }: {
    host: SystemdHost;
    launch: Launch;
    there: readonly InstalledTask[];
  },
): Plan {
  const scope = isOfSystem(task) ? "system" : "user";
  const other = there.find((one) => one.scope !== scope);
  if (other !== undefined) {
    const owner = other.scope === "system" ? "the system" : "the user";
    const remove = `${other.scope === "system" ? "sudo " : ""}netwho schedule remove ${task.name}`;
    throw new UsageError(
      `Cannot add the task ${task.name}: ${owner} has one of this name already`,
      {
        hint: `Give it another name with --name, or first: ${remove}`,
      },
    );
  }
  const folder = unitFolder(host, scope);
  const { name, trigger } = task;
  const timer = timerUnit(task);
  const context = { launch, environment: environmentOf(host, scope) };
  const service = serviceUnit(task, context);
  const enabled = timer === null
    ? ["enable", serviceName(name)]
    : ["enable", "--now", timerName(name)];
  return {
    isThere: there.length > 0,
    steps: [
      // An enabled timer goes by its old times until it is started anew.
      ...there.flatMap(disable),
      { do: "write", path: `${folder}/${serviceName(name)}`, content: service },
      ...timer === null
        ? there.some((one) => one.timer !== null)
          ? [{ do: "remove", path: `${folder}/${timerName(name)}` } as const]
          : []
        : [{ do: "write", path: `${folder}/${timerName(name)}`, content: timer } as const],
      systemctl(scope, "daemon-reload"),
      systemctl(scope, ...enabled),
    ],
    notes: [
      ...trigger.kind === "logon" && scope === "system"
        ? ["A task of the system has no log-on: it starts when the computer does"]
        : [],
      ...trigger.kind === "logon"
        ? [`It starts the next time; to start it already: netwho schedule run ${name}`]
        : [],
      ...task.runAs === "s4u" && scope === "user" ? lingerNotes(host) : [],
      ...runsSystemd(host) ? [] : [cronNote(task, context)],
    ],
  };
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

function planRun(there: InstalledTask | undefined): Plan {
  const steps = there === undefined
    ? []
    : [systemctl(there.scope, "start", "--no-block", serviceName(there.task.name))];
  return { isThere: there !== undefined, steps, notes: [] };
}

function planRemove(host: SystemdHost, there: readonly InstalledTask[]): Plan {
  return {
    isThere: there.length > 0,
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

/** Takes a task out of service, and ends its run. */
function disable({ task: { name }, scope, timer }: InstalledTask): Step[] {
  const units = [...timer === null ? [] : [timerName(name)], serviceName(name)];
  // A service without an [Install] section cannot be disabled, only stopped.
  return [{ ...systemctl(scope, "disable", "--now", ...units), mayFail: true }];
}

function systemctl(scope: Scope, ...args: string[]): Extract<Step, { do: "run" }> {
  return { do: "run", tool: "systemctl", args: [`--${scope}`, ...args] };
}

/** The folders that this user chose for netwho's data, which the user's service manager may not know. */
function environmentOf(host: Pick<Facts, "env">, scope: Scope): Record<string, string> {
  if (scope === "system") return {};
  const chosen = [
    ["XDG_DATA_HOME", host.env("XDG_DATA_HOME")],
    ["XDG_CACHE_HOME", host.env("XDG_CACHE_HOME")],
  ] as const;
  return Object.fromEntries(
    chosen.flatMap(([name, value]) => value?.startsWith("/") ? [[name, value]] : []),
  );
}

/** @throws {CaptureError} if the user has no home folder. */
function unitFolder(host: Pick<Facts, "env">, scope: Scope): string {
  if (scope === "system") return SYSTEM_FOLDER;
  const folder = userFolder(host);
  if (folder !== null) return folder;
  throw new CaptureError("Cannot find the folder for your tasks: HOME is not set", {
    hint: "Set HOME to your home folder, or use --run-as system as root",
  });
}

function userFolder(host: Pick<Facts, "env">): string | null {
  const [chosen, home] = [host.env("XDG_CONFIG_HOME") ?? "", host.env("HOME") ?? ""];
  if (chosen.startsWith("/")) return `${chosen.replace(/\/+$/, "")}/systemd/user`;
  return home.startsWith("/") ? `${home.replace(/\/+$/, "")}/.config/systemd/user` : null;
}

/** Every task whose unit files can be read, by name. */
function installedTasks(
  host: Pick<Files, "listDirectory" | "readFile"> & Pick<Facts, "env">,
): InstalledTask[] {
  const places = [["user", userFolder(host)], ["system", SYSTEM_FOLDER]] as const;
  return places.flatMap(([scope, folder]) => {
    if (folder === null) return [];
    const names = attempt(() => host.listDirectory(folder)).value ?? [];
    const read = (name: string) => {
      const bytes = attempt(() => host.readFile(`${folder}/${name}`)).value;
      return bytes === null ? null : new TextDecoder().decode(bytes);
    };
    return names.filter((name) => /^netwho-.+\.service$/.test(name)).flatMap((name) => {
      const task = readService(read(name) ?? "");
      // A copy under another name is somebody else's.
      if (task === null || name !== serviceName(task.name)) return [];
      return [{ task, scope, timer: read(timerName(task.name)) }];
    });
  }).sort((a, b) => a.task.name < b.task.name ? -1 : 1);
}

async function listTasks(host: SystemdHost): Promise<TaskRow[]> {
  const tasks = installedTasks(host);
  const states = new Map<Scope, Map<string, UnitProperties> | string>();
  for (const scope of new Set(tasks.map(({ scope }) => scope))) {
    const names = tasks.filter((one) => one.scope === scope).map(({ task }) => task.name);
    states.set(scope, await askStates(host, scope, names));
  }
  return tasks.map((one) => taskRow(one, states.get(one.scope)!, { user: host.env("USER") }));
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
      hint: "Put sudo in front: sudo netwho schedule …",
    });
  }
  if (isSystem) return;
  const args = ["--user", "show", "--property=Version"];
  const capture: Capture = await host.run("systemctl", args, {
    timeoutMilliseconds: TOOL_MILLISECONDS,
  });
  if (capture.code !== 0) throw systemctlFailure(args, capture);
}
