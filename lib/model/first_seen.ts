/**
 * Something that a history saw for the first time: a program, a listener or a peer of a program.
 *
 * @module
 */
import { type Connection, CONNECTION_FIELDS } from "./connection.ts";
import { EPISODE_FIELDS } from "./episode.ts";
import { COMPUTER_COLUMN, CONNECTION_COLUMNS } from "./socket_columns.ts";
import { type Field, type FieldNamed, fieldsNamed, type RecordOf } from "./field.ts";
import type { TableView } from "./view.ts";

/** What can be seen for the first time. */
export const FIRST_SEEN_KINDS = ["program", "listener", "peer"] as const;

const LOOKS: readonly FieldNamed<typeof EPISODE_FIELDS, "firstSeen" | "lastSeen" | "timesSeen">[] =
  fieldsNamed(EPISODE_FIELDS, ["firstSeen", "lastSeen", "timesSeen"]);

const SEEN_FIELDS = [
  {
    name: "kind",
    kind: "text",
    about: "program, listener, or peer: an address and port that a program is connected with",
    required: true,
  },
  ...LOOKS,
  {
    name: "historySince",
    kind: "time",
    about: "the first look at this computer: what was there before it, nobody knows",
    required: true,
  },
] as const satisfies readonly Field[];

/** What a program, a listener or a peer tells of a connection; null is what it does not. */
type SeenConnection = {
  [Name in Exclude<keyof Connection, "observedAt" | "createdAt">]: Connection[Name] | null;
};

/**
 * Something seen for the first time, with what its connections have in common: a program has no ends,
 * a peer not the port that is another one each time.
 */
export type FirstSeen =
  & Omit<RecordOf<typeof SEEN_FIELDS>, "kind">
  & SeenConnection
  & { kind: typeof FIRST_SEEN_KINDS[number] };

/** The fields of something seen for the first time. */
export const FIRST_SEEN_FIELDS: readonly Field[] = [
  ...SEEN_FIELDS,
  ...CONNECTION_FIELDS.filter(({ name }) => name !== "observedAt" && name !== "createdAt")
    .map(({ name, kind, about }: Field) => ({ name, kind, about })),
];

/** What a table shows people of it. */
export const FIRST_SEEN_VIEW: TableView = {
  noun: "new programs, listeners or peers",
  columns: [
    { name: "new", fields: ["kind"], shows: "text", weight: 96 },
    { name: "first seen", fields: ["firstSeen"], shows: "localTime", weight: 95 },
    COMPUTER_COLUMN,
    ...CONNECTION_COLUMNS.filter(({ name }) => name !== "pid" && name !== "state"),
    { name: "looks", fields: ["timesSeen"], shows: "number", weight: 40 },
    { name: "path", fields: ["path"], shows: "path", weight: 50 },
    { name: "note", fields: ["note"], shows: "note", weight: 10 },
  ],
};
