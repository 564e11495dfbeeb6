/**
 * Tries `audit` with the executable for Windows under Wine; part of windows.ts. What netstat and tasklist
 * print is played back; the program in Temp runs, and its path and file are asked of Wine.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Ended, winbox, wine } from "./executable.ts";
import { bytesOf, LANGUAGES, writeAnswers } from "./languages.ts";
import { put, TEMP, whileRunning } from "./wine_drive.ts";

const ENGLISH = LANGUAGES[0]!;
const CONFIG_FOLDER = "C:\\users\\root\\AppData\\Roaming\\netwho";
/** A name that clears the screen and sets the window's title, where a terminal obeys it. */
const HOSTILE = "evil\x1b[2J\x1b]0;owned\x07.exe";

/** A row of findings. */
interface Found {
  readonly outcome: string;
  readonly rule: string | null;
  readonly severity: string | null;
  readonly process: string | null;
  readonly path: string | null;
  readonly localPort: number | null;
  readonly remotePort: number | null;
}

/** Plays back a computer: a program in Temp that is connected, and a hostile name that waits on 4444. */
async function playBack(pid: number): Promise<void> {
  const folder = await Deno.makeTempDir();
  const netstat = [
    "",
    ENGLISH.title,
    "",
    ENGLISH.header,
    "  TCP    0.0.0.0:4444           0.0.0.0:0              LISTENING       4712",
    `  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     ${pid}`,
    "",
  ];
  const tasks = [["System", 4], [HOSTILE, 4712], ["update.exe", pid]];
  const list = tasks.map(([name, id]) => `"${name}","${id}","Console","1","2,048 K"`);
  const services = tasks.map(([name, id]) => `"${name}","${id}","N/A"`);
  const text = (lines: readonly string[]) => bytesOf(`${lines.join("\r\n")}\r\n`, ENGLISH);
  try {
    writeAnswers(folder, { tool: "netstat", answers: [{ args: "*", stdout: text(netstat) }] });
    writeAnswers(folder, {
      tool: "tasklist",
      answers: [
        { args: "/svc /fo csv /nh", stdout: text(services) },
        { args: "/fo csv /nh", stdout: text(list) },
      ],
    });
    writeAnswers(folder, {
      tool: "chcp",
      answers: [{ args: "*", stdout: text(["Active code page: 437"]) }],
    });
    assertEquals((await winbox("replay", folder)).code, 0);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function audit(...args: string[]): Promise<Ended> {
  return wine("audit", ...args);
}

async function findings(...args: string[]): Promise<Found[]> {
  const { code, stdout, stderr } = await audit("--format", "json", ...args);
  assertEquals(code, 0, stderr);
  const rows: Found[] = JSON.parse(stdout);
  return rows.filter(({ outcome }) => outcome === "finding");
}

/** Writes a file into Wine's drive C, and its folder. */
async function write(path: string, text: string): Promise<void> {
  const folder = path.replace(/\\[^\\]+$/, "");
  await winbox("wine", "cmd", "/c", "mkdir", folder);
  await put("written.tmp", text);
  const copied = await winbox("wine", "cmd", "/c", "copy", "/y", "C:\\app\\written.tmp", path);
  assertEquals(copied.code, 0, copied.stdout);
}

function remove(path: string): Promise<Ended> {
  return winbox("wine", "cmd", "/c", "del", path);
}

Deno.test("netwho.exe audit judges a computer, by its own rules and by the user's files", async (test) => {
  await whileRunning("update.exe", async ({ pid }) => {
    await playBack(pid);
    await test.step("a program in Temp, and a hostile name on 4444", async () => {
      const rows = await findings();
      const inTemp = rows.filter(({ rule }) => rule === "program-in-temp");
      assertEquals(
        inTemp.map(({ process, path, remotePort }) => [process, path?.toLowerCase(), remotePort]),
        [["update.exe", `${TEMP}\\update.exe`.toLowerCase(), 443]],
      );
      const waiting = rows.filter(({ localPort }) => localPort === 4444);
      assertEquals(waiting.map(({ rule }) => rule), ["disguised-name", "known-backdoor-port"]);
      assertEquals(waiting[0]?.process, HOSTILE, "data is as it is");
    });

    await test.step("the report obeys no name, and gives commands for this computer", async () => {
      const { code, stdout, stderr } = await audit("--format", "text");
      assertEquals(code, 0, stderr);
      // deno-lint-ignore no-control-regex
      assertMatch(stdout, /^[^\x00-\x09\x0b\x0c\x0e-\x1f\x7f]*$/);
      assertStringIncludes(stdout, `netwho inspect pid:${pid}`);
    });

    await test.step("sarif", async () => {
      const { code, stdout } = await audit("--format", "sarif");
      assertEquals(code, 0);
      const { version, runs: [run] } = JSON.parse(stdout);
      assertEquals(version, "2.1.0");
      const ids = run.results.map(({ ruleId }: { ruleId: string }) => ruleId);
      assert(ids.includes("program-in-temp"), stdout);
    });

    await test.step("exit codes", async () => {
      const one = ["--rule", "program-in-temp"];
      const worst = (await findings(...one))[0]!.severity!;
      assertEquals((await audit(...one, "--fail-on", worst)).code, 1);
      assertEquals((await audit("--rule", "telnet", "--fail-on", "informational")).code, 0);
      assertEquals((await audit("--rule", "no-such-rule")).code, 2);
      assertEquals((await audit("--config", "C:\\app\\missing.json")).code, 3);
    });

    await test.step("netwho.json in the user's folder, else beside netwho.exe", async () => {
      const allow = { rule: "program-in-temp", process: "update.exe", reason: "our update" };
      const config = JSON.stringify({ allow: [allow] });
      const names = async () => (await findings()).map(({ rule }) => rule);
      for (const place of [CONFIG_FOLDER, "C:\\app"]) {
        await write(`${place}\\netwho.json`, config);
        try {
          const { stderr } = await audit("--format", "json");
          assertStringIncludes(
            stderr.toLowerCase(),
            `${place}\\netwho.json allows 1 finding`.toLowerCase(),
          );
          assertEquals((await names()).includes("program-in-temp"), false);
        } finally {
          await remove(`${place}\\netwho.json`);
        }
      }
      assertEquals((await names()).includes("program-in-temp"), true);
    });

    await test.step("a mistake in it ends the run, with its line and column", async () => {
      const path = `${CONFIG_FOLDER}\\netwho.json`;
      await write(
        path,
        '{\r\n  "allow": [\r\n    { "proces": "update.exe", "reason": "x" }\r\n  ]\r\n}\r\n',
      );
      try {
        const { code, stdout, stderr } = await audit("--format", "json");
        assertEquals([code, stdout], [4, ""]);
        assertMatch(stderr, /netwho\.json\b[^\n]*\bline 3\b[^\n]*\bcolumn 7\b|netwho\.json:3:7\b/);
        assertStringIncludes(stderr, '"proces"');
      } finally {
        await remove(path);
      }
    });

    await test.step("--sigma with a folder of Windows, in any letters", async () => {
      const folder = "C:\\app\\Regeln März 日本";
      const rule = (path: string) =>
        [
          "title: Program in Temp",
          "id: 5a1d2f1e-0c5d-4c57-9b0c-2d1f6a3b7c10",
          "status: test",
          "logsource: { category: network_connection, product: windows }",
          "detection:",
          `  selection: { Image|endswith: '${path}', DestinationPort: 443, Initiated: 'true' }`,
          "  condition: selection",
          "level: high",
          "",
        ].join("\r\n");
      await write(`${folder}\\windows\\temp.yml`, rule("\\Temp\\update.exe"));
      await write(`${folder}\\broken.yaml`, "title: [\r\n");
      try {
        const { code, stdout, stderr } = await audit("--sigma", folder, "--format", "json");
        assertEquals(code, 3, stderr);
        assertMatch(stderr, /\\broken\.yaml:2: /);
        const own = JSON.parse(stdout).filter(({ rule }: Found) => rule?.startsWith("5a1d2f1e-"));
        assertEquals(own.map(({ severity }: Found) => severity), ["high"]);
      } finally {
        await winbox("wine", "cmd", "/c", "rmdir", "/s", "/q", folder);
      }
    });
  });
});

Deno.test("netwho.exe prints the schema of netwho.json that is in docs", async () => {
  const { code, stdout } = await wine("audit", "--config-schema");
  assertEquals(code, 0);
  const path = new URL("../../docs/netwho.schema.json", import.meta.url);
  assertEquals(JSON.parse(stdout), JSON.parse(await Deno.readTextFile(path)));
});
