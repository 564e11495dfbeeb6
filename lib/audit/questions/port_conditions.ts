/**
 * Questions about ports, and about where the program that uses one was installed.
 *
 * @module
 */
import { ofProgram } from "./conditions.ts";
import type { Subject } from "../engine/audit_view.ts";
import type { Answer, Condition } from "../engine/rule.ts";
import type { Ports } from "../engine/subjects_by_port.ts";

/** Whether the other end is one of these TCP ports. */
export function isTcpTo(ports: Ports): Condition {
  const condition: Condition = ({ row, hasPeer }) =>
    row.remotePort !== null && ports.has(row.remotePort) && row.protocol === "TCP" && hasPeer;
  return Object.assign(condition, { tcpPorts: ports });
}

/** Whether it listens (TCP) on an address that other computers can reach. */
export function listensToOthers({ row }: Subject): Answer {
  if (row.state !== "LISTENING") return false;
  if (row.localScope !== null) return row.localScope !== "loopback";
  return row.localHost === "localhost" ? false : "peer";
}

/** Whether a process still owns it. */
export function isOwned({ program }: Subject): Answer {
  return !program.isNobody;
}

/** Whether the program lies where only administrators install programs: not in Windows itself. */
export const isInstalled: Condition = ofProgram(
  "path",
  ({ place }) => place === null ? null : INSTALLED.test(place),
);

const INSTALLED = new RegExp(
  String.raw`^(?:[a-z?]:\\program files(?: \(x86\))?\\` +
    String.raw`|/(?:usr|opt|s?bin|lib(?:32|64)?|snap|app|nix/store|gnu/store|var/lib/flatpak)/)`,
);

/** Whether the program lies where every user may write. */
export const isInUsersReach: Condition = ofProgram(
  "path",
  ({ place }) => place === null ? null : OPEN_TO_USERS.test(place) && !DEFENDER.test(place),
);

const OPEN_TO_USERS =
  /^[a-z?]:\\(?:users|programdata|perflogs|\$recycle\.bin|windows\\tasks)\\|\\te?mp\\/;
/** Defender updates itself there; only administrators can write to it. */
const DEFENDER =
  /^[a-z?]:\\programdata\\microsoft\\windows defender(?: advanced threat protection)?\\/;

/** Whether the program is the kernel of Windows. */
export function isSystem({ program: { pid, stem } }: Subject): Answer {
  if (pid === 4 || stem === "system") return true;
  return pid === null && stem === null ? "process" : false;
}

/** Whether the program runs on Linux, as far as its path tells where nobody said it. */
export function isOfLinux(
  { program }: Subject,
  { os }: { readonly os: "windows" | "linux" | null },
): boolean {
  return os === null ? program.place?.startsWith("/") ?? false : os === "linux";
}

/** Whether a condition surely holds: one that hangs on what is not known counts as not holding. */
export function isSure(condition: Condition): Condition {
  return (subject, view) => condition(subject, view) === true;
}

/** The names in a list, to compare. */
export function namesOf(
  { programs }: { readonly programs: readonly string[] },
): ReadonlySet<string> {
  return new Set(programs);
}
