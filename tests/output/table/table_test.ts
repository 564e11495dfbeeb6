import { assert, assertEquals, assertLessOrEqual } from "@std/assert";
import fc from "fast-check";
import type { FormatOptions } from "../../../lib/output/format.ts";
import {
  emptyRecord,
  type Field,
  type FieldValue,
  type ObjectRow,
} from "../../../lib/model/field.ts";
import { table } from "../../../lib/output/table/table.ts";
import { CONNECTION_FIELDS } from "../../../lib/model/connection.ts";
import { STATES } from "../../../lib/model/socket.ts";
import { emitObjects } from "../../support/emit_rows.ts";
import { displayWidth } from "../../../lib/text/terminal_text.ts";

function write(
  rows: readonly ObjectRow[],
  fields: readonly Field[],
  options: Partial<FormatOptions> = {},
): string {
  return emitObjects(table, { fields, rows, options });
}

const PROGRAM: Field[] = [
  { name: "process", kind: "text", about: "", weight: 3 },
  { name: "pid", kind: "integer", about: "", weight: 4 },
  { name: "services", kind: "list", about: "", weight: 2 },
  { name: "path", kind: "text", about: "", weight: 1 },
  { name: "hidden", kind: "text", about: "" },
];

const PROGRAMS: ObjectRow[] = [
  { process: "System", pid: 4, services: null, path: null, hidden: "x" },
  {
    process: "svchost.exe",
    pid: 1204,
    services: ["Dnscache", "NlaSvc"],
    path: "C:\\Windows\\System32\\svchost.exe",
    hidden: "y",
  },
];

Deno.test("columns are aligned, numbers at the right, without trailing spaces", () => {
  assertEquals(
    write(PROGRAMS, PROGRAM),
    [
      "process       pid  services          path",
      "System          4",
      "svchost.exe  1204  Dnscache; NlaSvc  C:\\Windows\\System32\\svchost.exe",
      "",
    ].join("\n"),
  );
});

Deno.test("wide and combining characters keep the columns aligned", () => {
  const rows = [
    { process: "チーム.exe", pid: 7, services: ["ä"] },
    { process: "ne\u0301.exe", pid: 8, services: ["👍🏽", "b"] },
  ];
  assertEquals(
    write(rows, PROGRAM),
    [
      "process     pid  services",
      "チーム.exe    7  ä",
      "ne\u0301.exe        8  👍🏽; b",
      "",
    ].join("\n"),
  );
});

Deno.test("cutting wide and combining characters keeps the columns aligned", () => {
  // As wide as it has code units, but not so its beginning.
  const rows = [{ process: "e\u0301".repeat(6) + "世".repeat(6), pid: 1 }];
  const shown = "e\u0301".repeat(6) + "世…";
  assertEquals(
    write(rows, PROGRAM, { columns: 13, header: false }),
    `${shown}   1\n`,
  );
});

Deno.test("columns without any value are left out, unless asked for", () => {
  const rows = [{ process: "System", pid: null, services: null, path: null, hidden: null }];
  assertEquals(write(rows, PROGRAM), "process\nSystem\n");
  assertEquals(
    write(rows, PROGRAM.slice(0, 3), { allFields: true }),
    "process  pid  services\nSystem\n",
  );
});

Deno.test("fields without weight show only when asked for", () => {
  assert(!write(PROGRAMS, PROGRAM).includes("hidden"));
  assertEquals(
    write(PROGRAMS, PROGRAM.slice(4), { allFields: true, columns: 80 }),
    "hidden\nx\ny\n",
  );
});

Deno.test("no rows are a header alone", () => {
  assertEquals(write([], PROGRAM), "process  pid  services  path\n");
  assertEquals(write([], PROGRAM, { header: false }), "");
});

Deno.test("the header can be left out", () => {
  assertEquals(
    write(PROGRAMS, PROGRAM.slice(0, 2), { header: false }),
    [
      "System          4",
      "svchost.exe  1204",
      "",
    ].join("\n"),
  );
});

Deno.test("the lightest columns go first where it is narrow", () => {
  const header = (columns: number) => write(PROGRAMS, PROGRAM, { columns }).split("\n")[0];
  assertEquals(header(67), "process       pid  services          path");
  assertEquals(header(59), "process       pid  services          path");
  assertEquals(header(40), "process       pid  services");
  assertEquals(header(30), "process       pid");
  assertEquals(header(10), " pid");
});

