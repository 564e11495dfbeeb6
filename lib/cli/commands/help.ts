/**
 * `netwho help [COMMAND]`.
 *
 * @module
 */
import { EXIT } from "../../errors.ts";
import { type Command, findCommand } from "../command.ts";

/**
 * Makes the command that explains the commands of a table.
 *
 * @param table returns the table, which includes this command.
 */
export function helpCommand(table: () => readonly Command[]): Command {
  return {
    name: "help",
    summary: "explain a command",
    positionals: { name: "COMMAND", about: "the command to explain", optional: true },
    options: [],
    examples: [
      ["netwho help", "all commands"],
      ["netwho help netstat", "the same as netwho netstat --help"],
    ],
    async run({ host, positionals: [name] }) {
      const { commandHelp, overview } = await import("../help_text.ts");
      const columns = host.terminalColumns();
      const commands = table();
      const text = name === undefined
        ? overview(commands, { columns })
        : commandHelp(findCommand(name, commands), { columns });
      await host.write(new TextEncoder().encode(text));
      return EXIT.ok;
    },
  };
}
