/**
 * Closes TCP connections of Linux with `ss -K`.
 *
 * What ss prints proves nothing: a kernel built without CONFIG_INET_DIAG_DESTROY closes nothing, and ss
 * says nothing of it. So the kernel's tables are read before and after.
 *
 * @module
 */
import {
  ActionError,
  type ActionErrorKind,
  type Actions,
  type ConnectionIdentity,
  describeConnection,
} from "../actions.ts";
import { HostError, type Programs } from "../host.ts";
import { closingCalls, type LinuxEnds, readEnds } from "./socket_filter.ts";

/** What closing needs of the machine. */
export interface ClosingMachine extends Programs {
  readonly isRoot: boolean;
  /** The content of a file of /proc, empty where there is none; null where it may not be read. */
  readProc(path: string): string | null;
  /** The targets of a process's descriptors, none where it has ended; null where they may not be read. */
  readDescriptors(pid: number): ReadonlySet<string | null> | null;
}

/** Closes TCP connections, and says of each why it was not closed; null where it was. */
export function closeLinuxConnections(
  programs: Programs,
  connections: readonly ConnectionIdentity[],
  options: CloseOptions,
): Promise<readonly (ActionError | null)[]> {
  return closeConnectionsOn({ ...programs, ...THIS_MACHINE }, connections, options);
}

type CloseOptions = Parameters<Actions["closeConnections"]>[1];

const THIS_MACHINE: Omit<ClosingMachine, keyof Programs> = {
  isRoot: Deno.build.os === "linux" && Deno.uid() === 0,
  readProc: (path) => readOr(() => readTable(path), ""),
  readDescriptors: (pid) => {
    const folder = `/proc/${pid}/fd`;
    const names = readOr(() => Array.from(Deno.readDirSync(folder), ({ name }) => name), []);
    return names &&
      new Set(names.map((name) => readOr(() => Deno.readLinkSync(`${folder}/${name}`), "")));
  },
};

/** Reads what may be missing; null where it may not be read. */
function readOr<Value>(read: () => Value, missing: Value): Value | null {
  try {
    return read();
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? missing : null;
  }
}

/**
 * Reads a table of the kernel in large pieces. For each read the kernel searches on through its memory
 * of connections; `Deno.readTextFileSync` begins with 32 bytes, and takes half as long again.
 */
function readTable(path: string): string {
  using file = Deno.openSync(path);
  const decoder = new TextDecoder();
  const piece = new Uint8Array(64 * 1024);
  let text = "";
  for (let length = file.readSync(piece); length !== null; length = file.readSync(piece)) {
    text += decoder.decode(piece.subarray(0, length), { stream: true });
  }
  return text;
}

/** A connection that is to be closed, and its socket as it was just before. */
interface Target {
  readonly connection: ConnectionIdentity;
  readonly ends: LinuxEnds;
  readonly inode: string;
}

/** Closes TCP connections of a machine. */
export async function closeConnectionsOn(
  machine: ClosingMachine,
  connections: readonly ConnectionIdentity[],
  { timeoutMilliseconds, signal }: CloseOptions,
): Promise<readonly (ActionError | null)[]> {
  const checked = checkAll(machine, connections);
  const targets = checked.filter((found): found is Target => !(found instanceof ActionError));
  const failures = new Map<Target, Failure>();
  const calls = closingCalls(targets.map((target) => ({ ...target.ends, target })));
  for (const { args, closes } of calls) {
    signal?.throwIfAborted();
    const failure = await runSs(machine, args, { timeoutMilliseconds, signal });
    if (failure !== null) { for (const { target } of closes) failures.set(target, failure); }
  }
  const left = findSockets(machine, targets.map(({ ends }) => ends));
  const isLeft = ({ ends, inode }: Target) =>
    left.get(ends)!.some((socket) => socket.inode === inode);
  const someAreClosed = targets.some((target) => !isLeft(target));
  return checked.map((found) => {
    if (found instanceof ActionError) return found;
    if (!isLeft(found)) return null;
    const { kind, state } = failures.get(found) ?? (someAreClosed ? STILL_THERE : NOT_BUILT);
    return refuse(found.connection, kind, state);
  });
}

/** Why a call of ss closed nothing. */
interface Failure {
  readonly kind: ActionErrorKind;
  readonly state: string;
}

const STILL_THERE: Failure = {
  kind: "timedOut",
  state: "the kernel was told to, and it is still there",
};

