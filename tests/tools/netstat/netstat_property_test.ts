import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { Rejected } from "../../../lib/model/parsed.ts";
import type { Socket } from "../../../lib/model/socket.ts";
import { looksLikeNetstat, parseNetstat } from "../../../lib/tools/netstat/parse_netstat.ts";
import { NetstatScanner } from "../../../lib/tools/netstat/netstat_scanner.ts";
import { inventedValues } from "../../../scripts/fuzz/netstat_values.ts";
import { options, samples } from "../../support/netstat_samples.ts";
import {
  expectedSocket,
  type Language,
  LANGUAGES,
  type Options,
  type Sample,
  writeListing,
} from "../../support/netstat_writer.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Pieces of listings, whole and broken, to be put together in any order. */
const piece = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(" ", "  ", "    ", "\r\n", "\n", "\r", "\r\r\n", "\t") },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "TCP",
      "UDP",
      "tcp6",
      "192.0.2.7:443",
      "[2001:db8::1%7]:80",
      "[2001:db8",
      "*:*",
      "PC-1:https",
      "LISTENING",
      "ESTABLIS",
      "ABH\u2122REN",
      "4711",
      "0",
      "InHost",
      "svchost.exe",
      "[svchost.exe]",
      "RpcSs",
      "Can not obtain ownership information",
      "Proto  Local Address  Foreign Address  State",
      "Active Connections",
      "活动连接",
      "...",
      "12:",
      "\u00a0",
      "\ufeff",
      "\0",
      "C:\\>netstat -ano",
      "\u001b[32m",
      '"',
      "|",
      "\\r\\n",
      "36a38",
      "-",
      "1489/master",
      "keepalive (5832.18/0/0)",
      "0          22606",
      "2001:db8:10::681:https",
      "fe80::aede:48ff:.49892",
    ),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      "\n  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711",
      "\n  UDP    [fe80::1%12]:1900      *:*                                    4",
      "\n  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN",
      "\n [svchost.exe]\n",
      "\ntcp        0      0 192.0.2.7:22            198.51.100.4:50000      ESTABLISHED 0          63129      6492/sshd: ann [pri  on (0.85/1/0)",
      "\nudp6       0      0 fe80::a00:27ff:fe32:123 :::*                                0          20830      -",
      "\n  Dnscache\n",
      "\r\nActive Connections\r\n\r\n  Proto  Local Address          Foreign Address        State\r\n",
    ),
  },
  { weight: 1, arbitrary: fc.string() },
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
const bytes = fc.oneof(
  text.map((string) => encoder.encode(string)),
  fc.uint8Array({ maxLength: 200 }),
);

interface Read {
  readonly rows: Socket[];
  readonly rejected: readonly Rejected[];
  /** Rows, parts of rows, titles and headers, lines not understood. */
  readonly counts: readonly [number, number, number, number];
}

function read(chunks: readonly Uint8Array[]): Read {
  const scanner = new NetstatScanner();
  const rows = [...chunks.flatMap((chunk) => scanner.push(chunk)), ...scanner.finish()];
  const { seen } = scanner;
  const counts = [seen.rows, seen.parts, seen.headings, seen.rejectedCount] as const;
  return { rows, rejected: seen.rejected, counts };
}

function cutAt(whole: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const places = [...new Set(cuts.map((cut) => cut % (whole.length + 1)))].sort((a, b) => a - b);
  return [0, ...places].map((start, index) => whole.subarray(start, places[index]));
}

/** The lines, told apart in another way than the scanner does it. */
function linesOf(whole: Uint8Array): string[] {
  return decoder.decode(whole).split(/\r*\n|\r+$|\r/);
}

