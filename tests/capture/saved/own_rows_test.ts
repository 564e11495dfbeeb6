import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { NAME_FIELDS } from "../../../lib/model/name.ts";
import { PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { faultOf, kindOfRow, toRecord } from "../../../lib/capture/saved/own_records.ts";
import {
  csvDelimiter,
  looksLikeJson,
  readCsvRows,
  readJsonRows,
} from "../../../lib/capture/saved/own_rows.ts";

Deno.test("what begins like JSON with objects is told from everything else", () => {
  for (const text of ["[]", " [\r\n]\n", '[{"a":1}]', '\n{"pid":4}\n', "{}", "[ {"]) {
    assertEquals(looksLikeJson(text), true, text);
  }
  for (const text of ["", "[svchost.exe]", "[1]", "{a}", '"x"', "[] and more"]) {
    assertEquals(looksLikeJson(text), false, text);
  }
});

Deno.test("a CSV header is told by its names, with any delimiter", () => {
  const cases: [string, string | null][] = [
    ["protocol,localAddress,pid\r\nTCP,x,4", ","],
    ["pid;process", ";"],
    ["pid\tprocess\r\n", "\t"],
    ['"pid"|"process"', "|"],
    ["PID,Process", ","],
    ["\r\npid,process", ","],
    ['#TYPE System.Management.Automation.PSCustomObject\r\n"pid","process"', ","],
    ["pid", null],
    ["pid,other", null],
    ["pid,", null],
    ['"svchost.exe","1204","Services"', null],
    ["", null],
  ];
  for (const [head, expected] of cases) assertEquals(csvDelimiter(head), expected, head);
});

Deno.test("JSON is read as an array, one object, an object a line, or as 5.1 wraps it", () => {
  const rows = [{ pid: 4 }, { pid: 8 }];
  for (
    const text of [
      '[{"pid":4},{"pid":8}]',
      '[\n{"pid":4},\n{"pid":8}\n]\n',
      '{"pid":4}\n{"pid":8}\n',
      '{"pid":4}\r\n\r\n{"pid":8}',
      '{"value":[{"pid":4},{"pid":8}],"Count":2}',
    ]
  ) assertEquals(readJsonRows(text), { rows, rejected: [] }, text);
  assertEquals(readJsonRows('{"pid":4}').rows, [{ pid: 4 }]);
  assertEquals(readJsonRows("[]"), { rows: [], rejected: [] });
});

Deno.test("JSON that was cut off gives the rows that are whole", () => {
  assertEquals(readJsonRows('[\n{"pid":4},\n{"pid":8},\n{"pi'), {
    rows: [{ pid: 4 }, { pid: 8 }],
    rejected: [{ line: 4, text: '{"pi', reason: "not JSON" }],
  });
});

Deno.test("what is no object is rejected, not dropped", () => {
  assertEquals(readJsonRows('[{"pid":4},7,null]'), {
    rows: [{ pid: 4 }],
    rejected: [
      { line: 1, text: "7", reason: "not an object" },
      { line: 1, text: "null", reason: "not an object" },
    ],
  });
  assertEquals(readJsonRows('{"pid":4}\n7\nx\n'), {
    rows: [{ pid: 4 }],
    rejected: [
      { line: 2, text: "7", reason: "not an object" },
      { line: 3, text: "x", reason: "not JSON" },
    ],
  });
});

Deno.test("CSV records that do not fit the header are rejected with their line", () => {
  const text = 'pid,process\r\n4,System\r\n5\r\n6,a"b\r\n"7","x,y"\r\n';
  assertEquals(readCsvRows(text, ","), {
    rows: [{ pid: "4", process: "System" }, { pid: "7", process: "x,y" }],
    rejected: [
      { line: 3, text: "5", reason: "1 values, but the header has 2" },
      { line: 4, text: '6,a"b', reason: "quotes in the wrong place" },
    ],
  });
  const typed = readCsvRows(`#TYPE X\r\n${text}`, ",");
  assertEquals(typed.rejected.map(({ line }) => line), [4, 5]);
});

Deno.test("a row is what the names of its fields say", () => {
  const cases: [string[], ReturnType<typeof kindOfRow>][] = [
    [["protocol", "localPort", "pid", "process"], "sockets"],
    [["Protocol", "REMOTEADDRESS"], "sockets"],
    [["protocol", "state", "components"], "sockets"],
    [["protocol", "remoteAddress", "remoteScope"], "connections"],
    [["protocol", "remoteAddress", "pid", "path"], "connections"],
    [["note", "pid"], "connections"],
    [["pid", "process"], "processes"],
    [["pid", "services", "extra"], "processes"],
    [["extra"], null],
    [[], null],
  ];
  for (const [names, expected] of cases) {
    assertEquals(kindOfRow(Object.fromEntries(names.map((name) => [name, 1]))), expected);
  }
});

Deno.test("a row without what it needs has a fault", () => {
  assertEquals(faultOf({ pid: "4" }, "processes"), null);
  assertEquals(faultOf({ protocol: "UDP" }, "connections"), null);
  for (
    const [row, kind] of [
      [{ process: "a" }, "processes"],
      [{ pid: "x" }, "processes"],
      [{ state: "LISTENING" }, "sockets"],
      [{ protocol: "SCTP" }, "sockets"],
      [{ a: 1 }, null],
    ] as const
  ) assertEquals(typeof faultOf(row, kind), "string", JSON.stringify(row));
});

Deno.test("values are read by the kind of their field", () => {
  const pid = (value: unknown) => toRecord({ pid: value }, PROCESS_FIELDS).pid;
  assertEquals([4, "4", "0", 4294967295].map(pid), [4, 4, 0, 4294967295]);
  for (const value of ["", " ", "0x10", "1e3", "4.5", 4.5, "four", null, undefined, true, [4]]) {
    assertEquals(pid(value), null, String(value));
  }
  const started = (value: unknown) => toRecord({ startedAt: value }, PROCESS_FIELDS).startedAt;
  assertEquals(started("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z");
  assertEquals(started("2026-01-02T03:04:05+01:00"), "2026-01-02T02:04:05.000Z");
  // PowerShell 7 writes seven digits.
  assertEquals(started("2026-01-02T03:04:05.6780000Z"), "2026-01-02T03:04:05.6780000Z");
  for (const value of ["01/02/2026 03:04:05", "2026-13-02T03:04:05Z", "yesterday", 7]) {
    assertEquals(started(value), null);
  }
  const services = (value: unknown) => toRecord({ services: value }, PROCESS_FIELDS).services;
  assertEquals(services("Dhcp; Dnscache"), ["Dhcp", "Dnscache"]);
  assertEquals(services(["Dhcp", 7, "Dnscache"]), ["Dhcp", "Dnscache"]);
  for (const value of ["", "System.Object[]", "System.String[]", 7, {}]) {
    assertEquals(services(value), null);
  }
  const authoritative = (value: unknown) =>
    toRecord({ authoritative: value }, NAME_FIELDS).authoritative;
  // PowerShell's Export-Csv writes True and False.
  assertEquals([true, "true", "True"].map(authoritative), [true, true, true]);
  assertEquals([false, "false", "FALSE"].map(authoritative), [false, false, false]);
  for (const value of ["", "yes", "1", 1, 0, null, [true], {}]) {
    assertEquals(authoritative(value), null, String(value));
  }
  const user = (value: unknown) => toRecord({ user: value }, PROCESS_FIELDS).user;
  assertEquals(["x", 7, "", null, {}].map(user), ["x", "7", null, null, null]);
});

Deno.test("a record has every field, and names count whatever their case", () => {
  const record = toRecord({ PID: "4", LocalPort: 443, extra: 1 }, SOCKET_FIELDS);
  assertEquals(Object.keys(record), SOCKET_FIELDS.map(({ name }) => name));
  assertEquals([record.pid, record.localPort], [4, 443]);
});

Deno.test("no text makes the readers throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(Array.isArray(readJsonRows(text).rows), true);
    assertEquals(Array.isArray(readCsvRows(text, ",").rows), true);
  }));
  fc.assert(fc.property(fc.json(), (text) => {
    for (const row of readJsonRows(text).rows) faultOf(row, kindOfRow(row));
  }));
});
