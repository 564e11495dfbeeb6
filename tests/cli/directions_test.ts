// Who began each connection: from listings, from rows that netwho wrote, and what the filters say.
import { assertEquals } from "@std/assert";
import { HostError } from "../../lib/host/host.ts";
import { runMain } from "../support/run_main.ts";

const row = (text: string) => `  ${text}\r\n`;
const HEADER = row("Proto  Local Address          Foreign Address        State           PID");
const LISTENS = row("TCP    0.0.0.0:22             0.0.0.0:0              LISTENING       71");
const SERVED = row("TCP    192.0.2.7:22           198.51.100.9:50123     ESTABLISHED     71");
const ASKED = row("TCP    192.0.2.7:50321        203.0.113.4:443        ESTABLISHED     80");
const OPENED = row("TCP    192.0.2.7:50322        203.0.113.4:443        SYN_SENT        80");
const WAITS = row("UDP    0.0.0.0:53             *:*                                    71");

const WHOLE = HEADER + SERVED + ASKED + OPENED + WAITS + LISTENS;
const WITHOUT = HEADER + SERVED + ASKED + OPENED + WAITS;

type Files = Readonly<Record<string, string>>;

async function directions(files: Files, ...args: string[]): Promise<unknown[]> {
  const from = Object.keys(files).flatMap((name) => ["--from", name]);
  const { code, stdout, stderr } = await runMain(
    ["connections", ...from, "--format", "json", ...args],
    { files },
  );
  assertEquals([code, stderr], [0, ""]);
  return JSON.parse(stdout).map((row: Record<string, unknown>) => row.direction);
}

const KNOWN = ["inbound", "outbound", "outbound", null, null];
const UNKNOWN = [null, null, "outbound", null];

Deno.test("a listener may stand anywhere in a listing", async () => {
  assertEquals(await directions({ "a.txt": WHOLE }), KNOWN);
  assertEquals(await directions({ "-": WHOLE }), KNOWN);
  assertEquals(await directions({ "a.txt": WITHOUT }), UNKNOWN);
});

Deno.test("each file has its own listeners: it may be another computer's", async () => {
  const files = { "a.txt": WITHOUT, "b.txt": WHOLE, "c.txt": WITHOUT };
  assertEquals(await directions(files), [...UNKNOWN, ...KNOWN, ...UNKNOWN]);
});

Deno.test("a connected UDP socket is inbound where one without another end has its port", async () => {
  const linux = "udp  0  0 192.0.2.7:53      198.51.100.9:50123   ESTABLISHED 71/dns\n" +
    "udp  0  0 192.0.2.7:46000   203.0.113.53:53      ESTABLISHED 80/app\n" +
    "udp  0  0 0.0.0.0:53        0.0.0.0:*                        71/dns\n";
  assertEquals(await directions({ "a.txt": linux }), ["inbound", "outbound", null]);
});

Deno.test("programs from a process list tell whose a connection is", async () => {
  const listing = HEADER +
    row("TCP    0.0.0.0:8080           0.0.0.0:0              LISTENING       71") +
    row("TCP    192.0.2.7:8080         198.51.100.9:50123     ESTABLISHED     72") +
    row("TCP    192.0.2.7:8080         198.51.100.9:50124     ESTABLISHED     80");
  const list = '"httpd.exe","71","Services","0","9,000 K"\r\n' +
    '"httpd.exe","72","Services","0","9,000 K"\r\n"chat.exe","80","Console","1","9,000 K"\r\n';
  assertEquals(await directions({ "a.txt": listing, "b.csv": list }), [
    null,
    "inbound",
    "outbound",
  ]);
});

Deno.test("a listing too long to keep is read twice, and standard input is kept", async () => {
  // 17 MB, of which the listener is the last row.
  const files = { "a.txt": HEADER + ASKED.repeat(230_000) + SERVED + LISTENS };
  for (const from of ["a.txt", "-"]) {
    const { stdout } = await runMain(
      ["connections", "--from", from, "--inbound", "--format", "json"],
      { files: { ...files, "-": files["a.txt"] } },
    );
    assertEquals(JSON.parse(stdout).map((row: Record<string, unknown>) => row.localPort), [22]);
  }
});

