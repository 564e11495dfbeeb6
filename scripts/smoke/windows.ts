// Tries the executable for Windows under Wine: WINBOX=… deno test --allow-all scripts/smoke/windows.ts
// Wine is not Windows: netstat's and tasklist's answers are played back, the rest of the way is real.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { DatabaseSync } from "node:sqlite";
import { VERSION } from "../../lib/version.ts";
import { linux, winbox, WINDOWS_EXECUTABLE, wine } from "./executable.ts";
import {
  bytesOf,
  LANGUAGES,
  netstatText,
  PROGRAM_PID,
  SERVED_PORT,
  writeRecording,
  writeServedPort,
} from "./languages.ts";
import {
  ASKED,
  HOSTS,
  LOOKUP_LANGUAGES,
  PEERS,
  writeDnsCache,
  writeLookupRecording,
} from "./lookups.ts";
// Its tests run with these.
import "./windows_audit.ts";
import "./windows_files.ts";
import "./windows_hostile.ts";
import "./windows_names.ts";
import "./windows_headless.ts";
import "./windows_pages.ts";
import "./windows_limits.ts";
import "./windows_tasks.ts";

Deno.test("netwho.exe --version", async () => {
  const { code, stdout } = await wine("--version");
  assertEquals([code, stdout], [0, `netwho ${VERSION}\n`]);
});

Deno.test("netwho.exe ends with 2 for a wrong option", async () => {
  const { code, stdout } = await wine("--formt", "json");
  assertEquals([code, stdout], [2, ""]);
});

