/**
 * Tries tasks with the executable for Windows under Wine; part of windows.ts. Wine's schtasks keeps
 * tasks, but prints and runs none: what schtasks prints is played back.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { winbox, wine } from "./executable.ts";
import { bytesOf, LANGUAGES, writeAnswers } from "./languages.ts";

const FIXTURES = new URL("../../tests/fixtures/schtasks/", import.meta.url);

/** Wine keeps the definition of a task in this folder, with the parts that it knows. */
const KEPT = "C:\\windows\\system32\\tasks\\netwho";

Deno.test("netwho.exe adds a task through schtasks, replaces it and removes it", async () => {
  await winbox("restore");
  const file = "C:\\my folder\\größe & <日本> 100% %TEMP%.csv";
  const command = ["connections", "--out", file, "--append"];
  const add = ["schedule", "add", "--name", "smoke", "--every"];
  for (const every of ["5m", "10m"]) {
    const added = await wine(...add, every, "--", ...command);
    assertEquals(added.code, 0, added.stderr);
    assertStringIncludes(added.stdout, "the task smoke: netwho connections --out");
    // Wine tells of every task that it is there.
    assert(/^(?:Added|Replaced) /.test(added.stdout), added.stdout);
    // Wine read the XML, and writes text as it is.
    const kept = await winbox("wine", "cmd", "/c", `type ${KEPT}\\smoke`);
    assertStringIncludes(
      kept.stdout,
      'Runs netwho connections --out "C:\\my folder\\größe & <日本> 100% %TEMP%.csv" --append. Made',
    );
    assertStringIncludes(kept.stdout, "<URI>\\netwho\\smoke</URI>");
  }
  const left = await winbox("wine", "cmd", "/c", "dir /b C:\\users\\root\\AppData\\Local\\netwho");
  assert(!left.stdout.includes("task-smoke.xml"), "the definition's file is gone");

  const removed = await wine("schedule", "remove", "smoke");
  assertEquals([removed.code, removed.stderr], [0, ""]);
  const gone = await winbox("wine", "cmd", "/c", `type ${KEPT}\\smoke`);
  assertEquals(gone.code === 0, false);
});

Deno.test("netwho.exe tells who its user is, and where Windows is", async () => {
  await winbox("restore");
  const dry = await wine("schedule", "add", "--at-logon", "--dry-run", "--", "connections");
  assertEquals(dry.code, 0, dry.stderr);
  const sid = /<LogonTrigger>\s*<Enabled>true<\/Enabled>\s*<UserId>(S-1-5-[\d-]+)<\/UserId>/.exec(
    dry.stdout,
  );
  assert(sid !== null, dry.stdout);
  assertEquals(
    dry.stdout.split(`<UserId>${sid[1]}</UserId>`).length,
    3,
    "of the trigger and the task",
  );
  assertStringIncludes(dry.stdout.toLowerCase(), "<command>c:\\windows\\system32\\conhost.exe<");
  assertStringIncludes(
    dry.stdout,
    "--headless C:\\app\\netwho.exe schedule exec connections -- connections<",
  );
});

/** The definition of a task as schtasks prints it: in the console's page, whatever it declares. */
function definition(name: string, note: string): string {
  return `<?xml version="1.0" encoding="UTF-16"?>\r\n<Task><RegistrationInfo>` +
    `<Description>${note}</Description></RegistrationInfo><Triggers><TimeTrigger>` +
    `<Enabled>true</Enabled><Repetition><Interval>PT5M</Interval></Repetition></TimeTrigger>` +
    `</Triggers><Actions><Exec><Command>C:\\Windows\\System32\\conhost.exe</Command><Arguments>` +
    `--headless C:\\Tools\\netwho.exe schedule exec ${name} -- log --db &quot;C:\\${note}.db&quot;` +
    `</Arguments></Exec></Actions></Task>\r\n`;
}

for (
  const [language, file] of [
    ["English", "en-v.cp437.csv"],
    ["German", "de-v.cp850.csv"],
    ["Japanese", "ja-v.cp932.csv"],
    ["Korean", "ko-v.cp949.csv"],
  ] as const
) {
  Deno.test(`netwho.exe lists tasks on a Windows in ${language}`, async () => {
    const folder = await Deno.makeTempDir();
    const spoken = LANGUAGES.find(({ name }) => name === language)!;
    const { codePage, chcp, program } = spoken;
    const note = program.replace(".exe", "");
    try {
      writeAnswers(folder, {
        tool: "schtasks",
        answers: [
          { args: "/query /fo csv /v", stdout: Deno.readFileSync(new URL(file, FIXTURES)) },
          ...["log", "watch", "new", "gone"].map((name) => ({
            args: `/query /tn \\netwho\\${name} /xml`,
            stdout: bytesOf(definition(name, note), spoken),
          })),
        ],
      });
      const page = bytesOf(`${chcp}${codePage}\r\n`, spoken);
      writeAnswers(folder, { tool: "chcp", answers: [{ args: "*", stdout: page }] });
      assertEquals((await winbox("replay", folder)).code, 0);
      const ran = await wine("schedule", "list", "--format", "json");
      assertEquals([ran.code, ran.stderr], [0, ""]);
      const rows: Record<string, unknown>[] = JSON.parse(ran.stdout);
      assertEquals(
        rows.map(({ name, status, lastResult, trigger }) => [name, status, lastResult, trigger]),
        [
          ["gone", "ready", -2147024894, "every 5m"],
          ["log", "ready", null, "every 5m"],
          ["new", "ready", 267011, "every 5m"],
          ["watch", "running", null, "every 5m"],
        ],
      );
      const path = `C:\\${note}.db`;
      const quoted = path.includes(" ") ? `"${path}"` : path;
      assertEquals(rows.map(({ command }) => command), rows.map(() => `netwho log --db ${quoted}`));
      const [, log] = rows;
      assertEquals(log?.lastRunAt, new Date("2026-11-26T09:00:01").toISOString());
      assertEquals(log?.nextRunAt, new Date("2026-11-26T09:05:00").toISOString());
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}
