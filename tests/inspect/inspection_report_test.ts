import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { type Inspection, NO_INSPECTION } from "../../lib/model/inspection.ts";
import { reportText } from "../../lib/inspect/inspection_report.ts";
import { ageInWords, timeInWords } from "../../lib/inspect/report_facts.ts";
import { displayWidth } from "../../lib/text/terminal_text.ts";

const NO_LOOKUPS = { resolve: false, owner: false };
const LOOKUPS = { resolve: true, owner: true };

const PROCESS = {
  target: "browser",
  pid: 4711,
  process: "browser.exe",
  path: "C:\\Program Files\\Example\\browser.exe",
  observedAt: "2026-01-04T10:00:00.000Z",
};
const process: Inspection = {
  ...NO_INSPECTION,
  ...PROCESS,
  relation: "process",
  services: ["Alpha", "Beta"],
  user: "PC\\anna",
  startedAt: "2026-01-01T09:00:00.000Z",
  parentPid: 900,
  parent: "explorer.exe",
  fileBytes: 3_100_000,
  fileModifiedAt: "2025-12-24T18:00:00.000Z",
  sha256: "0123456789abcdef".repeat(4),
  company: "Example Ltd",
  product: "Example Browser",
  fileVersion: "12.3.4",
};
const listener: Inspection = {
  ...NO_INSPECTION,
  ...PROCESS,
  relation: "listener",
  protocol: "TCP",
  localAddress: "127.0.0.1",
  localPort: 9222,
  localScope: "loopback",
  remoteAddress: "0.0.0.0",
  remotePort: 0,
  state: "LISTENING",
};
const peer: Inspection = {
  ...NO_INSPECTION,
  ...PROCESS,
  relation: "peer",
  protocol: "TCP",
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "8.8.8.8",
  remotePort: 443,
  remoteService: "https",
  remoteScope: "public",
  remoteHost: "dns.example",
  remoteAsn: 64500,
  remoteOwner: "Example Networks",
  remoteCountry: "DE",
  remoteNetwork: "8.8.8.0/24",
  state: "ESTABLISHED",
};
const peer6: Inspection = {
  ...peer,
  remoteAddress: "2606:4700::1",
  remoteHost: null,
  remoteOwner: null,
  remoteCountry: null,
  remoteNetwork: null,
  state: "CLOSE_WAIT",
};
const neighbour: Inspection = {
  ...peer,
  relation: "neighbour",
  pid: 5000,
  process: "チーム.exe",
  remoteAddress: "8.8.8.4",
  remoteHost: null,
  remoteOwner: null,
  remoteCountry: null,
  remoteNetwork: null,
  note: "in 8.8.8.0/24, as 8.8.8.8 is",
};
const ROWS = [process, listener, peer, peer6, neighbour];

const lines = (text: string) => text.split("\n").slice(1, -1).map((line) => line.slice(1));

Deno.test("a report on 40 columns", () => {
  const text = reportText(ROWS, { columns: 40, color: false, lookups: LOOKUPS });
  assertEquals(
    text.split("\n").slice(0, -1),
    lines(`
|browser.exe  PID 4711
|  path      C:\\Program Files\\Example\\bro
|            wser.exe
|  file      3.1 MB, changed 2025-12-24
|  SHA-256   0123456789abcdef0123456789ab
|            cdef0123456789abcdef01234567
|            89abcdef
|  company   Example Ltd (as the file
|            says)
|  product   Example Browser 12.3.4
|  started   2026-01-01 09:00:00 UTC (3
|            days ago)
|  user      PC\\anna
|  parent    explorer.exe (PID 900)
|  services  Alpha; Beta (all that the
|            process hosts)
|  Listens on
|    TCP  127.0.0.1:9222
|      this computer only
|  Connected with
|    TCP  8.8.8.8:443  https
|      ESTABLISHED  local port 50123
|      dns.example  Example Networks  DE
|      8.8.8.0/24
|    TCP  [2606:4700::1]:443  https
|      CLOSE_WAIT  local port 50123
|
|Neighbours in the same networks
|    TCP  8.8.8.4:443  https
|      ESTABLISHED  チーム.exe  PID 5000
|      in 8.8.8.0/24, as 8.8.8.8 is
`),
  );
});

Deno.test("a report on 80 columns: what is known of the other end stands below it", () => {
  const text = reportText(ROWS.slice(2, 5), { columns: 80, color: false, lookups: NO_LOOKUPS });
  assertEquals(
    text.split("\n").slice(0, -1),
    lines(`
|Without a process
|  Connected with
|    TCP  8.8.8.8:443         https  ESTABLISHED  local port 50123
|      dns.example  Example Networks  DE  8.8.8.0/24
|    TCP  [2606:4700::1]:443  https  CLOSE_WAIT   local port 50123
|
|Neighbours in the same networks
|    TCP  8.8.8.4:443  https  ESTABLISHED  チーム.exe  PID 5000
|      in 8.8.8.0/24, as 8.8.8.8 is
|
|Names and owners of the other ends: add --resolve --owner
`),
  );
});

Deno.test("a report on 120 columns: one line a socket", () => {
  const text = reportText([process, peer, peer6], { columns: 120, color: false, lookups: LOOKUPS });
  assertEquals(
    text.split("\n").slice(-4, -1),
    lines(`
|  Connected with
|    TCP  8.8.8.8:443         https  ESTABLISHED  local port 50123  dns.example  Example Networks  DE  8.8.8.0/24
|    TCP  [2606:4700::1]:443  https  CLOSE_WAIT   local port 50123
`),
  );
  const wide = reportText([process, peer, peer6], {
    columns: null,
    color: false,
    lookups: LOOKUPS,
  });
  assertEquals(wide, text);
});

