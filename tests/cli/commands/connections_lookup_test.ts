import { assert, assertEquals, assertMatch } from "@std/assert";
import { parse } from "@std/csv/parse";
import { appendCache, readCache, rewriteCache } from "../../../lib/host/deno/deno_cache.ts";
import { type Capture, type Host, HostError } from "../../../lib/host/host.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { fakeNslookup, type Zone } from "../../support/fake_nslookup.ts";
import { fakeProc } from "../../support/fake_proc.ts";
import { runMain } from "../../support/run_main.ts";
import { windowsHost } from "../../support/windows_host.ts";

/** netstat's listing of connections to these addresses. */
function listing(remotes: readonly string[]): string {
  const lines = remotes.map((remote, at) =>
    `  TCP    192.168.1.7:${50000 + at}      ${
      remote.includes(":") ? `[${remote}]` : remote
    }:443      ESTABLISHED     4711\r\n`
  );
  return `  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n` +
    `  UDP    0.0.0.0:68             *:*                                    912\r\n` +
    lines.join("");
}

const REMOTES = ["8.8.8.8", "192.168.1.1", "1.1.1.1", "8.8.8.8", "127.0.0.1", "9.9.9.9"];

const ZONE: Zone = {
  ptr: (address) => NAMES[address] ?? null,
  txt: (name) => TEXTS[name] ?? [],
};
const NAMES: Readonly<Record<string, string>> = {
  "8.8.8.8": "dns.google",
  "1.1.1.1": "one.one.one.one",
  "192.168.1.1": "router.home.arpa",
};
const TEXTS: Readonly<Record<string, string[]>> = {
  "8.8.8.8.origin.asn.cymru.com": ["15169 | 8.8.8.0/24 | US | arin | 2023-12-28"],
  "1.1.1.1.origin.asn.cymru.com": ["13335 | 1.1.1.0/24 | AU | apnic | 2011-08-11"],
  "AS15169.asn.cymru.com": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
  "AS13335.asn.cymru.com": ["13335 | US | arin | 2010-07-14 | CLOUDFLARENET, US"],
};

/** A machine with these connections and this name server, and what was run on it, in order. */
function machine(zone: Zone = ZONE, remotes: readonly string[] = REMOTES) {
  const nslookup = fakeNslookup(zone);
  const ran: string[] = [];
  const windows = windowsHost();
  const host: Partial<Host> = {
    ...windows,
    run: async (tool, args, options): Promise<Capture> => {
      ran.push(tool);
      if (tool === "nslookup") return nslookup.run(args, options);
      const capture = await windows.run!(tool, args, options);
      if (tool !== "netstat") return capture;
      return { ...capture, stdout: new TextEncoder().encode(listing(remotes)) };
    },
    fetch: () => Promise.reject(new HostError("other", "No network in this test")),
  };
  return { host, ran, asked: nslookup.asked };
}

const KNOWN = "remoteAddress,remoteHost,remoteAsn,remoteOwner,remoteCountry,remoteNetwork";

async function rowsOf(args: readonly string[], host: Partial<Host>): Promise<Connection[]> {
  const { code, stdout, stderr } = await runMain([...args, "--format", "json"], { host });
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout);
}

/** No address ever leaves in a question but these. */
function addressesIn(asked: readonly string[]): string[] {
  return asked.filter((question) => question.startsWith("PTR ")).map((question) =>
    question.slice(4)
  ).sort();
}

Deno.test("--resolve and --owner fill what they can", async () => {
  const { host, asked } = machine();
  const rows = await rowsOf(["--resolve", "--owner", "--established", "--fields", KNOWN], host);
  const known = rows.map((row) => Object.values(row));
  const google = ["8.8.8.8", "dns.google", 15169, "GOOGLE, US", "US", "8.8.8.0/24"];
  assertEquals(known, [
    google,
    ["192.168.1.1", "router.home.arpa", null, null, null, null],
    ["1.1.1.1", "one.one.one.one", 13335, "CLOUDFLARENET, US", "AU", "1.1.1.0/24"],
    google,
    ["127.0.0.1", null, null, null, null, null],
    ["9.9.9.9", null, null, null, null, null],
  ]);
  assertEquals(addressesIn(asked), ["1.1.1.1", "192.168.1.1", "8.8.8.8", "9.9.9.9"]);
});

