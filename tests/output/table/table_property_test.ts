import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { FormatOptions } from "../../../lib/output/format.ts";
import type { Field, ObjectRow } from "../../../lib/model/field.ts";
import { CHECK_FIELDS, CHECK_VIEW } from "../../../lib/model/check.ts";
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "../../../lib/model/connection.ts";
import { INSPECTION_FIELDS, INSPECTION_VIEW } from "../../../lib/model/inspection.ts";
import { NAME_FIELDS, NAME_VIEW } from "../../../lib/model/name.ts";
import { OWNER_FIELDS, OWNER_VIEW } from "../../../lib/model/owner.ts";
import { PROCESS_FIELDS, PROCESS_VIEW } from "../../../lib/model/process.ts";
import { SOCKET_FIELDS, SOCKET_VIEW, STATES } from "../../../lib/model/socket.ts";
import type { TableView } from "../../../lib/model/view.ts";
import { table } from "../../../lib/output/table/table.ts";
import { arbitraryRow } from "../../support/arbitrary_rows.ts";
import { emitObjects } from "../../support/emit_rows.ts";
import { screenWidth } from "../../support/screen_width.ts";

const RECORDS: readonly (readonly [readonly Field[], TableView])[] = [
  [CONNECTION_FIELDS, CONNECTION_VIEW],
  [SOCKET_FIELDS, SOCKET_VIEW],
  [INSPECTION_FIELDS, INSPECTION_VIEW],
  [PROCESS_FIELDS, PROCESS_VIEW],
  [NAME_FIELDS, NAME_VIEW],
  [OWNER_FIELDS, OWNER_VIEW],
  [CHECK_FIELDS, CHECK_VIEW],
];

const width = fc.integer({ min: 20, max: 220 });

const part = fc.nat(0xffff).map((value) => value.toString(16));
const ipv4 = fc.tuple(fc.integer({ min: 1, max: 255 }), fc.nat(255), fc.nat(255), fc.nat(255))
  .map((parts) => parts.join("."));
const ipv6 = fc.tuple(
  fc.array(part, { minLength: 1, maxLength: 6 }),
  fc.constantFrom("", "", "%12", "%enp0s31f6"),
).map(([parts, zone]) => `2001:${parts.join(":")}::1${zone}`);
const address = fc.oneof({ weight: 3, arbitrary: ipv4 }, ipv6);
const port = fc.integer({ min: 1, max: 65535 });
const word = fc.stringMatching(/^[a-zäя世한プ.😀-]{1,30}$/u);

/** A row whose two ends are those of a socket. */
const connection = fc.record({
  protocol: fc.constantFrom("TCP", "UDP"),
  localAddress: address,
  localPort: port,
  remote: fc.option(fc.record({ address, port, host: fc.option(word, { freq: 2 }) })),
  state: fc.option(fc.constantFrom(...STATES)),
  pid: fc.option(fc.integer({ min: 0, max: 2 ** 32 - 1 })),
  process: fc.option(word),
  services: fc.option(fc.array(word, { minLength: 1, maxLength: 3 })),
  user: fc.option(word),
  remoteOwner: fc.option(word),
  note: fc.option(fc.constant("process 26001 is not in the process list: it may have ended")),
}).map(({ remote, ...row }) => ({
  ...row,
  remoteAddress: remote?.address ?? null,
  remotePort: remote?.port ?? null,
  remoteHost: remote?.host ?? null,
}));

function write(
  rows: readonly ObjectRow[],
  [fields, view]: readonly [readonly Field[], TableView],
  options: Partial<FormatOptions>,
): string {
  return emitObjects(table, { fields, rows, options: { view, ...options } });
}

/** An end as it is written, thought out apart from the program. */
function end(address: string, port: number): string {
  return (address.includes(":") ? "[" + address + "]" : address) + ":" + String(port);
}

/** The texts of rows that must stand whole, however narrow the table is. */
function wholeTexts(
  rows: readonly (typeof connection extends fc.Arbitrary<infer R> ? R : never)[],
) {
  return rows.flatMap(({ localAddress, localPort, remoteAddress, remotePort, remoteHost, pid }) => [
    end(localAddress, localPort),
    ...pid === null ? [] : [String(pid)],
    ...remoteAddress === null ? [] : [
      remoteHost === null ? end(remoteAddress, remotePort!) : remoteAddress,
    ],
  ]);
}

function countOf(values: readonly string[]): Map<string, number> {
  return new Map([...Map.groupBy(values, (value) => value)].map(([key, all]) => [key, all.length]));
}

Deno.test("every address, port and PID of every row stands whole, at any width", () => {
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1 }), width, (rows, columns) => {
      const output = write(rows, [CONNECTION_FIELDS, CONNECTION_VIEW], { columns });
      const words = countOf(output.split(/\s+/));
      for (const [text, count] of countOf(wholeTexts(rows))) {
        assert(
          (words.get(text) ?? 0) >= count,
          `${text} does not stand ${count} times in\n${output}`,
        );
      }
      const ports = rows.filter(({ remoteHost }) => remoteHost !== null);
      for (const { remotePort } of ports) assert(output.includes(`:${remotePort}`), output);
    }),
    { numRuns: 300 },
  );
});