Deno.test("a file that may not be opened once more is an error with its name", async () => {
  const bytes = new TextEncoder().encode(HEADER + ASKED.repeat(230_000) + LISTENS);
  let count = 0;
  async function* open(path: string) {
    if (++count > 1) throw new HostError("notFound", `Cannot read ${path}: it does not exist`);
    yield await Promise.resolve(bytes);
  }
  const { code, stderr } = await runMain(["connections", "--from", "a.txt", "--format", "json"], {
    host: { open, pathKind: () => "file" },
  });
  assertEquals(code, 3);
  assertEquals(stderr.includes("a.txt"), true);
});

async function written(text: string, ...args: string[]): Promise<string> {
  const { stdout } = await runMain(args, { files: { "a.txt": text } });
  return stdout;
}

for (const format of ["json", "ndjson", "csv"]) {
  const name = `rows.${format}`;

  Deno.test(`what ${format} says of the directions is kept`, async () => {
    const text = await written(WHOLE, "connections", "--from", "a.txt", "--format", format);
    assertEquals(await directions({ [name]: text }), KNOWN);
    const inbound = await written(
      WHOLE,
      ...["connections", "--from", "a.txt", "--format", format, "--inbound"],
    );
    assertEquals(await directions({ [name]: inbound }), ["inbound"]);
    const unknown = await written(WITHOUT, "connections", "--from", "a.txt", "--format", format);
    assertEquals(await directions({ [name]: unknown }), UNKNOWN);
  });

  Deno.test(`sockets in ${format}, and connections of an older netwho, get theirs from the listeners`, async () => {
    const sockets = await written(WHOLE, "netstat", "--from", "a.txt", "--format", format);
    assertEquals(await directions({ [name]: sockets }), KNOWN);
    const fields = "protocol,localAddress,localPort,remoteAddress,remotePort,remoteScope,state,pid";
    const older = ["connections", "--from", "a.txt", "--format", format, "--fields", fields];
    assertEquals(await directions({ [name]: await written(WHOLE, ...older) }), KNOWN);
    assertEquals(await directions({ [name]: await written(WITHOUT, ...older) }), UNKNOWN);
  });
}

Deno.test("two files that netwho wrote each have their own listeners", async () => {
  const whole = await written(WHOLE, "netstat", "--from", "a.txt", "--format", "json");
  const without = await written(WITHOUT, "netstat", "--from", "a.txt", "--format", "json");
  const files = { "a.json": without, "b.json": whole, "c.json": without };
  assertEquals(await directions(files), [...UNKNOWN, ...KNOWN, ...UNKNOWN]);
});

async function chosen(text: string, ...args: string[]): Promise<[unknown[], string]> {
  const { stdout, stderr } = await runMain(
    ["--from", "a.txt", "--format", "json", ...args],
    { files: { "a.txt": text } },
  );
  return [JSON.parse(stdout).map((row: Record<string, unknown>) => row.localPort), stderr];
}

Deno.test("rows of several computers in one file each have their computer's listeners", async () => {
  const listens = { protocol: "TCP", localAddress: "0.0.0.0", localPort: 50_000 };
  const asks = {
    protocol: "TCP",
    localAddress: "192.0.2.8",
    localPort: 50_000,
    remoteAddress: "203.0.113.4",
    remotePort: 8443,
    state: "ESTABLISHED",
  };
  const other = { ...listens, localPort: 135 };
  for (const field of ["computer", "PSComputerName"]) {
    const rows = [
      { ...listens, state: "LISTENING", [field]: "ALPHA" },
      { ...asks, [field]: "BETA" },
      { ...other, state: "LISTENING", [field]: "beta" },
      { ...asks, [field]: "ALPHA" },
    ];
    const expected = [null, "outbound", null, "inbound"];
    assertEquals(await directions({ "a.json": JSON.stringify(rows) }), expected, field);
  }
});

Deno.test("--inbound and --outbound choose connections; both together, either", async () => {
  assertEquals(await chosen(WHOLE, "--inbound"), [[22], ""]);
  assertEquals(await chosen(WHOLE, "--outbound"), [[50321, 50322], ""]);
  assertEquals(await chosen(WHOLE, "--outbound", "--state", "SYN_SENT"), [[50322], ""]);
  assertEquals(await chosen(WHOLE, "--inbound", "--outbound"), [[22, 50321, 50322], ""]);
});