Deno.test("a row without an owner says why, and so does one that two ASes announce", async () => {
  const zone: Zone = {
    ptr: () => null,
    txt: (name) =>
      name.startsWith("1.1.1.1.")
        ? ["13335 64496 | 1.1.1.0/24 | AU | apnic | "]
        : TEXTS[name] ?? [],
  };
  const args = ["--owner", "--established", "--fields", "remoteAddress,note"];
  const rows = await rowsOf(args, machine(zone).host);
  assertEquals(rows.map(({ remoteAddress, note }) => [remoteAddress, note]), [
    ["8.8.8.8", null],
    ["192.168.1.1", null],
    ["1.1.1.1", "announced by AS64496 too"],
    ["8.8.8.8", null],
    ["127.0.0.1", null],
    ["9.9.9.9", "not announced: origin.asn.cymru.com knows no AS for it"],
  ]);
});

Deno.test("each question is put once, and only about public addresses to Team Cymru", async () => {
  const { host, asked } = machine();
  await rowsOf(["--resolve", "--owner"], host);
  assertEquals(asked.length, new Set(asked).size);
  assertEquals(
    asked.filter((question) => question.endsWith(".origin.asn.cymru.com")).sort(),
    ["1.1.1.1", "8.8.8.8", "9.9.9.9"].map((address) => `TXT ${address}.origin.asn.cymru.com`),
  );
});

Deno.test("without the options nothing is asked", async () => {
  for (const args of [["connections"], ["netstat"], ["tasklist"]]) {
    const { host, ran, asked } = machine();
    const unasked: Partial<Host> = {
      ...host,
      resolveDns: () => Promise.reject(new Error("asked a name server")),
      fetch: () => Promise.reject(new Error("asked a web server")),
      cacheFolder: () => {
        throw new Error("looked for a cache");
      },
    };
    await rowsOf(args, unasked);
    assertEquals([ran.includes("nslookup"), asked], [false, []]);
  }
});

Deno.test("only rows that are written are asked about", async () => {
  const cases: [args: string[], asked: string[]][] = [
    [["--remote", "1.1.1.1"], ["1.1.1.1"]],
    [["--established", "--limit", "1"], ["8.8.8.8"]],
    [["--public", "--sort", "-localPort", "--limit", "1"], ["9.9.9.9"]],
    [["--listening"], []],
  ];
  for (const [args, expected] of cases) {
    const { host, asked } = machine();
    await rowsOf(["--resolve", ...args], host);
    assertEquals(addressesIn(asked), expected, args.join(" "));
  }
});

Deno.test("rows can be sorted by what is looked up", async () => {
  const { host } = machine();
  const rows = await rowsOf(["--resolve", "--sort", "-remoteHost", "--limit", "2"], host);
  assertEquals(rows.map(({ remoteHost }) => remoteHost), ["router.home.arpa", "one.one.one.one"]);
});

Deno.test("our own look-ups are not among the connections", async () => {
  for (const args of [["--resolve", "--owner"], ["netstat", "--resolve"]]) {
    const { host, ran } = machine();
    await rowsOf(args, host);
    const first = ran.indexOf("nslookup");
    assert(first > 0);
    assertEquals(ran.slice(first).every((tool) => tool === "nslookup"), true, ran.join(" "));
  }
});

Deno.test("on Linux all is read before the first question, too", async () => {
  const tcp =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid\n" +
    "   0: 0701A8C0:C35B 08080808:01BB 01 00000000:00000000 00:00000000 00000000  1000 0 71 1\n";
  const { host, asked } = fakeProc({
    files: { "/proc/net/tcp": tcp, "/proc/net/udp": "", "/proc/stat": "" },
    processes: { 5: { descriptors: ["socket:[71]"] } },
  });
  const { readFile, readLink, readLinks, listDirectory } = host;
  const nslookup = fakeNslookup(ZONE);
  const readBefore: number[] = [];
  const rows = await rowsOf(["--resolve", "--no-cache"], {
    os: "linux",
    readFile,
    readLink,
    readLinks,
    listDirectory,
    run: (_tool, args, options) => {
      readBefore.push(asked.length);
      return Promise.resolve(nslookup.run(args, options));
    },
  });
  assertEquals(rows.map(({ remoteHost }) => remoteHost), ["dns.google"]);
  assertEquals(readBefore, [asked.length]);
});

Deno.test("netstat --resolve puts names beside addresses", async () => {
  const { host } = machine();
  const rows = await rowsOf(["netstat", "--resolve", "--remote-port", "443"], host);
  assertEquals(
    rows.slice(0, 3).map(({ remoteAddress, remoteHost }) => [remoteAddress, remoteHost]),
    [
      ["8.8.8.8", "dns.google"],
      ["192.168.1.1", "router.home.arpa"],
      ["1.1.1.1", "one.one.one.one"],
    ],
  );
});