Deno.test("no line is wider than the terminal, but for one address alone", () => {
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1 }), width, (rows, columns) => {
      const whole = new Set(wholeTexts(rows));
      for (
        const line of write(rows, [CONNECTION_FIELDS, CONNECTION_VIEW], { columns }).split("\n")
      ) {
        if (screenWidth(line) > columns) assert(whole.has(line), `${columns} columns: ${line}`);
      }
    }),
    { numRuns: 300 },
  );
});

Deno.test("columns that are not in the table are named below it, and no others", () => {
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1 }), width, (rows, columns) => {
      const lines = write(rows, [CONNECTION_FIELDS, CONNECTION_VIEW], { columns }).split("\n");
      const below = lines.findIndex((line) => line.startsWith("Not shown: "));
      const leftOut = below < 0
        ? []
        : lines.slice(below).join(" ").replace(/^Not shown: (.*?)\. Widen.*$/, "$1").split(", ");
      const headers = lines.slice(0, 4).join(" ").split(/\s+/);
      const all = write(rows, [CONNECTION_FIELDS, CONNECTION_VIEW], { columns: null });
      for (const name of all.split("\n")[0]!.trim().split(/\s+/)) {
        const isShown = headers.includes(name) || (name === "process" && columns < 30);
        assert(isShown !== leftOut.includes(name), `${name} at ${columns}:\n${lines.join("\n")}`);
      }
    }),
  );
});

Deno.test("a pipe gets every column and every value, uncut", () => {
  fc.assert(
    fc.property(fc.array(connection, { minLength: 1 }), (rows) => {
      const output = write(rows, [CONNECTION_FIELDS, CONNECTION_VIEW], { columns: null });
      assertEquals(output.split("\n").length, rows.length + 2);
      assert(!output.includes("…"));
      for (const { process, user, remoteOwner, services, note } of rows) {
        for (const value of [process, user, remoteOwner, note, ...services ?? []]) {
          if (value !== null) assert(output.includes(value), value);
        }
      }
    }),
  );
});

const options = fc.record({
  columns: fc.option(width),
  allFields: fc.boolean(),
  header: fc.boolean(),
});
const anyTable = fc.constantFrom(...RECORDS).chain((record) =>
  fc.record({
    record: fc.constant(record),
    rows: fc.array(arbitraryRow(record[0]), { minLength: 1, maxLength: 5 }),
  })
);
// deno-lint-ignore no-control-regex -- our own colours
const SGR = /\x1b\[[0-9;]*m/g;

Deno.test("nothing but our own colours reaches the terminal, and they change nothing else", () => {
  fc.assert(fc.property(anyTable, options, ({ record, rows }, options) => {
    const plain = write(rows, record, options);
    const colored = write(rows, record, { ...options, color: true });
    // deno-lint-ignore no-control-regex -- control characters are the point
    assert(!/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\u2028\u2029]/.test(plain));
    assertEquals(colored.replaceAll(SGR, ""), plain);
  }));
});

Deno.test("every row of every record is there, and no line has trailing spaces", () => {
  fc.assert(fc.property(anyTable, options, ({ record, rows }, options) => {
    const lines = write(rows, record, options).split("\n");
    assertEquals(lines.pop(), "");
    assert(lines.length >= rows.length);
    for (const line of lines) assert(!line.endsWith(" "), JSON.stringify(line));
  }));
});

Deno.test("every cell starts where its heading starts, or ends where it ends", () => {
  const letters = fc.stringMatching(/^[a-zäチ世]{1,20}$/);
  const row = fc.record({
    process: letters,
    pid: fc.nat(),
    user: letters,
    services: fc.array(letters, { minLength: 1, maxLength: 1 }),
  });
  fc.assert(
    fc.property(
      fc.array(row, { minLength: 1 }),
      fc.integer({ min: 40, max: 120 }),
      (rows, columns) => {
        const output = write(rows, [PROCESS_FIELDS, PROCESS_VIEW], { columns });
        const [heading, ...lines] = output.split("\n").slice(0, rows.length + 1).map(edges);
        for (const line of lines) {
          assertEquals(line.length, heading!.length);
          for (const [index, { start, end }] of line.entries()) {
            const name = heading![index]!;
            assertEquals(index === 1 ? end : start, index === 1 ? name.end : name.start);
          }
        }
      },
    ),
  );
});

/** Where the words of a line start and end on the screen. */
function edges(line: string): { start: number; end: number }[] {
  return [...line.matchAll(/\S+/g)].map(({ 0: word, index }) => {
    const start = screenWidth(line.slice(0, index));
    return { start, end: start + screenWidth(word) };
  });
}
