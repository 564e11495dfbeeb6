// The listeners of a listing, found at a glance, against those that the whole reading finds.
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { hasPeer } from "../../../lib/model/peer.ts";
import { ListenerScanner } from "../../../lib/tools/netstat/listener_scanner.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";
import type { ListenerRow } from "../../../lib/tools/netstat/plain_listener.ts";
import { listing } from "../../support/arbitrary_listing.ts";
import { withCaptures } from "../../support/captures.ts";
import { namesIn } from "../../support/folders.ts";

interface Scanner {
  push(chunk: Uint8Array): readonly ListenerRow[];
  finish(): readonly ListenerRow[];
}

/** Reads a text in chunks of some size; the memory of each chunk is overwritten after it was read. */
function read(scanner: Scanner, text: string, size: number): ListenerRow[] {
  const bytes = new TextEncoder().encode(text);
  const rows: ListenerRow[] = [];
  for (let at = 0; at < bytes.length; at += size) {
    const chunk = bytes.slice(at, at + size);
    rows.push(...scanner.push(chunk));
    chunk.fill(88);
  }
  return [...rows, ...scanner.finish()];
}

function listenersAmong(rows: readonly ListenerRow[], withUdp: boolean): string[] {
  return rows.filter((row) =>
    row.protocol === "TCP" ? row.state === "LISTENING" && !row.remotePort : withUdp && !hasPeer(row)
  ).map(({ protocol, localAddress, localPort, pid, process }) =>
    JSON.stringify([protocol, localAddress, localPort, pid, process])
  ).sort();
}

function assertSame(text: string, size: number): void {
  const all = read(new NetstatScanner(), text, size);
  for (const withUdp of [false, true]) {
    const scanner = new ListenerScanner({ withUdp });
    const found = read(scanner, text, size);
    assertEquals(listenersAmong(found, withUdp), listenersAmong(all, withUdp), text);
    const peers = all.filter((row) => row.protocol === "UDP" && hasPeer(row));
    if (peers.length > 0) assert(scanner.hasUdpPeers, text);
  }
}

const HEADER = "  Proto  Local Address          Foreign Address        State           PID\r\n";
const row = (text: string) => `  ${text}\r\n`;
const LISTENS = row("TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912");
const OPEN = row("TCP    192.0.2.7:50123        203.0.113.9:443        ESTABLISHED     4711");

Deno.test("listeners are found anywhere in a listing, however it is cut into chunks", () => {
  const texts: Readonly<Record<string, string>> = {
    plain: HEADER + LISTENS + OPEN + OPEN + LISTENS + OPEN,
    "the last line without its end": HEADER + OPEN + LISTENS.trimEnd(),
    "the programs below": HEADER + LISTENS + "  RpcSs\r\n [svchost.exe]\r\n" + OPEN +
      " [browser.exe]\r\n" + LISTENS + " [other.exe]\r\n",
    "a row that a console wrapped": HEADER + OPEN +
      "  TCP    0.0.0.0:135            0.0.\r\n0.0:0              LISTENING       912\r\n" + OPEN,
    "the milliseconds in the state":
      "  Proto  Local Address  Foreign Address  State  Time in State (ms)\r\n" +
      LISTENS + OPEN + LISTENS,
    "in quotation marks": HEADER + "> " + LISTENS.trim() + "\n> " + OPEN.trim() + "\n> " + LISTENS,
    "as CSV": `"TCP","0.0.0.0:135","0.0.0.0:0","LISTENING","912"\n` +
      `"TCP","192.0.2.7:50123","203.0.113.9:443","ESTABLISHED","4711"\n`,
    "from findstr /n": `5:${LISTENS}6:${OPEN}7:${LISTENS}`,
    "of Linux":
      "tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      71/sshd\n" +
      "tcp6       0      0 :::80                   :::*                    LISTEN      72/nginx\n" +
      "tcp        0      0 192.0.2.7:22            198.51.100.9:50123      ESTABLISHED 75/sshd: anna\n" +
      "udp        0      0 0.0.0.0:68              0.0.0.0:*                           77/dhclient\n" +
      "udp        0      0 192.0.2.7:46000         203.0.113.53:53         ESTABLISHED 78/resolver\n",
    "names of services": row(
      "TCP    pc-1:epmap             pc-1:0                 ABHÖREN         912",
    ),
    "blank lines between": LISTENS + "\r\n" + OPEN + "\r\n\r\n" + LISTENS + "\r\n [a.exe]\r\n",
    "no line ends but carriage returns": (HEADER + LISTENS + OPEN + LISTENS).replaceAll("\n", ""),
    "a port that begins with 0": row(
      "TCP    192.0.2.7:80           203.0.113.9:01234     ESTABLISHED     71",
    ),
    "nothing": "",
  };
  for (const [what, text] of Object.entries(texts)) {
    for (const size of [1, 7, 64, 1000]) {
      assertSame(text, size);
      const rows = read(new ListenerScanner({ withUdp: true }), text, size);
      assert(rows.length > 0 || text === "" || what === "a port that begins with 0", what);
    }
  }
});

Deno.test("rows with another end are passed over", () => {
  const rows = read(new ListenerScanner({ withUdp: true }), HEADER + OPEN.repeat(100), 1000);
  assert(rows.length <= 1, `${rows.length} rows`);
});

Deno.test("arbitrary listings in arbitrary chunks", () => {
  fc.assert(
    fc.property(listing, fc.integer({ min: 1, max: 300 }), (text, size) => assertSame(text, size)),
  );
});

Deno.test("arbitrary text, with rows in it", () => {
  const line = fc.oneof(
    fc.constantFrom(LISTENS, OPEN, HEADER, "\r\n", "\n", "tcp", "UDP  0.0.0.0:53  *:*  4\n", ":0 "),
    fc.string({ unit: "binary" }),
  );
  fc.assert(
    fc.property(fc.array(line), fc.integer({ min: 1, max: 100 }), (lines, size) => {
      const scanner = new ListenerScanner({ withUdp: true });
      read(scanner, lines.join(""), size);
    }),
  );
});

Deno.test("lines longer than any row are read in parts", () => {
  const long = "x".repeat(200_000);
  for (const text of [`${long}\n${LISTENS}`, `${OPEN}${" ".repeat(200_000)}\n${LISTENS}`]) {
    for (const size of [10_000, 65_536, 1 << 20]) {
      const rows = read(new ListenerScanner({ withUdp: false }), text, size);
      assertEquals(listenersAmong(rows, false).length, 1);
    }
  }
});

const FIXTURES = ["netstat", "netstat_linux", "cases"].map((name) =>
  new URL(`../../fixtures/${name}/`, import.meta.url)
);
for (const folder of FIXTURES) {
  for (const name of namesIn(folder) ?? []) {
    if (!name.endsWith(".txt")) continue;
    Deno.test(`the listeners of ${name}`, async () => {
      assertSame(await Deno.readTextFile(new URL(name, folder)), 4096);
    });
  }
}

withCaptures("netstat", ({ folder, files }) => {
  for (const name of files) {
    Deno.test(`the listeners of the capture ${name}`, async () => {
      const text = await Deno.readTextFile(new URL(name, folder));
      for (const size of [100, 65_536]) assertSame(text, size);
    });
  }
});
