import { assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Field, FieldValue } from "../../../lib/model/field.ts";
import { NAME_FIELDS } from "../../../lib/model/name.ts";
import { PROCESS_FIELDS } from "../../../lib/model/process.ts";
import { SOCKET_FIELDS } from "../../../lib/model/socket.ts";
import { byNames, kindOfRows } from "../../../lib/capture/saved/own_columns.ts";
import { faultOf, toRecord } from "../../../lib/capture/saved/own_records.ts";
import {
  csvDelimiter,
  looksLikeJson,
  type OwnText,
  readCsvRows,
  readJsonRows,
} from "../../../lib/capture/saved/own_rows.ts";
import { UnreadTally } from "../../../lib/model/unread_tally.ts";

/** The rows, without their lines. */
const rowsIn = ({ rows }: OwnText) => rows.map(({ row }) => row);

Deno.test("what begins like JSON with objects is told from everything else", () => {
  for (
    const text of [
      "[]",
      " [\r\n]\n",
      '[{"a":1}]',
      '\n{"pid":4}\n',
      "{}",
      "[ {",
      "[",
      "{\n",
      "[[{",
      "[] [{",
    ]
  ) {
    assertEquals(looksLikeJson(text), true, text);
  }
  for (const text of ["", "[svchost.exe]", "[1]", "{a}", '"x"', "[] and more", "[and", "{ a"]) {
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
    ["pid", ","],
    ["PROTOCOL\r\nTCP", ","],
    ["sep=;\r\npid;process", ";"],
    ['"sep=|"\r\npid|process', "|"],
    ["sep=\t\npid\tprocess", "\t"],
    // Whatever PowerShell or a person adds, anywhere.
    ['"protocol","localPort","PSComputerName"', ","],
    ['"PSComputerName","RunspaceId","protocol","localPort"', ","],
    ["my own,pid,process", ","],
    ["Checked by;protocol;remoteAddress;@note", ";"],
    ["pid,PSComputerName", ","],
    // The aliases of the PowerShell module.
    ['"protocol","localPort","pid","process","Id","OwningProcess","Local","Remote"', ","],
    ["pid,process,Id,OwningProcess", ","],
    ["protocol,localPort,pid,OwningProcess", null],
    ['"a\nb",pid,process', ","],
    ["pid process\n4 System", " "],
    // As PowerShell shows objects.
    ["pid process\n--- -------\n  4 System", null],
    ["protocol localPort  pid\n", null],
    // What every table may have is not enough.
    ["pid,other", null],
    ["pid,user,command", null],
    ["process,other", null],
    ["protocol,containerPort", null],
    ["pid,process,a,b,c,d,e", null],
    ["state", null],
    ["name", null],
    ["LocalAddress,LocalPort,RemoteAddress,RemotePort,State,OwningProcess", null],
    ["Protocol,LocalAddress,LocalPort,OwningProcess", null],
    ["Protocol,LocalPort,RemotePort,CimClass", null],
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
  ) assertEquals([rowsIn(readJsonRows(text)), readJsonRows(text).missing], [rows, null], text);
  assertEquals(rowsIn(readJsonRows('{"pid":4}')), [{ pid: 4 }]);
  assertEquals(readJsonRows("[]"), { rows: [], rejected: [], missing: null });
});

Deno.test("JSON that was cut off gives the rows that are whole", () => {
  assertEquals(readJsonRows('[\n{"pid":4},\n{"pid":8},\n{"pi'), {
    rows: [{ line: 2, row: { pid: 4 } }, { line: 3, row: { pid: 8 } }],
    rejected: [],
    missing: "rows",
  });
  assertEquals(readJsonRows('[\n{"pid":4}\n').missing, "perhapsRows");
});

Deno.test("empty text is absent in a row that was CSV once, and only there", () => {
  const cases: [object, object][] = [
    [{ process: "", pid: 4, user: null }, { process: "", pid: 4, user: null }],
    [{ process: "", services: ["a"] }, { process: "", services: ["a"] }],
    [{ process: "", pid: "4" }, { process: null, pid: "4" }],
    [{ user: "", pid: "" }, { user: null, pid: null }],
    [{ user: "", services: "a; b" }, { user: null, services: "a; b" }],
  ];
  for (const [row, expected] of cases) {
    assertEquals(rowsIn(readJsonRows(JSON.stringify(row))), [expected]);
  }
});

