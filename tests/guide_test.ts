/**
 * Holds the guides in two languages to what netwho does, and to each other.
 *
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { selectCommand } from "../lib/cli/command.ts";
import { COMMANDS } from "../lib/cli/command_chunk.ts";
import { parseArguments } from "../lib/cli/options/parse_arguments.ts";
import { withGeneralOptions } from "../lib/cli/run.ts";
import { checkCommand } from "../lib/cli/schedule/planned_command.ts";
import { fakeHost } from "./support/fake_host.ts";
import { commandOf, netwhoArguments, readGuide, shownText } from "./support/shown_commands.ts";
import { temporaryFolder } from "./support/folders.ts";
import { SHELLS } from "./support/powershell.ts";
import { ROOT } from "./support/program.ts";

/** Where the functions of the PowerShell module are, one in a file. */
const FUNCTION_FOLDER = new URL("scripts/NetWho/functions/", ROOT);
/** The functions of the PowerShell module. */
const FUNCTIONS = Array.from(
  Deno.readDirSync(FUNCTION_FOLDER),
  ({ name }) => name.replace(/\.ps1$/, ""),
);
/** Parameters that PowerShell gives to every function, or to those that support ShouldProcess. */
const COMMON = ["WhatIf", "Confirm", "Verbose", "ErrorAction", "OutVariable"];

const ENGLISH = readGuide("docs/guide.md");
const KOREAN = readGuide("docs/guide.ko.md");

for (const [name, page] of Object.entries({ ENGLISH, KOREAN })) {
  for (const block of page.blocks) {
    if (block.source === null) continue;
    Deno.test(`guide: ${name}: the output of ${commandOf(block.text)}`, async () => {
      assertEquals(block.text, await shownText(block));
    });
  }

  Deno.test(`guide: ${name}: a block with a prompt says where its output comes from`, () => {
    const bare = page.blocks.filter(({ text, source }) => source === null && /^> /m.test(text));
    assertEquals(bare, []);
    assert(page.blocks.filter(({ source }) => source !== null).length > 10);
  });

  Deno.test(`guide: ${name}: netwho takes its command lines`, async () => {
    let count = 0;
    for (const line of [...page.commands, ...page.mentions]) {
      const args = netwhoArguments(line);
      // A line with a pipe is about its first part; a bare name of a command is about all of it.
      if (args === null || NAMES.includes(args.join(" "))) continue;
      await checkLine(args);
      count++;
    }
    assert(count > 50, `${count}`);
  });

  Deno.test(`guide: ${name}: names of the module's functions and their parameters`, () => {
    const named = page.text.match(/\b[A-Z][a-z]+-NetWho\w*/g)!;
    assertEquals(named.filter((name) => !FUNCTIONS.includes(name)), []);
    assertEquals(FUNCTIONS.filter((name) => !named.includes(name)), []);
    const wrong = page.blocks.filter(({ language }) => language === "powershell")
      .flatMap(({ text }) => text.split(/\n|\|/)).flatMap(unknownParameters);
    assertEquals(wrong, []);
  });

  Deno.test({
    name: `guide: ${name}: PowerShell can read its blocks`,
    ignore: SHELLS.length === 0,
    fn: async () => {
      using folder = temporaryFolder();
      const scripts = page.blocks.filter(({ language }) => language === "powershell");
      assert(scripts.length > 10);
      scripts.forEach(({ text }, at) => {
        Deno.writeTextFileSync(`${folder.path}/${at}.ps1`, text);
      });
      const { stdout } = await new Deno.Command(SHELLS[0]!, {
        args: ["-NoProfile", "-NonInteractive", "-Command", parseAll(folder.path)],
        stdin: "null",
      }).output();
      assertEquals(new TextDecoder().decode(stdout).trim(), `${scripts.length} read`);
    },
  });
}

Deno.test("guide: both languages have the same headings, blocks and command lines", () => {
  assertEquals(KOREAN.headings, ENGLISH.headings);
  assertEquals(
    KOREAN.blocks.map(({ language }) => language),
    ENGLISH.blocks.map(({ language }) => language),
  );
  assertEquals(KOREAN.commands, ENGLISH.commands);
  assertEquals(KOREAN.mentions, ENGLISH.mentions);
});

Deno.test("guide: each language shows its own computer", () => {
  const folders = (page: typeof ENGLISH) =>
    new Set(page.blocks.flatMap(({ source }) => source?.path.split("/")[3] ?? []));
  assertEquals(folders(ENGLISH), new Set(["en"]));
  assertEquals(folders(KOREAN), new Set(["ko"]));
});

Deno.test("guide: its command lines are read as a shell reads them", () => {
  assertEquals(netwhoArguments('netwho watch --until "port 80" | more'), [
    "watch",
    "--until",
    "port 80",
  ]);
  assertEquals(netwhoArguments("netstat -ano"), null);
});

/** What a table calls a command by. */
const NAMES = COMMANDS.map(({ name }) => name);

/** Fails if netwho would refuse a command line, or the one behind `schedule add`. */
async function checkLine(args: readonly string[]): Promise<void> {
  const host = fakeHost({ os: "windows" });
  const { command, rest } = selectCommand(args, COMMANDS);
  const { behind } = parseArguments(rest, {
    ...withGeneralOptions(command),
    commands: COMMANDS.map(withGeneralOptions),
  });
  // What a task may run is tried up to its first look at the computer; a person is there to be asked.
  const tried = command.name === "schedule"
    ? behind
    : ASKING.includes(command.name)
    ? [...args, "--yes"]
    : args;
  if (tried.length > 0) await checkCommand(tried, { host, commands: COMMANDS });
}

/** Commands that ask before they act. */
const ASKING = ["kill", "close"];

/** The parameters that a part of a pipeline gives to a function of the module, which lacks them. */
function unknownParameters(part: string): string[] {
  const [name, ...words] = part.trim().split(/\s+/);
  if (!FUNCTIONS.includes(name!)) return [];
  const source = Deno.readTextFileSync(new URL(`${name}.ps1`, FUNCTION_FOLDER));
  const own = Array.from(source.matchAll(/\] \$(\w+)/g), ([, parameter]) => parameter!);
  assert(own.length > 0, name);
  return words.filter((word) => word.startsWith("-"))
    .filter((word) => ![...own, ...COMMON].includes(word.slice(1))).map((word) =>
      `${name} ${word}`
    );
}

/** A script that prints how many scripts of a folder PowerShell can read, or what is wrong with one. */
function parseAll(folder: string): string {
  return `$n = 0; foreach ($file in Get-ChildItem '${folder}/*.ps1') { $errors = $null
    [void][Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$null, [ref]$errors)
    if ($errors) { "$(Get-Content -Raw $file) : $errors"; exit }; $n++ }; "$n read"`;
}
