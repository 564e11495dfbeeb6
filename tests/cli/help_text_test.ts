import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import type { Command } from "../../lib/cli/command.ts";
import { COMMANDS as APP_COMMANDS } from "../../lib/cli/commands.ts";
import { helpCommand } from "../../lib/cli/commands/help.ts";
import { commandHelp, overview } from "../../lib/cli/help_text.ts";
import { GENERAL_OPTIONS } from "../../lib/cli/options/general_options.ts";
import { READING_OPTIONS } from "../../lib/cli/options/reading_options.ts";
import { SHAPE_OPTIONS } from "../../lib/cli/options/shape_options.ts";
import { FILTERS, ORDER_OPTIONS } from "../../lib/rows/choose/filters.ts";
import { fakeHost } from "../support/fake_host.ts";

const OPTIONS = [...FILTERS, ...ORDER_OPTIONS, ...SHAPE_OPTIONS, ...READING_OPTIONS];

const LOOK: Command = {
  name: "look",
  summary: "look around",
  details: "The first paragraph.\n\nThe second paragraph.",
  positionals: { name: "NAME", about: "what to look for", many: true, optional: true },
  options: OPTIONS,
  examples: [["netwho look", "at everything"], ["netwho look door", "at the door"]],
  run: () => Promise.resolve(0),
};

const helpOf = (command: Command) => commandHelp(command, { columns: 80 });

const COMMANDS: Command[] = [LOOK, helpCommand(() => COMMANDS)];

Deno.test("a command's help has all there is to know", () => {
  const help = commandHelp(LOOK, { columns: 80 });
  assert(
    help.startsWith(
      "netwho look: look around\n\nThe first paragraph.\n\nThe second paragraph.\n\n",
    ),
  );
  assertStringIncludes(help, "\nUsage:\n  netwho look [OPTIONS] [NAME...]\n");
  assertStringIncludes(help, "\nArguments:\n  NAME  what to look for\n");
  assertStringIncludes(
    help,
    "\nExamples:\n  netwho look\n      at everything\n  netwho look door\n      at the door\n",
  );
  assertStringIncludes(help, "\nExit codes:\n  0    success\n");
  assertMatch(help, /\n {2}1 .*--fail-on-change or --fail-on; or\n/);
  assertStringIncludes(help, "  130  interrupted; on Linux ");
  const headings = help.match(/^\S.*:$/gm);
  assertEquals(headings, [
    "Usage:",
    "Arguments:",
    "Choosing rows:",
    "Counting and sorting:",
    "Output:",
    "Input:",
    "General:",
    "Examples:",
    "Exit codes:",
  ]);
});

Deno.test("every option stands in the help, with its letter and value", () => {
  const help = commandHelp(LOOK, { columns: 100 });
  for (const { name } of [...OPTIONS, ...GENERAL_OPTIONS]) {
    assert(new RegExp(`^  (?:-\\w,|   ) --${name}(?: |$)`, "m").test(help), name);
  }
  assertStringIncludes(help, "  -4, --ipv4 ");
  assertStringIncludes(help, "      --fields [LIST] ");
  assertStringIncludes(help, "      --limit N ");
  assertStringIncludes(help.replace(/\s+/g, " "), "table, json, ndjson, csv");
});

Deno.test("help fits the terminal at every usual width", () => {
  for (const columns of [40, 50, 60, 79, 80, 100, 200]) {
    for (const help of [commandHelp(LOOK, { columns }), overview(COMMANDS, { columns })]) {
      for (const line of help.split("\n")) {
        assert(line.length <= Math.min(columns, 100), `${columns}: ${line}`);
        assertEquals(line, line.trimEnd());
      }
    }
  }
});

Deno.test("help where there is no terminal is 80 columns wide", () => {
  assertEquals(commandHelp(LOOK, { columns: null }), commandHelp(LOOK, { columns: 80 }));
  assertEquals(overview(COMMANDS, { columns: null }), overview(COMMANDS, { columns: 80 }));
});

Deno.test("meanings are aligned", () => {
  const help = commandHelp(LOOK, { columns: 80 });
  const starts = [...help.matchAll(/^( {2}(?:-\w,| {3}) --[a-z0-9-]+(?: \S+)? +)\S/gm)]
    .map(([, before]) => before!.length)
    .filter((start) => start < 30);
  assert(starts.length > 25);
  // One column a group of options; there are five groups.
  assert(new Set(starts).size <= 5, String([...new Set(starts)]));
});

Deno.test("help speaks of no option that there is not", () => {
  const options = [...APP_COMMANDS.flatMap(({ options }) => options), ...GENERAL_OPTIONS];
  const known = new Set(options.map(({ name }) => `--${name}`));
  for (const help of [overview(APP_COMMANDS, { columns: 80 }), ...APP_COMMANDS.map(helpOf)]) {
    const named = help.match(/--[a-z][a-z0-9-]*/g) ?? [];
    assert(named.length > 2);
    assertEquals(named.filter((name) => !known.has(name)), []);
  }
});

Deno.test("the overview lists the commands", () => {
  const help = overview(COMMANDS, { columns: 80 });
  assertStringIncludes(help, "\nCommands:\n  look  look around\n  help  explain a command\n");
  assertStringIncludes(help, "the same as netwho look\n");
});

Deno.test("netwho help explains the program or one command", async () => {
  const run = async (positionals: string[]) => {
    const host = fakeHost();
    const code = await helpCommand(() => COMMANDS).run({
      host,
      own: host,
      positionals,
      behind: [],
      options: {},
      verbose: false,
      signal: new AbortController().signal,
    });
    return [code, host.stdout()];
  };
  assertEquals(await run([]), [0, overview(COMMANDS, { columns: null })]);
  assertEquals(await run(["look"]), [0, commandHelp(LOOK, { columns: null })]);
});
