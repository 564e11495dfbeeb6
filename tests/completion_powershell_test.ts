/**
 * The completion script in PowerShell itself, asked by TabExpansion2, as its own terminal does. Left out
 * where there is no PowerShell.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { powershell } from "../lib/cli/completion/shells/powershell.ts";
import { NOTHING } from "../lib/cli/completion/completion.ts";
import { HOSTILE_NAMES } from "./support/completed_machine.ts";
import { inTemporaryFolder } from "./support/folders.ts";
import { PROGRAM } from "./support/program.ts";
import { SHELLS } from "./support/powershell.ts";

/**
 * Windows PowerShell 5.1 completes by rules of its own: tests/powershell/Completion.Tests.ps1 tries it, in a
 * workflow that may fail.
 */
const TRIED = SHELLS.filter((shell) => shell === "pwsh");

/** A line, the candidates that are wanted in place of its end, and where they stand. */
const CASES: readonly [line: string, wanted: readonly string[], at?: number][] = [
  ["netwho docto", ["doctor"], 7],
  ["netwho --establ", ["--established"], 7],
  ["netwho --state time", ["TIME_WAIT"], 15],
  ["netwho --state=time", ["--state=TIME_WAIT"], 7],
  ["netwho --state !TIME", ["!TIME_WAIT"], 15],
  ["netwho --state CLOSED,!TIME", ["!TIME_WAIT"], 22],
  ["netwho --fields pid,remotePo", ["remotePort"], 20],
  ["netwho --sort=-pid,remotePo", ["remotePort"], 19],
  ["netwho --sort -remotePo", ["-remotePort"], 14],
  ['netwho --fields "pid,remotePo', ["pid,remotePort"], 16],
  ["netwho --scope 'publ", ["public"], 15],
  ["netwho --delimiter ", ["','", "';'", "'|'", "tab"], 19],
  ["$x = 1; netwho --establ", ["--established"], 15],
  ["1 | netwho --scope publ", ["public"], 19],
  ["netwho.exe --establ", ["--established"], 11],
  ["netwho audit --rule smb-to", ["smb-to-internet"], 20],
  ["netwho schedule add --every 5m -- lo", ["log"], 34],
  ["netwho --replay rec", ["RECORDING"], 16],
  ["netwho --replay=rec", ["--replay=RECORDING"], 7],
  ["netwho --from sav", ["'SAVED'"], 14],
  ["netwho --from=sav", ["'--from=SAVED'"], 7],
  ["netwho diff no", ["now"], 12],
];

for (const shell of TRIED) {
  Deno.test(`Tab in ${shell}`, async () => {
    await inTemporaryFolder(async (folder) => {
      installProgram(folder);
      const saved = "saved it's $(touch pwned).txt";
      Deno.writeTextFileSync(`${folder}/${saved}`, "");
      Deno.mkdirSync(`${folder}/recording`);
      const found = await expand(shell, folder, CASES.map(([line]) => line));
      const separator = Deno.build.os === "windows" ? "\\" : "/";
      const wanted = CASES.map(([line, words, at]) => ({
        line,
        at,
        words: words.map((word) =>
          word.replace("RECORDING", `.${separator}recording`)
            .replace("SAVED", `.${separator}${saved.replaceAll("'", "''")}`)
        ),
      }));
      assertEquals(found, wanted as typeof found);
      assert(!Array.from(Deno.readDirSync(folder)).some(({ name }) => name === "pwned"));
    });
  });
}

interface Expanded {
  readonly line: string;
  readonly at: number;
  readonly words: readonly string[];
}

/** Completes lines at their ends, in a strict session as a script has it. */
async function expand(
  shell: string,
  folder: string,
  lines: readonly string[],
): Promise<readonly Expanded[]> {
  const script = [
    "Set-StrictMode -Version Latest",
    "$ErrorActionPreference = 'Stop'",
    "netwho completions powershell | Out-String | Invoke-Expression",
    "$lines = ConvertFrom-Json -InputObject $env:LINES_TO_COMPLETE",
    "foreach ($line in $lines) {",
    "    $found = TabExpansion2 $line $line.Length",
    "    $words = @($found.CompletionMatches | ForEach-Object { $_.CompletionText })",
    "    ConvertTo-Json -Compress @{ line = $line; at = $found.ReplacementIndex; words = $words }",
    "}",
  ].join("\n");
  const file = `${folder}/expand.ps1`;
  Deno.writeTextFileSync(file, script);
  const { stdout, stderr } = await new Deno.Command(shell, {
    args: ["-NoProfile", "-NonInteractive", "-ExecutionPolicy", "Bypass", "-File", file],
    cwd: folder,
    env: {
      LINES_TO_COMPLETE: JSON.stringify(lines),
      PATH: `${folder}/bin${Deno.build.os === "windows" ? ";" : ":"}${Deno.env.get("PATH")}`,
    },
    stdin: "null",
  }).output();
  Deno.removeSync(file);
  const decoder = new TextDecoder();
  assertEquals(decoder.decode(stderr), "");
  return decoder.decode(stdout).trim().split(/\r?\n/).map((text) => JSON.parse(text));
}

