/**
 * Rows of other programs, as JSON or CSV: known by their fields, refused by name, never half read.
 *
 * @module
 */
import { CONNECTION_FIELDS } from "../../model/connection.ts";
import { NAME_FIELDS } from "../../model/name.ts";
import { OWNER_FIELDS } from "../../model/owner.ts";
import { PROCESS_FIELDS } from "../../model/process.ts";
import { SOCKET_FIELDS } from "../../model/socket.ts";
import { type CsvRecord, readCsv, readHeader } from "./csv_records.ts";

/** Why rows are refused. */
export interface ForeignRefusal {
  /** `Cannot use x` where it is known whose they are, else `Cannot understand x`. */
  readonly verb: "use" | "understand";
  /** What the file holds. */
  readonly state: string;
  /** What to do; null where nothing better is known than to say what can be read. */
  readonly hint: string | null;
}

interface ForeignRows {
  /** Whose they are. */
  readonly of: string;
  /** Fields that only these rows have, in lower case; one of the lists is enough. */
  readonly fields: readonly (readonly string[])[];
  /** Fields that make the rows netwho's all the same, in lower case. @default none do */
  readonly unless?: readonly string[];
  readonly hint: string;
}

const SAVE_NETSTAT = "Save the sockets with: netstat -ano > netstat.txt";
const SAVE_TASKLIST = "Save the processes with: tasklist /fo csv > tasklist.csv";

const FOREIGN: readonly ForeignRows[] = [
  {
    of: "netwho whois",
    fields: [["asn", "abusecontact"]],
    hint: "To ask again: netwho whois ADDRESS",
  },
  {
    of: "netwho doctor",
    fields: [["check", "advice"]],
    hint: "To check again: netwho doctor",
  },
  {
    of: "Get-NetTCPConnection or Get-NetUDPEndpoint",
    fields: [["owningprocess"]],
    // The PowerShell module's objects have this name for their pid.
    unless: ["pid", "process"],
    hint: SAVE_NETSTAT,
  },
  {
    of: "Get-Process",
    fields: [["processname", "handles"], ["processname", "id", "workingset64"]],
    hint: SAVE_TASKLIST,
  },
  {
    of: "Win32_Process",
    fields: [["processid", "parentprocessid"], ["processid", "workingsetsize"]],
    hint: SAVE_TASKLIST,
  },
  {
    of: "Resolve-DnsName",
    fields: [["querytype", "section"]],
    hint: "Save the answers with: netwho nslookup NAME --out names.json",
  },
  {
    of: "a CIM cmdlet of PowerShell",
    fields: [["cimclass"], ["ciminstanceproperties"], ["pscomputername", "dynamictarget"]],
    hint: SAVE_NETSTAT,
  },
  {
    of: "jc (netstat or ss)",
    fields: [
      ["proto", "foreign_address"],
      ["proto", "local_address"],
      ["netid", "local_address"],
      ["netid", "peer_address"],
      ["netid", "recv_q"],
    ],
    hint: "Save what the tool itself prints: netstat -tunap > netstat.txt",
  },
  {
    of: "jc (lsof or ps)",
    fields: [["command", "pid", "fd"], ["command", "pid", "vsz"], ["cmd", "pid", "tty"]],
    hint: "Save what the tool itself prints: netstat -tunap > netstat.txt",
  },
  {
    of: "jc (dig)",
    fields: [["opcode", "status", "question"]],
    hint: "Save the answers with: netwho nslookup NAME --out names.json",
  },
  {
    of: "osquery",
    fields: [["fd", "family", "local_address"], ["fd", "family", "port", "protocol"]],
    hint: SAVE_NETSTAT,
  },
  {
    of: "TCPView or CurrPorts",
    fields: [
      ["process name", "process id", "local address"],
      ["process name", "local port", "remote port"],
      ["process", "pid", "protocol", "local address"],
    ],
    hint: SAVE_NETSTAT,
  },
];

