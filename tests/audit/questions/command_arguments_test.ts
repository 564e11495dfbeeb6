/**
 * Tests of how the arguments of a command line are found.
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { argumentsOf } from "../../../lib/audit/questions/command_arguments.ts";

const CASES: readonly (readonly [commandLine: string, expected: string])[] = [
  ["rundll32", ""],
  ["rundll32.exe", ""],
  ["RUNDLL32.EXE  ", ""],
  ["C:\\Windows\\System32\\rundll32.exe", ""],
  ["C:/Windows/System32/rundll32.exe", ""],
  ["\\??\\C:\\Windows\\System32\\rundll32.exe", ""],
  ['"C:\\Windows\\System32\\rundll32.exe"', ""],
  ['"C:\\Windows\\System32\\rundll32.exe" ""', ""],
  ['"C:\\Windows\\System32\\rundll32.exe', ""],
  ["rundll32 shell32.dll,Control_RunDLL", "shell32.dll,Control_RunDLL"],
  ["rundll32.exe\tx.dll,Run", "x.dll,Run"],
  ['"C:\\Windows\\System32\\rundll32.exe" x.dll,Run', "x.dll,Run"],
  ['"C:\\Windows\\System32\\rundll32.exe"x.dll,Run', "x.dll,Run"],
  ["C:\\My Tools\\rundll32.exe x.dll,Run", "x.dll,Run"],
  // The name once more, in an argument.
  ["rundll32 C:\\Windows\\rundll32.exe", "C:\\Windows\\rundll32.exe"],
  ["rundll32.exe rundll32.exe", "rundll32.exe"],
  // A folder that is called like the program.
  ["C:\\rundll32.exe.d\\rundll32.exe", ""],
  // The command line may say what it likes.
  ["explorer.exe", ""],
  ["explorer.exe x.dll", "x.dll"],
  ["", ""],
];

Deno.test("command line: what stands behind the program's name", () => {
  for (const [commandLine, expected] of CASES) {
    assertEquals(argumentsOf(commandLine, "rundll32"), expected, commandLine);
  }
});