Deno.test("what is too long is cut: a path at its beginning, a name at its end", () => {
  assertEquals(
    write(PROGRAMS, PROGRAM, { columns: 59 }).split("\n")[2],
    "svchost.exe  1204  Dnscache; NlaSvc  …\\System32\\svchost.exe",
  );
  assertEquals(
    write([{ process: "SearchProtocolHost.exe", pid: 12345 }], PROGRAM, { columns: 19 }),
    "process         pid\nSearchProto…  12345\n",
  );
});

Deno.test("fields that were asked for all stay, however narrow it is", () => {
  const asked = write(PROGRAMS, PROGRAM.slice(0, 3), { columns: 10, allFields: true });
  assertEquals(asked.split("\n")[0], "process   pid  services");
  assertEquals(asked.split("\n")[2], "svchos…  1204  Dnscach…");
});

Deno.test("a single column is cut to the terminal, number or not", () => {
  const rows = [{ pid: 123456789 }];
  assertEquals(write(rows, PROGRAM, { columns: 5 }), "  pid\n1234…\n");
  assertEquals(write(rows, PROGRAM, { columns: 1 }), "…\n…\n");
});

// Port numbers before the address: five digits say more in 40 columns than a cut address.
const PORTS_FIRST: Field[] = CONNECTION_FIELDS.map((field) =>
  field.name === "remoteAddress" ? { ...field, weight: 92 } : field
);

