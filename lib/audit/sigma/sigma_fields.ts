/**
 * The fields of Sysmon's event 3 that netwho knows, and what it knows of each. The local end is the
 * source, the remote end the destination. What a snapshot does not tell is not known; it is not empty.
 *
 * @module
 */
import { portService } from "../../address/ports.ts";
import type { Connection } from "../../model/connection.ts";
import type { AuditView, FileVersion, Program, Subject } from "../engine/audit_view.ts";
import type { Fact } from "../engine/facts_needed.ts";
import type { KnownValue, ValueMaker } from "./known_value.ts";

/** What is known of a field: null for one that is empty, the name of a fact where it is not known. */
export type FieldValue = KnownValue | null | Fact;

/** What a value is read from. */
export interface FieldSource {
  readonly subject: Subject;
  readonly os: AuditView["os"];
  readonly make: ValueMaker;
}

/** A field. */
export interface SigmaField {
  /** Its name, as Sysmon spells it. */
  readonly name: string;
  /** Its place among the values of an event. */
  readonly index: number;
  /** What it asks for besides what netstat prints; null for nothing. */
  readonly fact: Fact | null;
  /** Whether it is `true` or `false`. */
  readonly isBoolean: boolean;
  /** Whether it is the same for all connections, so that it says nothing of one. */
  readonly isConstant: boolean;
  /** Whether it is about the program, so that its connections share it. */
  readonly isOfProgram: boolean;
  /** Reads it. */
  readonly read: (source: FieldSource) => FieldValue;
}

type Definition = readonly [
  name: string,
  fact: Fact | null,
  read: SigmaField["read"],
  kind?: "boolean" | "program" | "constant",
];

const ofRow = (
  missing: Fact,
  value: (row: Connection, make: ValueMaker) => KnownValue | null,
): SigmaField["read"] =>
({ subject, make }) => value(subject.row, make) ?? missing;

const DEFINITIONS: readonly Definition[] = [
  // What such an event is, as rules for raw logs say it.
  ["EventID", null, ({ make }) => make.number(3), "constant"],
  ["Channel", null, ({ make }) => make.text("Microsoft-Windows-Sysmon/Operational"), "constant"],
  ["Provider_Name", null, ({ make }) => make.text("Microsoft-Windows-Sysmon"), "constant"],
  ["Image", "path", ({ subject, os, make }) => imageOf(subject.program, { os, make }), "program"],
  [
    "CommandLine",
    "commandLine",
    ofProgram("commandLine", ({ listed }) => listed?.commandLine),
    "program",
  ],
  [
    "ProcessId",
    null,
    ({ subject, make }) =>
      subject.program.isNobody
        ? "formerProgram"
        : subject.row.pid === null
        ? "process"
        : make.number(subject.row.pid),
  ],
  ["User", "user", ({ subject: { row, program }, make }) => {
    const user = row.user || program.listed?.user || null;
    return user !== null ? make.text(user) : program.isNobody ? "formerProgram" : "user";
  }],
  ["ParentImage", "parent", ({ subject: { program: { parent } }, os, make }) => {
    const image = parent === null ? "parent" : imageOf(parent, { os, make });
    return typeof image === "string" ? "parent" : image;
  }, "program"],
  [
    "ParentCommandLine",
    "parent",
    ofProgram("parent", ({ parent }) => parent?.listed?.commandLine),
    "program",
  ],
  ["ParentUser", "parent", ofProgram("parent", ({ parent }) => parent?.listed?.user), "program"],
  [
    "ParentProcessId",
    "parent",
    ofProgram("parent", ({ listed, parent }) => listed?.parentPid ?? parent?.pid),
    "program",
  ],
  ["Company", "version", ofVersion(({ company }) => company), "program"],
  ["Product", "version", ofVersion(({ product }) => product), "program"],
  ["Description", "version", ofVersion(({ description }) => description), "program"],
  ["FileVersion", "version", ofVersion(({ version }) => version), "program"],
  ["OriginalFileName", "version", ofVersion(({ originalName }) => originalName), "program"],
  ["Protocol", null, ({ subject, make }) => make.text(subject.row.protocol.toLowerCase())],
  [
    "Initiated",
    "direction",
    ofRow(
      "direction",
      // Saved rows that were changed by hand can say anything.
      ({ direction }, make) =>
        direction === "outbound" || direction === "inbound"
          ? make.text(String(direction === "outbound"))
          : null,
    ),
    "boolean",
  ],
  [
    "SourceIsIpv6",
    null,
    ofRow("peer", ({ localAddress }, make) => isIPv6(localAddress, make)),
    "boolean",
  ],
  ["SourceIp", null, ofRow("peer", ({ localAddress }, make) => addressOf(localAddress, make))],
  [
    "SourceHostname",
    null,
    ofRow(
      "computer",
      ({ localHost, computer }, make) => textOf(localHost || computer || null, make),
    ),
  ],
  ["SourcePort", null, ofRow("peer", ({ localPort }, make) => numberOf(localPort, make))],
  ["SourcePortName", null, ({ subject: { row }, make }) => portName(row.localPort, { row, make })],
  [
    "DestinationIsIpv6",
    null,
    ofRow("peer", ({ remoteAddress }, make) => isIPv6(remoteAddress, make)),
    "boolean",
  ],
  [
    "DestinationIp",
    null,
    ofRow("peer", ({ remoteAddress }, make) => addressOf(remoteAddress, make)),
  ],
  [
    "DestinationHostname",
    "remoteHost",
    // The root of a whole name is no part of it that rules know.
    ofRow(
      "remoteHost",
      ({ remoteHost }, make) => textOf(remoteHost?.replace(/\.$/, "") || null, make),
    ),
  ],
  ["DestinationPort", null, ofRow("peer", ({ remotePort }, make) => numberOf(remotePort, make))],
  [
    "DestinationPortName",
    null,
    ({ subject: { row }, make }) => portName(row.remotePort, { row, make }),
  ],
  ["Computer", null, ofRow("computer", ({ computer }, make) => textOf(computer || null, make))],
];

