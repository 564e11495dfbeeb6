// Tries the executable for Linux: deno test --allow-all scripts/smoke/linux.ts
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { VERSION } from "../../lib/version.ts";
import { temporaryFolder } from "../../tests/support/folders.ts";
import { writeMmdb } from "../../tests/support/mmdb_writer.ts";
import { hasTmux, openTerminal } from "../../tests/support/tmux.ts";
import { command, linux, LINUX_EXECUTABLE } from "./executable.ts";
import { bytesOf, type Language, LANGUAGES, netstatText } from "./languages.ts";
import "./linux_hostile.ts";

const GERMAN = LANGUAGES.find(({ name }) => name === "German")!;

Deno.test("netwho --version", async () => {
  assertEquals(await linux("--version"), { code: 0, stdout: `netwho ${VERSION}\n`, stderr: "" });
});

for (const { name } of COMMANDS) {
  Deno.test(`netwho help ${name}: the application's chunk is in the executable`, async () => {
    const { code, stdout, stderr } = await linux("help", name);
    assertEquals([code, stderr], [0, ""]);
    assertStringIncludes(stdout, `netwho ${name}`);
  });
}

Deno.test("a wrong command line is explained", async () => {
  const { code, stdout, stderr } = await linux("netstat", "-ano", "-p", "tcp");
  assertEquals([code, stdout], [2, ""]);
  assertStringIncludes(stderr, "\nWrite netwho netstat --protocol tcp (");
});

Deno.test("netwho connections sees a listener and the process that owns it", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const { code, stdout, stderr } = await linux("--local-port", String(port), "--format", "json");
  assertEquals([code, stderr], [0, ""]);
  const rows = JSON.parse(stdout);
  assertEquals(rows.length, 1);
  assertEquals(rows[0].pid, Deno.pid);
  assertEquals(rows[0].state, "LISTENING");
  assertEquals(rows[0].localAddress, "127.0.0.1");
});

Deno.test("netwho close breaks a connection, or says what it takes", async () => {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const client = await Deno.connect({ hostname: "127.0.0.1", port: listener.addr.port });
  const server = await listener.accept();
  const ends = [`${client.localAddr.port}`, "--remote-port", `${listener.addr.port}`];
  const { code, stdout, stderr } = await linux(
    "close",
    "--local-port",
    ...ends,
    "--format",
    "json",
  );
  const [{ result, reason }] = JSON.parse(stdout);
  assertEquals([code, result], reason === null ? [0, "closed"] : [3, "failed"], stderr);
  // Whoever is root of a whole machine may close it.
  if (reason === null) await assertRejects(() => client.read(new Uint8Array(1)));
  else assertMatch(reason, /run netwho with sudo|CAP_NET_ADMIN|CONFIG_INET_DIAG_DESTROY|iproute2/);
  client.close();
  server.close();
});

Deno.test({
  name: "netwho watch draws its screen, and saves one setting after another",
  ignore: !hasTmux,
  async fn() {
    using folder = temporaryFolder();
    const file = `${folder.path}/netwho/watch.json`;
    await using terminal = await openTerminal({
      command: [LINUX_EXECUTABLE, "watch"],
      env: { XDG_CONFIG_HOME: folder.path },
    });
    await terminal.until(({ lines, isAlternate }) =>
      isAlternate && lines.some((line) => line.startsWith("q quit"))
    );
    // A lock of the file that the first does not give back stops the second.
    for (const [key, name] of [["t", "keepsClosed"], ["a", "isGrouped"]] as const) {
      await terminal.type(key);
      await terminal.until(() => savedSettings(file)[name] === true);
    }
    await terminal.type("q");
    assertEquals(await terminal.exitCode(), 0);
  },
});

/** The settings in a file; none where it is not there yet. */
function savedSettings(path: string): Record<string, unknown> {
  try {
    return JSON.parse(Deno.readTextFileSync(path));
  } catch {
    return {};
  }
}

