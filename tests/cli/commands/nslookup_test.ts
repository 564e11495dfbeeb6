import { assert, assertEquals } from "@std/assert";
import { parse } from "@std/csv/parse";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { NAME_FIELDS } from "../../../lib/model/name.ts";
import { runMain } from "../../support/run_main.ts";
import { LANGUAGES } from "../../support/nslookup_languages.ts";
import { type Reply, runWindowsNslookup } from "../../support/windows_nslookup.ts";

/** What somebody may call an address. */
const FORMULA = "=cmd|' /C calc'!A0";

/** A German Windows whose name server knows a few names. */
function windows(runs: string[] = []): Partial<Host> {
  const known: Record<string, Reply> = {
    "www.example. null": { lines: ["{name}www.example", "Address:  192.0.2.1"] },
    "www.example. A": { lines: ["{name}www.example", "Address:  192.0.2.1"] },
    "www.example. AAAA": "NODATA",
    "1.2.0.192.in-addr.arpa. PTR": { lines: ["1.2.0.192.in-addr.arpa\tname = www.example"] },
    "66.2.0.192.in-addr.arpa. PTR": {
      lines: ["66.2.0.192.in-addr.arpa\tname = =1+1.\u001b[31m.example"],
    },
    "67.2.0.192.in-addr.arpa. PTR": { lines: [`67.2.0.192.in-addr.arpa\tname = ${FORMULA}`] },
    "silent.example. null": "TIMEOUT",
    "xn--bcher-kva.example. null": {
      lines: ["{name}xn--bcher-kva.example", "Address:  192.0.2.2"],
    },
  };
  return {
    os: "windows",
    oemCodePage: () => 850,
    run: (tool, args, options) => {
      assertEquals(tool, "nslookup");
      runs.push(args.join(" "));
      return Promise.resolve(runWindowsNslookup(args, options, {
        language: LANGUAGES.de,
        reply: (question, type) => known[`${question} ${type}`] ?? "NXDOMAIN",
      }));
    },
  };
}

async function rowsOf(args: readonly string[], input?: string | Uint8Array) {
  const { code, stdout, stderr } = await runMain(["nslookup", ...args, "--format", "json"], {
    host: windows(),
    files: input === undefined ? {} : { "-": input },
  });
  const rows = JSON.parse(stdout) as Record<string, unknown>[];
  const brief = rows.map(({ query, type, data, status }) => [query, type, data, status]);
  return { code, stderr, rows, brief };
}

Deno.test("names and addresses become rows in their order", async () => {
  const { code, stderr, rows, brief } = await rowsOf([
    "www.example",
    "nowhere.example",
    "192.0.2.1",
    "Bücher.example",
  ]);
  assertEquals([code, stderr], [0, ""]);
  assertEquals(brief, [
    ["www.example", "A", "192.0.2.1", "NOERROR"],
    ["nowhere.example", null, null, "NXDOMAIN"],
    ["192.0.2.1", "PTR", "www.example", "NOERROR"],
    ["Bücher.example", "A", "192.0.2.2", "NOERROR"],
  ]);
  assertEquals(Object.keys(rows[0]!), NAME_FIELDS.map(({ name }) => name));
  assertEquals([rows[0]!["server"], rows[0]!["serverAddress"], rows[0]!["authoritative"]], [
    "dns.example",
    "192.0.2.53",
    false,
  ]);
});

Deno.test("each type is a question, in any case and once", async () => {
  const { brief } = await rowsOf(["www.example", "--type", "a,AAAA", "--type", "A"]);
  assertEquals(brief, [
    ["www.example", "A", "192.0.2.1", "NOERROR"],
    ["www.example", "AAAA", null, "NODATA"],
  ]);
});

Deno.test("an unknown type names the nearest", async () => {
  const { code, stderr } = await runMain(["nslookup", "www.example", "--type", "aaa"]);
  assertEquals(code, 2);
  assert(stderr.startsWith("netwho: Unknown value aaa for --type: did you mean AAAA?"), stderr);
});

Deno.test("standard input holds names, one a line; what is none is a row", async () => {
  const lines = "# a list\r\nwww.example\r\n\r\n  192.0.2.1  \nnot a name\n-port=1\n";
  const utf16 = new Uint8Array(
    new Uint16Array(
      [0xfeff, ...lines].map((unit) => typeof unit === "number" ? unit : unit.charCodeAt(0)),
    ).buffer,
  );
  for (const input of [lines, utf16]) {
    const { code, stderr, rows, brief } = await rowsOf([], input);
    assertEquals([code, stderr], [0, ""]);
    assertEquals(brief, [
      ["www.example", "A", "192.0.2.1", "NOERROR"],
      ["192.0.2.1", "PTR", "www.example", "NOERROR"],
      ["not a name", null, null, "ERROR"],
      ["-port=1", null, null, "ERROR"],
    ]);
    assertEquals(
      rows[2]!["note"],
      "Cannot ask about not a name: a host name cannot contain a space",
    );
  }
});

