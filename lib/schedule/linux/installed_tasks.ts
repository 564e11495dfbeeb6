/**
 * The tasks of netwho that are there: what the folders of systemd's units hold.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import type { Facts, Files } from "../../host/host.ts";
import { attempt } from "../../host/refusals.ts";
import type { Task } from "../scheduler.ts";
import { readService, timerName } from "./units.ts";

/** Whose service manager runs a task. */
export type Scope = "user" | "system";

/** The unit files of a task that is there. */
export interface InstalledTask {
  readonly task: Task;
  readonly scope: Scope;
  /** The text of its timer; null where there is none. */
  readonly timer: string | null;
}

/** A task that is there, and cannot be read: with a umask of 077 root's are root's alone. */
export interface HiddenTask {
  readonly name: string;
  /** What was refused, in words. */
  readonly refusal: string;
}

/** What is there. */
export interface Installed {
  readonly tasks: readonly InstalledTask[];
  readonly hidden: readonly HiddenTask[];
}

const SYSTEM_FOLDER = "/etc/systemd/system";

/** @throws {CaptureError} if the user has no home folder. */
export function unitFolder(host: Pick<Facts, "env">, scope: Scope): string {
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

/**
 * Every task of this user and of the system.
 *
 * @throws {HostError} if a folder with units cannot be listed.
 */
export function findInstalled(
  host: Pick<Files, "listDirectory" | "readFile"> & Pick<Facts, "env">,
): Installed {
  const tasks: InstalledTask[] = [];
  const hidden: HiddenTask[] = [];
  for (const [scope, folder] of [["user", userFolder(host)], ["system", SYSTEM_FOLDER]] as const) {
    for (const file of folder === null ? [] : unitsIn(folder, host)) {
      const name = SERVICE_FILE.exec(file)?.[1];
      if (name === undefined) continue;
      const service = readText(`${folder}/${file}`, host);
      if (service.refusal !== null) hidden.push({ name, refusal: service.refusal });
      const task = readService(service.text ?? "");
      // A copy under another name is somebody else's.
      if (task === null || task.name !== name) continue;
      tasks.push({ task, scope, timer: readText(`${folder}/${timerName(name)}`, host).text });
    }
  }
  return { tasks, hidden };
}

const SERVICE_FILE = /^netwho-(.+)\.service$/;

/** The names of a folder's files; none where there is no folder. */
function unitsIn(folder: string, host: Pick<Files, "listDirectory">): readonly string[] {
  const { value, refusal } = attempt(() => host.listDirectory(folder));
  if (refusal !== null && refusal.kind !== "notFound") throw refusal;
  return value ?? [];
}

/** A file's text, or why it cannot be read; neither where there is no file. */
function readText(
  path: string,
  host: Pick<Files, "readFile">,
): { text: string | null; refusal: string | null } {
  const { value, refusal } = attempt(() => host.readFile(path));
  if (value !== null) return { text: new TextDecoder().decode(value), refusal: null };
  return { text: null, refusal: refusal.kind === "notFound" ? null : refusal.message };
}
