/**
 * What `netwho inspect` gives: flat rows, told apart by `relation`.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "../model/connection.ts";
import { emptyRecord, type Field, type RecordOf } from "../model/field.ts";

/** What a row is to what was asked for. */
export const RELATIONS = [
  "address",
  "process",
  "listener",
  "peer",
  "socket",
  "neighbour",
] as const;

/** What a row is to what was asked for. */
export type Relation = typeof RELATIONS[number];

const PROCESS_PART = [
  {
    name: "relation",
    kind: "text",
    about: "what the row is: address and process (what was asked for), listener (waits for " +
      "connections), peer (has a remote end), socket (has none), neighbour (another connection " +
      "into the network of a peer)",
    weight: 100,
    required: true,
  },
  {
    name: "target",
    kind: "text",
    about: "what was asked for, as it was written",
    required: true,
  },
  { name: "pid", kind: "integer", about: "the process ID", weight: 99 },
  { name: "process", kind: "text", about: "the program's image name", weight: 98 },
  { name: "path", kind: "text", about: "the executable's full path", weight: 50 },
  { name: "services", kind: "list", about: "all services the process hosts", weight: 45 },
  { name: "user", kind: "text", about: "the account it runs under", weight: 55 },
  { name: "startedAt", kind: "time", about: "when it started", weight: 25 },
  { name: "parentPid", kind: "integer", about: "the process ID of its parent" },
  {
    name: "parent",
    kind: "text",
    about: "the parent's image name; null where it has ended",
    weight: 24,
  },
  { name: "fileBytes", kind: "integer", about: "the executable's size" },
  { name: "fileCreatedAt", kind: "time", about: "when the executable was made" },
  { name: "fileModifiedAt", kind: "time", about: "when the executable was last changed" },
  {
    name: "sha256",
    kind: "text",
    about: "the SHA-256 of the executable, in hexadecimal digits",
    weight: 5,
  },
  {
    name: "company",
    kind: "text",
    about: "the company that the executable names (Windows); no signature is checked",
    weight: 23,
  },
  { name: "product", kind: "text", about: "the product that the executable names (Windows)" },
  { name: "fileDescription", kind: "text", about: "what the executable says it is (Windows)" },
  { name: "fileVersion", kind: "text", about: "the version that the executable names (Windows)" },
] as const satisfies readonly Field[];

const PROCESS_NAMES: ReadonlySet<string> = new Set(PROCESS_PART.map(({ name }) => name));

type ProcessPart = RecordOf<typeof PROCESS_PART>;

/**
 * A row of what inspecting gives. The facts about a process stand in each of its rows; what a row
 * has no socket for is null.
 */
export type Inspection =
  & Omit<ProcessPart, "relation">
  & { relation: Relation }
  & { [Name in Exclude<keyof Connection, keyof ProcessPart>]: Connection[Name] | null };

/** The fields of an inspection. */
export const INSPECTION_FIELDS: readonly Field[] = [
  ...PROCESS_PART,
  ...CONNECTION_FIELDS.filter(({ name }) => !PROCESS_NAMES.has(name)).map(optional),
];

/** The facts about a process; nothing of what they belong to. */
export type ProcessFacts = Omit<ProcessPart, "relation" | "target">;

/** A process of which nothing is known. */
export const NO_PROCESS: ProcessFacts = withoutPlace(emptyRecord(PROCESS_PART));

/** An inspection without anything. */
export const NO_INSPECTION: Inspection = emptyRecord(INSPECTION_FIELDS) as unknown as Inspection;

function optional({ name, kind, about, weight }: Field): Field {
  return { name, kind, about, weight };
}

function withoutPlace(
  { relation: _relation, target: _target, ...facts }: Record<keyof ProcessPart, null>,
): ProcessFacts {
  return facts;
}