Deno.test("an empty list has no rows", async () => {
  const { code, rows } = await rowsOf([], "# nothing\n");
  assertEquals([code, rows], [0, []]);
});

Deno.test("on a command line what is no name is an error, and nothing is asked", async () => {
  for (const name of ["256.1.1.1", "a b", "a;b", "x\n", "xn--a..b"]) {
    const runs: string[] = [];
    const { code, stdout, stderr } = await runMain(["nslookup", "www.example", `a${name}|`], {
      host: windows(runs),
    });
    assertEquals([code, stdout, runs], [2, "", []]);
    assert(stderr.startsWith("netwho: Cannot ask about "), stderr);
  }
});

Deno.test("at a terminal without a name there is nothing to do", async () => {
  const { code, stderr } = await runMain(["nslookup"], {
    host: { ...windows(), isTerminal: (stream) => stream === "stdin" },
  });
  assertEquals(code, 2);
  assertEquals(stderr.split("\n").slice(0, 2), [
    "netwho: Cannot look up names: no name or address is given",
    "Give some as arguments or on standard input, one per line",
  ]);
});

Deno.test("--server and --timeout reach nslookup", async () => {
  const runs: string[] = [];
  const args = ["silent.example", "--server", "[2001:db8::53]:5353", "--timeout", "9"];
  await runMain(["nslookup", ...args], { host: windows(runs) });
  assertEquals(runs, [
    "-timeout=1 -retry=1 -port=5353 silent.example. 2001:db8::53",
    "-timeout=8 -retry=1 -port=5353 silent.example. 2001:db8::53",
  ]);
});

Deno.test("when no question is answered the rows are there, and the exit code is 3", async () => {
  const { code, stderr, brief } = await rowsOf(["silent.example"]);
  assertEquals(brief, [["silent.example", null, null, "TIMEOUT"]]);
  assertEquals([code, stderr], [3, "netwho: The question was not answered\n"]);
  const both = await rowsOf(["silent.example", "nowhere.example"]);
  assertEquals([both.code, both.stderr], [0, ""]);
});

Deno.test("hostile names do no harm in a table and in CSV for Excel", async () => {
  const run = async (...args: string[]) =>
    (await runMain(["nslookup", "192.0.2.66", ...args], { host: windows() })).stdout;
  const table = await run("--format", "table");
  assertEquals(table.includes("\u001b"), false);
  const csv = await run("--format", "csv", "--excel", "--fields", "data");
  assertEquals(csv.includes("'=1+1."), true, csv);
});

Deno.test("a formula with spaces is read whole, and is text wherever it is written", async () => {
  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runMain(
      ["nslookup", "192.0.2.67", "--fields", "data,status", ...args],
      { host: windows() },
    );
    assertEquals([code, stderr], [0, ""]);
    return stdout;
  };
  const record = { data: FORMULA, status: "NOERROR" };
  assertEquals(JSON.parse(await run("--format", "json")), [record]);
  const [, ...table] = (await run("--format", "table")).split("\n");
  assertEquals(table.map((line) => line.split(/ {2,}/)), [[FORMULA, "NOERROR"], [""]]);
  const [, ...excel] = parse(await run("--format", "csv", "--excel"));
  assertEquals(excel, [[`'${FORMULA}`, "NOERROR"]]);
});

Deno.test("where neither nslookup nor a resolver works, the exit code is 3", async () => {
  const refuse = () => Promise.reject(new HostError("permissionDenied", "Not permitted"));
  const { code, stdout, stderr } = await runMain(["nslookup", "www.example"], {
    host: { run: refuse, resolveDns: refuse },
  });
  assertEquals([code, stdout], [3, ""]);
  assertEquals(stderr, "netwho: Cannot look up names: Not permitted\n");
});

Deno.test("--from reads saved output, and takes nothing that is about asking", async () => {
  const saved = "Server:  dns.example\r\nAddress:  192.0.2.53\r\n\r\n" +
    "*** dns.example can't find nowhere.example: Non-existent domain\r\n";
  const { code, stdout } = await runMain(["nslookup", "--from", "log.txt", "--format", "json"], {
    files: { "log.txt": saved },
  });
  assertEquals(code, 0);
  const [row] = JSON.parse(stdout);
  assertEquals([row.query, row.status], ["nowhere.example", "NXDOMAIN"]);

  for (const extra of [["www.example"], ["--type", "A"], ["--server", "192.0.2.53"]]) {
    const outcome = await runMain(["nslookup", "--from", "log.txt", ...extra], {
      files: { "log.txt": saved },
    });
    assertEquals(outcome.code, 2);
    assertEquals(
      outcome.stderr.split("\n")[0]?.endsWith("with --from: no query is sent"),
      true,
    );
  }
});