Deno.test("netwho audit judges this machine, and ends with 1 only if asked to", async () => {
  using _listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { code, stdout, stderr } = await linux("audit", "--format", "json");
  assertEquals(code, 0, stderr);
  for (const { outcome } of JSON.parse(stdout)) assertMatch(outcome, /^(?:finding|notJudged)$/);
  const failing = await linux("audit", "--fail-on", "critical", "--format", "json");
  assertEquals([0, 1].includes(failing.code), true, failing.stderr);
  const signed = await linux("audit", "--signatures");
  assertEquals([signed.code, signed.stdout], [2, ""]);
  assertStringIncludes(signed.stderr, "Cannot use --signatures here");
});

Deno.test("netwho audit reads Sigma rules and a config: their chunks are in the executable", async () => {
  const rule = [
    "title: Port 443",
    "id: 5a1d2f1e-0c5d-4c57-9b0c-2d1f6a3b7c10",
    "logsource: { category: network_connection }",
    "detection: { selection: { DestinationPort: 443 }, condition: selection }",
    "level: critical",
  ];
  await using saved = await save(GERMAN);
  await using sigma = await saveBytes(new TextEncoder().encode(rule.join("\n")));
  const config = { severity: { "5a1d2f1e-0c5d-4c57-9b0c-2d1f6a3b7c10": "low" } };
  await using settings = await saveBytes(new TextEncoder().encode(JSON.stringify(config)));
  const folder = await Deno.makeTempDir();
  try {
    await Deno.copyFile(sigma.path, `${folder}/rule.yml`);
    const args = ["audit", "--from", saved.path, "--encoding", "cp850", "--sigma", folder];
    const given = ["--rule", "5a1d2f1e-*", "--config", settings.path, "--format", "json"];
    const { code, stdout, stderr } = await linux(...args, ...given);
    assertEquals(code, 0, stderr);
    const rows: { outcome: string; severity: string; title: string }[] = JSON.parse(stdout);
    assertEquals(
      rows.flatMap(({ outcome, severity, title }) =>
        outcome === "finding" ? [[severity, title]] : []
      ),
      [["low", "Port 443"], ["low", "Port 443"]],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("netwho netstat reads a listing in a code page that Deno does not know", async () => {
  await using saved = await save(GERMAN);
  const args = ["netstat", "--from", saved.path, "--encoding", "cp850", "--format", "json"];
  const { code, stdout, stderr } = await linux(...args);
  assertEquals([code, stderr], [0, ""]);
  const rows = JSON.parse(stdout);
  assertEquals(
    rows.map((row: Record<string, unknown>) => [row.protocol, row.state, row.stateText, row.pid]),
    [
      ["TCP", "LISTENING", "ABHÖREN", 4711],
      ["TCP", "ESTABLISHED", "HERGESTELLT", 4711],
      ["TCP", "ESTABLISHED", "HERGESTELLT", 4711],
      ["UDP", null, null, 4711],
    ],
  );
});

Deno.test("netwho whois reads a database of owners and a CSV list, and asks nobody", async () => {
  await using database = await saveBytes(ownerDatabase());
  await using list = await saveBytes(new TextEncoder().encode("8.8.8.0,8.8.8.255,US\n"));
  const files = ["--mmdb", database.path, "--mmdb", list.path];
  const { code, stdout, stderr } = await linux("whois", "8.8.8.8", ...files, "--format", "json");
  assertEquals([code, stderr], [0, ""]);
  const [row] = JSON.parse(stdout);
  assertEquals([row.asn, row.asName, row.registryCountry], [64496, "Example", "US"]);
});

/** A database with one AS. */
function ownerDatabase(): Uint8Array {
  return writeMmdb({
    records: [["8.8.8.0/24", {
      autonomous_system_number: 64496,
      autonomous_system_organization: "Example",
    }]],
  });
}

Deno.test("netwho schedule starts the executable itself, by its absolute path", async () => {
  const line = ["schedule", "add", "--every", "5m", "--dry-run", "--", "connections"];
  const { code, stdout } = await linux(...line);
  assertEquals(code, 0);
  const path = await Deno.realPath(LINUX_EXECUTABLE);
  assertStringIncludes(
    stdout,
    `ExecStart="${path}" "schedule" "exec" "connections" "--" "connections"\n`,
  );
});

Deno.test("netwho schedule exec prints into a log, and hands the exit code on", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const ended = await command("/usr/bin/env", [
      `XDG_DATA_HOME=${folder}`,
      LINUX_EXECUTABLE,
      ...["schedule", "exec", "try", "--", "netstat", "--from", "/nowhere/netstat.txt"],
    ]);
    assertEquals(ended, { code: 3, stdout: "", stderr: "" });
    const log = await Deno.readTextFile(`${folder}/netwho/logs/try.log`);
    assertMatch(log, /Z started: netwho netstat --from .*\n {2}netwho: Cannot read .*\n/);
    assertMatch(log, /Z ended: exit code 3 after [0-9.]+ s\n$/);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

const FORMATS: Readonly<Record<string, RegExp>> = {
  json: /^\[\n?\s*\{"protocol":"TCP"/,
  ndjson: /^\{"protocol":"TCP".*\}\n\{"protocol":"TCP"/,
  csv: /^protocol,localAddress,.*\r\nTCP,0\.0\.0\.0,49152,/,
  table: /LISTENING[^]*198\.51\.100\.4/,
};

for (const [format, pattern] of Object.entries(FORMATS)) {
  Deno.test(`netwho netstat --format ${format}`, async () => {
    await using saved = await save(GERMAN);
    const { code, stdout } = await linux("netstat", "--from", saved.path, "--format", format);
    assertEquals(code, 0);
    assertMatch(stdout, pattern);
  });
}

Deno.test("netwho ends with 2 for a wrong option, 3 for a missing file, 4 for a strange one", async () => {
  await using strange = await saveBytes(new TextEncoder().encode("Dear diary,\nnothing today.\n"));
  const codes = [
    await linux("--formt", "json"),
    await linux("netstat", "--from", "/nowhere/netstat.txt"),
    await linux("netstat", "--from", strange.path),
  ];
  assertEquals(codes.map(({ code }) => code), [2, 3, 4]);
  assertEquals(codes.map(({ stdout }) => stdout), ["", "", ""]);
  for (const { stderr } of codes) assertMatch(stderr, /^netwho: /);
});

Deno.test("netwho log keeps a history, with the chunks and permissions that it needs", async () => {
  const folder = await Deno.makeTempDir();
  try {
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const path = `${folder}/history.db`;
    const args = ["log", "--db", path, "--every", "1s", "--for", "1s", "--format", "ndjson"];
    const { code, stdout, stderr } = await linux(...args);
    assertEquals([code, stderr], [0, ""]);
    const rows = stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.map(({ database }) => database), rows.map(() => path));
    using database = new DatabaseSync(path, { readOnly: true });
    const { port } = listener.addr as Deno.NetAddr;
    const { n } = database.prepare("SELECT count(*) AS n FROM flow WHERE local_port = ?").get(
      port,
    )!;
    assertEquals(n, 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("netwho ends quietly when nobody reads on", async () => {
  const row = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";
  await using saved = await saveBytes(new TextEncoder().encode(row.repeat(100_000)));
  const line = '"$0" netstat --from "$1" --format ndjson | head -n 1; echo "${PIPESTATUS[0]}"';
  const { stdout, stderr } = await command("/bin/bash", [
    "-c",
    line,
    LINUX_EXECUTABLE,
    saved.path,
  ]);
  const [first, status] = stdout.split("\n");
  assertEquals(JSON.parse(first!).remotePort, 443);
  assertEquals(stderr, "");
  assert(status === "0" || status === "141", `exit code ${status}`);
});

function save(language: Language): Promise<Saved> {
  return saveBytes(bytesOf(netstatText(language), language));
}

interface Saved extends AsyncDisposable {
  readonly path: string;
}

async function saveBytes(bytes: Uint8Array): Promise<Saved> {
  const path = await Deno.makeTempFile({ suffix: ".txt" });
  await Deno.writeFile(path, bytes);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path) };
}
