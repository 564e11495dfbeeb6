/**
 * The laws that every parser must obey on any bytes. A broken law throws.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { NAME_STATUSES, type NameRecord } from "../../lib/model/name.ts";
import type { Rejected } from "../../lib/model/parsed.ts";
import { type Socket, SOCKET_FIELDS } from "../../lib/model/socket.ts";
import { findCachedNames } from "../../lib/tools/ipconfig/cached_names.ts";
import { looksLikeDisplayDns, parseDisplayDns } from "../../lib/tools/ipconfig/parse_displaydns.ts";
import { parseNetstat } from "../../lib/tools/netstat/parse_netstat.ts";
import { NetstatScanner } from "../../lib/tools/netstat/netstat_scanner.ts";
import { nameRecords, parseNslookup } from "../../lib/tools/nslookup/parse_nslookup.ts";
import { parseProcNet } from "../../lib/tools/proc/proc_net.ts";
import { parseProcStat } from "../../lib/tools/proc/proc_process.ts";
import { parseTasklist } from "../../lib/tools/tasklist/parse_tasklist.ts";
import { TOOLS } from "../../lib/tools/tools.ts";
import { parseAddress } from "../../lib/address/address.ts";
import { readSigmaDocuments } from "../../lib/audit/sigma/sigma_documents.ts";
import { SigmaError } from "../../lib/audit/sigma/sigma_error.ts";
import { makeSigmaRule } from "../../lib/audit/sigma/sigma_rule.ts";
import { splitDnsCache } from "../../lib/capture/saved/saved_dns_cache.ts";
import { foreignCsv } from "../../lib/capture/saved/foreign_rows.ts";
import { toRecord } from "../../lib/capture/saved/own_records.ts";
import { type OwnText, readCsvRows, readJsonRows } from "../../lib/capture/saved/own_rows.ts";
import { MmdbFile } from "../../lib/lookup/owners/offline/mmdb_file.ts";
import { csv } from "../../lib/output/csv.ts";
import { formatRows } from "../../lib/output/format_rows.ts";
import type { Format } from "../../lib/output/format.ts";
import { json, ndjson } from "../../lib/output/json.ts";
import { snapshotFormat } from "../../lib/output/snapshot_format.ts";
import { kindOf } from "../../lib/capture/saved/saved_kind.ts";
import { splitParts } from "../../lib/capture/saved/saved_parts.ts";
import { refusalOf } from "../../lib/capture/saved/saved_refusals.ts";
import { decodeBytes } from "../../lib/text/decode.ts";
import { sanitize } from "../../lib/text/terminal_text.ts";
import { byteOrderMark, unmarkedUnicode } from "../../lib/text/sniff_encoding.ts";
import { metadataBytes } from "../../tests/support/mmdb_writer.ts";
import type { Random } from "./mutate.ts";
import { checkNetsh } from "./printed_netsh.ts";
import { checkNames } from "./printed_names.ts";
import { checkProcesses } from "./printed_processes.ts";
import { checkTasks } from "./printed_tasks.ts";
import { checkWindowsBytes } from "./windows_bytes.ts";
import { inventedValues } from "./netstat_values.ts";
import { checkOwnRows } from "./printed_rows.ts";

/** A law: throws if the bytes break it. */
export type Law = (bytes: Uint8Array, random: Random) => void | Promise<void>;

/** One law per tool of the table: neither its parser nor `looksLike` throws. */
const TOOL_LAWS = TOOLS.map(({ name, parse, looksLike }): [string, Law] => [
  `${name}NeverThrows`,
  (bytes) => {
    const text = textOf(bytes);
    parse(text);
    looksLike?.(text);
  },
]);

/** The metadata of a database whose tree is the first 60 bytes. */
const DATABASE_END = metadataBytes({ node_count: 10, record_size: 24, ip_version: 6 });