/** The fields of all records of netwho's, in lower case. */
const RECORDS = [CONNECTION_FIELDS, SOCKET_FIELDS, PROCESS_FIELDS, NAME_FIELDS, OWNER_FIELDS]
  .map((fields) => fields.map(({ name }) => name.toLowerCase()));
const OWN_NAMES: ReadonlySet<string> = new Set(RECORDS.flat());

/**
 * Whether rows with these fields are those of `--count-by`: some fields of a record, and then their
 * number. A whole record with a number is one to which somebody has added it.
 */
function areCounts(names: readonly string[]): boolean {
  const counted = names.slice(0, names.indexOf("count"));
  return names.includes("count") && counted.length > 0 &&
    counted.every((name) => OWN_NAMES.has(name)) &&
    !RECORDS.some((record) => record.every((name) => counted.includes(name)));
}

const COUNTS: ForeignRefusal = {
  verb: "use",
  state: "it holds numbers of rows, as netwho --count-by writes them, not the rows",
  hint: "Save the rows without --count-by: they can be counted when they are read",
};

/** Whose rows these are, by the names of their fields; null if that is not known. */
export function foreignRows(names: readonly string[]): ForeignRefusal | null {
  const lower = names.map((name) => name.trim().toLowerCase());
  if (areCounts(lower)) return COUNTS;
  const known = new Set(lower);
  const found = FOREIGN.find(({ fields, unless }) =>
    fields.some((wanted) => wanted.every((name) => known.has(name))) &&
    !unless?.every((name) => known.has(name))
  );
  return found === undefined ? null : {
    verb: "use",
    state: `it holds output of ${found.of}, which netwho does not read`,
    hint: found.hint,
  };
}

/** Whether rows with these fields are those of `netwho nslookup`. */
export function areDnsRows(names: readonly string[]): boolean {
  const known = new Set(names.map((name) => name.toLowerCase()));
  return known.has("status") && (known.has("query") || known.has("data"));
}

/** The most names in a message. */
const MOST_NAMES = 6;
const LONGEST_NAME = 30;

/** Names of fields, as many as a message can hold. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) =>
    name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name
  );
  return [...shown, ...names.length > MOST_NAMES ? ["…"] : []].join(", ");
}

/**
 * Why CSV with another header than netwho's is refused; null for text that is not CSV. To be asked last:
 * the tables of the tools that are read look like CSV too.
 */
export function foreignCsv(head: string): ForeignRefusal | null {
  for (const delimiter of [",", ";", "\t", "|"]) {
    const names = headerOf(head.trimStart(), delimiter);
    if (names === null) continue;
    const state = `it is CSV, but its columns (${listNames(names)}) are not netwho's`;
    return foreignRows(names) ?? { verb: "understand", state, hint: null };
  }
  return null;
}

/** The names in the header of CSV; null if it has no header, or its lines differ in length. */
function headerOf(head: string, delimiter: string): readonly string[] | null {
  const text = head.replace(/^(?:#TYPE|sep=)[^\n]*\n/i, "").slice(0, LONGEST_SAMPLE);
  const header = readHeader(text, delimiter);
  if (header === null || !header.every(isName)) return null;
  const { records } = readCsv(text, delimiter);
  // The last line of the sample may be cut.
  const rows = records.slice(1, records.length > 2 ? -1 : undefined);
  const fits = ({ cells }: CsvRecord) => cells.length === header.length;
  const isTable = rows.length > 0 && rows.every(fits);
  const isSure = header.length > 2 || (header.length === 2 && records[0]!.isQuoted);
  return isTable && (isSure || foreignRows(header) !== null) ? header : null;
}

const LONGEST_SAMPLE = 4000;

/** Whether a cell is the name of a column: some words, and no number. */
function isName(cell: string | null): cell is string {
  return cell !== null && /^[^\d\s][^\n]{0,60}$/.test(cell) && /\p{L}/u.test(cell);
}
