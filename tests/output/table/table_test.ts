import { assert, assertEquals } from "@std/assert";
import type { FormatOptions } from "../../../lib/output/format.ts";
import { emptyRecord, type Field, type ObjectRow } from "../../../lib/model/field.ts";
import type { TableView } from "../../../lib/model/view.ts";
import { table } from "../../../lib/output/table/table.ts";
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "../../../lib/model/connection.ts";
import { INSPECTION_FIELDS } from "../../../lib/model/inspection.ts";
import { NAME_FIELDS, NAME_VIEW } from "../../../lib/model/name.ts";
import { OWNER_FIELDS } from "../../../lib/model/owner.ts";
import { PROCESS_FIELDS, PROCESS_VIEW } from "../../../lib/model/process.ts";
import { STATES } from "../../../lib/model/socket.ts";
import { emitObjects } from "../../support/emit_rows.ts";

const PROGRAM: readonly Field[] = [
  { name: "process", kind: "text", about: "" },
  { name: "pid", kind: "integer", about: "" },
  { name: "services", kind: "list", about: "" },
  { name: "path", kind: "text", about: "" },
];

const PROGRAM_VIEW: TableView = {
  noun: "programs",
  columns: [
    { name: "process", fields: ["process"], shows: "program" },
    { name: "pid", fields: ["pid"], shows: "number" },
    { name: "services", fields: ["services"], shows: "list", weight: 2 },
    { name: "path", fields: ["path"], shows: "path", weight: 1 },
  ],
};

/** Writes rows without a view. */
function write(
  rows: readonly ObjectRow[],
  fields: readonly Field[],
  options: Partial<FormatOptions> = {},
): string {
  return emitObjects(table, { fields, rows, options });
}

/** Writes programs as people see them. */
function programs(rows: readonly ObjectRow[], options: Partial<FormatOptions> = {}): string {
  return write(rows, PROGRAM, { view: PROGRAM_VIEW, ...options });
}

/** Writes connections as people see them. */
function connections(rows: readonly ObjectRow[], options: Partial<FormatOptions> = {}): string {
  const full = rows.map((row) => ({ ...emptyRecord(CONNECTION_FIELDS), ...row }));
  return write(full, CONNECTION_FIELDS, { view: CONNECTION_VIEW, ...options });
}

function lines(...all: string[]): string {
  return all.map((line) => `${line}\n`).join("");
}

const PROGRAMS: ObjectRow[] = [
  { process: "System", pid: 4, services: null, path: null },
  {
    process: "svchost.exe",
    pid: 1204,
    services: ["Dnscache", "NlaSvc"],
    path: "C:\\Windows\\System32\\svchost.exe",
  },
];

Deno.test("columns are aligned, numbers at the right, without trailing spaces", () => {
  assertEquals(
    programs(PROGRAMS),
    lines(
      "process       pid  services          path",
      "System          4",
      "svchost.exe  1204  Dnscache; NlaSvc  C:\\Windows\\System32\\svchost.exe",
    ),
  );
});

Deno.test("wide and combining characters keep the columns aligned", () => {
  const rows = [
    { process: "チーム.exe", pid: 7, services: ["ä"] },
    { process: "ne\u0301.exe", pid: 8, services: ["👍🏽", "b"] },
  ];
  assertEquals(
    programs(rows),
    lines(
      "process     pid  services",
      "チーム.exe    7  ä",
      "ne\u0301.exe        8  👍🏽; b",
    ),
  );
});

Deno.test("cutting wide and combining characters keeps the columns aligned", () => {
  // As wide as it has code units, but not so its beginning.
  const rows = [{ process: "e\u0301".repeat(6) + "世".repeat(6), pid: 1 }];
  const shown = "e\u0301".repeat(6) + "…" + "世世";
  assertEquals(programs(rows, { columns: 16, header: false }), `${shown}    1\n`);
});

Deno.test("columns without any value are left out, unless asked for", () => {
  const rows = [{ process: "System", pid: null, services: null, path: null }];
  assertEquals(programs(rows), "process\nSystem\n");
  assertEquals(
    programs(rows, { allFields: true }),
    "process  pid  services  path\nSystem\n",
  );
});

Deno.test("fields that are asked for are the columns, in their order", () => {
  const fields = ["remotePort", "localAddress", "process"].map((wanted) =>
    CONNECTION_FIELDS.find(({ name }) => name === wanted)!
  );
  const rows = [{ process: "sshd", localAddress: "::", remotePort: 0 }];
  assertEquals(
    write(rows, fields, { view: CONNECTION_VIEW, allFields: true }),
    lines("remotePort  localAddress  process", "         0  ::            sshd"),
  );
});

