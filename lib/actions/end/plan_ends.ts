/**
 * Plans which processes to end. A plan changes nothing: `--dry-run` prints it, and people are asked
 * about it.
 *
 * @module
 */
import type { WholeSnapshot } from "../../capture/snapshot.ts";
import type { ProcessIdentity } from "../../host/actions.ts";
import { windowsFolder } from "../../host/windows/system32.ts";
import type { Facts } from "../../host/host.ts";
import { ENDED_FIELDS, type EndedProcess } from "../../model/ended_process.ts";
import { emptyRecord } from "../../model/field.ts";
import { type Process, PROCESS_FIELDS } from "../../model/process.ts";
import {
  isNamespaceInit,
  isZombie,
  processOfThread,
  refusalFinder,
  type RefusingHost,
} from "./end_refusals.ts";
import type { EndTarget } from "./end_target.ts";
import { type Family, familyOf } from "./family.ts";
import { matchTarget, type SocketHolders, socketHolders } from "./matched_processes.ts";
import { whyNoThread, whyUnmatched } from "./unmatched_targets.ts";

/** What is to be done with one process, or about one target that no process matches. */
export interface EndPlan {
  /** The row: `planned`, `gone` or `refused`. */
  readonly row: EndedProcess;
  /** Which process to end; null where there is nothing to do. */
  readonly identity: ProcessIdentity | null;
  /** The image name of its parent; null where it has none, or is unknown. */
  readonly parent: string | null;
}

/** The parts of the host that planning needs. */
export type PlanningHost = RefusingHost & Pick<Facts, "env">;

/** What to end. */
export interface EndWish {
  readonly targets: readonly EndTarget[];
  /** Whether to end what the processes started, too. @default false */
  readonly tree?: boolean;
}

/**
 * Plans which processes to end: one plan for each, in the order of the targets, parents before what
 * they started. A target that no process matches has a plan of its own.
 *
 * @param snapshot with sockets and all processes.
 *
 * @example
 * ```ts
 * import { denoHost, planEnds, readEndTargets, snapshot } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const host = denoHost();
 * const [plan] = planEnds(host, await snapshot({ host }), { targets: readEndTargets(["pid:0"]) });
 * assertEquals(plan?.row.result, "refused");
 * ```
 */
export function planEnds(
  host: PlanningHost,
  snapshot: WholeSnapshot,
  { targets, tree = false }: EndWish,
): EndPlan[] {
  const family = familyOf(snapshot);
  const holders = socketHolders(snapshot);
  const refusalOf = refusalFinder({
    host,
    family,
    windowsFolder: windowsFolder(host.env("SystemRoot")),
  });
  const planner = new Planner({ host, snapshot, family, holders, refusalOf });
  for (const target of targets) planner.add(target, { tree });
  return planner.plans();
}

interface PlannerContext {
  readonly host: PlanningHost;
  readonly snapshot: WholeSnapshot;
  readonly family: Family;
  readonly holders: SocketHolders;
  readonly refusalOf: (process: Process) => string | null;
}

/** Collects plans, one for each process. */
class Planner {
  readonly #context: PlannerContext;
  /** The plans of processes by ID. */
  readonly #ofProcess = new Map<number, EndPlan>();
  /** All plans, in the order of the targets: a process by its ID, or a target that none matches. */
  readonly #order: (number | EndPlan)[] = [];

  constructor(context: PlannerContext) {
    this.#context = context;
  }

  add(target: EndTarget, { tree }: { tree: boolean }): void {
    const { snapshot, family, holders } = this.#context;
    const pids = matchTarget(target, snapshot, holders);
    if (pids.length === 0) {
      this.#order.push(planUnmatched(target, this.#context));
    }
    if (pids.length === 1 && isAnother(target, snapshot.processes?.get(pids[0]!))) {
      this.#order.push(planAnother(target, snapshot.processes!.get(pids[0]!)!));
      return;
    }
    for (const pid of pids) {
      const plan = this.#addProcess(pid, target);
      if (!tree || plan.row.result === "refused") continue;
      // What a process started that is left alone is left alone, too.
      const isLeftOut = (child: number) => this.#addProcess(child, target).row.result === "refused";
      family.descendantsOf(pid, { isLeftOut });
    }
  }

