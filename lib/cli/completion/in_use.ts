/**
 * What is in use on this computer, as far as it can be read at once: the system's own lists, without
 * look-ups, without the holders of sockets, and with little patience for tools. What cannot be read is
 * left out: nobody reads a message while a shell completes.
 *
 * @module
 */
import { Diagnostics } from "../../capture/diagnostics.ts";
import type { Host } from "../../host/host.ts";
import type { State } from "../../model/socket.ts";

/** How long reading may take, in milliseconds: nobody waits longer for a completion. */
const PATIENCE = 1000;

/** What lies beside the folders of accounts on every Windows, in any language. */
const NO_ACCOUNTS = /^(?:All Users|Default|Default User|Public|desktop\.ini)$/i;

/** A process that runs. */
export interface RunningProcess {
  readonly pid: number;
  readonly name: string | null;
  /** Null where it is not known at once. */
  readonly path: string | null;
  readonly user: string | null;
  readonly services: readonly string[];
}

/** A socket that is open. */
export interface OpenSocket {
  readonly protocol: "TCP" | "UDP";
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  /** Null for UDP, and where the system does not tell it. */
  readonly state: State | null;
}

/** Reads what is in use. Each list is empty where it cannot be read. */
export class InUse {
  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The system, which decides what can be read. */
  get os(): Host["os"] {
    return this.#host.os;
  }

  /**
   * Accounts of Windows, where what a process runs as takes tasklist /v: the user's own, and those that
   * have a folder beside the user's, which is mostly called like its account.
   */
  async accounts(): Promise<readonly string[]> {
    const own = this.#host.env("USERNAME");
    // A folder on a share would be asked for over the network.
    const parent = /^[a-z]:\\.*(?=\\)/i.exec(this.#host.env("USERPROFILE") ?? "")?.[0];
    const folders = await orNothing(() =>
      Promise.resolve(parent === undefined ? [] : this.#host.listDirectory(parent))
    );
    const others = folders.filter((name) => !NO_ACCOUNTS.test(name));
    return own === undefined ? others : [own, ...others];
  }

  /** The processes; on Windows without users and services. */
  processes(): Promise<readonly RunningProcess[]> {
    return orNothing(async () => {
      if (this.#host.os === "windows") return windowsProcesses(this.#host);
      return await linuxProcesses(this.#host);
    });
  }

  /** The sockets. */
  sockets(): Promise<readonly OpenSocket[]> {
    return orNothing(async () => {
      if (this.#host.os === "windows") {
        return (this.#host.systemSockets() ?? []).map((row) => ({
          ...row,
          state: row.state ?? null,
        }));
      }
      return await linuxSockets(this.#host);
    });
  }

  /** The services that run, which take tasklist on Windows. */
  services(): Promise<readonly string[]> {
    return orNothing(async () => {
      if (this.#host.os === "linux") {
        return (await this.processes()).flatMap(({ services }) => services);
      }
      const { readSnapshot, READ_DEFAULTS } = await import("../../capture/snapshot.ts");
      const wanted = { ...READ_DEFAULTS, from: [], sockets: false, processes: "all" } as const;
      const { processes } = await readSnapshot(
        this.#host,
        { ...wanted, commandLines: false, timeoutMilliseconds: PATIENCE },
        new Diagnostics(),
      );
      return [...processes?.values() ?? []].flatMap(({ services }) => services ?? []);
    });
  }

  /** The names of netwho's tasks. */
  tasks(): Promise<readonly string[]> {
    return orNothing(async () => {
      if (this.#host.os === "windows") return await windowsTasks(this.#host);
      const { findInstalled } = await import("../../schedule/linux/installed_tasks.ts");
      return findInstalled(this.#host).tasks.map(({ task }) => task.name);
    });
  }
}

/** Completion is no place for errors: what cannot be read is not there. */
async function orNothing<Item>(read: () => Promise<readonly Item[]>): Promise<readonly Item[]> {
  try {
    return await read();
  } catch {
    return [];
  }
}

function windowsProcesses(host: Host): readonly RunningProcess[] {
  const listed = [...host.listedProcesses()];
  const facts = host.processFacts(listed.map(([pid]) => pid));
  return listed.map(([pid, { name }]) => ({
    pid,
    name,
    path: facts.get(pid)?.path ?? null,
    user: null,
    services: [],
  }));
}

/** As many processes as can be read in time. */
async function linuxProcesses(host: Host): Promise<readonly RunningProcess[]> {
  const { listPids, readProcess, readSystemFacts } = await import(
    "../../capture/linux/linux_processes.ts"
  );
  const end = host.now() + PATIENCE;
  const facts = readSystemFacts(host);
  const found: RunningProcess[] = [];
  for (const pid of listPids(host)) {
    if (host.now() > end) break;
    const { process } = readProcess(host, pid, facts);
    if (process === null) continue;
    const { path, user, services } = process;
    found.push({ pid, name: process.process, path, user, services: services ?? [] });
  }
  return found;
}

async function linuxSockets(host: Host): Promise<readonly OpenSocket[]> {
  const { parseProcNet, PROC_NET_TABLES } = await import("../../tools/proc/proc_net.ts");
  const read = await Promise.all(PROC_NET_TABLES.map(({ path, protocol }) =>
    orNothing(() => {
      const { rows } = parseProcNet(host.readFile(path), protocol);
      return Promise.resolve(rows.map(({ socket }) => ({ ...socket, protocol }) as OpenSocket));
    })
  ));
  return read.flat();
}

async function windowsTasks(host: Host): Promise<readonly string[]> {
  const { parseSchtasks, SCHTASKS_ARGUMENTS } = await import(
    "../../tools/schtasks/parse_schtasks.ts"
  );
  const { nameInFolder } = await import("../../schedule/windows/task_folder.ts");
  const { stdout } = await host.run("schtasks", SCHTASKS_ARGUMENTS.names, {
    timeoutMilliseconds: PATIENCE,
  });
  // Names of tasks are ASCII, which all code pages of Windows have in the same place.
  const { rows } = parseSchtasks(new TextDecoder("latin1").decode(stdout));
  return rows.flatMap(({ path }) => nameInFolder(path) ?? []);
}