Deno.test("fields that people copy are never cut", () => {
  const fields = [...OWNER_FIELDS, ...NAME_FIELDS, ...INSPECTION_FIELDS].filter(({ name }) =>
    ["address", "network", "abuseContact", "query", "data", "serverAddress", "sha256", "target"]
      .includes(name)
  );
  const value = "2001:db8:1111:2222:3333:4444:5555:6666";
  const row = Object.fromEntries(fields.map(({ name }) => [name, value]));
  const text = write([row], fields, { allFields: true, columns: 20 });
  assertEquals(text.split("\n")[1]!.split("  "), fields.map(() => value));
  assertEquals(fields.length, 8);
});

Deno.test("fields keep raw numbers, which people see as sizes", () => {
  const rows = [{ process: "sshd", pid: 71, memoryBytes: 65_536_000 }];
  const fields = PROCESS_FIELDS.filter(({ name }) => name === "memoryBytes");
  assertEquals(
    write(rows, fields, { view: PROCESS_VIEW, allFields: true }),
    lines("memoryBytes", "   65536000"),
  );
  assertEquals(
    write(rows, PROCESS_FIELDS, { view: PROCESS_VIEW }),
    lines("process  pid   memory", "sshd      71  65.5 MB"),
  );
});

Deno.test("without a view every field is a column", () => {
  assertEquals(
    write(PROGRAMS, PROGRAM.slice(0, 2)),
    lines("process       pid", "System          4", "svchost.exe  1204"),
  );
});

Deno.test("no rows are a sentence that says what was asked", () => {
  assertEquals(connections([]), "No connections\n");
  assertEquals(connections([], { header: false }), "No connections\n");
  assertEquals(
    connections([], { filters: "--state LISTENING --port 9", columns: 80 }),
    "No connections match --state LISTENING --port 9\n",
  );
  assertEquals(
    connections([], { filters: "--process \x1b[31m", columns: 24 }),
    "No connections match\n--process \\x1b[31m\n",
  );
  assertEquals(write([], PROGRAM, { allFields: true }), "No rows\n");
});

Deno.test("the header can be left out", () => {
  assertEquals(
    write(PROGRAMS, PROGRAM.slice(0, 2), { header: false }),
    lines("System          4", "svchost.exe  1204"),
  );
});

Deno.test("the lightest columns go first where it is narrow, and a line says so", () => {
  const shown = (columns: number) => {
    const all = programs(PROGRAMS, { columns }).trimEnd().split("\n");
    return [all[0], ...all.slice(3)];
  };
  const hint = "Widen the window, or choose with --fields";
  assertEquals(shown(67), ["process       pid  services          path"]);
  assertEquals(shown(59), ["process       pid  services          path"]);
  assertEquals(shown(58), [
    "process       pid  services",
    "Not shown: path. Widen the window, or choose with --fields",
  ]);
  assertEquals(shown(30), [
    "process       pid",
    "Not shown: services, path.",
    "Widen the window, or choose",
    "with --fields",
  ]);
  assertEquals(programs(PROGRAMS, { columns: 100 }).includes(hint), false);
});

Deno.test("what is too long is cut: a path at its beginning, a name in its middle", () => {
  assertEquals(
    programs(PROGRAMS, { columns: 59 }).split("\n")[2],
    "svchost.exe  1204  Dnscache; NlaSvc  …\\System32\\svchost.exe",
  );
  assertEquals(
    programs([{ process: "SearchProtocolHost.exe", pid: 12345 }], { columns: 23 }),
    lines("process             pid", "SearchProt…t.exe  12345"),
  );
});

Deno.test("fields that were asked for all stay, however narrow it is", () => {
  const asked = write(PROGRAMS, PROGRAM.slice(0, 3), { columns: 10, allFields: true }).split("\n");
  assertEquals(asked[0], "process       pid  services");
  assertEquals(asked[2], "svchost.exe  1204  Dnscach…");
});

const CHROME: ObjectRow = {
  protocol: "TCP",
  localAddress: "192.0.2.17",
  localPort: 50123,
  remoteAddress: "203.0.113.200",
  remotePort: 443,
  state: "ESTABLISHED",
  pid: 15204,
  process: "chrome.exe",
  path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
};

const MDNS: ObjectRow = {
  protocol: "UDP",
  localAddress: "2001:db8::17",
  localPort: 5353,
  pid: 1204,
  process: "svchost.exe",
  path: "C:\\Windows\\System32\\svchost.exe",
  services: ["Dnscache"],
};

