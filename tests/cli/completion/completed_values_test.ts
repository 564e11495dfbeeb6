/**
 * Holds what is completed to the tables by which command lines are parsed, and to the parser.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { completeLine } from "../../../lib/cli/completion/complete_line.ts";
import { exactGlob } from "../../../lib/cli/completion/exact_glob.ts";
import { fieldsOf } from "../../../lib/cli/completion/record_fields.ts";
import {
  ARGUMENT_SOURCES,
  sourceOfOption,
  VALUE_SOURCES,
} from "../../../lib/cli/completion/value_sources.ts";
import { selectCommand } from "../../../lib/cli/command.ts";
import { COMMANDS } from "../../../lib/cli/commands.ts";
import { parseLine } from "../../../lib/cli/options/parse_line.ts";
import { withGeneralOptions } from "../../../lib/cli/run.ts";
import { camelCase } from "../../../lib/model/option.ts";
import { globTest } from "../../../lib/rows/choose/filter_values.ts";
import { FILTERS } from "../../../lib/rows/choose/filters.ts";
import { buildSelection } from "../../../lib/rows/choose/selection.ts";
import { checkSortKeys } from "../../../lib/rows/sort.ts";
import { sanitize } from "../../../lib/text/terminal_text.ts";
import { readTargets } from "../../../lib/inspect/target.ts";
import { readNamedConnection } from "../../../lib/actions/close/named_connection.ts";
import { readEndTargets } from "../../../lib/actions/end/end_target.ts";
import { completedWindows, HOSTILE_NAMES } from "../../support/completed_machine.ts";
import { runMain } from "../../support/run_main.ts";

const ALL = COMMANDS.map(withGeneralOptions);
const HOST = completedWindows({ names: HOSTILE_NAMES });

for (const { name, options, positionals } of ALL) {
  Deno.test(`netwho ${name}: it is said of each value what is completed`, () => {
    for (const option of options.filter(({ value }) => value !== undefined)) {
      const source = sourceOfOption(option, name);
      const isListed = option.choices !== undefined || option.words !== undefined;
      const isSaid = isListed || VALUE_SOURCES[option.name] !== undefined;
      assert(isSaid, `--${option.name} is missing in VALUE_SOURCES`);
      assert(Object.keys(source).length > 0, `--${option.name} says nothing`);
    }
    const isOwn = ["schedule", "help", "completions"].includes(name);
    if (positionals !== undefined && !isOwn) assert(ARGUMENT_SOURCES[name] !== undefined);
  });

  if (!options.some((option) => option.name === "fields")) continue;
  Deno.test(`netwho ${name}: the completed fields are those that --fields lists`, async () => {
    const target = {
      inspect: ["4711"],
      kill: ["4711"],
      diff: ["a", "b"],
      schedule: ["list"],
      log: ["--db", "x.db"],
    }[name];
    const { stdout } = await runMain([name, ...target ?? [], "--fields"]);
    const listed = stdout.trim().split("\n").map((line) => line.split(" ")[0]);
    const fields = await fieldsOf(name, new Set());
    assertEquals(fields.map((field) => field.name), listed);
  });
}

Deno.test("each row of VALUE_SOURCES is used", () => {
  const used = new Set(
    ALL.flatMap(({ name, options }) =>
      options.flatMap((option) => [option.name, `${name} ${option.name}`])
    ),
  );
  assertEquals(Object.keys(VALUE_SOURCES).filter((name) => !used.has(name)), []);
  const commands = ALL.map(({ name }) => name);
  assertEquals(Object.keys(ARGUMENT_SOURCES).filter((name) => !commands.includes(name)), []);
});

Deno.test("for each question of the history there are the fields of its rows", async () => {
  for (const question of ["first-seen", "timeline", "beacons", "changes"]) {
    const { stdout } = await runMain(["history", `--${question}`, "--fields"]);
    const fields = await fieldsOf("history", new Set([question]));
    assertEquals(
      fields.map(({ name }) => name),
      stdout.trim().split("\n").map((line) => line.split(" ")[0]),
    );
  }
});

/** Checks that a whole command line is accepted, as far as its words tell. */
async function accept(words: readonly string[]): Promise<void> {
  const { command, rest } = selectCommand(words, COMMANDS);
  const { options, positionals } = parseLine(rest, withGeneralOptions(command));
  const filters = FILTERS.map(({ name }) => [camelCase(name), options[camelCase(name)]] as const)
    .filter(([name]) => name in options);
  buildSelection(Object.fromEntries(filters));
  const fields = await fieldsOf(command.name, new Set());
  for (const list of [options.sort, options.countBy, options.fields]) {
    if (Array.isArray(list)) checkSortKeys(list as string[], fields);
  }
  if (command.name === "close") (options.connection as string[]).forEach(readNamedConnection);
  if (command.name === "inspect") readTargets(positionals);
  if (command.name === "kill") readEndTargets(positionals);
  if (command.name === "close") {
    for (const text of options.connection as string[] ?? []) readNamedConnection(text);
  }
}