Deno.test("sockets that share a note stand together below it, and it is said once", () => {
  const held = "also held by 20 worker";
  const noted = (localPort: number, note: string | null) => ({ ...listener, localPort, note });
  const rows = [process, noted(1, held), noted(2, null), noted(3, held), noted(4, "alone")];
  const text = reportText(rows, { columns: 80, color: false, lookups: LOOKUPS });
  assertEquals(
    text.slice(text.indexOf("  Listens on")),
    `  Listens on
    TCP  127.0.0.1:2  this computer only
    TCP  127.0.0.1:4  this computer only
      alone
    also held by 20 worker:
      TCP  127.0.0.1:1  this computer only
      TCP  127.0.0.1:3  this computer only
`,
  );
});

Deno.test("an address: what is known of it, and that nobody is connected", () => {
  const address: Inspection = {
    ...NO_INSPECTION,
    relation: "address",
    target: "8.8.8.8",
    remoteAddress: "8.8.8.8",
    remoteScope: "public",
  };
  const known = { ...address, remoteOwner: "Example Networks", remoteAsn: 64500 };
  const report = (row: Inspection, lookups = LOOKUPS) =>
    reportText([row], { columns: 80, color: false, lookups }).split("\n").slice(0, -1);
  assertEquals(
    report({ ...known, remoteCountry: "DE", remoteNetwork: "8.8.8.0/24" }),
    lines(`
|8.8.8.8
|  scope     public
|  name      none was found
|  owner     Example Networks, AS64500
|  network   8.8.8.0/24
|  country   DE, where the block is registered
|  No socket of this computer has it at either end
`),
  );
  assertEquals(
    report(address, { resolve: true, owner: false }).at(-1),
    "Owners of the other ends: add --owner",
  );
  // Nobody would be asked about such an address.
  const unknown = report({ ...address, remoteAddress: "10.0.0.1", remoteScope: "private" });
  assertEquals(unknown.filter((line) => line.includes("owner")), []);
});

Deno.test("a process that has ended, and one without sockets", () => {
  const row = { ...NO_INSPECTION, relation: "process", target: "7", pid: 7, parentPid: 6 } as const;
  const gone = { ...row, note: "process 7 is not in the process list: it may have ended" };
  assertEquals(
    reportText([gone], { columns: 80, color: false, lookups: LOOKUPS }),
    "Unknown program  PID 7\n" +
      "  parent    PID 6, which has ended\n" +
      "  note      process 7 is not in the process list: it may have ended\n" +
      "  No connections, and it listens nowhere\n",
  );
});

Deno.test("colours: headings, and states as in a table", () => {
  const options = { columns: 80, lookups: LOOKUPS };
  const plain = reportText(ROWS, { ...options, color: false });
  const colored = reportText(ROWS, { ...options, color: true });
  assert(colored.startsWith("\x1b[1mbrowser.exe  PID 4711\x1b[22m\n"));
  assert(colored.includes("  \x1b[32mESTABLISHED\x1b[39m  "));
  // deno-lint-ignore no-control-regex -- it is what colours are made of
  assertEquals(colored.replaceAll(/\x1b\[\d+m/g, ""), plain);
});

Deno.test("text from outside cannot move the cursor or turn the line", () => {
  const hostile = "\x1b[2J\r\nforged  PID 1\u202egpj.exe\x07";
  const rows = ROWS.map((row) => ({
    ...row,
    process: hostile,
    path: hostile,
    services: [hostile],
    user: hostile,
    parent: hostile,
    company: hostile,
    remoteHost: hostile,
    remoteOwner: hostile,
    note: hostile,
  }));
  const text = reportText(rows, { columns: 80, color: false, lookups: LOOKUPS });
  // deno-lint-ignore no-control-regex -- that is what must not be there
  assertEquals(text.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/), null);
  assertEquals(text.split("\n").filter((line) => line.startsWith("forged")), []);
});

Deno.test("no line is wider than the terminal, whatever the values", () => {
  const value = fc.oneof(
    fc.constant(null),
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.constant("x".repeat(10_000)),
    fc.constant("チーム \u001b[31m=cmd"),
  );
  const text = fc.record({
    process: value,
    path: value,
    company: value,
    user: value,
    note: value,
    remoteHost: value,
    remoteOwner: value,
    remoteService: value,
  });
  fc.assert(
    fc.property(text, fc.constantFrom(40, 80, 120), (values, columns) => {
      const rows = ROWS.map((row) => ({ ...row, ...values }));
      const report = reportText(rows, { columns, color: false, lookups: LOOKUPS });
      for (const line of report.split("\n")) assert(displayWidth(line) <= columns, line);
    }),
    { numRuns: 50 },
  );
});

Deno.test("times and ages", () => {
  assertEquals(timeInWords("2026-01-02T03:04:05.678Z"), "2026-01-02 03:04:05 UTC");
  const now = "2026-01-10T00:00:00.000Z";
  const times = [
    "2026-01-09T23:59:59.500Z",
    "2026-01-09T23:59:58.000Z",
    "2026-01-09T23:59:00.000Z",
    "2026-01-09T22:00:00.000Z",
    "2026-01-07T01:00:00.000Z",
    "2026-01-10T00:00:01.000Z",
    "never",
  ];
  assertEquals(times.map((time) => ageInWords(time, now)), [
    "0 seconds ago",
    "2 seconds ago",
    "1 minute ago",
    "2 hours ago",
    "2 days ago",
    null,
    null,
  ]);
});
