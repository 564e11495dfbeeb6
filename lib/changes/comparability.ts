/**
 * What the two sides of a comparison could see: what only one of them could see is no change.
 *
 * @module
 */
import type { Change } from "../model/change.ts";
import type { Connection } from "../model/connection.ts";
import { hasPeer, isWaiting } from "../model/peer.ts";
import { isLeftover } from "../model/socket_columns.ts";
import { endsKey } from "../rows/key.ts";
import { listInWords } from "../text/wording.ts";

/** What one side of a comparison holds, as far as its rows tell. */
export interface SideFacts {
  /** Its name in messages. */
  readonly label: string;
  /** Whether it is all that there was, so that what is not in it was not there. */
  readonly isWhole: boolean;
  readonly sockets: number;
  /** How many sockets have a process ID or a program. */
  readonly owned: number;
  /** How many have a program. */
  readonly named: number;
  /** How many have no owner though their system has one. */
  readonly hidden: number;
  /** How many have another end, and how many of those are printed as a name instead of an address. */
  readonly peers: number;
  readonly peersByName: number;
  /** How many TCP connections with the same ends as one above them: a system has no two such. */
  readonly repeated: number;
  /** How many sockets of each kind there are that stay for long; none is given for a kind without any. */
  readonly kinds: ReadonlyMap<KindName, number>;
  readonly computers: ReadonlySet<string>;
  readonly observedAt: string | null;
  /** Whether it was taken with administrator's (root's) rights; null where that is not known. */
  readonly elevated: boolean | null;
  /** Whether it ends in the middle, or some of it was not understood. */
  readonly isPartial: boolean;
}

/** What is known of a side beside its rows. */
export type SideOrigin =
  & Pick<SideFacts, "label" | "isWhole" | "observedAt" | "elevated" | "isPartial">
  & { readonly computer: string | null };

/** A kind of sockets that a listing may have been saved without. */
interface Kind {
  /** The sockets in words. */
  readonly name: string;
  readonly isOf: (row: Connection) => boolean;
  /** Whether a socket of the kind stays for long, so that its absence says something. */
  readonly stays: (row: Connection) => boolean;
}

const isIpv6 = ({ localAddress, remoteAddress }: Connection) =>
  localAddress?.includes(":") === true || remoteAddress?.includes(":") === true;
const isIpv4 = (row: Connection) => !isIpv6(row) && (row.localAddress?.includes(".") === true);
const isListener = ({ state }: Connection) => state === "LISTENING";

const KINDS = [
  { name: "listening TCP sockets", isOf: isListener, stays: isListener },
  { name: "UDP sockets", isOf: ({ protocol }) => protocol === "UDP", stays: isWaiting },
  { name: "TCP sockets", isOf: ({ protocol }) => protocol === "TCP", stays: isListener },
  { name: "IPv6 sockets", isOf: isIpv6, stays: isWaiting },
  { name: "IPv4 sockets", isOf: isIpv4, stays: isWaiting },
] as const satisfies readonly Kind[];

type KindName = typeof KINDS[number]["name"];

/** How many sockets of a kind the other side must have for their absence to say something. */
const ENOUGH = 2;

/** Tells what one side of a comparison holds. */
export function factsOf(
  connections: readonly Connection[],
  { computer, ...origin }: SideOrigin,
): SideFacts {
  const kinds = new Map<KindName, number>();
  const computers = new Set(computer === null ? [] : [computer]);
  const counts = { owned: 0, named: 0, hidden: 0, peers: 0, peersByName: 0, repeated: 0 };
  const ends = new Set<string>();
  for (const row of connections) {
    if (row.pid !== null || row.process !== null) counts.owned++;
    else if (!isLeftover(row)) counts.hidden++;
    if (row.process !== null) counts.named++;
    if (row.computer !== null) computers.add(row.computer);
    if (hasPeer(row)) {
      counts.peers++;
      if (row.protocol === "TCP") {
        const key = `${row.computer} ${endsKey(row)}`;
        if (ends.has(key)) counts.repeated++;
        else ends.add(key);
      }
      if (row.remoteAddress === null && row.remoteHost !== null) counts.peersByName++;
    }
    for (const { name, isOf, stays } of KINDS) {
      if (isOf(row)) kinds.set(name, (kinds.get(name) ?? 0) + Number(stays(row)));
    }
  }
  return { ...origin, computers, kinds, sockets: connections.length, ...counts };
}

/** What can be compared of two sides. */
export interface Comparability {
  /** Whether a change is one: the other side could have seen the connection. */
  readonly isSeen: (change: Change) => boolean;
  /** What the sides could not see alike, and what that means, a sentence each. */
  readonly remarks: readonly string[];
}

