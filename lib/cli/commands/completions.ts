/**
 * `netwho completions SHELL`: the completion of netwho's command lines in a shell.
 *
 * @module
 */
import { type Command, defineCommand } from "../command.ts";

/**
 * Makes the command.
 *
 * @param table returns the table of commands, which are completed.
 */
export function completionsCommand(table: () => readonly Command[]): Command {
  return defineCommand({
    name: "completions",
    summary: "complete netwho's commands, options and values in your shell (Tab)",
    details:
      "Prints a script for PowerShell (5.1 and later), bash, zsh or fish, which the profile of the " +
      "shell runs. It is short and asks netwho at each Tab, so that it fits every version of netwho. " +
      "Only the netwho on the PATH is asked.\n\n" +
      "Commands, options, states, fields and rules are completed, and what is in use on this computer: " +
      "names and IDs of processes, ports, addresses, users, services and tasks. It is read from the " +
      "system's own lists. Nothing is sent, and nothing is looked up.",
    positionals: {
      name: "SHELL",
      about: "powershell, bash, zsh or fish",
      many: true,
      optional: true,
    },
    usage: ["netwho completions SHELL"],
    options: [
      {
        name: "complete",
        about: "what the scripts use: print what can stand in place of the last word behind --",
        group: "Completion",
      },
    ],
    examples: [
      [
        "netwho completions powershell | Out-String | Invoke-Expression",
        "in PowerShell's profile (notepad $PROFILE)",
      ],
      ['eval "$(netwho completions bash)"', "in ~/.bashrc"],
      ['eval "$(netwho completions zsh)"', "in ~/.zshrc, behind compinit"],
      [
        "netwho completions zsh > ~/.zfunc/_netwho",
        "the same, loaded at the first Tab; with fpath+=~/.zfunc in front of compinit",
      ],
      ["netwho completions fish > ~/.config/fish/completions/netwho.fish", "for fish"],
    ],
    run: async (invocation) => {
      const { runCompletions } = await import("../completion/run_completions.ts");
      return await runCompletions(invocation, table());
    },
  });
}
