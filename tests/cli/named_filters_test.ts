// The filters by user, path, host, owner and country as whole command lines, and what is said of rows
// of which that is not known.
import { assertEquals, assertStringIncludes } from "@std/assert";
import { type Capture, type Host, HostError } from "../../lib/host/host.ts";
import type { ObjectRow } from "../../lib/model/field.ts";
import { fakeNslookup, type Zone } from "../support/fake_nslookup.ts";
import { runMain } from "../support/run_main.ts";
import { windowsHost } from "../support/windows_host.ts";

type Files = Readonly<Record<string, string>>;

/** What is written, as values row by row, and what is said. */
async function run(args: readonly string[], options: { files?: Files; host?: Partial<Host> } = {}) {
  const { code, stdout, stderr } = await runMain([...args, "--format", "json"], options);
  const rows: ObjectRow[] = stdout === "" ? [] : JSON.parse(stdout);
  return { code, rows, said: stderr.trimEnd().split("\n").filter((line) => line !== "") };
}

/** The PIDs that a command line chooses, and what it says. */
async function pids(
  args: readonly string[],
  options: { files?: Files; host?: Partial<Host> } = {},
) {
  const { rows, said } = await run(args, options);
  return [rows.map(({ pid }) => pid), ...said];
}

/** A machine with Windows that keeps what it is asked for. */
function windows(overrides: Partial<Host> = {}): { host: Partial<Host>; ran: string[] } {
  const ran: string[] = [];
  const machine = windowsHost();
  const host: Partial<Host> = {
    ...machine,
    run: (tool, args, options): Promise<Capture> => {
      ran.push([tool, ...args.slice(0, 1)].join(" "));
      return machine.run!(tool, args, options);
    },
    ...overrides,
  };
  return { host, ran };
}

Deno.test("--user on Windows reads users by itself, and nothing else does", async () => {
  for (
    const args of [["--user", "anna"], ["--user", "pc\\ANNA"], [
      "--user",
      "!SYSTEM",
      "--established",
    ]]
  ) {
    const { host, ran } = windows();
    assertEquals(await pids(args, { host }), [[4711]], args.join(" "));
    assertEquals(ran.includes("tasklist /v"), true);
  }
  const { host, ran } = windows();
  assertEquals(await pids(["tasklist", "--user", "*\\system"], { host }), [[912]]);
  assertEquals(ran.includes("tasklist /v"), true);
  const plain = windows();
  assertEquals(await pids(["--process", "chat"], { host: plain.host }), [[4711]]);
  assertEquals(plain.ran.includes("tasklist /v"), false);
});

Deno.test("users are read to count by them", async () => {
  for (const field of ["user", "USER", "process,windowTitle"]) {
    const { host, ran } = windows();
    const { code } = await run(["tasklist", "--count-by", field], { host });
    assertEquals([code, ran.includes("tasklist /v")], [0, true], field);
  }
  const { host, ran } = windows();
  await run(["--count-by", "process"], { host });
  assertEquals(ran.includes("tasklist /v"), false);
});

Deno.test("--path says how many paths are not known, and why that may be", async () => {
  const { host } = windows();
  assertEquals(await pids(["--path", "C:\\Windows"], { host }), [
    [912],
    "netwho: 1 socket whose path is not known is left out: perhaps it needs administrator's rights",
  ]);
  assertEquals(await pids(["tasklist", "--path", "!svchost.exe"], { host }), [
    [4711],
    "netwho: 1 process whose path is not known is kept: perhaps it needs administrator's rights",
  ]);
  assertEquals(await pids(["--path", "C:\\Windows", "--state", "LISTENING"], { host }), [[912]]);
});

const NETSTAT = "  TCP    0.0.0.0:135       0.0.0.0:0           LISTENING       912\r\n" +
  "  TCP    192.0.2.7:50123   198.51.100.4:443    ESTABLISHED     4711\r\n" +
  "  TCP    192.0.2.7:50124   198.51.100.4:443    TIME_WAIT       0\r\n";
const TASKLIST = '"Image Name","PID","Session Name","Session#","Mem Usage"\r\n' +
  '"svchost.exe","912","Services","0","9,216 K"\r\n"chat.exe","4711","Console","1","117,536 K"\r\n';

