import { assert, assertEquals } from "@std/assert";
import { parseArguments } from "../../lib/cli/args.ts";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { GENERAL_OPTIONS } from "../../lib/cli/options.ts";
import { selectCommand } from "../../lib/cli/select_command.ts";

Deno.test("connections is the command that runs by itself", () => {
  assertEquals(COMMANDS[0]!.name, "connections");
});

for (const row of COMMANDS) {
  Deno.test(`the row of ${row.name} says what the command itself says`, async () => {
    const command = await row.load();
    assertEquals([row.name, row.summary], [command.name, command.summary]);
  });

  Deno.test(`the examples of ${row.name} are right command lines`, async () => {
    const command = await row.load();
    assert(command.examples.length >= 2);
    for (const [line] of command.examples) {
      const args = argumentsOf(line);
      const { row: meant, rest } = selectCommand(args, COMMANDS);
      assertEquals(meant.name, row.name);
      parseArguments(rest, { ...command, options: [...command.options, ...GENERAL_OPTIONS] });
    }
  });
}

/** The arguments that a shell hands to netwho in a line such as `netstat | netwho --from - > a`. */
function argumentsOf(line: string): string[] {
  const part = line.match(/(?:^|\| )netwho(.*?)(?: [|>;].*)?$/)?.[1];
  assert(part !== undefined, `netwho is not run by ${line}`);
  return (part.match(/"[^"]*"|'[^']*'|\S+/g) ?? []).map((word) => word.replaceAll(/["']/g, ""));
}