const LISTENER: ObjectRow = {
  protocol: "TCP",
  localAddress: "0.0.0.0",
  localPort: 22,
  remoteAddress: "0.0.0.0",
  remotePort: 0,
  state: "LISTENING",
  pid: 71,
  process: "sshd",
};

Deno.test("both ends, state and program fit 80 columns", () => {
  assertEquals(
    connections([CHROME, MDNS], { columns: 80 }),
    lines(
      "process        pid  proto  local                remote             state",
      "chrome.exe   15204  TCP    192.0.2.17:50123     203.0.113.200:443  ESTABLISHED",
      "svchost.exe   1204  UDP    [2001:db8::17]:5353  *",
      "Not shown: services. Widen the window, or choose with --fields",
    ),
  );
});

Deno.test("at 40 columns the ends stand below the program", () => {
  assertEquals(
    connections([CHROME, MDNS], { columns: 40 }),
    lines(
      "process        pid  proto  state",
      "  local -> remote",
      "chrome.exe   15204  TCP    ESTABLISHED",
      "  192.0.2.17:50123 -> 203.0.113.200:443",
      "svchost.exe   1204  UDP",
      "  [2001:db8::17]:5353",
      "Not shown: services. Widen the window,",
      "or choose with --fields",
    ),
  );
});

Deno.test("listeners show their local end, and no column of other ends that none has", () => {
  for (const columns of [80, null]) {
    assertEquals(
      connections([LISTENER, { ...LISTENER, localAddress: "::1" }], { columns }),
      lines(
        "process  pid  proto  local       state",
        "sshd      71  TCP    0.0.0.0:22  LISTENING",
        "sshd      71  TCP    [::1]:22    LISTENING",
      ),
    );
  }
});

const LONG_LOCAL = { localAddress: "2001:db8:1111:2222:3333:4444:5555:6666", localPort: 50124 };
const LONG_REMOTE = { remoteAddress: "2001:db8:7777:8888:9999:aaaa:bbbb:cccc", remotePort: 8443 };

Deno.test("an end that is too wide for its column stands below, the rest of its row in place", () => {
  const rows = [CHROME, CHROME, CHROME, { ...CHROME, ...LONG_REMOTE }];
  assertEquals(
    connections([...rows, { ...CHROME, ...LONG_LOCAL, ...LONG_REMOTE }], { columns: 80 }),
    lines(
      "process       pid  proto  local             remote             state",
      "chrome.exe  15204  TCP    192.0.2.17:50123  203.0.113.200:443  ESTABLISHED",
      "chrome.exe  15204  TCP    192.0.2.17:50123  203.0.113.200:443  ESTABLISHED",
      "chrome.exe  15204  TCP    192.0.2.17:50123  203.0.113.200:443  ESTABLISHED",
      "chrome.exe  15204  TCP    192.0.2.17:50123                     ESTABLISHED",
      "  -> [2001:db8:7777:8888:9999:aaaa:bbbb:cccc]:8443",
      "chrome.exe  15204  TCP                                         ESTABLISHED",
      "  [2001:db8:1111:2222:3333:4444:5555:6666]:50124",
      "  -> [2001:db8:7777:8888:9999:aaaa:bbbb:cccc]:8443",
    ),
  );
});

Deno.test("a long local end takes the place of a remote one that is not there", () => {
  const rows = [CHROME, CHROME, CHROME, {
    ...LISTENER,
    localAddress: "fe80::1111:2222:3333:4444%12",
  }];
  assertEquals(
    connections(rows, { columns: 80 }).split("\n")[4],
    "sshd           71  TCP    [fe80::1111:2222:3333:4444%12]:22    LISTENING",
  );
});

Deno.test("names stand in the place of addresses, which stand next to them", () => {
  const known = {
    ...CHROME,
    remoteHost: "frontend-17.fra.cdn.example",
    remoteOwner: "Example Networks",
    remoteCountry: "ZZ",
  };
  assertEquals(
    connections([known, LISTENER], { columns: 120 }),
    lines(
      "process       pid  proto  local             remote                     address        state        owner         country",
      "chrome.exe  15204  TCP    192.0.2.17:50123  …d-17.fra.cdn.example:443  203.0.113.200  ESTABLISHED  Example Net…  ZZ",
      "sshd           71  TCP    0.0.0.0:22        *                                         LISTENING",
    ),
  );
  assertEquals(
    connections([known, LISTENER], { columns: 80 }),
    lines(
      "process       pid  proto  state        owner             country",
      "  local -> remote  address",
      "chrome.exe  15204  TCP    ESTABLISHED  Example Networks  ZZ",
      "  192.0.2.17:50123 -> frontend-17.fra.cdn.example:443  203.0.113.200",
      "sshd           71  TCP    LISTENING",
      "  0.0.0.0:22",
    ),
  );
});

