/**
 * The record of `netwho inspect`: flat rows, distinguished by `relation`.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "./connection.ts";
import { CONNECTION_COLUMNS } from "./socket_columns.ts";
import { emptyRecord, type Field, type RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** How a row relates to its target. */
export type Relation =
  | "address"
  | "process"
  | "listener"
  | "peer"
  | "socket"
  | "application"
  | "reservation"
  | "neighbour";

const TARGET_FIELDS = [
  {
    name: "relation",
    kind: "text",
    about: "what the row is: address and process (what was asked for), listener (waits for " +
      "connections), peer (has a remote end), socket (has none), application (a program that " +
      "HTTP.sys serves on this port), reservation (what Windows keeps of a port that nothing uses), " +
      "neighbour (another connection into the network of a peer)",
    required: true,
  },
  {
    name: "target",
    kind: "text",
    about: "the target, as typed",
    required: true,
  },
] as const satisfies readonly Field[];

const PROCESS_FACTS = [
  { name: "pid", kind: "integer", about: "the process ID" },
  { name: "process", kind: "text", about: "the program's image name" },
  { name: "path", kind: "text", about: "the executable's full path" },
  {
    name: "commandLine",
    kind: "text",
    about: "the command line that started it, which may hold secrets; with --details; on Linux " +
      "quoted so that a shell reads the same arguments",
  },
  { name: "services", kind: "list", about: "all services the process hosts" },
  { name: "user", kind: "text", about: "the account it runs under" },
  { name: "startedAt", kind: "time", about: "when it started" },
  { name: "parentPid", kind: "integer", about: "the process ID of its parent" },
  {
    name: "parent",
    kind: "text",
    about: "the parent's image name; null if it has ended",
  },
  { name: "fileBytes", kind: "integer", about: "the executable's size" },
  { name: "fileCreatedAt", kind: "time", about: "when the executable was created" },
  { name: "fileModifiedAt", kind: "time", about: "when the executable was last changed" },
  {
    name: "sha256",
    kind: "text",
    about: "the SHA-256 of the executable, in hexadecimal digits",
  },
  {
    name: "company",
    kind: "text",
    about: "the company that the executable names (Windows), which is no proof: see signature",
  },
  { name: "product", kind: "text", about: "the product that the executable names (Windows)" },
  { name: "fileDescription", kind: "text", about: "what the executable says it is (Windows)" },
  { name: "fileVersion", kind: "text", about: "the version that the executable names (Windows)" },
  {
    name: "signature",
    kind: "text",
    about:
      "what Windows says of the executable's signature: Valid, NotSigned, HashMismatch (it was " +
      "changed), NotTrusted, UnknownError…; with --signatures",
  },
  { name: "signer", kind: "text", about: "who signed the executable; with --signatures" },
] as const satisfies readonly Field[];

/** The facts about a process that each of its rows holds. */
export type InspectedProcess = RecordOf<typeof PROCESS_FACTS>;

/**
 * A row of an inspection. Every row of a process holds the facts about it; a row without a socket
 * has null in the fields of a socket.
 */
export type Inspection =
  & { relation: Relation; target: string }
  & InspectedProcess
  & { [Name in Exclude<keyof Connection, keyof InspectedProcess>]: Connection[Name] | null };

const PROCESS_NAMES: ReadonlySet<string> = new Set(PROCESS_FACTS.map(({ name }) => name));

/** The fields of an inspection. */
export const INSPECTION_FIELDS: readonly Field[] = [
  ...TARGET_FIELDS,
  ...PROCESS_FACTS,
  ...CONNECTION_FIELDS.filter(({ name }) => !PROCESS_NAMES.has(name))
    .map(({ name, kind, about }: Field) => ({ name, kind, about })),
];

/** The facts about an unknown process. */
export const NO_PROCESS: InspectedProcess = emptyRecord(PROCESS_FACTS);

/** An inspection with every field null. */
export const NO_INSPECTION: Inspection = emptyRecord(INSPECTION_FIELDS) as unknown as Inspection;

/** What a table shows people of an inspection. */
export const INSPECTION_VIEW: TableView = {
  noun: "rows",
  columns: [
    { name: "relation", fields: ["relation"], shows: "text", weight: 96 },
    ...CONNECTION_COLUMNS,
    { name: "startedAt", fields: ["startedAt"], shows: "time", weight: 25 },
    { name: "parent", fields: ["parent"], shows: "program", weight: 24 },
    { name: "company", fields: ["company"], shows: "text", weight: 23 },
    { name: "path", fields: ["path"], shows: "path", weight: 50 },
    { name: "command", fields: ["commandLine"], shows: "text", weight: 22 },
    { name: "note", fields: ["note"], shows: "note", weight: 10 },
  ],
};