const CONNECTIONS: ObjectRow[] = [
  {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "TCP",
    localAddress: "192.0.2.17",
    localPort: 50123,
    remoteAddress: "203.0.113.200",
    remotePort: 443,
    state: "ESTABLISHED",
    pid: 15204,
    process: "chrome.exe",
    path: "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  },
  {
    ...emptyRecord(CONNECTION_FIELDS),
    protocol: "UDP",
    localAddress: "2001:db8::17",
    localPort: 5353,
    pid: 1204,
    process: "svchost.exe",
    path: "C:\\Windows\\System32\\svchost.exe",
    services: ["Dnscache"],
  },
];

Deno.test("the program and its port are left at 40 columns", () => {
  assertEquals(
    write(CONNECTIONS, PORTS_FIRST, { columns: 40 }),
    [
      "localPort    pid  process",
      "    50123  15204  chrome.exe",
      "     5353   1204  svchost.exe",
      "",
    ].join("\n"),
  );
});

Deno.test("what was looked up goes before the remote port at 80 columns", () => {
  const known = CONNECTIONS.map((row) => ({
    ...row,
    remoteHost: row.protocol === "TCP" ? "frontend-17.fra.cdn.example" : null,
    remoteOwner: row.protocol === "TCP" ? "Example Networks" : null,
    remoteCountry: row.protocol === "TCP" ? "ZZ" : null,
  }));
  assertEquals(
    write(known, CONNECTION_FIELDS, { columns: 80 }),
    [
      "localPort  remoteAddress    pid  process      remoteHost             remoteOwner",
      "    50123  203.0.113.200  15204  chrome.exe   …d-17.fra.cdn.example  Example Ne…",
      "     5353                  1204  svchost.exe",
      "",
    ].join("\n"),
  );
});

Deno.test("both ends, state and program fit 80 columns", () => {
  assertEquals(
    write(CONNECTIONS, CONNECTION_FIELDS, { columns: 80 }),
    [
      "protocol  localPort  remoteAddress  remotePort  state          pid  process",
      "TCP           50123  203.0.113.200         443  ESTABLISHED  15204  chrome.exe",
      "UDP            5353                                           1204  svchost.exe",
      "",
    ].join("\n"),
  );
});

Deno.test("the state is coloured by its meaning, and the header is bold", () => {
  const fields: Field[] = [
    { name: "state", kind: "text", about: "", weight: 1 },
    { name: "process", kind: "text", about: "", weight: 1 },
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
    [
      "\x1b[1mstate        process\x1b[22m",
      "\x1b[36mLISTENING\x1b[39m    LISTENING",
      "\x1b[32mESTABLISHED\x1b[39m",
      "\x1b[2mTIME_WAIT\x1b[22m    b",
      "toString     c",
      "             d",
      "",
    ].join("\n"),
  );
});

Deno.test("every state has a colour", () => {
  const fields: Field[] = [{ name: "state", kind: "text", about: "", weight: 1 }];
  for (const state of STATES) {
    const line = write([{ state }], fields, { color: true, header: false });
    assert(line.startsWith("\x1b["), state);
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
    write(rows, PROGRAM, { header: false }),
    "a\\x1b[31m\\nb\\tc\\u{202e}  1\n",
  );
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.string({ unit: "grapheme" }),
  fc.stringMatching(/^[A-Za-z:\\.]{0,60}$/),
  fc.constantFrom(...STATES, "\x1b[2J", "\n", "\u202e", "ﾁ", "世界", "C:\\Windows\\a.exe", "  "),
);
const KINDS = {
  text,
  list: fc.array(text, { maxLength: 3 }),
  integer: fc.integer(),
  decimal: fc.double({ noNaN: true }),
} as const;
const NAMES = ["pid", "process", "path", "state", "localAddress", "services", "stateMilliseconds"];
const field = fc.record({
  name: fc.constantFrom(...NAMES),
  kind: fc.constantFrom("text" as const, "list" as const, "integer" as const, "decimal" as const),
  about: fc.constant(""),
  weight: fc.option(fc.nat({ max: 99 }), { nil: undefined }),
});
const anyTable = fc.uniqueArray(field, { selector: ({ name }) => name }).chain((fields) => {
  const cells = fields.map(({ name, kind }) => [name, fc.option<FieldValue>(KINDS[kind])]);
  return fc.record({
    fields: fc.constant<Field[]>(fields),
    rows: fc.array(fc.record<ObjectRow>(Object.fromEntries(cells))),
  });
});
// deno-lint-ignore no-control-regex -- our own colours
const SGR = /\x1b\[[0-9;]*m/g;

Deno.test("no line is wider than the terminal, whatever the rows", () => {
  fc.assert(fc.property(anyTable, fc.integer({ min: 1, max: 150 }), ({ fields, rows }, columns) => {
    for (const line of write(rows, fields, { columns }).split("\n")) {
      assertLessOrEqual(displayWidth(line), columns);
    }
  }));
});

Deno.test("every row is one line, and no line has trailing spaces", () => {
  fc.assert(fc.property(anyTable, fc.boolean(), ({ fields, rows }, allFields) => {
    const output = write(rows, fields, { allFields });
    const shown = allFields ? fields : fields.filter(({ weight }) => weight !== undefined);
    const lines = output.split("\n");
    assertEquals(lines.pop(), "");
    assertEquals(lines.length, shown.length === 0 ? 0 : rows.length + 1);
    for (const line of lines) assert(!line.endsWith(" "));
  }));
});

Deno.test("nothing but our own colours reaches the terminal, and they change nothing else", () => {
  const options = fc.record({
    columns: fc.option(fc.integer({ min: 1, max: 150 })),
    allFields: fc.boolean(),
    header: fc.boolean(),
  });
  fc.assert(fc.property(anyTable, options, ({ fields, rows }, options) => {
    const plain = write(rows, fields, options);
    const colored = write(rows, fields, { ...options, color: true });
    // deno-lint-ignore no-control-regex -- control characters are the point
    assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/.test(plain));
    assertEquals(colored.replaceAll(SGR, ""), plain);
  }));
});

Deno.test("every cell starts where its header starts, or ends where it ends", () => {
  const letters = fc.stringMatching(/^[a-zäチ世]{1,20}$/);
  const row = fc.record({
    process: letters,
    pid: fc.nat(),
    services: fc.array(letters, { minLength: 1, maxLength: 1 }),
    path: letters,
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1 }),
      fc.integer({ min: 30, max: 120 }),
      (rows, columns) => {
        const [header, ...lines] = write(rows, PROGRAM, { columns }).trimEnd().split("\n").map(
          edges,
        );
        for (const line of lines) {
          assertEquals(line.length, header!.length);
          line.forEach((edge, index) => {
            // The second column holds numbers; alone it is the first.
            const isNumber = header!.length === 1 ? false : index === 1;
            assertEquals(
              isNumber ? edge.end : edge.start,
              isNumber ? header![index]!.end : header![index]!.start,
            );
          });
        }
      },
    ),
  );
});

/** Where the words of a line start and end on the screen. */
function edges(line: string): { start: number; end: number }[] {
  return [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const start = displayWidth(line.slice(0, index));
    return { start, end: start + displayWidth(word) };
  });
}
