// Code pages of the executable for Windows, under Wine; windows.ts runs these tests too.
import { assertEquals } from "@std/assert";
import { winbox, wine } from "./executable.ts";
import { LANGUAGES, PROGRAM_PID, writeAnswers, writeRecording } from "./languages.ts";
import { getText, put, putExecutable, wineDrive } from "./wine_drive.ts";

const UTF8_PAGE = 65001;

// English names are the same in every page.
for (const language of LANGUAGES.slice(1)) {
  Deno.test(`a console of UTF-8 whose tools print ${language.name} in the OEM page`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeRecording(folder, language);
      const facts = { consoleCodePage: UTF8_PAGE, oemCodePage: language.codePage };
      writeAnswers(folder, {
        tool: "host",
        answers: Object.entries(facts).map(([args, page]) => ({
          args,
          stdout: new TextEncoder().encode(String(page)),
        })),
      });
      await inWine(folder, async (path) => {
        const replayed = ["connections", "--established", "--replay", path];
        const json = await wine(...replayed, "--format", "json");
        const row = { process: language.program, pid: PROGRAM_PID };
        assertEquals([json.code, json.stderr], [0, ""]);
        const told = JSON.parse(json.stdout) as (typeof row)[];
        assertEquals(told.map(({ process, pid }) => ({ process, pid })), [row, row]);
        const csv = await wine(...replayed, "--format", "csv", "--bom", "--fields", "process");
        assertEquals(csv.stdout, `process\r\n${`${language.program}\r\n`.repeat(2)}`);
      });
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

Deno.test("cmd's > gets UTF-8, and >> goes on in it", async () => {
  const rows = ["Größe €.exe", "日本.exe"];
  await put(
    "rows.ndjson",
    rows.map((process) => `${JSON.stringify({ process, pid: 4 })}\n`).join(""),
  );
  await putExecutable();
  const call =
    "C:\\app\\netwho.exe tasklist --from C:\\app\\rows.ndjson --format csv --fields process";
  const expected = `process\r\n${rows.join("\r\n")}\r\n`;
  for (const [redirection, text] of [[">", expected], [">>", expected + expected]] as const) {
    const file = "C:\\app\\pages.csv";
    assertEquals((await winbox("wine", "cmd", "/c", `${call} ${redirection} ${file}`)).code, 0);
    assertEquals(await getText("pages.csv"), text);
  }
});

/** Puts a folder where Wine finds it. */
async function inWine(folder: string, use: (path: string) => Promise<void>): Promise<void> {
  const name = `pages-${crypto.randomUUID()}`;
  const copied = `${wineDrive()}/${name}`;
  try {
    await copyFolder(folder, copied);
    await use(`C:\\${name}`);
  } finally {
    await Deno.remove(copied, { recursive: true });
  }
}

async function copyFolder(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copyFolder(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}