/** Tells what can be compared of two sides. */
export function comparability(old: SideFacts, current: SideFacts): Comparability {
  const unseenBefore = kindsMissing(old, current);
  const unseenAfter = kindsMissing(current, old);
  const isByName = [old, current].map((side) => side.peersByName * 2 > side.peers);
  const printAlike = isByName[0] === isByName[1];
  return {
    isSeen: (row) => {
      if (row.change === "changed") return true;
      if (!printAlike && hasPeer(row)) return false;
      const missing = row.change === "opened" ? unseenBefore : unseenAfter;
      return !missing.some(({ isOf }) => isOf(row));
    },
    remarks: [
      ...emptyRemarks(old, current),
      ...missingRemarks(old, current, unseenBefore),
      ...missingRemarks(current, old, unseenAfter),
      ...peerlessRemarks(old, current),
      ...peerlessRemarks(current, old),
      ...printAlike ? [] : [nameRemark(isByName[0] ? old : current, isByName[0] ? current : old)],
      ...ownerRemarks(old, current),
      ...ownerRemarks(current, old),
      ...rightsRemarks(old, current),
      ...old.isPartial ? [`${old.label} is not whole: what is new may have been there before`] : [],
      ...current.isPartial
        ? [`${current.label} is not whole: what is closed may be there all the same`]
        : [],
      ...repeatedRemarks(old, current),
      ...computerRemarks(old, current),
      ...orderRemarks(old, current),
    ],
  };
}

/** The kinds of sockets that one side has none of, although the other has. */
function kindsMissing(side: SideFacts, other: SideFacts): readonly Kind[] {
  if (side.isWhole || side.sockets === 0) return [];
  return KINDS.filter(({ name }) =>
    !side.kinds.has(name) && (other.kinds.get(name) ?? 0) >= ENOUGH
  );
}

function missingRemarks(side: SideFacts, other: SideFacts, missing: readonly Kind[]): string[] {
  if (missing.length === 0) return [];
  const names = listInWords(missing.map(({ name }) => name), "or");
  return [`${side.label} has no ${names}: those of ${other.label} are not compared`];
}

function emptyRemarks(old: SideFacts, current: SideFacts): string[] {
  return [old, current].filter(({ sockets }, at) =>
    sockets === 0 && [old, current][1 - at]!.sockets > 0
  ).map(({ label }) => `${label} has no sockets at all`);
}

/** Connections come and go, so the first ones are news; but listings of listeners alone are common. */
function peerlessRemarks(side: SideFacts, other: SideFacts): string[] {
  if (side.isWhole || side.sockets === 0 || side.peers > 0 || other.peers < ENOUGH) return [];
  return [
    `${side.label} has only sockets that wait: if connections were left out of it, those of ` +
    `${other.label} are no change`,
  ];
}

function nameRemark({ label }: SideFacts, other: SideFacts): string {
  return `${label} has names in place of addresses, ${other.label} has not: connections are not compared; ` +
    "netstat prints addresses with -n";
}

function ownerRemarks(side: SideFacts, other: SideFacts): string[] {
  if (side.sockets === 0 || other.owned === 0) return [];
  const { label, isWhole, sockets, owned, named, hidden } = side;
  if (owned === 0 && !isWhole) {
    return [
      `${label} has no process IDs: sockets are compared by their ends alone; netstat prints ` +
      "process IDs with -o",
    ];
  }
  if (hidden > 0 && other.hidden === 0) {
    return [
      `The owners of ${hidden} of ${sockets} sockets of ${label} could not be seen, those of ` +
      `${other.label} could: these are compared by their ends alone`,
    ];
  }
  if (named === 0 && other.named > 0 && !isWhole) {
    return [
      `${label} has no names of programs: programs are compared by process ID; the output of ` +
      "tasklist beside it, in one folder, names them",
    ];
  }
  return [];
}

function rightsRemarks(old: SideFacts, current: SideFacts): string[] {
  if (old.elevated === null || current.elevated === null) return [];
  if (old.elevated === current.elevated) return [];
  const [more, less] = old.elevated ? [old, current] : [current, old];
  return [
    `${more.label} was taken with administrator's rights (root), ${less.label} without: what only ` +
    "those rights show of a program is not compared",
  ];
}

/** Of listings without headers nothing tells where the next one begins. */
function repeatedRemarks(...sides: readonly SideFacts[]): string[] {
  return sides.filter(({ repeated, peers }) => repeated > 1 && repeated * 3 > peers)
    .map(({ label, repeated }) =>
      `${label} shows ${repeated} connections again: it seems to hold several listings, and all of ` +
      "them are compared as one"
    );
}

function computerRemarks(old: SideFacts, current: SideFacts): string[] {
  if (old.computers.size === 0 || current.computers.size === 0) return [];
  if ([...old.computers].some((name) => current.computers.has(name))) return [];
  const [one, other] = [old, current].map(({ label, computers }) =>
    `${label} is from ${listInWords([...computers])}`
  );
  return [`Two computers are compared: ${one}, ${other}`];
}

function orderRemarks(old: SideFacts, current: SideFacts): string[] {
  const isLater = old.observedAt !== null && current.observedAt !== null &&
    old.observedAt > current.observedAt;
  return isLater
    ? [`${old.label} is later than ${current.label}: exchange them to see what is new`]
    : [];
}