Deno.test("connections that nobody knows the beginner of are left out, which is said", async () => {
  const why = "no listeners were saved with them, and netstat prints those with -a\n";
  assertEquals(await chosen(WITHOUT, "--outbound"), [
    [50322],
    `netwho: 2 sockets whose direction is not known are left out: ${why}`,
  ]);
  assertEquals(await chosen(WITHOUT, "--inbound", "--pid", "71"), [
    [],
    `netwho: 1 socket whose direction is not known is left out: ${why}`,
  ]);
  assertEquals(await chosen(WITHOUT, "--inbound", "--pid", "99"), [[], ""]);
  const named = HEADER + LISTENS +
    row("TCP    192.0.2.7:nosuchname   198.51.100.9:50123     ESTABLISHED     71");
  assertEquals(
    (await chosen(named, "--inbound"))[1].split(": ")[2],
    "nor is the local port\n",
  );
});

Deno.test("rows that netwho wrote do not tell either: another reason", async () => {
  const text = await written(WITHOUT, "connections", "--from", "a.txt", "--format", "json");
  const { stderr } = await runMain(["--from", "a.json", "--inbound", "--format", "json"], {
    files: { "a.json": text },
  });
  assertEquals(
    stderr,
    "netwho: 2 sockets whose direction is not known are left out: " +
      "neither the saved rows nor listeners among them tell it\n",
  );
});

/** A machine with one file; counts how often it is opened. */
function countingHost(text: string) {
  const bytes = new TextEncoder().encode(text);
  const opened = { times: 0 };
  const open = async function* () {
    opened.times++;
    yield await Promise.resolve(bytes);
  };
  return { opened, host: { open, pathKind: () => "file" as const } };
}

Deno.test("netwho netstat has neither the field nor the filters, and reads a file once", async () => {
  const { host, opened } = countingHost(WHOLE);
  const { stdout } = await runMain(["netstat", "--from", "a.txt", "--format", "json"], { host });
  assertEquals(JSON.parse(stdout).some((row: object) => "direction" in row), false);
  assertEquals(opened.times, 1);
  const { code } = await runMain(["netstat", "--from", "a.txt", "--inbound"], { host });
  assertEquals(code, 2);
});

Deno.test("who began connections is found out wherever it is asked for", async () => {
  const files = { "a.txt": WHOLE };
  const lines = [
    ["--fields Direction,pid", '[{"direction":"inbound","pid":71}'],
    ["--fields pid --sort state,-DIRECTION --limit 1", '[{"pid":80}'],
    ["--fields pid --sort direction --limit 1", '[{"pid":71}'],
    ["--fields pid --outbound --limit 1", '[{"pid":80}'],
    ["--count-by pid --inbound", '[{"pid":71,"count":1}'],
    ["--count-by pid,direction --limit 1", '[{"pid":71,"direction":null,"count":2}'],
    ["--count-by Direction --sort direction --limit 1", '[{"direction":"inbound","count":1}'],
  ] as const;
  for (const [line, rows] of lines) {
    const args = ["--from", "a.txt", "--format", "json", ...line.split(" ")];
    const { code, stdout } = await runMain(args, { files });
    const [first] = JSON.parse(rows + "]");
    assertEquals([code, JSON.parse(stdout)[0]], [0, first], line);
  }
});

Deno.test("where nobody asks who began connections, a long listing is read once", async () => {
  for (const line of ["--count-by pid", "--fields pid,state --limit 1"]) {
    const { host, opened } = countingHost(HEADER + ASKED.repeat(230_000) + LISTENS);
    const args = ["--from", "a.txt", "--format", "json", ...line.split(" ")];
    await runMain(args, { host });
    assertEquals(opened.times, 1, line);
  }
});

Deno.test("other spellings are put right", async () => {
  const cases: [args: string[], hint: string][] = [
    [["--incoming"], "Write netwho --inbound"],
    [["--in"], "Write netwho --inbound"],
    [["--outgoing"], "Write netwho --outbound"],
    [["--direction", "in"], "Write netwho --inbound"],
    [["--direction", "Outbound"], "Write netwho --outbound"],
    [["netstat", "--incoming"], "Write netwho --inbound"],
  ];
  for (const [args, hint] of cases) {
    const { code, stderr } = await runMain(args);
    assertEquals([code, stderr.split("\n")[1]], [2, hint]);
    assertEquals(stderr.includes("--encoding"), false, stderr);
  }
});