  /** All plans, parents before what they started. */
  plans(): EndPlan[] {
    this.#refuseInits();
    const ordered = new Set<EndPlan>();
    for (const entry of this.#order) {
      if (typeof entry !== "number") {
        ordered.add(entry);
        continue;
      }
      const above = [...this.#context.family.ancestorsOf(entry)].reverse()
        .flatMap((pid) => this.#ofProcess.get(pid) ?? []);
      for (const plan of above) if (plan.identity !== null) ordered.add(plan);
      ordered.add(this.#ofProcess.get(entry)!);
    }
    return [...ordered];
  }

  #addProcess(pid: number, target: EndTarget): EndPlan {
    const known = this.#ofProcess.get(pid);
    if (known !== undefined) return known;
    const { snapshot, family, holders, refusalOf } = this.#context;
    const listed = snapshot.processes?.get(pid);
    const process: Process = listed ??
      { ...emptyRecord(PROCESS_FIELDS), pid, process: holders.nameOf(pid) };
    const parentPid = family.parentOf(pid);
    const { result, reason } = judge(process, {
      refusal: refusalOf(process),
      isListed: listed !== undefined,
      isZombie: isZombie(this.#context.host, process),
      parentPid,
    });
    const { path, user, startedAt, services } = process;
    const plan: EndPlan = {
      row: {
        target: target.text.trim(),
        result,
        reason: result === "planned" ? serviceWarning(process, this.#context) : reason,
        method: null,
        pid,
        process: process.process,
        path,
        user,
        startedAt,
        parentPid,
        children: family.childrenOf(pid).length,
        services,
        connections: holders.countOf(pid),
      },
      identity: result === "planned" ? { pid, startedAt, path } : null,
      parent: parentPid === null ? null : snapshot.processes?.get(parentPid)?.process ?? null,
    };
    this.#ofProcess.set(pid, plan);
    this.#order.push(pid);
    return plan;
  }

  /** Refuses the first processes of containers with which others would end that nobody asked for. */
  #refuseInits(): void {
    const { host, family } = this.#context;
    for (const [pid, plan] of this.#ofProcess) {
      if (plan.identity === null || !isNamespaceInit(host, pid)) continue;
      const others = family.descendantsOf(pid).filter((other) =>
        this.#ofProcess.get(other)?.row.result !== "planned"
      );
      if (others.length === 0) continue;
      const reason =
        "it is the first process of a container or sandbox, with which all others in " +
        "there end: stop the container, or end them all with --tree";
      this.#ofProcess.set(pid, {
        ...plan,
        row: { ...plan.row, result: "refused", reason },
        identity: null,
      });
    }
  }
}

/** Whether a process is ended, is gone already, or is left alone. */
function judge(
  { pid }: Process,
  { refusal, isListed, isZombie, parentPid }: {
    refusal: string | null;
    isListed: boolean;
    isZombie: boolean;
    parentPid: number | null;
  },
): { result: "planned" | "gone" | "refused"; reason: string | null } {
  if (!isListed && pid !== 0) {
    const reason = "it is not in the list of processes: it has ended, or has only just started; " +
      "try again";
    return { result: "refused", reason };
  }
  if (isZombie) {
    const waitsFor = parentPid === null ? "its parent" : `its parent (${parentPid})`;
    const reason = `it has ended, and only its entry waits for ${waitsFor} to take note (zombie)`;
    return { result: "gone", reason };
  }
  return refusal === null
    ? { result: "planned", reason: null }
    : { result: "refused", reason: refusal };
}

/** What else ends with the process, or starts it again. */
function serviceWarning({ services }: Process, { host }: PlannerContext): string | null {
  if (services === null || services.length === 0) return null;
  if (host.os === "windows") {
    const [first] = services;
    return services.length === 1
      ? `its service ends with it; net stop ${first} stops it in good order`
      : `${services.length} services end with it; net stop ${first} stops one alone`;
  }
  return `systemd may start it again: systemctl stop ${services.join(" ")} ends it for good`;
}

/** Whether the process with a target's ID is not the one that is meant. */
function isAnother({ startedAt }: EndTarget, process: Process | undefined): boolean {
  // What has no start time is refused as it is.
  return startedAt !== undefined && process !== undefined && process.startedAt !== null &&
    Date.parse(process.startedAt) !== Date.parse(startedAt);
}

/** The plan for a process whose ID another one has. */
function planAnother(target: EndTarget, { pid, process, startedAt }: Process): EndPlan {
  const row: EndedProcess = {
    ...emptyRecord(ENDED_FIELDS),
    target: target.text.trim(),
    result: "gone",
    reason: `it has ended: ${
      process ?? "another process"
    } has the ID ${pid}, started at ${startedAt}`,
    pid,
  };
  return { row, identity: null, parent: null };
}

/** The plan for a target that no process matches. */
function planUnmatched(target: EndTarget, { host, snapshot, holders }: PlannerContext): EndPlan {
  const ofThread = target.kind === "pid" ? processOfThread(host, target.pid) : null;
  const row: EndedProcess = {
    ...emptyRecord(ENDED_FIELDS),
    target: target.text.trim(),
    ...ofThread === null
      ? whyUnmatched(target, snapshot, holders)
      : whyNoThread(ofThread, snapshot),
    pid: target.kind === "pid" ? target.pid : null,
  };
  return { row, identity: null, parent: null };
}