Deno.test("CSV records that do not fit the header are rejected with their line", () => {
  const text = 'pid,process\r\n4,System\r\n5\r\n6,a"b\r\n"7","x,y"\r\n';
  const read = readCsvRows(text);
  assertEquals(read, {
    rows: [
      { line: 2, row: { pid: "4", process: "System" } },
      { line: 5, row: { pid: "7", process: "x,y" } },
    ],
    rejected: [
      { line: 3, text: "5", reason: "1 values, but the header has 2" },
      { line: 4, text: '6,a"b', reason: "quotes in the wrong place" },
    ],
    missing: null,
  });
  const linesOf = ({ rows, rejected }: OwnText) => [...rows, ...rejected].map(({ line }) => line);
  assertEquals(linesOf(readCsvRows(`#TYPE X\r\n${text}`)), [3, 6, 4, 5]);
  assertEquals(linesOf(readCsvRows(`sep=,\r\n\r\n${text}`)), [4, 7, 5, 6]);
});

Deno.test("what spreadsheets do to CSV changes no row", () => {
  const rows = [{ protocol: "TCP", pid: "7" }, { protocol: "UDP", pid: null }];
  const texts = {
    "line ends of a Mac": "protocol,pid\rTCP,7\rUDP,\r",
    "empty cells behind the last column": "protocol,pid\nTCP,7,\nUDP,,,\n",
    "the same column twice": "protocol,pid,Protocol\nTCP,7,UDP\nUDP,,\n",
  };
  for (const [name, text] of Object.entries(texts)) {
    assertEquals(csvDelimiter(text), ",", name);
    const { rejected, missing, ...read } = readCsvRows(text);
    assertEquals(
      [rowsIn({ ...read, rejected, missing }), rejected, missing],
      [rows, [], null],
      name,
    );
  }
  assertEquals(readCsvRows("protocol,pid\nTCP,7,8\n").rejected.length, 1);
});

Deno.test("a list that a job of PowerShell joined with spaces is not one item", () => {
  const text = '"query","aliases","status","PSComputerName"\n' +
    '"a.example","b.example c.example","NOERROR","localhost"\n';
  const [row] = rowsIn(readCsvRows(text));
  const tally = new UnreadTally();
  assertEquals(toRecord(row!, NAME_FIELDS, { tally }).aliases, null);
  assertEquals([...tally.counts], [["aliases", 1]]);
});

Deno.test("empty text that ConvertFrom-Csv made of absent values is absent", () => {
  const text = '"query","data","port","status","note"\n"a.example","","","NOERROR",\n';
  assertEquals(rowsIn(readCsvRows(text)), [
    { query: "a.example", data: null, port: null, status: "NOERROR", note: null },
  ]);
});

Deno.test("files of CSV that were joined have a header each", () => {
  const text = "pid,process\r\n4,System\r\n";
  const read = readCsvRows(text + text);
  assertEquals(rowsIn(read), [{ pid: "4", process: "System" }, { pid: "4", process: "System" }]);
  assertEquals(read.rejected, []);
});

Deno.test("what is added to CSV is left out", () => {
  const text = "PSComputerName,pid,,process,__proto__\r\nhost,4,x,System,y\r\n";
  assertEquals(rowsIn(readCsvRows(text)), [{ pid: "4", process: "System" }]);
});

Deno.test("empty values of CSV are absent, and empty text where quotes tell it", () => {
  const row = (text: string) => rowsIn(readCsvRows(text))[0];
  // netwho quotes only what it must.
  assertEquals(row('pid,process,user\n4,"",\n'), { pid: "4", process: "", user: null });
  // PowerShell quotes all, but null; and once it has read CSV, null too.
  assertEquals(row('"pid","process","user"\n"4","",\n'), { pid: "4", process: "", user: null });
  assertEquals(row('"pid","process","user"\n"4","",""\n'), {
    pid: "4",
    process: null,
    user: null,
  });
  assertEquals(row('"pid","process","x"\n"4","",\n'), { pid: "4", process: null });
  assertEquals(row('protocol\n""\n'), { protocol: null });
});

