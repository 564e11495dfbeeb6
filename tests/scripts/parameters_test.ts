import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { NOT_FOR_OBJECTS, parameterName, withParameters } from "../../scripts/module/parameters.ts";
import { ROOT } from "../support/program.ts";

const FUNCTIONS = new URL("scripts/NetWho/functions/", ROOT);
const CONVERTER = new URL("scripts/NetWho/private/ConvertTo-Argument.ps1", ROOT);

const around = (region: string) =>
  `function F {\n    param(\n        ${region}\n        gone\n        #endregion\n    )\n}\n`;
const parametersOf = (source: string) =>
  Array.from(source.matchAll(/\$(\w+),?$/gm), ([, name]) => name!);

Deno.test("a parameter is named after its option", () => {
  assertEquals(
    ["local-port", "pid", "host", "db", "ipv4", "at-logon", "all"].map(parameterName),
    ["LocalPort", "Id", "HostName", "Database", "IPv4", "AtLogon", "All"],
  );
});

Deno.test("the module gives back the option that a parameter is named after", () => {
  const converter = Deno.readTextFileSync(CONVERTER);
  for (const { options } of COMMANDS) {
    for (const { name } of options) {
      const parameter = parameterName(name);
      const table = new RegExp(`^ *${parameter} += '(.+)'$`, "m").exec(converter)?.[1];
      // As Get-OptionName does it.
      const option = table ??
        parameter.replace(/^IPv/, "ipv").replace(/(?<=[a-z0-9])(?=[A-Z])/g, "-").toLowerCase();
      assertEquals(option, name);
    }
  }
});

Deno.test("the part between the lines is written anew, and nothing else", () => {
  const source = around("#region options of netwho whois, without server");
  const written = withParameters(source);
  const lines = written.split("\n");
  assertEquals(lines.slice(0, 3), source.split("\n").slice(0, 3));
  // PowerShell would take the mark for help of the last parameter, so it stands behind all of them.
  assertEquals(lines.slice(-4), ["    )", "    #endregion", "}", ""]);
  assert(!written.includes("gone"));
  assertEquals(withParameters(written), written);
  const parameters = parametersOf(written);
  assertEquals(parameters.slice(-4), ["ComputerName", "Session", "Credential", "CopyExecutable"]);
  assert(parameters.includes("Mmdb") && !parameters.includes("Server"));
});

Deno.test("a parameter has the type of its option, and no function has what shapes a text", () => {
  const written = withParameters(around("#region options of netwho connections"));
  for (
    const line of [
      "[switch] $Listening,",
      "[string[]] $LocalPort,",
      "[Parameter(ValueFromPipelineByPropertyName)] [Alias('Pid', 'OwningProcess')] [string[]] $Id,",
      "[double] $Timeout,",
      "[string] $Encoding,",
    ]
  ) assert(written.includes(`        ${line}\n`), line);
  const parameters = parametersOf(written);
  for (const name of NOT_FOR_OBJECTS) assert(!parameters.includes(parameterName(name)), name);
});

Deno.test("a moment and a duration are whatever the module can write", () => {
  const written = withParameters(around("#region options of netwho history"));
  assertMatch(written, /\[object\] \$Since,/);
});

Deno.test("texts speak of parameters", () => {
  const written = withParameters(around("#region options of netwho connections"));
  assertMatch(written, /# Name of either end, as GLOBs: \*\.example\.com; with -Resolve\./);
  assertEquals(/repeatable/.test(written), false);
  // What the function lacks is an option of the program.
  const without = withParameters(around("#region options of netwho connections, without resolve"));
  assertMatch(without, /; with --resolve\./);
});

Deno.test("an action behind the command leaves its options as they are", () => {
  const add = withParameters(around("#region options of netwho schedule add"));
  const schedule = withParameters(around("#region options of netwho schedule"));
  assertEquals(parametersOf(add), parametersOf(schedule));
});

Deno.test("what is wrong is told", () => {
  assertThrows(() => withParameters(around("#region options of netwho nothing")));
  assertThrows(
    () => withParameters(around("#region options of netwho whois, without nothing")),
    Error,
    "Cannot leave out nothing: whois has no --nothing",
  );
  assertThrows(
    () => withParameters("#region options of netwho whois\n"),
    Error,
    "Cannot write parameters: no #endregion after line 1",
  );
});

Deno.test("a file without such a part stays as it is", () => {
  assertEquals(withParameters("function F { }\n"), "function F { }\n");
});

for (const { name } of Deno.readDirSync(FUNCTIONS)) {
  Deno.test(`${name}: the last parameters say where it runs`, () => {
    const source = Deno.readTextFileSync(new URL(name, FUNCTIONS));
    assertMatch(source, /\$CopyExecutable\n +\)\n +#endregion\n/);
    assertMatch(source, /-Bound \$\w+|\bBound = \$PSBoundParameters/);
  });
}