Deno.test("saved rows get what they lack", async () => {
  const { host, asked } = machine();
  const saved = JSON.stringify([
    { protocol: "TCP", remoteAddress: "8.8.8.8", remoteScope: "public", remoteHost: "old.example" },
    { protocol: "TCP", remoteAddress: "1.1.1.1", remoteScope: "public", remoteAsn: 64496 },
  ]);
  const { code, stdout, stderr } = await runMain(
    ["--from", "saved.json", "--resolve", "--owner", "--format", "json", "--fields", KNOWN],
    { host: { ...host, os: "linux" }, files: { "saved.json": saved } },
  );
  assertEquals([code, stderr], [0, ""]);
  assertEquals(JSON.parse(stdout).map((row: Connection) => Object.values(row)), [
    ["8.8.8.8", "old.example", 15169, "GOOGLE, US", "US", "8.8.8.0/24"],
    ["1.1.1.1", "one.one.one.one", 64496, "CLOUDFLARENET, US", "AU", "1.1.1.0/24"],
  ]);
  assertEquals(addressesIn(asked), ["1.1.1.1"]);
});

Deno.test("where nobody can be asked there are rows, a warning and exit code 3", async () => {
  for (const kind of ["notFound", "permissionDenied"] as const) {
    const { host } = machine();
    const refused = {
      ...host,
      run: (...call: Parameters<Host["run"]>) =>
        call[0] === "nslookup"
          ? Promise.reject(new HostError(kind, "Cannot run nslookup: gone"))
          : host.run!(...call),
      resolveDns: () => Promise.reject(new HostError("other", "No network in this test")),
    };
    const { code, stdout, stderr } = await runMain(["--resolve", "--format", "json"], {
      host: refused,
    });
    assertEquals(code, 3);
    assertEquals(JSON.parse(stdout).length, REMOTES.length + 2);
    assertMatch(stderr, /^netwho: [^\n]+\n$/);
  }
});

Deno.test("10,000 rows are looked up in batches, each address once", async () => {
  const remotes = Array.from({ length: 10_000 }, (_, at) => `8.8.${at % 50}.${at % 40}`);
  const ptr = (address: string) => `host-${address.replaceAll(".", "-")}.example`;
  const { host, asked } = machine({ ptr }, remotes);
  const { code, stdout, stderr } = await runMain(
    ["--resolve", "--established", "--format", "ndjson", "--fields", "remoteAddress,remoteHost"],
    { host },
  );
  assertEquals([code, stderr], [0, ""]);
  const rows: Connection[] = stdout.split("\n").slice(0, -1).map((line) => JSON.parse(line));
  assertEquals(rows.map(({ remoteAddress }) => remoteAddress), remotes);
  assertEquals(rows.every((row) => row.remoteHost === ptr(row.remoteAddress!)), true);
  assertEquals(addressesIn(asked), [...new Set(remotes)].sort());
});

/** What a hostile operator of a reverse zone might answer. */
const HOSTILE = {
  escapes: "\x1b[31mred\x1b]0;title\x07.example",
  bidi: "exe.\u202egpj.example",
  formula: "=cmd|'/C+calc'!A0",
  "a formula with spaces": "=cmd|' /C calc'!A0",
  long: `${"a".repeat(10_000)}.example`,
} as const;

for (const [kind, name] of Object.entries(HOSTILE)) {
  Deno.test(`a hostile name is harmless: ${kind}`, async () => {
    const { host } = machine({ ptr: () => name }, ["8.8.8.8"]);
    const ask = async (...args: string[]) => {
      const fields = ["--fields", "remoteHost,pid", "--established"];
      const { code, stdout, stderr } = await runMain(["--resolve", ...fields, ...args], { host });
      assertEquals([code, stderr], [0, ""]);
      return stdout;
    };
    // Printable ASCII and line ends are all that comes out, except where CSV keeps the data.
    const table = await ask("--format", "table");
    assertMatch(table, /^[\x20-\x7e\n]*$/);
    assertEquals(table.split("\n").length, 3);
    const json = await ask("--format", "json");
    assertMatch(json, /^[\x20-\x7e\n]*$/);
    const [row] = JSON.parse(json);
    assertEquals(row.pid, 4711);
    assert(row.remoteHost.length > 10 && name.startsWith(row.remoteHost), row.remoteHost);
    const [, [host_, pid] = []] = parse(await ask("--format", "csv", "--excel"));
    assertEquals(pid, "4711");
    assert(!/^[=+\-@\t\r]/.test(host_ ?? ""), host_);
  });
}