/** Makes `netwho` a command of the shell: this checkout. */
function installProgram(folder: string): void {
  Deno.mkdirSync(`${folder}/bin`);
  const words = [Deno.execPath(), ...PROGRAM];
  if (Deno.build.os === "windows") {
    const line = words.map((word) => `"${word}"`).join(" ");
    Deno.writeTextFileSync(`${folder}/bin/netwho.cmd`, `@${line} %*\r\n`);
  } else {
    const line = words.map((word) => `'${word}'`).join(" ");
    Deno.writeTextFileSync(`${folder}/bin/netwho`, `#!/bin/sh\nexec ${line} "$@"\n`, {
      mode: 0o755,
    });
  }
}

for (const shell of TRIED) {
  Deno.test(`${shell} reads every insertion as the candidate, and runs nothing`, async () => {
    const values = [
      ...fc.sample(fc.string({ unit: "grapheme", minLength: 1, maxLength: 10 }), {
        numRuns: 300,
        seed: 1,
      }),
      ...fc.sample(
        fc.string({
          unit: fc.constantFrom(
            ..."ab1 !\"#$%&'()*,-./:;<=>?@[\\]^_`{|}~\u2018\u2019\u201a\u201b\u201c\u2013",
          ),
          minLength: 1,
          maxLength: 8,
        }),
        { numRuns: 700, seed: 1 },
      ),
      ...HOSTILE_NAMES,
    ].map((value) => value.replace(/[\p{Cc}\p{Cs}]/gu, "?"));
    const texts = values.map((value) => told(value)!.text!);
    const script = [
      "$found = foreach ($text in (ConvertFrom-Json ([IO.File]::ReadAllText($env:TEXTS)))) {",
      '    $tree = [Management.Automation.Language.Parser]::ParseInput("x $text", [ref]$null, [ref]$null)',
      "    $statements = $tree.EndBlock.Statements",
      "    $elements = $statements[0].PipelineElements[0].CommandElements",
      "    $isOne = $statements.Count -eq 1 -and $elements.Count -eq 2 -and",
      "        $tree.Extent.Text.Length -eq $elements[1].Extent.EndOffset",
      "    $element = $elements[1]",
      "    if (-not $isOne) { 'several' }",
      "    elseif ($element.StaticType -eq [string] -and $element.PSObject.Properties['Value']) { $element.Value }",
      "    else { $element.Extent.Text }",
      "}",
      "[IO.File]::WriteAllText($env:TEXTS, (ConvertTo-Json -InputObject @($found)))",
    ].join("\n");
    await inTemporaryFolder(async (folder) => {
      const file = `${folder}/texts.json`;
      Deno.writeTextFileSync(file, JSON.stringify(texts));
      const { stderr } = await new Deno.Command(shell, {
        args: ["-NoProfile", "-NonInteractive", "-Command", script],
        env: { TEXTS: file },
        stdin: "null",
      }).output();
      assertEquals(new TextDecoder().decode(stderr), "");
      assertEquals(JSON.parse(Deno.readTextFileSync(file)), values);
    });
  });
}

/** What PowerShell is told of one candidate in place of a word. */
function told(value: string, given: readonly string[] = ["="]): Record<string, string> | null {
  const completion = { ...NOTHING, candidates: [{ value, about: "what it is" }] };
  const text = powershell.write(completion, given);
  return text === "" ? null : JSON.parse(text);
}

Deno.test("PowerShell gets quotes for what it would read otherwise, curly ones too", () => {
  const text = (value: string) => told(value)?.text;
  assertEquals(text("chrome.exe"), "chrome.exe");
  assertEquals(text("Program Files"), "'Program Files'");
  assertEquals(text("it's"), "'it''s'");
  assertEquals(text("\u2018a\u201b"), "'\u2018\u2018a\u201b\u201b'");
  for (
    const value of [
      "$x",
      "@x",
      "a;b",
      "a|b",
      "a&b",
      "(a)",
      "{a}",
      "a`b",
      "#a",
      "a,",
      ",",
      '"a"',
      "a>b",
    ]
  ) {
    assertEquals(text(value), `'${value}'`);
  }
});

Deno.test("in a list of PowerShell, where quotes would be a part of the value, there are none", () => {
  const given = ["=--process", "=a,", "+b"];
  assertEquals(told("a,bc", given)?.text, "bc");
  assertEquals(told("a,b c", given), null);
});

Deno.test("words that no script of netwho hands on are not completed", () => {
  assertEquals(powershell.readWords(["--state"]), null);
  assertEquals(powershell.readWords(["+a"]), null);
  assertEquals(powershell.readWords(["=a%20b", "=%E3%81%82", "=%", "=x", "+y"]), [
    "a b",
    "\u3042",
    "%",
    "xy",
  ]);
});