Deno.test("lists of CSV are split; a type in their place is not read as one", () => {
  const text = "pid,Services\r\n1,a service; b\r\n2,a service\r\n3,System.Object[]\r\n4,\r\n";
  const lists = rowsIn(readCsvRows(text)).map(({ Services }) => Services);
  assertEquals(lists, [["a service", "b"], ["a service"], "System.Object[]", null]);
});

Deno.test("the apostrophe before a formula is taken away, unless the row is quoted throughout", () => {
  const rows = rowsIn(readCsvRows(
    "pid,process\n1,'=x\n2,\"'=x,y\"\n3,''=x\n4,'x\n\"5\",\"'=x\"\n6,=x\n",
  ));
  assertEquals(rows.map(({ process }) => process), ["=x", "=x,y", "'=x", "'x", "'=x", "=x"]);
});

Deno.test("a row is what the names of its fields say", () => {
  const cases: [string[], ReturnType<typeof kindOfRows>][] = [
    [["protocol", "localPort", "pid", "process"], "sockets"],
    [["Protocol", "REMOTEADDRESS"], "sockets"],
    [["protocol", "state", "components"], "sockets"],
    [["protocol", "remoteAddress", "remoteScope"], "connections"],
    [["protocol", "remoteAddress", "pid", "path"], "connections"],
    [["note", "pid"], "connections"],
    [["pid", "process"], "processes"],
    [["pid", "process", "extra"], "processes"],
    [["pid", "services", "extra"], null],
    [["pid", "PSComputerName", "RunspaceId"], "processes"],
    [["protocol", "localPort", "extra", "more", "most"], "sockets"],
    [["proto", "local_address", "foreign_address", "state", "pid"], null],
    [["Protocol", "LocalPort", "CimClass"], null],
    [["extra"], null],
    [[], null],
  ];
  for (const [names, expected] of cases) {
    assertEquals(kindOfRows(names), expected, names.join());
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

/** The value of a field, or `unread` if it is counted as one that cannot be read. */
function reader(name: string, table: readonly Field[] = [...PROCESS_FIELDS, ...SOCKET_FIELDS]) {
  const fields = [table.find((field) => field.name === name)!];
  return (value: unknown): FieldValue => {
    const tally = new UnreadTally();
    const record: Readonly<Record<string, FieldValue>> = toRecord({ [name]: value }, fields, {
      tally,
      line: 7,
    });
    if (tally.counts.size === 0) return record[name]!;
    assertEquals([...tally.counts], [[name, 1]]);
    assertEquals(tally.values.map(({ line }) => line), [7]);
    return record[name] === null ? "unread" : ["unread", ...(record[name] as string[])];
  };
}

const ABSENT = [null, undefined];

Deno.test("integers are read from numbers and plain digits, within their limits", () => {
  const pid = reader("pid");
  assertEquals([4, "4", "0", 4294967295].map(pid), [4, 4, 0, 4294967295]);
  assertEquals(["", ...ABSENT].map(pid), [null, null, null]);
  for (
    const value of [" ", "0x10", "1e3", "4.5", 4.5, "four", true, [4], -1, "-1", 4294967296, 1e300]
  ) assertEquals(pid(value), "unread", String(value));
  const port = reader("localPort");
  assertEquals([0, 65535, "65535"].map(port), [0, 65535, 65535]);
  for (const value of [65536, "99999", "https", "1,024", "1.024"]) {
    assertEquals(port(value), "unread");
  }
  const memory = reader("memoryBytes");
  assertEquals(memory(2 ** 53 - 1), 2 ** 53 - 1);
  for (const value of ["12 K", "1.234", "1,234", "1 234", "1,2E+09"]) {
    assertEquals(memory(value), "unread", value);
  }
});

Deno.test("times are read if they say which they are, in any culture", () => {
  const started = reader("startedAt");
  assertEquals(started("2026-01-02T03:04:05.678Z"), "2026-01-02T03:04:05.678Z");
  assertEquals(started("2026-01-02T03:04:05+01:00"), "2026-01-02T02:04:05.000Z");
  // PowerShell 7 writes seven digits.
  assertEquals(started("2026-01-02T03:04:05.6780000Z"), "2026-01-02T03:04:05.678Z");
  assertEquals(started("2026-01-02T03:04:05.6789012Z"), "2026-01-02T03:04:05.678Z");
  // 'u' of PowerShell's -f.
  assertEquals(started("2026-01-02 03:04:05Z"), "2026-01-02T03:04:05.000Z");
  // Windows PowerShell 5.1: 1764095691000 ms after 1970, whatever the offset.
  assertEquals(started("/Date(1764095691000)/"), "2025-11-25T18:34:51.000Z");
  assertEquals(started("/Date(1764095691000+0100)/"), "2025-11-25T18:34:51.000Z");
  assertEquals(
    started({ value: "/Date(1764095691000)/", DisplayHint: 2, DateTime: "Tuesday" }),
    "2025-11-25T18:34:51.000Z",
  );
  assertEquals(["", ...ABSENT].map(started), [null, null, null]);
  for (
    const value of [
      "01/02/2026 03:04:05",
      "11/25/2026 6:34:51 PM",
      "25.11.2026 18:34:51",
      "2026-01-02T03:04:05",
      "2026-13-02T03:04:05Z",
      "2026-02-31T03:04:05Z",
      "/Date(999999999999999)/",
      "yesterday",
      7,
      {},
    ]
  ) assertEquals(started(value), "unread", String(value));
});

Deno.test("lists are read from arrays and from joined text", () => {
  const services = reader("services");
  assertEquals(services("Dhcp; Dnscache"), ["Dhcp", "Dnscache"]);
  assertEquals(services(["Dhcp", "Dnscache"]), ["Dhcp", "Dnscache"]);
  assertEquals(services({ value: ["Dhcp"], Count: 1 }), ["Dhcp"]);
  assertEquals([services([]), services("")], [[], []]);
  assertEquals(ABSENT.map(services), [null, null]);
  assertEquals(services(["Dhcp", 7, "Dnscache"]), ["unread", "Dhcp", "Dnscache"]);
  for (
    const value of [
      "System.Object[]",
      "System.String[]",
      "System.Collections.ArrayList",
      "System.Collections.Generic.List`1[System.String]",
      // ConvertTo-Json -Depth 1 joins with spaces.
      "Dhcp EventLog",
      7,
      {},
    ]
  ) assertEquals(services(value), "unread");
});

Deno.test("text and booleans are read", () => {
  const authoritative = reader("authoritative", NAME_FIELDS);
  // PowerShell's Export-Csv writes True and False.
  assertEquals([true, "true", "True"].map(authoritative), [true, true, true]);
  assertEquals([false, "false", "FALSE"].map(authoritative), [false, false, false]);
  assertEquals(["", ...ABSENT].map(authoritative), [null, null, null]);
  for (const value of ["yes", "1", 1, 0, [true], {}]) {
    assertEquals(authoritative(value), "unread", String(value));
  }
  const user = reader("user");
  assertEquals(["x", 7, "", null].map(user), ["x", "7", "", null]);
  assertEquals([{}, ["x"], true].map(user), ["unread", "unread", "unread"]);
});

Deno.test("of very many unread values all are counted, and the first are kept", () => {
  const tally = new UnreadTally();
  const [field] = PROCESS_FIELDS;
  for (let line = 1; line <= 1500; line++) {
    toRecord({ process: { x: line } }, [field], { tally, line });
  }
  assertEquals([...tally.counts], [["process", 1500]]);
  assertEquals([tally.values.length, tally.values[999]?.text], [1000, '{"x":1000}']);
});

Deno.test("a record has every field, and names count whatever their case", () => {
  const record = toRecord({ PID: "4", LocalPort: 443, extra: 1 }, SOCKET_FIELDS);
  assertEquals(Object.keys(record), SOCKET_FIELDS.map(({ name }) => name));
  assertEquals([record.pid, record.localPort], [4, 443]);
});

Deno.test("no text makes the readers throw", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    assertEquals(Array.isArray(readJsonRows(text).rows), true);
    assertEquals(Array.isArray(readCsvRows(text).rows), true);
  }));
  fc.assert(fc.property(fc.json(), (text) => {
    const kindOf = byNames(kindOfRows);
    for (const { row } of readJsonRows(text).rows) faultOf(row, kindOf(row));
  }));
});