Deno.test("hostile texts of a registry are harmless", async () => {
  const texts: Record<string, string[]> = {
    "8.8.8.8.origin.asn.cymru.com": ["15169 | 8.8.8.0/24 | \x1b[2J | \u202earin | 2023-12-28"],
    "AS15169.asn.cymru.com": [
      `15169 | US | arin | 2000-03-30 | =HYPERLINK(\x1b[31m${HOSTILE.long}`,
    ],
  };
  const { host } = machine({ txt: (name) => texts[name] ?? [] }, ["8.8.8.8"]);
  const args = ["--owner", "--established", "--fields", "remoteOwner,remoteCountry,remoteAsn"];
  const table = await runMain([...args, "--format", "table"], { host });
  assertEquals([table.code, table.stderr], [0, ""]);
  assertMatch(table.stdout, /^[\x20-\x7e\n]*$/);
  const csv = await runMain([...args, "--format", "csv", "--excel"], { host });
  const [, [owner, country] = []] = parse(csv.stdout);
  assertEquals(country, "");
  assert(!/^[=+\-@\t\r]/.test(owner ?? ""), owner);
});

Deno.test("a cache that cannot be used is told of with --verbose, and does no harm", async () => {
  const file = await Deno.makeTempFile();
  try {
    const { host } = machine();
    const saved = { files: { "net.txt": listing(REMOTES) } };
    const commands: [args: string[], caches: string[]][] = [
      [["connections", "--resolve"], ["names"]],
      [["connections", "--resolve", "--owner"], ["names", "origins"]],
      [["inspect", "4711", "--from", "net.txt", "--resolve"], ["names"]],
      [["inspect", "4711", "--from", "net.txt", "--resolve", "--owner"], ["names", "origins"]],
    ];
    for (const [args, caches] of commands) {
      const run = (...more: string[]) =>
        runMain([...args, "--cache-dir", `${file}/below`, "--format", "json", ...more], {
          ...saved,
          host: { ...host, readCache, appendCache, rewriteCache },
        });
      const quiet = await run();
      assertEquals([quiet.code, quiet.stderr], [0, ""], args.join(" "));
      const hosts = JSON.parse(quiet.stdout).map((row: Connection) => row.remoteHost);
      assert(hosts.includes("dns.google"), args.join(" "));
      const verbose = await run("--verbose");
      assertEquals([verbose.code, verbose.stdout], [0, quiet.stdout]);
      const notes = verbose.stderr.split("\n").filter((line) => line.includes(" the cache "));
      assertEquals(
        notes.map((note) => note.split(": ").slice(0, 2).join(": ")).sort(),
        caches.map((cache) => `netwho: Cannot write the cache ${file}/below/${cache}.ndjson`),
      );
    }
  } finally {
    await Deno.remove(file);
  }
});

Deno.test("progress is shown on a terminal, and gone before the rows", async () => {
  let now = 0;
  const { host } = machine();
  const log: string[] = [];
  const terminal: Partial<Host> = {
    ...host,
    now: () => now += 400,
    isTerminal: () => true,
    terminalColumns: () => 80,
    env: (name) => name === "NO_COLOR" ? "1" : undefined,
    write: (bytes) => {
      log.push(`rows ${new TextDecoder().decode(bytes).includes("dns.google")}`);
      return Promise.resolve();
    },
    writeError: (text) => log.push(text),
  };
  await runMain(["--resolve", "--owner", "--timeout", "600"], { host: terminal });
  const shown = log.slice(0, -1);
  assert(shown.length > 1);
  for (const text of shown.slice(0, -1)) {
    assertMatch(text, /^\rnetwho: looking up names and owners: \d+ of \d+ *$/);
  }
  assertMatch(shown.at(-1)!, /^\r +\r$/);
  assertEquals(log.at(-1), "rows true");
  const piped = await runMain(["--resolve"], { host: { ...host, now: () => now += 400 } });
  assertEquals(piped.stderr, "");
});

Deno.test("no line of progress stands among rows", async () => {
  const remotes = Array.from({ length: 5_000 }, (_, at) => `8.${at >> 8}.8.${at & 255}`);
  const logOf = async (isTerminal: Host["isTerminal"]) => {
    let now = 0;
    const log: string[] = [];
    const { host } = machine({}, remotes);
    await runMain(["--resolve", "--format", "ndjson", "--timeout", "100000"], {
      host: {
        ...host,
        isTerminal,
        now: () => now += 400,
        write: () => {
          log.push("rows");
          return Promise.resolve();
        },
        writeError: (text) => log.push(text.startsWith("\rnetwho: ") ? "progress" : "cleared"),
      },
    });
    return log.filter((entry, at) => entry !== log[at - 1]);
  };
  assertEquals(await logOf(() => true), ["progress", "cleared", "rows"]);
  const once = ["progress", "cleared", "rows"];
  assertEquals(await logOf((stream) => stream === "stderr"), [...once, ...once, ...once]);
});
