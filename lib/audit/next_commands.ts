/**
 * Command lines to copy for a finding: what to look at next, and how to end a program. The names of
 * programs and their paths are chosen by whoever wrote them, and no quotes are safe in PowerShell, cmd
 * and sh alike. So a program is named by its process ID, and a name only where it needs no quotes.
 *
 * @module
 */
import { isAtLeast, type Severity } from "../model/finding.ts";
import type { Connection } from "../model/connection.ts";
import { findVital } from "../actions/end/vital_programs.ts";
import type { AuditView } from "./engine/audit_view.ts";

/** What is judged, as far as command lines depend on it. */
export interface CommandContext {
  /** The system of the computer; null where that is unknown. */
  readonly os: AuditView["os"];
  /** Whether it is this computer, as it is: no saved output, and no recording. */
  readonly isLive: boolean;
  /** The options that read the same again: `--from netstat.txt`. @default none */
  readonly reading?: string;
  /** Whether a history was asked. */
  readonly hasHistory: boolean;
}

/** The connection that a finding shows, and how much it matters. */
export type CommandSubject =
  & Partial<Pick<Connection, "pid" | "process" | "path" | "remoteAddress" | "remoteScope">>
  & {
    readonly severity: Severity | null;
    /** Whether a rule advises not to end the program. @default false */
    readonly keepRunning?: boolean;
  };

/** Returns command lines for a finding; null where there is nothing to look at. */
export function commandsFor(
  subject: CommandSubject,
  { os, isLive, reading = "", hasHistory }: CommandContext,
): readonly string[] | null {
  const { process = null, severity } = subject;
  const pid = ownPid(subject);
  const peer = askablePeer(subject);
  const again = reading === "" ? "" : ` ${reading}`;
  const commands = [
    ...pid === null ? [] : [`netwho inspect pid:${pid}${again}`],
    ...peer === null ? [] : [`netwho inspect ${peer}${again}`],
    ...hasHistory && isPlainName(process) ? [`netwho history --process ${process}`] : [],
    ...isLive && os === "windows" && pid !== null && pid > LAST_OF_WINDOWS
      ? [`Get-AuthenticodeSignature -LiteralPath (Get-Process -Id ${pid}).Path`]
      : [],
    ...isLive && pid !== null && isAtLeast(severity, "high") && mayEnd(subject, os)
      ? [`netwho kill ${pid}`]
      : [],
  ];
  return commands.length === 0 ? null : commands;
}

/** System is process 4 of Windows; it has no file of its own. */
const LAST_OF_WINDOWS = 4;

function ownPid({ pid = null }: CommandSubject): number | null {
  return pid !== null && Number.isSafeInteger(pid) && pid > 0 ? pid : null;
}

/** An address that can be written as it is: saved rows may hold anything in its place. */
function askablePeer({ remoteAddress = null, remoteScope = null }: CommandSubject): string | null {
  if (remoteAddress === null || remoteScope !== "public") return null;
  return /^[\da-f]*[.:][\da-f.:]*$/i.test(remoteAddress) ? remoteAddress : null;
}

function isPlainName(name: string | null): name is string {
  return name !== null && /^\w[\w.-]*$/.test(name);
}

/** Whether ending the program leaves the computer running: a look-alike elsewhere is not the system's. */
function mayEnd(
  { pid = null, process = null, path = null, keepRunning = false }: CommandSubject,
  os: CommandContext["os"],
) {
  if (os === null || pid === null || keepRunning) return false;
  if (os === "linux") return pid > 1;
  if (pid <= LAST_OF_WINDOWS || findVital({ process, path }, WINDOWS_FOLDER) !== null) return false;
  // Services of Windows run in it, and which ones is not known here.
  return !SERVICE_HOST.test(process?.trim() ?? "") || (path !== null && !IN_WINDOWS.test(path));
}

const WINDOWS_FOLDER = "C:\\Windows";
const SERVICE_HOST = /^svchost(?:\.exe)?$/i;
const IN_WINDOWS = /^[a-z]:\\windows\\(?:system32|syswow64)\\/i;
