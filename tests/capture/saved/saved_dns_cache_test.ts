/**
 * Saved output of `ipconfig /displaydns` beside that of netstat: it names the addresses of sockets.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { encode } from "iconv-lite";
import { type CacheLanguage, ENGLISH, writeDisplayDns } from "../../support/displaydns_writer.ts";
import { type Files, runMain } from "../../support/run_main.ts";

const NETSTAT = "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n" +
  "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n" +
  "  TCP    192.0.2.7:50124        198.51.100.5:443       ESTABLISHED     4711\r\n" +
  "  TCP    192.0.2.7:50125        198.51.100.6:443       TIME_WAIT       0\r\n" +
  "  TCP    127.0.0.1:50126        127.0.0.1:80           ESTABLISHED     4711\r\n";
const TASKLIST = '"chat.exe","4711","Console","1","117,536 K"\r\n';
const a = (name: string, data: string) => ({ name, type: 1, ttl: 60, data: [data] });
const BLOCKS = [
  {
    asked: "www.example",
    records: [
      { name: "www.example", type: 5, ttl: 60, data: ["edge.example"] },
      a("edge.example", "198.51.100.4"),
    ],
  },
  { asked: "one.example", records: [a("one.example", "198.51.100.6")] },
  { asked: "two.example", records: [a("two.example", "198.51.100.6")] },
  { asked: "ads.example", records: [a("ads.example", "127.0.0.1")] },
];
const DNS = writeDisplayDns(BLOCKS);

const NAMED = [
  ["www.example", "dnsCache", null],
  [null, null, null],
  [
    "one.example",
    "dnsCache",
    "closed, no process owns it any more; the DNS cache has 1 more name for it: two.example",
  ],
  [null, null, null],
];

async function namesFrom(files: Files, ...args: readonly string[]) {
  const from = args.length > 0 ? args : Object.keys(files).flatMap((name) => ["--from", name]);
  const { code, stdout, stderr } = await runMain(["connections", ...from, "--format", "json"], {
    files,
  });
  assertEquals(code, 0, stderr);
  const rows: Record<string, unknown>[] = JSON.parse(stdout);
  return {
    rows,
    stderr,
    names: rows.map((
      { remoteHost, remoteHostSource, note },
    ) => [remoteHost, remoteHostSource, note]),
  };
}

Deno.test("addresses of saved sockets have the names of a saved DNS cache", async () => {
  const files = { "netstat.txt": NETSTAT, "dns.txt": DNS };
  assertEquals((await namesFrom(files)).names, NAMED);
  const turned = await namesFrom(files, "--from", "dns.txt", "--from", "netstat.txt");
  assertEquals(turned.names, NAMED);
});

Deno.test("a folder may hold a DNS cache beside the other files", async () => {
  const files = { "pc/dns.txt": DNS, "pc/netstat.txt": NETSTAT, "pc/tasklist.csv": TASKLIST };
  const { rows, names, stderr } = await namesFrom(files, "--from", "pc");
  assertEquals([names, stderr], [NAMED, ""]);
  assertEquals(rows[0]!.process, "chat.exe");
});

Deno.test("one file may hold a DNS cache among the output of other tools", async () => {
  const table =
    "\r\nImage Name                     PID Session Name        Session#    Mem Usage\r\n" +
    "========================= ======== ================ =========== ============\r\n" +
    "chat.exe                      4711 Console                    1     11,204 K\r\n";
  for (
    const parts of [
      [NETSTAT, DNS],
      [DNS, NETSTAT],
      [NETSTAT, DNS, table],
      [table, DNS, NETSTAT],
      [DNS, table, NETSTAT],
    ]
  ) {
    const text = parts.join("");
    const { rows, names, stderr } = await namesFrom({ "all.txt": text });
    assertEquals(names, NAMED);
    assertEquals(stderr, "");
    assertEquals(rows[0]!.process, parts.includes(table) ? "chat.exe" : null);
    // Line by line from a pipe, as with `type all.txt | netwho --from -`.
    assertEquals((await namesFrom({ "-": text }, "--from", "-")).names, NAMED);
  }
});

Deno.test("the headings and rulers of a report are no part of a DNS cache", async () => {
  const ruler = "-".repeat(60);
  const part = (title: string, text: string) => `${title}\r\n${ruler}\r\n${text}`;
  const rows = NETSTAT.split("\r\n").slice(4).join("\r\n");
  for (const close of ["\r\n", ""]) {
    const cache = DNS.trimEnd() + `\r\n${close}`;
    for (
      const text of [
        part("netstat", rows) + part("dns", cache) + part("end", "\r\n"),
        part("dns", cache) + part("netstat", rows) + part("end", "\r\n"),
        part("Name cache", cache) + `== Open connections ==\r\n${rows}`,
      ]
    ) {
      assertEquals((await namesFrom({ "report.txt": text })).names, NAMED, text);
    }
  }
});

Deno.test("a DNS cache in another code page and language names the same addresses", async () => {
  const german: CacheLanguage = {
    ...ENGLISH,
    title: "Windows-IP-Konfiguration",
    labels: [
      "Eintragsname .",
      "Eintragstyp  .",
      "Gültigkeitsdauer",
      "Datenlänge . .",
      "Abschnitt. . .",
      "Eintrag  . . .",
    ],
    section: "Antwort",
  };
  const bytes = encode(writeDisplayDns(BLOCKS, { language: german }), "cp850");
  const wide = encode(`\ufeff${DNS}`, "utf-16le");
  for (const dns of [bytes, wide]) {
    const { names } = await namesFrom({ "netstat.txt": NETSTAT, "dns.txt": dns });
    assertEquals(names, NAMED);
  }
});

Deno.test("names that netstat printed, and rows that netwho wrote, keep what they have", async () => {
  const named = NETSTAT.replace("198.51.100.4:443 ", "printed.example:443 ");
  const { names } = await namesFrom({ "netstat.txt": named, "dns.txt": DNS });
  assertEquals(names, [["printed.example", "netstat", null], ...NAMED.slice(1)]);

  const own = JSON.stringify([
    {
      protocol: "TCP",
      remoteAddress: "198.51.100.4",
      remoteHost: "old.example",
      pid: 1,
      user: null,
    },
    {
      protocol: "TCP",
      remoteAddress: "198.51.100.4",
      remoteHost: "kept.example",
      remoteHostSource: "reverse",
    },
    { protocol: "TCP", remoteAddress: "198.51.100.4", remoteHost: null, user: "ann" },
  ]);
  const read = await namesFrom({ "own.json": own, "dns.txt": DNS });
  assertEquals(read.names.map(([name, source]) => [name, source]), [
    ["old.example", null],
    ["kept.example", "reverse"],
    ["www.example", "dnsCache"],
  ]);
});

Deno.test("with --resolve the name server is asked about the other addresses alone", async () => {
  const asked: string[] = [];
  const { stdout } = await runMain(
    ["--from", "n.txt", "--from", "d.txt", "--resolve", "--format", "json"],
    {
      files: { "n.txt": NETSTAT, "d.txt": DNS },
      host: {
        os: "windows",
        run: (tool, args) => {
          asked.push([tool, ...args].join(" "));
          return Promise.resolve({
            stdout: new TextEncoder().encode("Server:  dns.example\nAddress:  192.0.2.53\n\n"),
            stderr: new Uint8Array(),
            code: 0,
          });
        },
      },
    },
  );
  assert(asked.length > 0);
  // This computer's cache says nothing of what another computer's programs asked for.
  assert(asked.every((call) => call.startsWith("nslookup") && call.includes("5.100.51.198")));
  const rows: Record<string, unknown>[] = JSON.parse(stdout);
  assertEquals(rows.map(({ remoteHostSource }) => remoteHostSource), [
    "dnsCache",
    null,
    "dnsCache",
    null,
  ]);
});

Deno.test("damaged records are reported with their lines", async () => {
  const damaged = DNS.replace(": 198.51.100.4", ": 198.51.1");
  const { names, stderr } = await namesFrom({ "n.txt": NETSTAT, "dns.txt": damaged });
  assertEquals(names[0], [null, null, null]);
  assertStringIncludes(stderr, "1 line of dns.txt not understood");
});

Deno.test("a DNS cache without sockets is refused, with what to do", async () => {
  const dns = { "dns.txt": DNS };
  for (const command of [["connections"], ["netstat"], ["tasklist"], ["inspect", "443"]]) {
    const { code, stdout, stderr } = await runMain([...command, "--from", "dns.txt"], {
      files: dns,
    });
    assertEquals([code, stdout], [4, ""]);
    assertEquals(
      stderr,
      "netwho: Cannot use dns.txt: it holds the output of ipconfig, which netwho does not read\n" +
        "It only adds names to sockets: netwho --from netstat.txt --from dns.txt\n",
    );
  }
  const folder = await runMain(["--from", "pc"], { files: { "pc/dns.txt": DNS } });
  assertEquals([folder.code, folder.stdout], [4, ""]);
  const processes = await runMain(["--from", "t.csv", "--from", "dns.txt"], {
    files: { ...dns, "t.csv": TASKLIST },
  });
  assertEquals([processes.code, processes.stdout], [4, ""]);
  assertStringIncludes(processes.stderr, "Cannot find sockets");
});

Deno.test("commands without names of sockets leave the file out of a folder", async () => {
  const files = { "pc/dns.txt": DNS, "pc/netstat.txt": NETSTAT, "pc/tasklist.csv": TASKLIST };
  for (const [command, rows] of [["netstat", 4], ["tasklist", 1]] as const) {
    const { code, stdout, stderr } = await runMain(
      [command, "--from", "pc", "--format", "json", "--verbose"],
      { files },
    );
    assertEquals([code, JSON.parse(stdout).length], [0, rows]);
    assertStringIncludes(stderr, "Left out pc/dns.txt");
  }
});
