/**
 * The table of what is normal: what nearly every computer shows, said with the names and numbers of the
 * case. A connection that a finding is about is never asked.
 *
 * @module
 */
import { hasPeer, isWaiting } from "../../model/peer.ts";
import type { Subject } from "../engine/audit_view.ts";
import { type Crowds, isWebPort } from "./crowds.ts";
import { byName, isBrowser, isNetwho, isSystemProgram, isUpdater } from "./usual_programs.ts";
import { systemPort } from "./system_ports.ts";
import { directionOf } from "../engine/direction_by_ports.ts";

/** Something normal. */
export interface Normal {
  /** Its name: words with hyphens. */
  readonly id: string;
  /** Whether a connection is of this kind. */
  readonly when: (subject: Subject, crowds: Crowds) => boolean;
  /** Why it is normal, in a sentence without a full stop. */
  readonly sentence: (subject: Subject, crowds: Crowds) => string;
}

/** More than so many in these states are no longer a few. */
const FEW_TIME_WAIT = 100;
const FEW_CLOSE_WAIT = 10;
const FEW_CLOSING = 20;

const CLOSING: ReadonlySet<string> = new Set([
  "FIN_WAIT_1",
  "FIN_WAIT_2",
  "LAST_ACK",
  "CLOSING",
]);

/** The first port that Windows gives to whoever asks for any. */
const FIRST_DYNAMIC = 49152;

const RPC_SERVERS: ReadonlySet<string> = new Set([
  "lsass",
  "services",
  "spoolsv",
  "svchost",
  "wininit",
]);

const RESOLVERS: ReadonlySet<string> = new Set([
  "dnsmasq",
  "svchost",
  "systemd-resolve",
  "systemd-resolved",
]);

const SVCHOST: ReadonlySet<string> = new Set(["svchost"]);

/** Services of Windows that ask Microsoft's servers, and for what. */
const ONLINE_SERVICES: ReadonlyMap<string, string> = new Map([
  ["bits", "downloads in the background"],
  ["cryptsvc", "lists of certificates"],
  ["diagtrack", "telemetry"],
  ["dosvc", "updates"],
  ["installservice", "programs of the Store"],
  ["licensemanager", "licences of the Store"],
  ["usosvc", "updates"],
  ["wlidsvc", "the Microsoft account"],
  ["wpnservice", "notifications"],
  ["wuauserv", "updates"],
]);

