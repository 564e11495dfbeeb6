/**
 * Checks what netwho can see on a Linux machine.
 *
 * @module
 */
import { Diagnostics } from "../capture/diagnostics.ts";
import { reasonOf } from "../capture/hidden_owners.ts";
import { listPids } from "../capture/linux/linux_processes.ts";
import { type MissingRights, missingRights } from "../capture/linux/linux_rights.ts";
import { networkNamespace } from "../capture/linux/optional_reads.ts";
import { readSnapshot, type Unseen } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import type { Facts, Files, Host } from "../host/host.ts";
import { attempt } from "../host/refusals.ts";
import { type Check, okCheck, warningCheck } from "../model/check.ts";

/** Whether sockets can be read, and into how many processes netwho can look. */
export async function checkProc(
  host: Host,
  { timeoutMilliseconds }: { timeoutMilliseconds: number },
): Promise<Check[]> {
  const options = {
    from: [],
    encoding: null,
    sockets: true,
    processes: "none",
    fast: true,
    details: false,
    timeoutMilliseconds,
  } as const;
  try {
    const { unseen } = await readSnapshot(host, options, new Diagnostics());
    return [okCheck("/proc/net", "readable"), ofProcesses(unseen), ...checkNamespaces(host)];
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const ofProcesses = checkProcesses(host);
    return [checkSockets(host, { error, ofProcesses }), ofProcesses];
  }
}

/** Of how many processes the descriptors could be read, which tell whose a socket is. */
function ofProcesses({ processes, unreadable, hiddenBy }: Unseen): Check {
  const isHidden = hiddenBy === "hidepid";
  const value = `${processes - unreadable} of ${processes} processes readable` +
    (isHidden ? `; ${reasonOf(hiddenBy)}` : "");
  if (unreadable === 0 && !isHidden) return okCheck("/proc/PID", value);
  const advice = "The programs of the others stay unknown" +
    (isHidden || hiddenBy === "root" ? "; run it as root" : `: ${reasonOf(hiddenBy)}`);
  return warningCheck("/proc/PID", { value, advice });
}

/** Whether sockets could be read, after an error that was about them or about processes. */
function checkSockets(
  host: Files,
  { error, ofProcesses }: { error: CaptureError; ofProcesses: Check },
): Check {
  const isReadable = attempt(() => host.readFile("/proc/net/tcp")).refusal === null;
  if (isReadable && ofProcesses.status !== "ok") return okCheck("/proc/net", "readable");
  const advice = "netwho reads sockets there: mount /proc and, when run with Deno, use --allow-all";
  return { check: "/proc/net", status: "problem", value: error.message, advice };
}

/** Whether processes can be found at all. */
function checkProcesses(host: Files): Check {
  try {
    return okCheck("/proc/PID", `${listPids(host).length} processes`);
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    const advice =
      "netwho finds programs there: mount /proc and, when run with Deno, use --allow-all";
    return { check: "/proc/PID", status: "problem", value: error.message, advice };
  }
}

/** How many processes are in other network namespaces. None where this one is not known. */
function checkNamespaces(host: Files): Check[] {
  const own = networkNamespace(host, "self");
  if (own === null) return [];
  const all = listPids(host).map((pid) => networkNamespace(host, pid));
  const known = all.filter((name) => name !== null);
  const others = known.filter((name) => name !== own);
  const hidden = all.length - known.length;
  const rest = hidden === 0 ? "" : `; that of ${hidden} more cannot be seen`;
  const areIn = (processes: number) =>
    processes === 1 ? "1 process is in" : `${processes} processes are in`;
  if (others.length === 0) {
    return [okCheck("namespaces", `${areIn(known.length)} this network${rest}`)];
  }
  const number = new Set(others).size;
  const namespaces = number === 1 ? "another network namespace" : `${number} other namespaces`;
  const advice = "Their sockets cannot be seen from here: nsenter --target PID --net netwho";
  return [
    warningCheck("namespaces", { value: `${areIn(others.length)} ${namespaces}${rest}`, advice }),
  ];
}

/** Whether all processes can be looked into. */
export function checkLinuxRights(host: Files & Pick<Facts, "elevated">): Check {
  const elevated = host.elevated();
  const missing = missingRights(host);
  if (missing === null) {
    return okCheck(
      "elevated",
      elevated === true ? "yes" : "no, but it may look into all processes",
    );
  }
  const value = elevated === null ? "unknown" : "no";
  return warningCheck("elevated", { value: VALUES[missing] ?? value, advice: ADVICE[missing] });
}

const VALUES: Readonly<Partial<Record<MissingRights, string>>> = {
  trace: "root, but without CAP_SYS_PTRACE",
  search: "root, but without CAP_DAC_READ_SEARCH",
  userNamespace: "root, but of a user namespace alone",
};

const ADVICE: Readonly<Record<MissingRights, string>> = {
  root: "Run it as root to see the programs of other users",
  trace: "Add the capability to see the programs of other users (Docker: --cap-add SYS_PTRACE)",
  search:
    "Add the capability to see the programs of other users (Docker: --cap-add DAC_READ_SEARCH)",
  userNamespace: "Run it as root outside the user namespace to see the programs of other users",
};