// deno-lint-ignore no-control-regex -- colours are marks without a width too
const MARKS = /\u001b\[[\d;]*[A-Za-z]|[\0\u001a\u200b-\u200f\u202a-\u202e\u2060\ufeff]/g;

/** The line without blanks at its ends, and without marks that have no width. */
function shown(line: string): string {
  return line.replace(MARKS, "").trim();
}

/**
 * What `findstr /n` and mail leave of a blank line. In a listing whose other lines have no such mark, it is
 * something else, such as part of an address.
 */
const MARK_ALONE = /^(?:\d+:|(?:> ?)+)$/;

Deno.test("any bytes: every line that is not blank is counted exactly once", () => {
  fc.assert(
    fc.property(bytes, (whole) => {
      const { rows, rejected, counts } = read([whole]);
      const lines = linesOf(whole);
      const worded = lines.map(shown).filter((line) => line !== "");
      const marks = worded.filter((line) => MARK_ALONE.test(line)).length;
      const counted = counts.reduce((sum, n) => sum + n);
      assert(counted <= worded.length && counted >= worded.length - marks);
      assertEquals(counts[0], rows.length);
      assertEquals(counts[3], rejected.length);
      rejected.forEach(({ line, text }, index) => {
        assert(index === 0 || line > rejected[index - 1]!.line, "in order, each line once");
        assertEquals(text, lines[line - 1]!.trimEnd().slice(0, 500));
      });
    }),
    { numRuns: 3000 },
  );
});

Deno.test("any bytes: every value of a row stands in the text", () => {
  fc.assert(
    fc.property(bytes, (whole) => {
      assertEquals(inventedValues(decoder.decode(whole), read([whole]).rows), []);
    }),
    { numRuns: 3000 },
  );
});

Deno.test("any bytes: cut anywhere, they give the same", () => {
  fc.assert(
    fc.property(bytes, fc.array(fc.nat(), { maxLength: 8 }), (whole, cuts) => {
      assertEquals(read(cutAt(whole, cuts)), read([whole]));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("long lines and bare returns: cut anywhere, they give the same", () => {
  const long = fc.constantFrom(
    "x".repeat(70_000),
    " ".repeat(66_000),
    "\r".repeat(70_000),
    "a\rb\r\r",
    "\r  TCP    192.0.2.7:443  198.51.100.4:50123  ESTABLISHED  4711",
    "  UDP    192.0.2.7:53  *:*  " + " ".repeat(65_600),
    "9".repeat(65_500) + "é".repeat(40),
    "\n",
    "\r\n",
  );
  const whole = fc.array(long, { maxLength: 8 }).map((parts) => encoder.encode(parts.join("")));
  fc.assert(
    fc.property(whole, fc.array(fc.nat(), { maxLength: 6 }), (bytes, cuts) => {
      assertEquals(read(cutAt(bytes, cuts)), read([bytes]));
    }),
    { numRuns: 150 },
  );
});

Deno.test("any bytes: the bytes and their text give the same", () => {
  fc.assert(
    fc.property(text, (string) => {
      const { rows, rejected } = read([encoder.encode(string)]);
      assertEquals(parseNetstat(string), { rows, rejected: [...rejected] });
      assertEquals(looksLikeNetstat(string), rows.length > 0);
    }),
    { numRuns: 500 },
  );
});

/** What happens to a listing on its way to us, and which lines of it then cannot be understood. */
type Way = (lines: readonly string[], options: Options) => { lines: string[]; rejected: number };

function keep(change: (line: string) => string): Way {
  return (lines) => ({ lines: lines.map(change), rejected: 0 });
}

const WAYS: Readonly<Record<string, Way>> = {
  "as it is": keep((line) => line),
  "indentation stripped": keep((line) => line.trimStart()),
  "one space everywhere": keep((line) => line.replace(/ +/g, " ").trimEnd()),
  "tabs between the columns": keep((line) => line.replace(/(?<=\S) {2,}/g, "\t")),
  "indented by four more": keep((line) => `    ${line}`),
  "padded": keep((line) => line.padEnd(120)),
  "no-break spaces": keep((line) => line.replace(/ /g, "\u00a0")),
  "lines doubled": (lines) => ({ lines: lines.flatMap((line) => [line, ""]), rejected: 0 }),
  "blank lines removed": (lines) => ({ lines: lines.filter((line) => line !== ""), rejected: 0 }),
  "findstr /n": (lines) => ({ lines: lines.map((line, at) => `${at + 1}:${line}`), rejected: 0 }),
  "between prompts": (lines) => ({
    lines: ["", "C:\\Users\\ann>netstat -a", ...lines, "", "C:\\Users\\ann>"],
    rejected: 2,
  }),
  "twice": (lines) => ({ lines: [...lines, ...lines], rejected: 0 }),
};

function expectedRows(sockets: readonly Sample[], language: Language, options: Options): Socket[] {
  return sockets.map((sample) => expectedSocket(sample, language, options));
}

for (const [way, change] of Object.entries(WAYS)) {
  Deno.test(`written and read back, ${way}`, () => {
    fc.assert(
      fc.property(
        fc.record({
          sockets: samples,
          options,
          language: fc.constantFrom(...Object.values(LANGUAGES)),
          lineEnd: fc.constantFrom("\r\n", "\n", "\r", "\r\r\n"),
          isEnded: fc.boolean(),
        }),
        ({ sockets, options, language, lineEnd, isEnded }) => {
          const { lines, rejected } = change(writeListing(sockets, language, options), options);
          const output = lines.join(lineEnd) + (isEnded ? lineEnd : "");
          const parsed = parseNetstat(output);
          const rows = expectedRows(sockets, language, options);
          assertEquals(parsed.rows, way === "twice" ? [...rows, ...rows] : rows);
          assertEquals(parsed.rejected.length, rejected, JSON.stringify(parsed.rejected));
        },
      ),
      { numRuns: 300 },
    );
  });
}

function wrap(line: string, width: number): string[] {
  const parts: string[] = [];
  for (let at = 0; at === 0 || at < line.length; at += width) {
    parts.push(line.slice(at, at + width));
  }
  return parts;
}

for (const isTrimmed of [false, true]) {
  Deno.test(`written and read back, wrapped${isTrimmed ? " and trimmed" : ""}`, () => {
    fc.assert(
      fc.property(
        fc.record({
          sockets: samples,
          options: options.map((chosen) => ({ ...chosen, time: false })),
          language: fc.constantFrom(...Object.values(LANGUAGES)),
          width: fc.integer({ min: 40, max: 130 }),
        }),
        ({ sockets, options, language, width }) => {
          // What -b prints must not be wrapped: only rows are put together again.
          fc.pre(width > 56 || !options.owner);
          // `:44` with `3` below it: a port in two pieces, or a port and a process ID.
          fc.pre(!isTrimmed || sockets.every((s) => s.protocol === "TCP" || s.remote === null));
          const lines = writeListing(sockets, language, options).flatMap((l) => wrap(l, width));
          const output = lines.map((line) => isTrimmed ? line.trimEnd() : line).join("\r\n");
          const parsed = parseNetstat(output);
          assertEquals(parsed.rows, expectedRows(sockets, language, options));
          assertEquals(parsed.rejected, []);
        },
      ),
      { numRuns: 2000 },
    );
  });
}

Deno.test("rows alone, as findstr leaves them, with a file's name before each", () => {
  const prefix = fc.constantFrom(
    "",
    "12:",
    "a.txt:",
    "C:\\my logs\\a.txt:",
    "# ",
    "> ",
    "12:30:05 ",
  );
  fc.assert(
    fc.property(samples, options, prefix, (sockets, { pid, offload }, before) => {
      const options = { pid, offload, owner: false, time: false };
      const lines = writeListing(sockets, LANGUAGES.de!, options).slice(offload ? 5 : 4);
      const parsed = parseNetstat(lines.map((line) => `${before}${line}\r\n`).join(""));
      assertEquals(parsed.rows, expectedRows(sockets, LANGUAGES.de!, options));
      assertEquals(parsed.rejected, []);
    }),
    { numRuns: 300 },
  );
});

const port = fc.integer({ min: 0, max: 65535 });
const ipv4 = fc.ipV4();
const ipv6 = fc.tuple(fc.ipV6(), fc.constantFrom("", "%12", "%eth0"))
  .map(([address, zone]) => `[${address}${zone}]`);
const local = fc.tuple(fc.oneof(ipv4, ipv6), port)
  .map(([address, port]) => `${address}:${port}`);
const remote = fc.oneof(local, fc.constant("*:*"));
const state = fc.constantFrom("LISTENING", "ESTABLISHED", "TIME_WAIT", "SYN_RECEIVED", "BOUND");
const pid = fc.oneof(fc.constant(""), fc.integer({ min: 0, max: 0xffffffff }).map(String));
const lineEnd = fc.constantFrom("\n", "\r\n", "\r\r\n", "  \r\n");

/** Lines as netstat prints them. */
const ordinary = fc.tuple(local, remote, state, pid, lineEnd, fc.boolean())
  .map(([local, remote, state, pid, lineEnd, isTcp]) => {
    const columns = isTcp
      ? ["  TCP", local, remote, state, pid]
      : ["  UDP", local, remote, "", pid];
    return columns.map((column) => column.padEnd(24)).join(" ").trimEnd() + lineEnd;
  });

Deno.test("the memory of a chunk may be used again once it was read", () => {
  const line = fc.oneof(ordinary, fc.constantFrom(" [svchost.exe]\r\n", "  RpcSs\r\n", "\r\n"));
  fc.assert(fc.property(fc.array(line), fc.integer({ min: 1, max: 200 }), (lines, size) => {
    const bytes = encoder.encode(lines.join(""));
    const memory = new Uint8Array(size);
    const sockets: Socket[] = [];
    const scanner = new NetstatScanner();
    for (let at = 0; at < bytes.length; at += size) {
      const part = bytes.subarray(at, at + size);
      memory.set(part);
      sockets.push(...scanner.push(memory.subarray(0, part.length)));
      memory.fill(0x2d);
    }
    sockets.push(...scanner.finish());
    assertEquals(sockets, parseNetstat(bytes).rows);
  }));
});