Deno.test("--sort and --limit choose rows", async () => {
  const { brief } = await rowsOf([
    "www.example",
    "nowhere.example",
    "192.0.2.1",
    "--sort",
    "-status,query",
    "--limit",
    "2",
  ]);
  assertEquals(brief.map(([query]) => query), ["nowhere.example", "192.0.2.1"]);
});

Deno.test("arguments and standard input take commas, URLs and rows of netwho", async () => {
  const brief = [["www.example", "A", "192.0.2.1", "NOERROR"], [
    "192.0.2.1",
    "PTR",
    "www.example",
    "NOERROR",
  ]];
  for (
    const args of [
      ["www.example,192.0.2.1"],
      ["www.example,", "192.0.2.1:443"],
      ["https://www.example/index.html", "[192.0.2.1]"],
    ]
  ) {
    const outcome = await rowsOf(args);
    assertEquals([outcome.code, outcome.stderr, outcome.brief], [0, "", brief]);
  }
  for (
    const input of [
      "www.example, 192.0.2.1\n",
      '[{"remoteAddress":null},{"data":"www.example"},{"remoteAddress":"192.0.2.1"}]',
      "name\r\nwww.example\r\n192.0.2.1\r\n",
    ]
  ) {
    const outcome = await rowsOf([], input);
    assertEquals([outcome.code, outcome.stderr, outcome.brief], [0, "", brief]);
  }
});

Deno.test("when no line can be asked about, nothing is asked, and the exit code is 4", async () => {
  const runs: string[] = [];
  const outcome = await runMain(["nslookup"], { host: windows(runs), files: { "-": "a b\n" } });
  assertEquals([outcome.code, outcome.stdout, runs], [4, "", []]);
  assertEquals(
    outcome.stderr,
    "netwho: Cannot understand standard input: its only line is not a name or an address\n" +
      "Wanted: names or addresses, one per line or with commas between them, or rows of netwho\n",
  );
  assertEquals((await runMain(["nslookup", ","], { host: windows(runs) })).code, 2);
});

Deno.test("a server that only refuses or fails has answered nothing", async () => {
  for (const [status, why] of [["REFUSED", "refuses"], ["SERVFAIL", "fails on"]] as const) {
    const host: Partial<Host> = {
      ...windows(),
      run: (_, args, options) =>
        Promise.resolve(runWindowsNslookup(args, options, {
          language: LANGUAGES.de,
          reply: () => status,
        })),
    };
    for (
      const [names, warning] of [
        [["a.example"], `The question was not answered: the name server ${why} it`],
        [
          ["a.example", "b.example"],
          `None of 2 questions was answered: the name server ${why} them`,
        ],
      ] as const
    ) {
      const { code, stdout, stderr } = await runMain(["nslookup", ...names, "--format", "json"], {
        host,
      });
      const rows = JSON.parse(stdout) as { status: string }[];
      assertEquals(rows.map((row) => row.status), names.map(() => status));
      assertEquals([code, stderr], [3, `netwho: ${warning}\n`]);
    }
  }
});

Deno.test("cases: a transcript is read, ss and lists of labels are refused", async () => {
  const read = async (text: string) => {
    const { code, stdout } = await runMain(["nslookup", "--from", "x.txt", "--format", "json"], {
      files: { "x.txt": text },
    });
    return [
      code,
      stdout === "" ? [] : JSON.parse(stdout).map((row: { query: string }) => row.query),
    ];
  };
  const transcript =
    "**********************\nPSVersion: 5.1.26100.1\nBuildVersion: 10.0.26100.1\n" +
    "PS C:\\Users\\anna> nslookup www.example.com\nServer:  UnKnown\nAddress:  192.0.2.1\n\n" +
    "Name:    www.example.com\nAddress:  203.0.113.5\n\nPS C:\\Users\\anna> Stop-Transcript\n";
  assertEquals(await read(transcript), [0, ["www.example.com"]]);
  const ss = 'tcp   LISTEN 0      128  0.0.0.0:22   0.0.0.0:*  users:(("sshd",pid=1215,fd=3))\n';
  assertEquals(await read(ss.repeat(3)), [4, []]);
  assertEquals(await read("Host: pc-anna\nIP: 192.0.2.5\nGateway: 192.0.2.1\nDNS: 192.0.2.53\n"), [
    4,
    [],
  ]);
});

Deno.test("an argument that is empty is shown as such", async () => {
  for (const empty of ["", " "]) {
    const asked = await runMain(["nslookup", empty], { host: windows() });
    assertEquals([asked.code, asked.stderr.split(":")[1]], [2, ' Cannot ask about ""']);
    const owner = await runMain(["whois", empty], { host: windows() });
    assertEquals([owner.code, owner.stderr.split(":")[1]], [2, ' Cannot look up the owner of ""']);
  }
});