Deno.test("saved output lacks users and paths for reasons of its own", async () => {
  const files = { n: NETSTAT, t: TASKLIST };
  const from = ["--from", "n", "--from", "t"];
  assertEquals(await pids([...from, "--user", "anna"], { files }), [
    [],
    "netwho: 2 sockets whose user is not known are left out: tasklist prints it with /v",
  ]);
  assertEquals(await pids([...from, "--path", "C:"], { files }), [
    [],
    "netwho: 2 sockets whose path is not known are left out: tasklist does not print it",
  ]);
  assertEquals(await pids(["tasklist", "--from", "t", "--user", "!anna"], { files }), [
    [912, 4711],
    "netwho: 2 processes whose user is not known are kept: tasklist prints it with /v",
  ]);
});

const OWN = [
  {
    pid: 1,
    remoteAddress: "8.8.8.8",
    remoteHost: "dns.google",
    remoteOwner: "GOOGLE, US",
    remoteCountry: "US",
  },
  {
    pid: 2,
    remoteAddress: "1.1.1.1",
    remoteHost: "one.one.one.one",
    remoteOwner: "CLOUDFLARENET, US",
    remoteCountry: "AU",
  },
  { pid: 3, remoteAddress: "9.9.9.9" },
  { pid: 4, remoteAddress: null },
].map((row) => JSON.stringify({ protocol: "TCP", localPort: 5000, remotePort: 443, ...row }));

Deno.test("rows that hold names and owners are chosen by them without asking", async () => {
  const files = { "own.ndjson": OWN.join("\n") };
  const from = ["--from", "own.ndjson"];
  const cases: [args: string[], chosen: number[], said: string[]][] = [
    [["--host", "*.google"], [1], [
      "netwho: 1 socket whose remote name is not known is left out: --resolve looks it up",
    ]],
    [["netstat", "--host", "one.one.one.one."], [2], [
      "netwho: 1 socket whose remote name is not known is left out: --resolve looks it up",
    ]],
    [["--owner-name", "google*"], [1], [
      "netwho: 1 socket whose remote owner is not known is left out: --owner looks it up",
    ]],
    [["--country", "us,de"], [1], [
      "netwho: 1 socket whose remote country is not known is left out: --owner looks it up",
    ]],
    [["--country", "!US"], [2, 3, 4], [
      "netwho: 1 socket whose remote country is not known is kept: --owner looks it up",
    ]],
    [["--country", "AU", "--pid", "1-2"], [2], []],
  ];
  for (const [args, chosen, said] of cases) {
    const command = args[0] === "netstat" ? args.slice(0, 1) : [];
    const line = [...command, ...from, ...args.slice(command.length)];
    assertEquals(await pids(line, { files }), [chosen, ...said], args.join(" "));
  }
});

const ZONE: Zone = {
  ptr: (address) => ({ "8.8.8.8": "dns.google", "1.1.1.1": "one.example" })[address] ?? null,
  txt: (name) => TEXTS[name] ?? [],
};
const TEXTS: Readonly<Record<string, string[]>> = {
  "8.8.8.8.origin.asn.cymru.com": ["15169 | 8.8.8.0/24 | US | arin | 2023-12-28"],
  "1.1.1.1.origin.asn.cymru.com": ["13335 | 1.1.1.0/24 | AU | apnic | 2011-08-11"],
  "AS15169.asn.cymru.com": ["15169 | US | arin | 2000-03-30 | GOOGLE, US"],
  "AS13335.asn.cymru.com": ["13335 | US | arin | 2010-07-14 | CLOUDFLARENET, US"],
};

/** A machine with connections to four addresses, and what its name server was asked about. */
function online() {
  const nslookup = fakeNslookup(ZONE);
  const machine = windowsHost();
  const remotes = ["8.8.8.8", "1.1.1.1", "9.9.9.9", "10.0.0.9"];
  const lines = remotes.map((remote, at) =>
    `  TCP    10.0.0.7:5000${at}    ${remote}:443    ESTABLISHED    ${at + 1}\r\n`
  );
  const host: Partial<Host> = {
    ...machine,
    run: async (tool, args, options): Promise<Capture> => {
      if (tool === "nslookup") return nslookup.run(args, options);
      const capture = await machine.run!(tool, args, options);
      return tool === "netstat"
        ? { ...capture, stdout: new TextEncoder().encode(lines.join("")) }
        : capture;
    },
    fetch: () => Promise.reject(new HostError("other", "No network in this test")),
  };
  return { host, asked: nslookup.asked };
}