/** The fields that netwho knows. */
export const SIGMA_FIELDS: readonly SigmaField[] = DEFINITIONS.map(
  ([name, fact, read, kind], index) => ({
    name,
    index,
    fact,
    isBoolean: kind === "boolean",
    isConstant: kind === "constant",
    isOfProgram: kind === "program",
    read,
  }),
);

/** Stands for a field that no connection has. */
export const NO_FIELD: SigmaField = {
  name: "",
  index: SIGMA_FIELDS.length,
  fact: "field",
  isBoolean: false,
  isConstant: false,
  isOfProgram: false,
  read: () => "field",
};

/** How many values an event can have: of each field, and of what stands for one that is none. */
export const FIELD_COUNT = SIGMA_FIELDS.length + 1;

const BY_NAME: ReadonlyMap<string, SigmaField> = new Map(
  SIGMA_FIELDS.map((field) => [field.name.toLowerCase(), field]),
);

/** The field with a name, in upper or lower case; null for one that no connection has. */
export function sigmaField(name: string): SigmaField | null {
  return BY_NAME.get(name.toLowerCase()) ?? null;
}

/** The path of a program, or as much of its end as its name tells. */
function imageOf(
  { isNobody, pid, process, path }: Program,
  { os, make }: Pick<FieldSource, "os" | "make">,
): FieldValue {
  if (isNobody) return "formerProgram";
  if (path) return imageAt(path, make);
  const name = process?.trim() ?? "";
  if (name === "") return "process";
  if (/\.(?:exe|com|scr|pif|bat|cmd|cpl|dll|tmp)$/i.test(name)) return make.end(`\\${name}`);
  // The kernel has no path, and Sysmon calls it so.
  if (pid === 4 && name === "System") return make.text(name);
  // Linux cuts names off behind 15 characters, netstat there behind 19, tasklist behind 25; PowerShell
  // leaves the ending of Windows' out.
  return os === "linux" && name.length < 15 ? make.end(`/${name}`) : "path";
}

/** A path as Sysmon writes it, with the letter of its drive; of one with a number that is not known. */
function imageAt(path: string, make: ValueMaker): KnownValue {
  const volume = /^\\device\\harddiskvolume\d+(?=\\)/i.exec(path);
  if (volume !== null) return make.end(path.slice(volume[0].length));
  return make.text(path.replace(/^\\(?:\\[?.]|\?\?)\\(?=[a-z]:)/i, ""));
}

function ofProgram(
  missing: Fact,
  value: (program: Program) => string | number | null | undefined,
): SigmaField["read"] {
  return ({ subject: { program }, make }) => {
    const known = value(program) ?? null;
    if (typeof known === "string") return make.text(known);
    if (known !== null) return make.number(known);
    return program.isNobody ? "formerProgram" : missing;
  };
}

function ofVersion(value: (version: FileVersion) => string | null): SigmaField["read"] {
  return ({ subject: { program }, make }) => {
    if (program.isNobody) return "formerProgram";
    if (program.file === null) return "file";
    if (program.file.version === null) return "version";
    return textOf(value(program.file.version), make);
  };
}

function textOf(text: string | null, make: ValueMaker): KnownValue | null {
  return text === null ? null : make.text(text);
}

function numberOf(number: number | null, make: ValueMaker): KnownValue | null {
  return number === null ? null : make.number(number);
}

function addressOf(address: string | null, make: ValueMaker): KnownValue | null {
  return address === null ? null : make.address(address);
}

function isIPv6(address: string | null, make: ValueMaker): KnownValue | null {
  const parsed = addressOf(address, make)?.address ?? null;
  return parsed === null ? null : make.text(String(parsed.length === 8));
}

/** Null for a port that nothing is registered for. */
function portName(
  port: number | null,
  { row, make }: { row: Connection; make: ValueMaker },
): FieldValue {
  if (port === null) return "peer";
  return textOf(portService(row.protocol === "UDP" ? "UDP" : "TCP", port), make);
}