Deno.test("a program may be called *, and an answer may be one", () => {
  assertEquals(
    connections([{ ...CHROME, process: "*", services: ["*"] }]),
    lines(
      "process    pid  proto  local             remote             state        services",
      "*        15204  TCP    192.0.2.17:50123  203.0.113.200:443  ESTABLISHED  *",
    ),
  );
  const answer = { query: "*", type: "TXT", data: "*" };
  assertEquals(
    write([answer], NAME_FIELDS, { view: NAME_VIEW, columns: 14 }),
    lines("  query", "  -> data", "  type", "  * -> *", "  TXT"),
  );
});

Deno.test("what is left of connections goes last, unless an order was asked for", () => {
  const ends = (port: number, state: string, pid: number | null) => ({
    ...CHROME,
    process: null,
    remotePort: port,
    state,
    pid,
  });
  const rows = [
    ends(1, "TIME_WAIT", 0),
    ends(2, "ESTABLISHED", 7),
    ends(3, "FIN_WAIT_2", 0),
    ends(4, "FIN_WAIT_2", 7),
    ends(5, "TIME_WAIT", null),
    ends(6, "CLOSE_WAIT", null),
  ];
  const ports = (options: Partial<FormatOptions>) =>
    [...connections(rows, options).matchAll(/203\.0\.113\.200:(\d)/g)].map(([, port]) =>
      Number(port)
    );
  assertEquals(ports({}), [2, 4, 6, 1, 3, 5]);
  assertEquals(ports({ sorted: true }), [1, 2, 3, 4, 5, 6]);
});

Deno.test("the state is coloured by its meaning, and the header is bold", () => {
  const fields: Field[] = [
    { name: "state", kind: "text", about: "" },
    { name: "process", kind: "text", about: "" },
  ];
  const rows = [
    { state: "LISTENING", process: "LISTENING" },
    { state: "ESTABLISHED", process: null },
    { state: "TIME_WAIT", process: "b" },
    { state: "toString", process: "c" },
    { state: null, process: "d" },
  ];
  assertEquals(
    write(rows, fields, { color: true }),
    lines(
      "\x1b[1mstate        process\x1b[22m",
      "\x1b[35mLISTENING\x1b[39m    LISTENING",
      "\x1b[32mESTABLISHED\x1b[39m",
      "\x1b[2mTIME_WAIT\x1b[22m    b",
      "toString     c",
      "             d",
    ),
  );
});

Deno.test("public ends stand out, notes and what is not shown step back", () => {
  const rows = [
    { ...CHROME, remoteScope: "public", note: "new" },
    { ...CHROME, remoteScope: "private", services: ["x".repeat(40)] },
  ];
  const text = connections(rows, { color: true, columns: 90 });
  const bold = text.split("\n").map((line) => line.includes("\x1b[1m203.0.113.200:443\x1b[22m"));
  assertEquals(bold, [false, true, false, false, false]);
  assert(
    text.includes(
      "\x1b[2mNot shown: services, note. Widen the window, or choose with --fields\x1b[22m",
    ),
  );
  assert(connections(rows, { color: true }).includes("\x1b[2mnew\x1b[22m"));
  assert(
    connections(rows, { color: true, columns: 40 }).includes("-> \x1b[1m203.0.113.200:443\x1b[22m"),
  );
});

Deno.test("every state has a colour that can be read on any ground", () => {
  const fields: Field[] = [{ name: "state", kind: "text", about: "" }];
  for (const state of STATES) {
    const line = write([{ state }], fields, { color: true, header: false });
    // Bold, dim, green, magenta: not yellow on white, nor blue on black, nor a bright colour.
    const codes = ["1", "2", "32", "35"];
    assert(codes.some((code) => line.startsWith(`\x1b[${code}m`)), state);
  }
});

Deno.test("foreign text is made safe and keeps its width", () => {
  assertEquals(
    write([{ process: "svchost\u202e.exeプロ" }], [PROGRAM[0]!]),
    "process\nsvchost\\u{202e}.exeプロ\n",
  );
});

Deno.test("control characters are shown, not obeyed", () => {
  const rows = [{ process: "a\x1b[31m\nb\tc\u202e", pid: 1 }];
  assertEquals(
    programs(rows, { header: false }),
    "a\\x1b[31m\\nb\\tc\\u{202e}  1\n",
  );
});