Deno.test("what is looked up is chosen by, and what was not found is said", async () => {
  const cases: [args: string[], chosen: number[], said: string[]][] = [
    [["--owner", "--country", "AU"], [2], [
      "netwho: 1 socket whose remote country could not be found is left out",
    ]],
    [["--owner", "--owner-name", "*google*"], [1], [
      "netwho: 1 socket whose remote owner could not be found is left out",
    ]],
    [["--owner", "--owner-name", "!*google*"], [2, 3, 4], [
      "netwho: 1 socket whose remote owner could not be found is kept",
    ]],
    [["--resolve", "--host", "*.example"], [2], [
      "netwho: 2 sockets whose remote name could not be found are left out",
    ]],
    [["netstat", "--resolve", "--host", "dns.*"], [1], [
      "netwho: 2 sockets whose remote name could not be found are left out",
    ]],
    [["--owner", "--resolve", "--country", "AU,US", "--host", "dns.*"], [1], [
      "netwho: 1 socket whose remote name could not be found is left out",
    ]],
    [["--owner", "--country", "AU", "--pid", "1"], [], []],
  ];
  for (const [args, chosen, said] of cases) {
    const { host } = online();
    assertEquals(await pids(args, { host }), [chosen, ...said], args.join(" "));
  }
});

Deno.test("only what other filters choose is asked about", async () => {
  const { host, asked } = online();
  assertEquals(await pids(["--owner", "--country", "AU", "--pid", "2,4"], { host }), [[2]]);
  assertEquals(asked.filter((question) => /^TXT \d/.test(question)), [
    "TXT 1.1.1.1.origin.asn.cymru.com",
  ]);
});

Deno.test("groups by what is looked up hold all chosen rows", async () => {
  const { host } = online();
  const { rows } = await run(["--owner", "--count-by", "remoteCountry"], { host });
  assertEquals(rows, [
    { remoteCountry: null, count: 2 },
    { remoteCountry: "AU", count: 1 },
    { remoteCountry: "US", count: 1 },
  ]);
  const chosen = await run(["--owner", "--country", "!US", "--count-by", "protocol"], { host });
  assertEquals(chosen.rows, [{ protocol: "TCP", count: 3 }]);
  assertEquals(chosen.said, ["netwho: 1 socket whose remote country could not be found is kept"]);
});

const REFUSED: readonly (readonly [line: string, message: string])[] = [
  ["--host a", "Cannot use --host without --resolve: nothing else finds the names of addresses"],
  [
    "netstat --host a",
    "Cannot use --host without --resolve: nothing else finds the names of addresses",
  ],
  [
    "--host a --owner",
    "Cannot use --host without --resolve: nothing else finds the names of addresses",
  ],
  [
    "--country DE",
    "Cannot use --country without --owner: nothing else finds the owners of addresses",
  ],
  [
    "--country DE --resolve",
    "Cannot use --country without --owner: nothing else finds the owners of addresses",
  ],
  [
    "--owner-name a",
    "Cannot use --owner-name without --owner: nothing else finds the owners of addresses",
  ],
  ["--fast --service a", "Cannot use --service with --fast: no services are read"],
  ["tasklist --fast --service a", "Cannot use --service with --fast: no services are read"],
];

for (const [line, message] of REFUSED) {
  Deno.test(`netwho ${line} is refused, since nothing could match`, async () => {
    const { host, ran } = windows();
    const { code, said } = await run(line.split(" "), { host });
    assertEquals([code, said[0], ran], [2, `netwho: ${message}`, []]);
  });
}

Deno.test("an empty table says by what nothing was chosen", async () => {
  const files = { n: NETSTAT };
  const args = [
    "--from",
    "n",
    "--country",
    "de",
    "--path",
    "C:\\Program Files",
    "--format",
    "table",
  ];
  const { stdout } = await runMain(args, { files });
  assertStringIncludes(stdout, "No connections match --path");
  assertStringIncludes(stdout, "--country de");
});

Deno.test("owners from a file of the user's are chosen by and counted, with nobody asked", async () => {
  const files = {
    n: ["8.8.8.8", "1.1.1.1", "9.9.9.9"].map((remote, at) =>
      `  TCP    10.0.0.7:5000${at}    ${remote}:443    ESTABLISHED    ${at + 1}`
    ).join("\r\n"),
    "country.csv": "8.8.8.0,8.8.8.255,US\n1.1.1.0,1.1.1.255,AU\n",
  };
  const from = ["--from", "n", "--mmdb", "country.csv"];
  assertEquals(await pids([...from, "--country", "au"], { files }), [
    [2],
    "netwho: 1 socket whose remote country could not be found is left out",
  ]);
  const { rows } = await run([...from, "--count-by", "remoteCountry"], { files });
  assertEquals(rows, [
    { remoteCountry: "AU", count: 1 },
    { remoteCountry: "US", count: 1 },
    { remoteCountry: null, count: 1 },
  ]);
});