for (const language of LANGUAGES) {
  Deno.test(`netwho.exe on a Windows in ${language.name}`, async (test) => {
    const folder = await Deno.makeTempDir();
    try {
      writeRecording(folder, language);
      assertEquals((await winbox("replay", folder)).code, 0);

      await test.step("netstat: the rows that Linux makes of the same bytes", async () => {
        const ran = await wine("netstat", "--format", "json");
        assertEquals([ran.code, ran.stderr], [0, ""]);
        const path = `${folder}/netstat.txt`;
        await Deno.writeFile(path, bytesOf(netstatText(language), language));
        const encoding = `cp${language.codePage}`;
        const args = ["netstat", "--from", path, "--encoding", encoding, "--format", "json"];
        const saved = await linux(...args);
        assertEquals(JSON.parse(ran.stdout), JSON.parse(saved.stdout));
        assertEquals(JSON.parse(ran.stdout).length, 4);
      });

      await test.step("connections: the program's name and services, in ASCII", async () => {
        const ran = await wine("connections", "--established", "--format", "json");
        assertEquals([ran.code, ran.stderr], [0, ""]);
        assertMatch(ran.stdout, /^[\n\x20-\x7e]*$/);
        const rows = JSON.parse(ran.stdout);
        assertEquals(rows.length, 2);
        for (const { pid, process, services, state } of rows) {
          assertEquals(
            { pid, process, services, state },
            {
              pid: PROGRAM_PID,
              process: language.program,
              services: ["ChatSvc", "ChatUpdate"],
              state: "ESTABLISHED",
            },
          );
        }
      });
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

for (const language of LOOKUP_LANGUAGES) {
  Deno.test(`netwho.exe looks up names and owners on a Windows in ${language.name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeLookupRecording(folder, language);
      assertEquals((await winbox("replay", folder)).code, 0);
      const ran = await wine("--resolve", "--owner", "--no-cache", "--format", "json");
      assertEquals([ran.code, ran.stderr], [0, ""]);
      const rows: Record<string, unknown>[] = JSON.parse(ran.stdout);
      assertEquals(
        rows.map((row) => Object.fromEntries(Object.keys(PEERS[0]!).map((key) => [key, row[key]]))),
        PEERS.map((peer) => ({ ...peer })),
      );
      assertEquals(
        await nslookupCalls(),
        6,
        "two names, two networks, two ASes",
      );

      const names = HOSTS.map(([name]) => name);
      const sessions = await wine("nslookup", ...names, "--format", "json");
      assertEquals([sessions.code, sessions.stderr], [0, ""]);
      const answers: { query: string; data: string; serverAddress: string }[] = JSON.parse(
        sessions.stdout,
      );
      assertEquals(answers.map(({ query, data }) => [query, data]), HOSTS.map((host) => [...host]));
      assertEquals(
        new Set(answers.map(({ serverAddress }) => serverAddress)),
        new Set(["192.0.2.53"]),
      );
      assertEquals(await nslookupCalls(), 8, "sixteen questions in eight sessions");
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

for (const language of LOOKUP_LANGUAGES) {
  Deno.test(`netwho.exe finds names in the DNS cache of a Windows in ${language.name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeLookupRecording(folder, language);
      writeDnsCache(folder, language, { names: ASKED });
      assertEquals((await winbox("replay", folder)).code, 0);
      await winbox("calls");
      const ran = await wine("--resolve", "--no-cache", "--format", "json");
      assertEquals([ran.code, ran.stderr], [0, ""]);
      const rows: Record<string, unknown>[] = JSON.parse(ran.stdout);
      assertEquals(
        rows.map(({ remoteAddress, remoteHost, remoteHostSource }) => [
          remoteHost,
          remoteAddress,
          remoteHostSource,
        ]),
        ASKED.map(([name, address]) => [name, address, "dnsCache"]),
      );
      const { stdout: calls } = await winbox("calls");
      assertEquals((calls.match(/^ipconfig\t/gm) ?? []).length, 1, "once for both");
      assertEquals((calls.match(/^nslookup\t/gm) ?? []).length, 0, "nobody is asked");

      if (language !== LOOKUP_LANGUAGES[0]) return;
      const plain = await wine("--format", "json");
      assertEquals([plain.code, plain.stderr], [0, ""]);
      const { stdout: without } = await winbox("calls");
      assertEquals(without.match(/^ipconfig\t/gm), null, "not without --resolve");
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

// Its words are told apart without Wine; here it is its code page: one byte to a character, or two.
for (const language of LANGUAGES.filter(({ name }) => ["German", "Japanese"].includes(name))) {
  Deno.test(`netwho.exe asks netsh about ports on a Windows in ${language.name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeRecording(folder, language);
      writeServedPort(folder, language);
      assertEquals((await winbox("replay", folder)).code, 0);
      await winbox("calls");
      const ask = async (target: string) => {
        const { code, stdout, stderr } = await wine(target, "--fast", "--format", "json");
        assertEquals([code, stderr], [0, ""]);
        return JSON.parse(stdout) as Record<string, unknown>[];
      };
      const served = (await ask(`:${SERVED_PORT}`)).filter(({ relation }) =>
        relation === "application"
      );
      assertEquals(
        served.map(({ pid, process, socketService, localPort }) => ({
          pid,
          process,
          socketService,
          localPort,
        })),
        [{
          pid: PROGRAM_PID,
          process: language.program,
          socketService: "ChatSvc",
          localPort: SERVED_PORT,
        }],
      );
      assertMatch(String(served[0]?.note), /^serves HTTP:\/\/\+:5985\/CHAT\/ through HTTP\.sys/);
      assertEquals(await netshCalls(), 1);

      const reserved = await ask(":50310");
      assertEquals(
        reserved.map(({ relation, protocol, localPort }) => [relation, protocol, localPort]),
        [["reservation", "TCP", 50310]],
      );
      assertMatch(String(reserved[0]?.note), /^ports 50300-50399, reserved for TCP on IPv4, taken/);
      assertEquals(await netshCalls(), 5, "four lists of ports and one of URLs");
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("netwho.exe keeps a history in a folder with spaces and other letters", async () => {
  const folder = await Deno.makeTempDir();
  const language = LANGUAGES[0]!;
  const place = "C:\\app\\Fälle März 日本";
  const path = `${place}\\pc 7.db`;
  try {
    writeRecording(folder, language);
    assertEquals((await winbox("replay", folder)).code, 0);
    await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", place); // of a run that was stopped
    await winbox("wine", "cmd", "/c", "mkdir", place);
    const first = await wine("log", "--db", path, "--format", "json");
    assertEquals([first.code, first.stderr], [0, ""]);
    const [begun] = JSON.parse(first.stdout);
    assertEquals([begun.connections, begun.opened, begun.database], [4, 4, path]);
    const args = ["--every", "1s", "--for", "2s", "--format", "ndjson"];
    const more = await wine("log", "--db", path, ...args);
    assertEquals([more.code, more.stderr], [0, ""]);
    const rows = more.stdout.trim().split("\n").map((line) => JSON.parse(line));
    assertEquals(rows.map(({ opened, closed }) => [opened, closed]), rows.map(() => [0, 0]));
    assertEquals((await winbox("get", "Fälle März 日本/pc 7.db", `${folder}/copy.db`)).code, 0);
    using copy = new DatabaseSync(`${folder}/copy.db`, { readOnly: true });
    const { n } = copy.prepare("SELECT count(*) AS n FROM run").get()!;
    assertEquals(n, 1 + rows.length);
  } finally {
    await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", place);
    await winbox("restore");
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("netwho.exe makes its data folder for the history, and doctor finds it there", async () => {
  const folder = await Deno.makeTempDir();
  try {
    writeRecording(folder, LANGUAGES[0]!);
    assertEquals((await winbox("replay", folder)).code, 0);
    const { code, stdout, stderr } = await wine("log", "--format", "json");
    assertEquals([code, stderr], [0, ""]);
    const [{ database }] = JSON.parse(stdout);
    assertMatch(database, /^C:\\.*\\AppData\\Local\\netwho\\history\.db$/i);
    const doctor = await wine("doctor", "--format", "json");
    const checks: { check: string; status: string; value: string }[] = JSON.parse(doctor.stdout);
    const history = checks.find(({ check }) => check === "history");
    assertEquals(history?.status, "ok");
    assert(history?.value.startsWith(`${database}, `), history?.value);
  } finally {
    await winbox("restore");
    await Deno.remove(folder, { recursive: true });
  }
});

/** How often netsh ran since this was last asked. */
async function netshCalls(): Promise<number> {
  const { stdout } = await winbox("calls");
  return (stdout.match(/^netsh\t/gm) ?? []).length;
}

/** How often nslookup ran since this was last asked. */
async function nslookupCalls(): Promise<number> {
  const { stdout } = await winbox("calls");
  return (stdout.match(/^nslookup\t/gm) ?? []).length;
}

Deno.test("netwho.exe tasklist knows the paths of running programs", async () => {
  await winbox("restore");
  const { code, stdout } = await wine("tasklist", "--format", "json");
  assertEquals(code, 0);
  const rows: { process: string; path: string | null }[] = JSON.parse(stdout);
  const own = rows.filter(({ process }) => process.toLowerCase() === "netwho.exe");
  assert(own.length > 0, "netwho.exe is not among the processes");
  assertEquals(own.map(({ path }) => path?.toLowerCase()), own.map(() => "c:\\app\\netwho.exe"));
});

Deno.test("netwho.exe inspect looks at its own file and parent", async () => {
  await winbox("restore");
  const { code, stdout } = await wine("inspect", "netwho.exe", "--format", "json");
  assertEquals(code, 0);
  const [row]: Record<string, unknown>[] = JSON.parse(stdout);
  const file = await Deno.readFile(WINDOWS_EXECUTABLE);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", file));
  assertEquals(
    [row?.relation, row?.fileBytes, row?.sha256],
    [
      "process",
      file.length,
      Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""),
    ],
  );
  assertEquals(
    [row?.company, row?.product, row?.fileDescription, row?.fileVersion],
    ["The netwho authors", "netwho", "netwho: connections and the programs behind them", VERSION],
  );
  // What was not started by a program for Windows has no parent under Wine.
  assert(row?.parentPid === null || typeof row?.parentPid === "number");
  const listed = await wine("tasklist", "--details", "--format", "json");
  assertEquals(listed.code, 0, listed.stderr);
  // Wine lists a process that is just starting without a name.
  assertMatch(listed.stderr, /^(?:netwho: \d+ lines? of tasklist not understood; .*\n)?$/);
  const processes: Record<string, unknown>[] = JSON.parse(listed.stdout);
  const services = processes.find(({ process }) => process === "services.exe");
  const hosted = processes.filter(({ parentPid }) => parentPid === services?.pid);
  assert(hosted.some(({ process }) => process === "rpcss.exe"), listed.stdout);
});

Deno.test("netwho.exe may ask Windows all that it asks", async () => {
  await winbox("restore");
  const { stdout } = await wine("doctor", "--format", "json");
  const checks: { check: string; value: string | null }[] = JSON.parse(stdout);
  const found = Object.fromEntries(checks.map(({ check, value }) => [check, value]));
  assertEquals(found["Windows API"], "answers");
  assertMatch(found["elevated"] ?? "", /^(?:yes|no)$/);
});
