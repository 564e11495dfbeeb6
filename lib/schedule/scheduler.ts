/**
 * Scheduled tasks of netwho, whatever system runs them: what a task is, and what a scheduler can do.
 *
 * What changes the machine is a {@linkcode Plan} first, which can be shown instead of carried out.
 *
 * @module
 */
import type { OwnCommand } from "../host/host.ts";
import type { TaskRow } from "../model/task.ts";

/** When a task starts. Times of the day are local. */
export type Trigger =
  | { readonly kind: "every"; readonly milliseconds: number }
  | { readonly kind: "daily"; readonly time: string } // "09:00", in 24 hours
  | { readonly kind: "logon" };

/** The lengths of time between two starts that every scheduler can do, in milliseconds. */
export const SHORTEST_INTERVAL = 60_000;
/** 31 days. */
export const LONGEST_INTERVAL = 31 * 86_400_000;

/**
 * Whose rights a task has: of the user while logged on; of the user whether logged on or not, without
 * a password (`s4u`, as Windows calls it); of the system.
 */
export const RUN_AS = ["interactive", "s4u", "system"] as const;

/** Whose rights a task has. */
export type RunAs = typeof RUN_AS[number];

/** A command of netwho that the system is to start by itself. */
export interface Task {
  /** A valid name: see {@linkcode TASK_NAME}. Unique among netwho's tasks, ignoring case. */
  readonly name: string;
  /** The arguments of netwho, such as `["log"]`. */
  readonly command: readonly string[];
  readonly trigger: Trigger;
  /** Whether it runs with administrator's (root's) rights. */
  readonly elevated: boolean;
  readonly runAs: RunAs;
  /** Whether it keeps running, as `log --every 10s` does, instead of ending by itself. */
  readonly staysRunning: boolean;
}

/** Names of tasks: they become names of files and of units on every system. */
export const TASK_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9_-]{0,62}[A-Za-z0-9])?$/;

/** How netwho is started, and in which folder. */
export interface Launch extends OwnCommand {
  /** The absolute path that relative ones of the command line go by. */
  readonly folder: string;
}

/** The arguments of the program that run a task with its own log. */
export function taskArguments({ name, command }: Task, { before }: Launch): string[] {
  return [...before, "schedule", "exec", name, "--", ...command];
}

/** One step of a plan. */
export type Step =
  | {
    readonly do: "write";
    /** An absolute path; its folder is made where it is missing. */
    readonly path: string;
    readonly content: string;
    /** @default "utf-8"; UTF-16 has a mark in front. */
    readonly encoding?: "utf-8" | "utf-16le";
    /** Whether it goes away at the end of the plan, also where a step fails. @default false */
    readonly temporary?: boolean;
  }
  | { readonly do: "remove"; readonly path: string }
  | {
    readonly do: "run";
    readonly tool: string;
    readonly args: readonly string[];
    /** Whether the plan goes on where the tool fails. @default false */
    readonly mayFail?: boolean;
  };

/** What is to be done to the machine, in order. */
export interface Plan {
  /** Empty where there is nothing to do: a task to remove that is not there. */
  readonly steps: readonly Step[];
  /** Whether a task of this name is there already. */
  readonly isThere: boolean;
  /** What the user should know: `Also runs while you are logged off only after …`. */
  readonly notes: readonly string[];
}

/** The plan for a task that is not there. */
export function notThere(unseen: string | null): Plan {
  return { steps: [], isThere: false, notes: unseen === null ? [] : [unseen] };
}

/** What starts tasks on this system: `systemdScheduler(host, launch)`, `windowsScheduler(host, launch)`. */
export interface Scheduler {
  /** Plans to add a task, or to replace the one of its name. */
  planAdd(task: Task): Promise<Plan>;
  /** Plans to start a task now. */
  planRun(name: string): Promise<Plan>;
  planRemove(name: string): Promise<Plan>;
  /**
   * Carries out a plan.
   *
   * @throws {CaptureError} if a step fails; says what the system said.
   */
  carryOut(plan: Plan): Promise<void>;
  /** Every task of netwho, by name. `log` is null where it is this user's own; `logEnd` is null. */
  list(): Promise<TaskRow[]>;
  /** Which tasks this user does not see here, in words; null where all are seen. */
  unseen(): string | null;
}
