/**
 * Whole computers for tests of rules: listings in tests/fixtures/machines/, with all that can be known.
 *
 * A line is `what  address  program  key=value…`, with two blanks or more between them. What is
 * `listen`, `udp`, `out` (to that peer), `in` (of that peer, to `port<peer`), and `gone` (nobody's
 * TIME_WAIT). The program is a path, or the name of one that has none (System).
 *
 * @module
 */
import { portService } from "../../lib/address/ports.ts";
import { scopeOf } from "../../lib/address/scope.ts";
import { isAnyAddress } from "../../lib/model/peer.ts";
import type { AuditView } from "../../lib/audit/engine/audit_view.ts";
import { type AuditedRow, auditedView } from "./audited.ts";
import { ROOT } from "./program.ts";

const FOLDER = new URL("tests/fixtures/machines/", ROOT);
const OLD = "2025-03-01T08:00:00.000Z";
const RECENT = "2026-11-25T11:50:00.000Z";

/** Reads the listing of a computer; lines with `*N` in front stand for N connections. */
export function machine(name: string): AuditView {
  const lines = Deno.readTextFileSync(new URL(`${name}.txt`, FOLDER)).split(/\r?\n/)
    .filter((line) => line !== "" && !line.startsWith("#"));
  const os = lines.some((line) => /[A-Z]:\\/.test(line)) ? "windows" : "linux";
  const pids = new Map<string, number>();
  const rows = lines.flatMap((line) => {
    const [, times = "1", rest] = /^(?:\*(\d+) )?(.*)$/.exec(line)!;
    return Array.from({ length: Number(times) }, (_, index) => rowOf(rest!, { os, index, pids }));
  });
  return auditedView(rows, { os });
}

interface Place {
  readonly os: "windows" | "linux";
  /** The how many-th connection of its line it is. */
  readonly index: number;
  /** The process IDs that were given. */
  readonly pids: Map<string, number>;
}

function rowOf(line: string, { os, index, pids }: Place): AuditedRow {
  const [what, address, program, ...words] = line.split(/\s{2,}/);
  const facts = new Map(words.map((word): [string, string] => {
    const [, key, value] = /^(\w+)=(.*)$/.exec(word)!;
    return [key!, value!];
  }));
  const socket = socketOf(what!, address!, index);
  if (what === "gone") return { ...socket, pid: 0, process: null, state: "TIME_WAIT" };
  const process = facts.get("name") ?? program!.split(/[\\/]/).at(-1)!;
  const services = facts.get("services")?.split(",");
  const isKernel = program === "System";
  const key = `${program} ${process} ${services}`;
  if (!pids.has(key)) pids.set(key, isKernel ? 4 : 1000 + 4 * pids.size);
  const peer = socket.remoteAddress === null ? {} : {
    remoteHost: facts.get("host") ?? "peer.example.com",
    remoteHostSource: "dnsCache",
    remoteOwner: facts.get("owner") ?? "Sample Hosting",
    remoteAsn: facts.get("owner") === "Microsoft" ? 8075 : 64500,
  };
  return {
    ...socket,
    ...peer,
    createdAt: facts.get("since") ?? RECENT,
    pid: pids.get(key)!,
    process,
    services: services ?? (os === "windows" ? [] : null),
    user: facts.get("user") ?? userOf({ program: program!, os, isService: services !== undefined }),
    ...(facts.has("state") ? { state: facts.get("state")! } : {}),
    ...isKernel ? { path: null } : {
      path: program!,
      commandLine: facts.get("command") ?? `"${program}" --run`,
      parent: parentOf(
        os,
        facts.get("parent") ?? (services === undefined ? undefined : "services.exe"),
      ),
      startedAt: OLD,
      file: os === "windows" ? fileOf(facts, process) : { createdAt: OLD, modifiedAt: OLD },
    },
  };
}

function socketOf(what: string, address: string, index: number): AuditedRow {
  const [own, peer] = what === "in" ? address.split("<") : [address, address];
  const [host, port] = endpointOf(peer!, index);
  if (what === "listen" || what === "udp") {
    return {
      protocol: what === "udp" ? "UDP" : "TCP",
      state: what === "udp" ? null : "LISTENING",
      localAddress: host,
      localPort: port,
      localService: portService(what === "udp" ? "UDP" : "TCP", port),
      localScope: isAnyAddress(host) ? "any" : scopeOf(host),
      remoteAddress: null,
      remotePort: null,
      direction: null,
    };
  }
  const local = host === "127.0.0.1" ? host : "192.168.1.20";
  return {
    state: "ESTABLISHED",
    direction: what === "in" ? "inbound" : "outbound",
    localAddress: local,
    localScope: scopeOf(local),
    ...(what === "in" ? { localPort: Number(own) } : {}),
    remoteAddress: host,
    remotePort: port,
    remoteService: portService("TCP", port),
  };
}

/** The address and port; of each connection of a line another one where the address ends in `*`. */
function endpointOf(text: string, index: number): [host: string, port: number] {
  const [, host, port] = /^\[?([^\]]*)\]?:(\d+)$/.exec(text)!;
  return [host!.replace("*", `${1 + index % 250}`), Number(port)];
}

function userOf(
  { program, os, isService }: {
    readonly program: string;
    readonly os: Place["os"];
    readonly isService: boolean;
  },
): string {
  if (os === "linux") return program.startsWith("/home/") ? "anna" : "root";
  return isService || program === "System" ? "NT AUTHORITY\\SYSTEM" : "PC-7\\anna";
}

function parentOf(os: Place["os"], parent = "explorer.exe"): AuditedRow["parent"] {
  if (os === "linux") return { process: "systemd", path: "/usr/lib/systemd/systemd" };
  const folder = parent === "explorer.exe" ? "C:\\Windows\\" : "C:\\Windows\\System32\\";
  return { process: parent, path: folder + parent };
}

function fileOf(facts: ReadonlyMap<string, string>, process: string): AuditedRow["file"] {
  const signer = facts.get("signer") ?? "Sample Software";
  const isSigned = signer !== "none";
  const company = isSigned ? signer : null;
  return {
    createdAt: facts.get("created") ?? OLD,
    modifiedAt: facts.get("created") ?? OLD,
    version: {
      company,
      product: isSigned ? process : null,
      description: isSigned ? process : null,
      version: isSigned ? "1.0" : null,
      originalName: isSigned ? facts.get("original") ?? process : facts.get("original") ?? null,
    },
    signature: isSigned ? { status: "Valid", signer } : { status: "NotSigned", signer: null },
  };
}

/** The names of the computers of a folder. */
export function machinesIn(folder: "clean" | "bad"): string[] {
  return Array.from(
    Deno.readDirSync(new URL(`${folder}/`, FOLDER)),
    ({ name }) => name.replace(/\.txt$/, ""),
  ).sort();
}
