/**
 * `netwho close` against real sockets of Linux, in a network namespace that each test makes. What
 * closed is read from `ss` and from both ends of the connections.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import type { SceneReport } from "./support/closing_scene.ts";
import { localPath } from "./support/folders.ts";
import { ROOT } from "./support/program.ts";
import { isRoot } from "./support/shell.ts";

/** Of two interfaces that are joined, one has an address, and the other takes and answers nothing. */
const NAMESPACE = [
  "ip link set lo up",
  "ip link add ours type veth peer name theirs",
  "ip address add 198.51.100.1/24 dev ours",
  "ip address add fe80::1/64 dev ours nodad",
  "ip link set ours up",
  "ip link set theirs up",
  "ip neighbour add 198.51.100.4 lladdr 02:00:00:00:00:01 dev ours nud permanent",
  'exec "$@"',
].join(" && ");

/** Whether this system lets the tests make a network namespace. */
const canTry = isRoot && await runs(["unshare", "-n", "sh", "-c", NAMESPACE, "sh", "ss", "-V"]);

async function runs([program, ...args]: readonly string[]): Promise<boolean> {
  try {
    const command = new Deno.Command(program!, { args, stdout: "null", stderr: "null" });
    return (await command.output()).success;
  } catch {
    return false;
  }
}

/** Runs a scene: a name and what it is given; then netwho's arguments. */
async function play(
  [scene, given = ""]: readonly [string, string?],
  args: readonly string[],
  { prefix = "" } = {},
): Promise<SceneReport> {
  const script = localPath(new URL("tests/support/closing_scene.ts", ROOT));
  const flags = ["--quiet", "--allow-all", "--unstable-net"];
  const deno = [Deno.execPath(), "run", ...flags, script, scene, given, prefix];
  const { stdout, stderr, code } = await new Deno.Command("timeout", {
    args: ["-k", "1", "90", "unshare", "-n", "sh", "-c", NAMESPACE, "sh", ...deno, ...args],
    cwd: localPath(ROOT),
  }).output();
  const decoder = new TextDecoder();
  assertEquals(code, 0, decoder.decode(stderr));
  const report: SceneReport = JSON.parse(decoder.decode(stdout));
  assertTrue(report);
  return report;
}

/** Holds what netwho says of each TCP socket to what `ss` lists afterwards. */
function assertTrue({ rows, after }: SceneReport): void {
  const left = new Set(after.map((line) => line.replace(/^\S+ /, "").replace(/%\w+/g, "")));
  for (const row of rows) {
    if (row.protocol !== "TCP" || row.state === "LISTENING") continue;
    const [local, remote] = [
      endOf(row.localAddress, row.localPort),
      endOf(row.remoteAddress, row.remotePort),
    ];
    assertEquals(left.has(`${local} ${remote}`), row.result !== "closed", JSON.stringify(row));
  }
}

function endOf(address: string | number | null | undefined, port: unknown): string {
  const text = `${address}`.replace(/%.*/, "");
  return text.includes(":") ? `[${text}]:${port}` : `${text}:${port}`;
}

/** How an end that was closed here, and its other end, read on. */
const ABORTED = "ConnectionAborted";
const RESET = "ConnectionReset";

const results = ({ rows }: SceneReport) => rows.map(({ result }) => result);

/** A test of real sockets. */
function test(name: string, run: () => Promise<void>): void {
  Deno.test({ name: `close, real sockets: ${name}`, ignore: !canTry, fn: run });
}

for (const hostname of ["127.0.0.1", "::1", "198.51.100.1", "fe80::1%ours"]) {
  test(`one connection at ${hostname}, and not its neighbour`, async () => {
    const report = await play(["pairs", hostname], ["--local-port", "{one}"]);
    assertEquals([report.code, report.stderr, results(report)], [0, "", ["closed"]]);
    assertEquals(report.ends, {
      "one": ABORTED,
      "one server": RESET,
      "two": "open",
      "two server": "open",
    });
    const left = report.before.filter((line) => !line.includes(`:${report.ports.one}`));
    assertEquals(report.after.toSorted(), left.toSorted());
    assertEquals(left.length, 3);
  });
}

test("the server's end, of a client whose address is mapped into IPv6", async () => {
  const report = await play(["mapped"], ["--local-port", "{listener}", "--remote-port", "{one}"]);
  assertEquals([report.code, results(report)], [0, ["closed"]]);
  assertEquals(report.rows[0]?.localAddress, "::ffff:127.0.0.1");
  assertEquals(report.ends, {
    "one": RESET,
    "one server": ABORTED,
    "two": "open",
    "two server": "open",
  });
});

