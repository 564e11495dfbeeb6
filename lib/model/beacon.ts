/**
 * A beacon: a program that contacts the same peer again and again, by the clock or nearly so.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "./connection.ts";
import { type Field, type FieldNamed, fieldsNamed, type RecordOf } from "./field.ts";
import { COMPUTER_COLUMN } from "./socket_columns.ts";
import type { TableView } from "./view.ts";

/** The words for scores, from the lowest, and the score from which each holds. */
export const BEACON_RATINGS = [["none", 0], ["low", 0.5], ["medium", 0.7], ["high", 0.9]] as const;

const PEER_FIELDS: readonly FieldNamed<typeof CONNECTION_FIELDS, "remotePort" | "protocol">[] =
  fieldsNamed(CONNECTION_FIELDS, ["remotePort", "protocol"]);

const KNOWN_NAMES = [
  "remoteService",
  "remoteScope",
  "services",
  "user",
  "remoteHostSource",
  "remoteAsn",
  "remoteOwner",
  "remoteCountry",
  "remoteNetwork",
  "note",
] as const;
const KNOWN_FIELDS: readonly FieldNamed<typeof CONNECTION_FIELDS, typeof KNOWN_NAMES[number]>[] =
  fieldsNamed(CONNECTION_FIELDS, KNOWN_NAMES);

/** The fields of a beacon: its score, whose it is, then what the score was made of. */
export const BEACON_FIELDS = [
  {
    name: "score",
    kind: "decimal",
    about: "how regular the connections are: 0 to 1, the mean of the parts in scoreParts",
    required: true,
  },
  {
    name: "rating",
    kind: "text",
    about:
      "the score in a word: high from 0.9, medium from 0.7, low from 0.5, else none; null where " +
      "the looks were too rare for any score to be trusted: see note",
  },
  { name: "process", kind: "text", about: "the image name of the program" },
  { name: "path", kind: "text", about: "the program's full path" },
  { name: "remoteAddress", kind: "text", about: "the address that it contacted most often" },
  {
    name: "remoteHost",
    kind: "text",
    about: "the name of the peer, which has any of its addresses",
  },
  ...PEER_FIELDS,
  {
    name: "connections",
    kind: "integer",
    about: "how many connections were seen that began in this time",
    required: true,
  },
  {
    name: "periodSeconds",
    kind: "decimal",
    about: "the median time from one connection to the next",
    required: true,
  },
  {
    name: "jitterSeconds",
    kind: "decimal",
    about: "by how much these times differ from the median: the median of the differences",
    required: true,
  },
  { name: "firstSeen", kind: "time", about: "when the first one began", required: true },
  { name: "lastSeen", kind: "time", about: "when the last one began", required: true },
  {
    name: "timingScore",
    kind: "decimal",
    about: "how equal the times between connections are: 0 to 1",
    required: true,
  },
  {
    name: "durationScore",
    kind: "decimal",
    about: "how long it went on: 0 to 1; null if fewer than six hours were looked at",
  },
  {
    name: "histogramScore",
    kind: "decimal",
    about: "how equal the hours are: 0 to 1; null if fewer than six hours were looked at",
  },
  {
    name: "scoreParts",
    kind: "list",
    about: "the parts that the score is the mean of: timing, duration, histogram",
    required: true,
  },
  {
    name: "timeResolutionSeconds",
    kind: "decimal",
    about:
      "how exactly the times are known: the usual time between two looks, or 0.001 where the " +
      "system tells when connections were made",
    required: true,
  },
  { name: "computer", kind: "text", about: "the computer on which it was seen" },
  ...KNOWN_FIELDS,
] as const satisfies readonly Field[];

/** A program that contacts the same peer again and again. */
export type Beacon = RecordOf<typeof BEACON_FIELDS>;

/** What a table shows people of a beacon. */
export const BEACON_VIEW: TableView = {
  noun: "programs that contact a peer again and again",
  columns: [
    { name: "score", fields: ["score"], shows: "number" },
    { name: "rating", fields: ["rating"], shows: "text", weight: 90 },
    COMPUTER_COLUMN,
    { name: "process", fields: ["process"], shows: "program" },
    { name: "proto", fields: ["protocol"], shows: "text", weight: 25 },
    // Not below, as notes are: it says which row is which.
    { name: "remote", fields: ["remoteAddress", "remoteHost", "remotePort"], shows: "peer" },
    { name: "owner", fields: ["remoteOwner"], shows: "text", weight: 92 },
    { name: "country", fields: ["remoteCountry"], shows: "text", weight: 70 },
    { name: "every (s)", fields: ["periodSeconds"], shows: "number", weight: 84 },
    { name: "jitter (s)", fields: ["jitterSeconds"], shows: "number", weight: 80 },
    { name: "times", fields: ["connections"], shows: "number", weight: 83 },
    { name: "known to (s)", fields: ["timeResolutionSeconds"], shows: "number", weight: 62 },
    { name: "timing", fields: ["timingScore"], shows: "number", weight: 50 },
    { name: "duration", fields: ["durationScore"], shows: "number", weight: 45 },
    { name: "histogram", fields: ["histogramScore"], shows: "number", weight: 45 },
    { name: "note", fields: ["note"], shows: "prose", below: true },
  ],
};