const NOT_BUILT: Failure = {
  kind: "notSupported",
  state:
    "the kernel did not do it: it may be built without CONFIG_INET_DIAG_DESTROY; netwho kill " +
    "ends the program",
};

function notPermitted({ isRoot }: ClosingMachine): Failure {
  const state = isRoot
    ? "root needs the capability CAP_NET_ADMIN for it, which a container may lack"
    : "only root may close connections: run netwho with sudo";
  return { kind: "permissionDenied", state };
}

const NO_SS: Failure = {
  kind: "notSupported",
  state: "the program ss is not installed: install the package iproute2 (iproute on Fedora)",
};

/** Runs ss; null where it complains of nothing. */
async function runSs(
  machine: ClosingMachine,
  args: readonly string[],
  options: Parameters<Programs["run"]>[2],
): Promise<Failure | null> {
  try {
    const { code, stderr } = await machine.run("ss", args, options);
    const said = new TextDecoder().decode(stderr).trim();
    // It ends with 0 where the kernel does not permit it.
    if (/SOCK_DESTROY/.test(said)) return notPermitted(machine);
    if (code === 0) return null;
    return {
      kind: "notSupported",
      state: `ss failed: ${said.split("\n")[0] || `exit code ${code}`}`,
    };
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    if (error.kind === "notFound") return NO_SS;
    if (error.kind === "timedOut") return { kind: "timedOut", state: error.message };
    return { kind: "notSupported", state: error.message };
  }
}

/** Finds the socket of each connection, and checks that it is still the one that was seen. */
function checkAll(
  machine: ClosingMachine,
  connections: readonly ConnectionIdentity[],
): (Target | ActionError)[] {
  const read = connections.map((connection) => ({ connection, ends: readEnds(connection) }));
  const sockets = findSockets(machine, read.flatMap(({ ends }) => ends ?? []));
  const descriptors = new Map<number, ReturnType<ClosingMachine["readDescriptors"]>>();
  const holds = (pid: number, inode: string) => {
    if (!descriptors.has(pid)) descriptors.set(pid, machine.readDescriptors(pid));
    // Where that may not be seen, closing is not permitted either.
    return descriptors.get(pid)?.has(`socket:[${inode}]`) ?? true;
  };
  return read.map(({ connection, ends }) => {
    const { owner } = connection;
    if (ends === null) {
      return refuse(connection, "unidentified", "its ends are no literal addresses with ports");
    }
    const open = sockets.get(ends)!;
    const [socket, ...others] = open;
    if (socket === undefined) return refuse(connection, "gone", "it is not there any more");
    if (others.length > 0 && !ends.hasZone) {
      const state = "there are several with these ends, on different interfaces";
      return refuse(connection, "unidentified", state);
    }
    // No process holds what waits to be accepted, and what its program has closed already.
    const held = open.filter(({ inode }) =>
      inode === NO_INODE || owner === null ||
      holds(owner.pid, inode)
    );
    if (held.length === 0) {
      return refuse(connection, "changed", `process ${owner!.pid} does not hold it any more`);
    }
    return { connection, ends, inode: held[0]!.inode };
  });
}

function refuse(
  connection: ConnectionIdentity,
  kind: ActionErrorKind,
  state: string,
): ActionError {
  return new ActionError(kind, `Cannot close ${describeConnection(connection)}: ${state}`);
}

/** A socket in a table of the kernel. */
interface KernelSocket {
  readonly inode: string;
}

const NO_INODE = "0";

/** The codes of TIME_WAIT, CLOSED and LISTENING: no connections, or none any more. */
const NOT_OPEN: ReadonlySet<string> = new Set(["06", "07", "0A"]);

/** Finds the open sockets with the given ends. */
function findSockets(
  machine: ClosingMachine,
  wanted: readonly LinuxEnds[],
): ReadonlyMap<LinuxEnds, readonly KernelSocket[]> {
  const byKey = new Map<string, KernelSocket[]>(wanted.map(({ procKey }) => [procKey, []]));
  for (const [family, path] of [[4, "/proc/net/tcp"], [6, "/proc/net/tcp6"]] as const) {
    if (!wanted.some((ends) => ends.family === family)) continue;
    for (const line of (machine.readProc(path) ?? "").split("\n")) {
      const [, local, remote, state = "", , , , , , inode = ""] = line.trim().split(/\s+/);
      const found = byKey.get(`${local} ${remote}`);
      if (found !== undefined && !NOT_OPEN.has(state)) found.push({ inode });
    }
  }
  return new Map(wanted.map((ends) => [ends, byKey.get(ends.procKey)!]));
}
