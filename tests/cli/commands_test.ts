import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { GENERAL_OPTIONS } from "../../lib/cli/options/general_options.ts";
import { selectCommand } from "../../lib/cli/command.ts";

Deno.test("connections is the command that runs by itself", () => {
  assertEquals(COMMANDS[0]!.name, "connections");
});

for (const command of COMMANDS) {
  Deno.test(`the examples of ${command.name} are right command lines`, () => {
    assert(command.examples.length >= 2);
    for (const [line] of command.examples) {
      const { command: meant, rest } = selectCommand(argumentsOf(line), COMMANDS);
      assertEquals(meant.name, command.name);
      parseArguments(rest, { ...command, options: [...command.options, ...GENERAL_OPTIONS] });
    }
  });
}

Deno.test("no option with a value begins with no-, which parseArgs would take off", () => {
  const options = COMMANDS.flatMap(({ options }) => options);
  const names = options.filter(({ value }) => value !== undefined).map(({ name }) => name);
  assertEquals(names.filter((name) => name.startsWith("no-")), []);
});

/** The arguments that a shell hands to netwho in a line such as `netstat | netwho --from - > a`. */
function argumentsOf(line: string): string[] {
  const part = line.match(/(?:^\(?|\| |\$\()netwho(.*?)(?: [|>;].*|\)(?:"| .*))?$/)?.[1];
  assert(part !== undefined, `netwho is not run by ${line}`);
  return (part.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll(/["']/g, ""));
}