/** Every law, by name. */
export const LAWS: Readonly<Record<string, Law>> = {
  ...Object.fromEntries(TOOL_LAWS),

  databasesNeverThrow(bytes) {
    for (const content of [bytes, new Uint8Array([...bytes, ...DATABASE_END])]) {
      const file = MmdbFile.open(content);
      if (typeof file === "string") continue;
      file.find({ family: 4, groups: [0xc000, 0x0201] });
      file.find({ family: 6, groups: [0x2001, 0xdb8, 0, 0, 0, 0, 0, 1] });
      for (const _ of file.sample(100));
    }
  },

  sigmaTellsWhatIsWrong(bytes) {
    const text = textOf(bytes);
    const lines = countLines(bytes) + 1;
    for (const rest of [text, `logsource: {category: network_connection}\ndetection:\n${text}`]) {
      for (const document of readSigmaDocuments(rest)) {
        if (document.kind === "passedOver") continue;
        try {
          if (document.kind === "broken") throw document.error;
          makeSigmaRule([document], "id", { placeholders: new Map(), missing: new Set() });
        } catch (error) {
          assert(error instanceof SigmaError, `${error}`);
          assert(
            error.line === null || (error.line >= 1 && error.line <= lines + 2),
            `${error.line}`,
          );
        }
      }
    }
  },

  netstatKeepsCount(bytes) {
    const { rows, rejected } = parseNetstat(bytes);
    const lines = countLines(bytes);
    assert(rows.length + rejected.length <= lines, "more rows and rejects than lines");
    checkLines(rejected, lines);
    for (const row of rows) checkSocket(row);
  },

  netstatInventsNothing(bytes) {
    const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
    assertEquals(inventedValues(text, parseNetstat(bytes).rows), []);
  },

  netstatReadsAnyChunks(bytes, random) {
    const sockets: Socket[] = [];
    const scanner = new NetstatScanner();
    for (let at = 0; at < bytes.length;) {
      const size = 1 + random.below(120);
      sockets.push(...scanner.push(bytes.slice(at, at + size)));
      at += size;
    }
    sockets.push(...scanner.finish());
    const whole = parseNetstat(bytes);
    assertEquals(sockets, whole.rows);
    assertEquals([...scanner.seen.rejected], [...whole.rejected]);
  },

  tasklistInventsNothing(bytes) {
    checkProcesses(textOf(bytes));
  },

  tasklistKeepsCount(bytes) {
    const text = textOf(bytes);
    const { rows, rejected } = parseTasklist(text);
    const lines = countLines(new TextEncoder().encode(text));
    assert(rows.length <= lines, "more rows than lines");
    checkLines(rejected, lines);
    for (const { pid, memoryBytes } of rows) {
      assert(Number.isSafeInteger(pid) && pid >= 0, `PID ${pid}`);
      assert(memoryBytes === null || Number.isSafeInteger(memoryBytes), `memory ${memoryBytes}`);
    }
  },

  nslookupKeepsLines(bytes) {
    const text = textOf(bytes);
    const { exchanges, rejected } = parseNslookup(text);
    const lines = countLines(new TextEncoder().encode(text));
    checkLines(rejected, lines);
    assert(exchanges.length + rejected.length <= lines, "more exchanges and rejects than lines");
    let last = 0;
    for (const exchange of exchanges) {
      assert(exchange.line >= last && exchange.line <= lines, `line ${exchange.line}`);
      last = exchange.line;
      const rows = nameRecords(exchange);
      assert(rows.length > 0, "an exchange without a row");
      rows.forEach(checkName);
    }
  },

  nslookupInventsNothing(bytes) {
    const text = textOf(bytes);
    checkNames(parseNslookup(text).exchanges.flatMap(nameRecords), text);
  },

  displayDnsInventsNothing(bytes) {
    const text = textOf(bytes);
    const { rows, negative, rejected, lines } = parseDisplayDns(text);
    const count = countLines(new TextEncoder().encode(text));
    checkLines(rejected, count);
    assert(rows.length + negative.length <= count, "more records than lines");
    for (const line of lines) assert(line >= 1 && line <= count, `line ${line} of ${count}`);
    const bare = text.replaceAll(/[\s\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g, "");
    const stands = (value: string) => bare.includes(value.replaceAll(/\s/g, ""));
    for (const { asked, name, type, ttl, data } of rows) {
      for (const value of [asked, name, `${type}`, data ?? ""]) assert(stands(value), value);
      assert(name !== "" && data !== "" && (ttl === null || Number.isSafeInteger(ttl)));
      assert(type !== 1 && type !== 28 || parseAddress(data ?? "") !== null, `${data}`);
    }
    for (const { asked } of negative) assert(stands(asked), asked);
    const nameOf = findCachedNames(rows);
    for (const { data } of rows) {
      const name = nameOf(data ?? "");
      assert(name === null || stands(name.name), name?.name);
    }
    if (!looksLikeDisplayDns(text)) return;
    const split = splitDnsCache(text)!;
    const parts = [split.cache, split.rest].map((part) => part.split("\n"));
    text.split(/\r*\n|\r+/).forEach((line, at) =>
      assertEquals(parts.map((part) => part[at]!).join(""), line, `line ${at + 1}`)
    );
  },

  windowsBytes: checkWindowsBytes,

  netshInventsNothing(bytes) {
    checkNetsh(textOf(bytes));
  },

  schtasksInventsNothing(bytes) {
    checkTasks(textOf(bytes));
  },

  procNeverThrows(bytes) {
    const text = textOf(bytes);
    for (const { socket } of parseProcNet(text, "TCP").rows) checkSocket(socket);
    for (const { socket } of parseProcNet(text, "UDP").rows) checkSocket(socket);
    parseProcStat(bytes);
  },

  ownRowsStandInTheText(bytes) {
    const text = textOf(bytes);
    kindOf(text);
    foreignCsv(text);
    for (const { rows, rejected } of [readJsonRows(text), readCsvRows(text)]) {
      checkLines(rejected, countLines(bytes));
      checkOwnRows(rows, text);
    }
  },

  writtenRowsReadBack(bytes, random) {
    // What is no field is not written.
    const expected = parseNetstat(bytes).rows.slice(0, 4)
      .map((socket) => toRecord({ ...socket }, SOCKET_FIELDS));
    if (expected.length === 0) return;
    const format: Format = random.of([json, ndjson, csv, SNAPSHOT]);
    const options = { excel: random.below(2) === 0, delimiter: random.of([",", ";", "\t"]) };
    const text = formatRows(expected, format, { fields: SOCKET_FIELDS, ...options });
    const read = (text: string) => format === csv ? readCsvRows(text) : readJsonRows(text);
    const records = ({ rows }: OwnText) => rows.map(({ row }) => toRecord(row, SOCKET_FIELDS));
    const whole = read(text);
    assertEquals(records(whole), expected);
    assertEquals([whole.rejected.length, whole.missing], [0, null]);

    const cut = text.slice(0, random.below(text.length));
    const part = read(cut);
    const sure = part.missing === "lineEnd" ? records(part).slice(0, -1) : records(part);
    assertEquals(sure, expected.slice(0, sure.length));
    const looksWhole = sure.length === expected.length || cut.trim() === "" ||
      (LINEWISE.includes(format) && /[}\n]$/.test(cut));
    assert(part.missing !== null || part.rejected.length > 0 || looksWhole, `silent cut: ${cut}`);
  },

  savedTextIsJudged(bytes) {
    const head = textOf(bytes);
    const kind = kindOf(head);
    const wanted = { output: "output", hint: "wanted" };
    const { state, hint } = refusalOf({ kind, head, start: bytes.subarray(0, 8), wanted });
    assert(state !== "" && hint !== "", `${state}, ${hint}`);
    const tools = ["netstat", "tasklist", "nslookup"] as const;
    const lines = head.split(/\r*\n|\r+/);
    const parts = [...splitParts(head, { tools, wanted: tools }).values()].map((part) =>
      part.split("\n")
    );
    // Each line is in one part.
    lines.forEach((line, at) =>
      assertEquals(parts.map((part) => part[at]!).join(""), line, `line ${at + 1}`)
    );
  },

  async decodingKeepsLines(bytes, random) {
    const page = random.of([null, 437, 850, 866, 932, 936, 949, 950, 1252, 65001]);
    const text = await decodeBytes(bytes, { oemCodePage: () => page });
    if (holdsWideText(bytes)) return;
    assertEquals(count(text, "\n"), bytes.filter((byte) => byte === LINE_FEED).length);
  },

  sanitizingLeavesNoControls(bytes) {
    // deno-lint-ignore no-control-regex -- these must not be left
    const controls = /[\u0000-\u001f\u007f-\u009f]/;
    assert(!controls.test(sanitize(textOf(bytes))), "a control character is left");
  },
};

