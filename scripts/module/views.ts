/**
 * What PowerShell shows people of each record: a few columns that fit 80 places, and its list.
 *
 * PowerShell drops columns that do not fit and cuts cells, so each view has fixed widths for what is short,
 * and one or two columns that share the rest and wrap.
 *
 * @module
 */

/**
 * What a cell holds:
 *
 * - `text`: the first of the fields that has a value; a list is joined.
 * - `number`: at the right. `bytes`: the same, in words.
 * - `time`: date and time in minutes. `second`: the time of the day alone.
 * - `state`: coloured where PowerShell can; the protocol where there is no state. `severity`: likewise.
 * - `ends`: both ends of a connection and who began it. `change`, `result`: the same, with the states of a
 *   change or the reason below. `remote`: the other end alone, as the property Remote writes it.
 */
export type CellKind =
  | "text"
  | "number"
  | "bytes"
  | "time"
  | "second"
  | "state"
  | "severity"
  | "ends"
  | "change"
  | "result"
  | "remote";

/** A column of a table. */
export interface ModuleColumn {
  /** The heading. */
  readonly label: string;
  /** What a cell holds. @default "text" */
  readonly shows?: CellKind;
  /** The fields that a cell is made of. */
  readonly fields: readonly string[];
  /** Its width; without it, it shares the room that the others leave. */
  readonly width?: number;
}

const ENDS_FIELDS = [
  ...["protocol", "state", "direction", "localAddress", "localPort", "localHost"],
  ...["remoteAddress", "remotePort", "remoteHost"],
];

/** The widest end with an IPv4 address, which the other end stands behind. */
const END_WIDTH = "255.255.255.255:65535".length;

const PROCESS: ModuleColumn = { label: "process", fields: ["process"], width: 12 };
const PID: ModuleColumn = { label: "pid", shows: "number", fields: ["pid"], width: 6 };
const STATE: ModuleColumn = {
  label: "state",
  shows: "state",
  fields: ["state", "protocol"],
  width: 12,
};
const ENDS: ModuleColumn = {
  label: `${"local".padEnd(END_WIDTH + 1)}remote`,
  shows: "ends",
  fields: ENDS_FIELDS,
};

/** The columns of each type's table. */
export const MODULE_VIEWS: Readonly<Record<string, readonly ModuleColumn[]>> = {
  Connection: [PROCESS, PID, ENDS, STATE],
  Socket: [
    PROCESS,
    PID,
    { ...ENDS, fields: ENDS_FIELDS.filter((name) => name !== "direction") },
    STATE,
  ],
  Process: [
    { ...PROCESS, width: 18 },
    PID,
    { label: "memory", shows: "bytes", fields: ["memoryBytes"], width: 9 },
    { label: "services", fields: ["services"] },
    { label: "path", fields: ["path", "commandLine"] },
  ],
  Name: [
    { label: "query", fields: ["query", "name"] },
    { label: "type", fields: ["type"], width: 5 },
    { label: "data", fields: ["data", "note"] },
    { label: "status", fields: ["status"], width: 8 },
  ],
  Owner: [
    { label: "address", fields: ["address"] },
    { label: "owner", fields: ["organization", "asName", "networkName", "note"] },
    { label: "country", fields: ["registryCountry"], width: 7 },
    { label: "asn", shows: "number", fields: ["asn"], width: 10 },
    { label: "network", fields: ["network"] },
  ],
  Inspection: [
    { label: "relation", fields: ["relation"], width: 11 },
    PROCESS,
    PID,
    { label: "path or ends", shows: "ends", fields: [...ENDS_FIELDS, "path", "note"] },
    STATE,
  ],
  Finding: [
    { label: "severity", shows: "severity", fields: ["severity", "outcome"], width: 13 },
    { label: "rule", fields: ["rule"], width: 20 },
    PROCESS,
    { label: "reason", fields: ["reason"] },
  ],
  Rule: [
    { label: "severity", shows: "severity", fields: ["severity"], width: 13 },
    { label: "id", fields: ["id"], width: 26 },
    { label: "title", fields: ["title"] },
  ],
  Change: [
    { label: "at", shows: "second", fields: ["changedAt"], width: 8 },
    { label: "change", fields: ["change"], width: 7 },
    PROCESS,
    PID,
    { ...ENDS, shows: "change", fields: [...ENDS_FIELDS, "change", "previousState"] },
  ],
  Episode: [
    { label: "first seen", shows: "time", fields: ["firstSeen"], width: 16 },
    { label: "last seen", shows: "time", fields: ["lastSeen"], width: 16 },
    PROCESS,
    ENDS,
  ],
  FirstSeen: [
    { label: "new", fields: ["kind"], width: 8 },
    { label: "first seen", shows: "time", fields: ["firstSeen"], width: 16 },
    PROCESS,
    { label: "path or ends", shows: "ends", fields: [...ENDS_FIELDS, "path", "note"] },
  ],
  TimelinePiece: [
    { label: "process", fields: ["process"] },
    { label: "since", shows: "time", fields: ["since"], width: 16 },
    { label: "until", shows: "time", fields: ["until"], width: 16 },
    { label: "connections", shows: "number", fields: ["connections"], width: 11 },
    { label: "looks", shows: "number", fields: ["looks"], width: 6 },
  ],
  Beacon: [
    { label: "score", shows: "number", fields: ["score"], width: 6 },
    { label: "rating", fields: ["rating"], width: 6 },
    PROCESS,
    { label: "remote", shows: "remote", fields: ["remoteAddress", "remotePort", "remoteHost"] },
    { label: "every (s)", shows: "number", fields: ["periodSeconds"], width: 9 },
    { label: "times", shows: "number", fields: ["connections"], width: 6 },
  ],
  Look: [
    { label: "observed at", shows: "time", fields: ["observedAt"], width: 16 },
    { label: "computer", fields: ["computer"] },
    { label: "connections", shows: "number", fields: ["connections"], width: 11 },
    { label: "opened", shows: "number", fields: ["opened"], width: 6 },
    { label: "closed", shows: "number", fields: ["closed"], width: 6 },
    { label: "changed", shows: "number", fields: ["changed"], width: 7 },
    { label: "missed", shows: "number", fields: ["missed"], width: 6 },
  ],
  Task: [
    { label: "name", fields: ["name"] },
    { label: "status", fields: ["status"], width: 8 },
    { label: "last run", shows: "time", fields: ["lastRunAt"], width: 16 },
    { label: "result", fields: ["lastResultText"] },
    { label: "next run", shows: "time", fields: ["nextRunAt"], width: 16 },
  ],
  Check: [
    { label: "check", fields: ["check"], width: 20 },
    { label: "status", fields: ["status"], width: 8 },
    { label: "value", fields: ["value"] },
    { label: "advice", fields: ["advice"] },
  ],
  EndedProcess: [
    { label: "result", fields: ["result"], width: 8 },
    { ...PROCESS, width: 18 },
    PID,
    { label: "reason", fields: ["reason", "path"] },
  ],
  ClosedConnection: [
    { label: "result", fields: ["result"], width: 8 },
    PROCESS,
    PID,
    { ...ENDS, shows: "result", fields: [...ENDS_FIELDS, "reason"] },
  ],
};