/** Everything that is normal; the first row that fits speaks. */
export const NORMAL: readonly Normal[] = [
  {
    id: "netwho-itself",
    when: ({ row, program }) => isNetwho(program) && hasPeer(row),
    sentence: ({ row }) => `It is netwho's own: it asks ${peer(row)}, as its options say`,
  },
  {
    id: "loopback-pair",
    when: (subject, crowds) => isLoopback(subject) && crowds.otherHalf(subject) !== null,
    sentence: (subject, crowds) => {
      const other = crowds.otherHalf(subject)!;
      const [one, two] = [nameOf(subject), nameOf(other)];
      return one === two
        ? `${one} talks to itself inside this computer: both ends are listed`
        : `${one} talks to ${two} inside this computer: both ends are listed`;
    },
  },
  {
    id: "loopback-peer",
    when: isLoopback,
    sentence: (subject) => `${nameOf(subject)} talks to this computer itself`,
  },
  {
    id: "loopback-listener",
    when: ({ row }) => isWaiting(row) && row.localScope === "loopback",
    sentence: (subject) =>
      `${nameOf(subject)} waits on ${subject.row.localAddress}, which only this computer reaches`,
  },
  {
    id: "browser-pages",
    when: ({ row, program }) =>
      isBrowser(program) && hasPeer(row) && directionOf(row) !== "inbound" &&
      isWebPort(row.remotePort),
    sentence: (subject, crowds) => {
      const peers = crowds.webPeers(subject.program);
      const many = peers === 1 ? "1 address" : `${peers} addresses`;
      return `${nameOf(subject)}, a browser${
        byName(subject.program)
      }, is connected to ${many} on ` +
        "the ports of the web: a page loads from many at once";
    },
  },
  {
    id: "browser-udp",
    when: ({ row, program }) => isBrowser(program) && row.protocol === "UDP" && !hasPeer(row),
    sentence: ({ row, program }) =>
      `${program.process}, a browser${byName(program)}, ` +
      (row.localPort === 5353
        ? "looks for devices in the local network (mDNS)"
        : "uses UDP for pages (QUIC) and calls"),
  },
  {
    id: "system-port",
    when: ({ row, program }) => {
      const known = isWaiting(row) ? systemPort(row, program.stem) : undefined;
      return known !== undefined && isSystemProgram(program, known.stems);
    },
    sentence: ({ row, program }) => {
      const { os, purpose } = systemPort(row, program.stem)!;
      const system = os === "windows" ? "Windows" : "Linux";
      return `${system} itself waits on ${row.protocol} port ${row.localPort} for ${purpose}: it ` +
        `is ${program.process}${byName(program)}`;
    },
  },
  {
    id: "rpc-port",
    when: ({ row, program }, { os }) =>
      os !== "linux" && row.state === "LISTENING" && (row.localPort ?? 0) >= FIRST_DYNAMIC &&
      isSystemProgram(program, RPC_SERVERS),
    sentence: ({ row, program }) =>
      `${program.process}${byName(program)} waits on port ${row.localPort} for RPC, whose ports ` +
      `Windows gives out from ${FIRST_DYNAMIC} up`,
  },
  {
    id: "name-query",
    when: ({ row, program }) =>
      hasPeer(row) && (row.remotePort === 53 || row.remotePort === 853) &&
      isSystemProgram(program, RESOLVERS),
    sentence: ({ row, program }) =>
      `${program.process}${byName(program)} asks ${peer(row)} for names (DNS)`,
  },
  {
    id: "windows-service",
    when: ({ row, program }) =>
      isSystemProgram(program, SVCHOST) && directionOf(row) !== "inbound" &&
      hasPeer(row) && isWebPort(row.remotePort) && onlineService(row) !== null,
    sentence: ({ row, program }) => {
      const service = onlineService(row)!;
      const purpose = ONLINE_SERVICES.get(service.toLowerCase())!;
      return `Windows' service ${service} (${program.process}${
        byName(program)
      }) asks for ${purpose}`;
    },
  },
  {
    id: "updates",
    when: ({ row, program }) =>
      isUpdater(program) && hasPeer(row) && directionOf(row) !== "inbound" &&
      isWebPort(row.remotePort),
    sentence: (subject) =>
      `${nameOf(subject)} looks for updates${
        byName(subject.program) === "" ? "" : ", by its name"
      }, at ${peer(subject.row)}`,
  },
  {
    id: "few-time-wait",
    when: ({ row }, { timeWait }) => row.state === "TIME_WAIT" && timeWait <= FEW_TIME_WAIT,
    sentence: (_, { timeWait }) =>
      timeWait === 1
        ? "It is closed, and the only one that waits so (TIME_WAIT): it goes within minutes"
        : `It is closed, one of ${timeWait} that wait so (TIME_WAIT): they go within minutes`,
  },
  {
    id: "few-close-wait",
    when: ({ row, program }, crowds) =>
      row.state === "CLOSE_WAIT" && crowds.inState(program, "CLOSE_WAIT") <= FEW_CLOSE_WAIT,
    sentence: (subject, crowds) => {
      const count = crowds.inState(subject.program, "CLOSE_WAIT");
      const which = count === 1 ? "the only one" : `one of ${count}`;
      return `The other end has closed it and ${
        nameOf(subject)
      } not yet (CLOSE_WAIT), ${which} of ` +
        "this program: only many of them would be a fault";
    },
  },
  {
    id: "few-closing",
    when: ({ row, program }, crowds) =>
      row.state !== null && CLOSING.has(row.state) &&
      crowds.inState(program, row.state) <= FEW_CLOSING,
    sentence: ({ row }) => `It is being closed (${row.state}), which takes a moment`,
  },
  {
    id: "local-network",
    when: ({ row }) =>
      row.state === "ESTABLISHED" && directionOf(row) === "outbound" &&
      (row.remoteScope === "private" || row.remoteScope === "linkLocal"),
    sentence: (subject) =>
      `${nameOf(subject)} is connected to ${peer(subject.row)} in the local network, not in the ` +
      "Internet",
  },
];

function isLoopback({ row }: Subject): boolean {
  return hasPeer(row) && row.remoteScope === "loopback";
}

const UNKNOWN_PROGRAM = "a program that is not known";

function nameOf({ row, program }: Subject): string {
  if (program.process !== null) return program.process;
  return program.isNobody || row.pid === null ? UNKNOWN_PROGRAM : `PID ${row.pid}`;
}

function peer({ remoteAddress, remoteHost }: Subject["row"]): string {
  return remoteAddress ?? remoteHost ?? "an address that is not known";
}

/** The service of a connection that asks Microsoft's servers; null where none is known to be it. */
function onlineService({ socketService, services }: Subject["row"]): string | null {
  const hosted = socketService !== null ? [socketService] : services ?? [];
  const [service] = hosted;
  return hosted.length === 1 && ONLINE_SERVICES.has(service!.toLowerCase()) ? service! : null;
}
