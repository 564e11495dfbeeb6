// The marks of directions in the table of connections.
import { assert, assertEquals } from "@std/assert";
import { CONNECTION_FIELDS, CONNECTION_VIEW } from "../../../lib/model/connection.ts";
import { emptyRecord, type ObjectRow } from "../../../lib/model/field.ts";
import { SOCKET_FIELDS, SOCKET_VIEW } from "../../../lib/model/socket.ts";
import type { FormatOptions } from "../../../lib/output/format.ts";
import { table } from "../../../lib/output/table/table.ts";
import { emitObjects } from "../../support/emit_rows.ts";

const TCP = { protocol: "TCP", process: "app.exe", pid: 71, localAddress: "192.0.2.7" };
const SERVED: ObjectRow = {
  ...TCP,
  localPort: 22,
  remoteAddress: "198.51.100.9",
  remotePort: 50123,
  state: "ESTABLISHED",
  direction: "inbound",
};
const ASKED: ObjectRow = { ...SERVED, localPort: 50321, remotePort: 443, direction: "outbound" };
const LISTENS: ObjectRow = {
  ...TCP,
  localPort: 22,
  remoteAddress: "0.0.0.0",
  remotePort: 0,
  state: "LISTENING",
};
const WAITS: ObjectRow = { ...TCP, protocol: "UDP", localPort: 53 };
const UNKNOWN: ObjectRow = { ...SERVED, direction: null };
const BOUND: ObjectRow = { ...LISTENS, state: "BOUND" };

function connections(rows: readonly ObjectRow[], options: Partial<FormatOptions> = {}): string[] {
  const full = rows.map((row) => ({ ...emptyRecord(CONNECTION_FIELDS), ...row }));
  return emitObjects(table, {
    fields: CONNECTION_FIELDS,
    rows: full,
    options: { view: CONNECTION_VIEW, ...options },
  }).split("\n").slice(0, -1);
}

const ALL = [SERVED, ASKED, LISTENS, WAITS, UNKNOWN, BOUND];

Deno.test("an arrow shows who began a connection, a dot a socket that waits", () => {
  const [header, ...rows] = connections(ALL, { columns: 80 });
  assertEquals(header, "process  pid     proto  local            remote              state");
  assertEquals(rows.map((row) => row.slice(14, 15)), ["←", "→", "●", "●", " ", " "]);
  assertEquals(
    rows[0],
    "app.exe   71  ←  TCP    192.0.2.7:22     198.51.100.9:50123  ESTABLISHED",
  );
});

Deno.test("where marks cannot be shown, they are ASCII", () => {
  const [, ...rows] = connections(ALL, { columns: 80, ascii: true });
  assertEquals(rows.map((row) => row.slice(14, 16)), ["<-", "->", "* ", "* ", "  ", "  "]);
  for (const row of rows) assert(/^[ -~]*$/.test(row), row);
});

Deno.test("without any direction there is no column for it", () => {
  for (const rows of [[LISTENS, WAITS], [UNKNOWN], [LISTENS, UNKNOWN]]) {
    const text = connections(rows, { columns: 80 }).join("\n");
    assert(!/[←→●]|direction/.test(text), text);
  }
});

Deno.test("a narrow table loses the mark before an address, and says so", () => {
  for (let columns = 12; columns < 80; columns++) {
    const text = connections([SERVED, ASKED], { columns }).join("\n");
    const words = text.split(/\s+/);
    for (const end of ["192.0.2.7:22", "192.0.2.7:50321", "198.51.100.9:50123"]) {
      assert(words.includes(end) || columns < end.length + 5, `${columns}:\n${text}`);
    }
    const isShown = text.includes("←");
    assertEquals(/Not\s+shown:[^.]*direction/.test(text), !isShown, `${columns}:\n${text}`);
  }
});

Deno.test("between ends on a line of their own, the arrow points as the mark does", () => {
  const rows = connections([SERVED, ASKED, UNKNOWN], { columns: 42 }).join("\n");
  assert(rows.includes("192.0.2.7:22 <- 198.51.100.9:50123"), rows);
  assert(rows.includes("192.0.2.7:50321 -> 198.51.100.9:443"), rows);
  assert(rows.includes("192.0.2.7:22 -> 198.51.100.9:50123"), rows);
});

Deno.test("--fields shows the word", () => {
  const text = connections([SERVED], { allFields: true }).join("\n");
  assert(/ inbound /.test(text), text);
});

Deno.test("the table of plain sockets has no marks", () => {
  const full = ALL.map((row) => ({ ...emptyRecord(SOCKET_FIELDS), ...row }));
  const options = { view: SOCKET_VIEW, columns: 80 };
  const text = emitObjects(table, { fields: SOCKET_FIELDS, rows: full, options });
  assert(!/[←→●]|<-/.test(text), text);
});