test("both ends at once, the listener stays and takes calls", async () => {
  const report = await play(["mapped"], ["--process", "deno", "--yes"]);
  assertEquals(report.code, 0, report.stderr);
  assertEquals(results(report).toSorted(), ["closed", "closed", "closed", "closed", "refused"]);
  const [refused] = report.rows.filter(({ result }) => result === "refused");
  assertEquals([refused?.state, refused?.localPort], ["LISTENING", report.ports.listener]);
  assertEquals(report.after, [`LISTEN *:${report.ports.listener} *:*`]);
});

test("every state that is open is closed, every other kind is told", async () => {
  const report = await play(["states"], ["--port", "1-65535", "--yes"]);
  assertEquals(report.code, 0, report.stderr);
  const byState = (wanted: string) =>
    report.rows.filter(({ result }) => result === wanted).map(({ state }) => state).toSorted();
  assertEquals(byState("closed"), [
    "CLOSE_WAIT",
    "ESTABLISHED",
    "ESTABLISHED",
    "FIN_WAIT_2",
    "SYN_SENT",
  ]);
  assertEquals(byState("refused"), ["LISTENING", "TIME_WAIT", null]);
  assertEquals(report.rows.length, 8);
  const { listener, timeWait } = report.ports;
  assertEquals(report.after.toSorted(), [
    `LISTEN 127.0.0.1:${listener} 0.0.0.0:*`,
    `TIME-WAIT 127.0.0.1:${timeWait} 127.0.0.1:${listener}`,
  ]);
});

test("connections that no program holds, and that nobody answers", async () => {
  const report = await play(["unanswered"], [
    "--remote-port",
    "{finWait1},{lastAck},{listener}",
    "--yes",
  ]);
  const states = report.rows.map(({ state }) => state).toSorted();
  assertEquals(states, ["ESTABLISHED", "FIN_WAIT_1", "FIN_WAIT_2", "LAST_ACK"]);
  // Kernels before 6.11 keep those that no program holds; then that is said.
  const isSaid = report.rows.every(({ result, reason }) =>
    result === "closed" || (result === "failed" && `${reason}`.includes("still there"))
  );
  assert(isSaid, JSON.stringify(report.rows));
  assertEquals(report.code, report.rows.every(({ result }) => result === "closed") ? 0 : 3);
});

test("what is no open connection alone is a failure", async () => {
  const report = await play(["pairs", "::1"], ["--listening", "--local-port", "{listener}"]);
  assertEquals([report.code, results(report)], [3, ["refused"]]);
  assertEquals(report.after, report.before);
});

test("several are not closed without --yes, nor with --dry-run", async () => {
  const report = await play(["pairs", "127.0.0.1"], ["--remote-port", "{listener}"]);
  assertEquals([report.code, report.rows], [2, []]);
  assert(report.stderr.includes("Cannot close 2 connections without --yes"), report.stderr);
  assertEquals(report.after, report.before);
  const args = ["--remote-port", "{listener}", "--dry-run"];
  const dry = await play(["pairs", "127.0.0.1"], args);
  assertEquals([dry.code, results(dry)], [0, ["planned", "planned"]]);
  assertEquals(dry.after, dry.before);
});

test("without the right to do it nothing is closed, and that is said", async () => {
  const report = await play(["pairs", "127.0.0.1"], ["--remote-port", "{listener}", "--yes"], {
    prefix: "setpriv --bounding-set=-net_admin",
  });
  assertEquals([report.code, results(report)], [3, ["failed", "failed"]]);
  assertEquals(
    new Set(report.rows.map(({ reason }) => reason)),
    new Set(["root needs the capability CAP_NET_ADMIN for it, which a container may lack"]),
  );
  assertEquals(report.after, report.before);
});

test("more than one call of ss can take", async () => {
  const count = 1_200;
  const args = ["--remote-port", "{listener}", "--yes"];
  const report = await play(["many", `${count}`], args);
  assertEquals(report.code, 0, report.stderr);
  assertEquals(results(report).filter((result) => result === "closed").length, count);
  assertEquals(report.after, [`LISTEN 127.0.0.1:${report.ports.listener} 0.0.0.0:*`]);
  const endsOf = (isServer: boolean) =>
    Object.keys(report.ends).filter((name) => name.includes("server") === isServer)
      .map((name) => report.ends[name]);
  assertEquals(endsOf(false), Array(count).fill(ABORTED));
  assertEquals(endsOf(true), Array(count).fill(RESET));
});
