// Code pages in PowerShell for Windows under Wine; winpwsh.ts runs these tests too.
import { assertEquals } from "@std/assert";
import { winbox } from "./executable.ts";
import { LANGUAGES, PROGRAM_PID, writeRecording } from "./languages.ts";
import { APP, runScript } from "./wine_drive.ts";

// Wine's OEM page is 437, where ä is what it is in German's 850; Korean is told from its bytes.
for (const language of LANGUAGES.filter(({ codePage }) => [850, 949].includes(codePage))) {
  Deno.test(`a console of UTF-8, tools that print ${language.name} in another page`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      writeRecording(folder, language);
      assertEquals((await winbox("replay", folder)).code, 0);
      const { page, json, csv } = await runScript(`
        [Console]::OutputEncoding = [Text.Encoding]::UTF8
        $json = & $netwho connections --established --format json | ConvertFrom-Json
        $csv = & $netwho connections --established --format csv | ConvertFrom-Csv
        $result = @{
          page = [Console]::OutputEncoding.CodePage
          json = @($json | Select-Object process, pid)
          csv = @($csv | Select-Object process, pid)
        }`);
      const row = { process: language.program, pid: PROGRAM_PID };
      assertEquals<unknown>([page, json], [65001, [row, row]]);
      const text = { ...row, pid: String(PROGRAM_PID) };
      assertEquals(csv, [text, text]);
    } finally {
      await winbox("restore");
      await Deno.remove(folder, { recursive: true });
    }
  });
}

const NAME = "Größe €.exe";
const IN_437 = "Größe \\u20ac.exe";

Deno.test("a pipe gets the console's page, a file on a disk UTF-8, as docs/powershell.md says", async () => {
  const result = await runScript(`
    [Console]::OutputEncoding = [Text.Encoding]::GetEncoding(437)
    [IO.File]::WriteAllText('${APP}\\rows.ndjson', '{"process":"Gr\\u00f6\\u00dfe \\u20ac.exe","pid":4}')
    $call = 'tasklist', '--from', '${APP}\\rows.ndjson', '--format', 'csv', '--fields', 'process'
    function Read-File($Page) {
      $lines = [IO.File]::ReadAllText("${APP}\\pages.csv", [Text.Encoding]::GetEncoding($Page)) -split "\`r\`n"
      $lines[1]
    }
    $result = [ordered]@{}
    $result.pipe = (& $netwho @call | ConvertFrom-Csv).process
    & $netwho @call > ${APP}\\pages.csv
    $result.redirected = Read-File 437
    & $netwho @call --bom > ${APP}\\pages.csv
    $result.marked = (Import-Csv ${APP}\\pages.csv).process
    & $netwho @call *> ${APP}\\pages.csv
    $result.merged = (Import-Csv ${APP}\\pages.csv).process
    & $netwho @call | Out-File ${APP}\\pages.csv
    $result.outFile = (Import-Csv ${APP}\\pages.csv).process
    & $netwho @call --out ${APP}\\pages.csv
    $result.out = (Import-Csv ${APP}\\pages.csv).process
    $file = @{ FilePath = $netwho; ArgumentList = $call; RedirectStandardOutput = '${APP}\\pages.csv' }
    Start-Process -Wait -NoNewWindow @file
    $result.started = Read-File 65001`);
  assertEquals<unknown>(result, {
    pipe: IN_437,
    redirected: IN_437,
    marked: NAME,
    merged: IN_437,
    outFile: IN_437,
    out: NAME,
    started: NAME,
  });
});