/** Formats that have no end: nothing in a part that ends with a row shows that it is one. */
const LINEWISE: readonly Format[] = [ndjson, csv];

/** A snapshot's document with any rows for its connections. */
const SNAPSHOT = snapshotFormat({
  ...{ format: 1, version: null, observedAt: null, computer: null, os: null, elevated: null },
  unseen: {
    ...{ hiddenBy: "root", owners: 0, summary: null },
    ...{ processes: 0, unreadable: 0, refused: 0 },
  },
  ...{ warnings: [], processNotes: [], holders: [] },
}, { processes: null });

const LINE_FEED = 10;

/** The number of bytes in which the decoder looks for UTF-16 and UTF-32. */
const HEAD_BYTES = 1024;

/** Whether the text is UTF-16 or UTF-32, where a line feed takes several bytes. */
function holdsWideText(bytes: Uint8Array): boolean {
  const encoding = byteOrderMark(bytes)?.encoding ?? unmarkedUnicode(bytes.subarray(0, HEAD_BYTES));
  return encoding !== null && encoding !== "utf-8";
}

function count(text: string, part: string): number {
  return text.split(part).length - 1;
}

function checkSocket(row: Socket): void {
  assert(row.protocol === "TCP" || row.protocol === "UDP");
  for (const port of [row.localPort, row.remotePort]) {
    assert(port === null || (Number.isInteger(port) && port >= 0 && port <= 65535), `port ${port}`);
  }
  assert(row.pid === null || (Number.isInteger(row.pid) && row.pid <= 0xffffffff), `${row.pid}`);
  assert(row.protocol === "TCP" ? row.state !== null : row.state === null, `state ${row.state}`);
  for (const value of Object.values(row)) assert(value !== "" && value !== undefined);
}

function checkName(row: NameRecord): void {
  assert(NAME_STATUSES.includes(row.status as typeof NAME_STATUSES[number]), row.status);
  assert((row.data === null) === (row.status !== "NOERROR"), `${row.status} with ${row.data}`);
  for (const number of [row.preference, row.weight, row.port]) {
    assert(number === null || Number.isSafeInteger(number), `${number}`);
  }
  for (const value of Object.values(row)) assert(value !== undefined);
  assert(row.aliases === null || row.aliases.length > 0, "an empty list of aliases");
}

function checkLines(rejected: readonly Rejected[], lines: number): void {
  for (const { line } of rejected) assert(line >= 1 && line <= lines, `line ${line} of ${lines}`);
}

/** Counts line ends of any kind; the text after the last one counts as a line, even if empty. */
function countLines(bytes: Uint8Array): number {
  let lines = 1;
  for (const byte of bytes) if (byte === 10 || byte === 13) lines++;
  return lines;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