for (const { name, options } of ALL) {
  Deno.test(`netwho ${name}: every completed value is accepted`, async () => {
    for (const option of options.filter(({ value }) => value !== undefined)) {
      const needed = name === "kill" ? ["4711"] : name === "inspect" ? ["4711"] : [];
      for (const part of ["", "!", "-", "a", "1"]) {
        const words = [name, ...needed, `--${option.name}=${part}`];
        const { before, candidates } = await completeLine(words, {
          host: HOST,
          commands: COMMANDS,
        });
        for (const { value } of candidates) {
          await accept([...words.slice(0, -1), before + value]);
        }
      }
    }
  });
}

Deno.test("every completed argument and option is accepted, or the beginning of what is", async () => {
  for (const { name, options, positionals } of ALL) {
    const { before, candidates } = await completeLine([name, "--"], {
      host: HOST,
      commands: COMMANDS,
    });
    assertEquals(before, "");
    for (const { value } of candidates) {
      const option = options.find((option) => `--${option.name}` === value);
      assert(option !== undefined || value === "--", value);
    }
    if (positionals === undefined || ["schedule", "help", "completions"].includes(name)) continue;
    for (const part of ["", ":", "1", "a", "pid:"]) {
      const found = await completeLine([name, part], { host: HOST, commands: COMMANDS });
      for (const { value } of found.candidates) {
        await accept([name, ...name === "diff" ? ["x"] : [], value]);
      }
    }
  }
});

Deno.test("no candidate and no description acts on a terminal, nor ends a line of the answer", async () => {
  const lines = ["--process=", "--path=", "--user=", "--pid=", "kill ", "inspect ", "inspect 9"];
  for (const line of lines) {
    const { candidates } = await completeLine(line.split(" "), { host: HOST, commands: COMMANDS });
    assert(candidates.length > 0, line);
    for (const { value, about } of candidates) {
      assertEquals(sanitize(value), value);
      assertEquals(sanitize(about), about);
    }
  }
});

Deno.test("each hostile name can be completed as a GLOB that matches it", async () => {
  const { candidates } = await completeLine(["--process="], { host: HOST, commands: COMMANDS });
  const globs = candidates.map(({ value }) => value);
  for (const name of HOSTILE_NAMES) assert(globs.includes(exactGlob(name)), name);
});

Deno.test("a GLOB made of a name matches it, and is one value of a filter", () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ minLength: 1, unit: "binary" }), fc.constantFrom(...HOSTILE_NAMES)),
      (name) => {
        const glob = exactGlob(name);
        assert(globTest(glob)(name), `${JSON.stringify(name)} as ${JSON.stringify(glob)}`);
        assert(
          buildSelection({ process: [glob] }).matches({ process: name }),
          JSON.stringify(name),
        );
        assert(!/^[!-]|,/.test(glob));
      },
    ),
    { numRuns: 2000 },
  );
});

Deno.test("a name that harms nobody stays as it is", () => {
  for (const name of ["chrome.exe", "Web Content", "it's", "h\u00fcllo", "a$b", "100%"]) {
    assertEquals(exactGlob(name), name);
  }
  assertEquals(exactGlob("esc\x1b[31m"), "esc?[31m");
});

Deno.test("any words before the cursor: never an error", async () => {
  const word = fc.oneof(
    fc.constantFrom(
      ...COMMANDS.map(({ name }) => name),
      "--",
      "-",
      "-4",
      "--fields",
      "--port",
      "!",
      "",
    ),
    fc.string({ unit: "binary", maxLength: 6 }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(word, { maxLength: 5 }), async (words) => {
      const { before, part } = await completeLine(words, { host: HOST, commands: COMMANDS });
      if (before + part !== "") assertStringIncludes(words.at(-1)!, before + part);
    }),
    { numRuns: 500 },
  );
});
