/**
 * What people type at a prompt, from netstat, ss, tasklist, nslookup and PowerShell, and what they are
 * told. The last line of each message, where to read on, is left out.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import fc from "fast-check";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { selectCommand } from "../../lib/cli/command.ts";
import { FOREIGN_OPTIONS } from "../../lib/cli/options/foreign_options.ts";
import { GENERAL_OPTIONS } from "../../lib/cli/options/general_options.ts";
import { parseArguments } from "../../lib/cli/options/parse_arguments.ts";
import { runMain } from "../support/run_main.ts";

/** The arguments of a line, whose quotes hold spaces together. */
function argumentsOf(line: string): string[] {
  return (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replace(/^"(.*)"$/, "$1"));
}

/** The message and the hint of a refused line. */
async function refusal(args: readonly string[]): Promise<string[]> {
  const { code, stdout, stderr } = await runMain(args, { host: { os: "windows" } });
  assertEquals([code, stdout], [2, ""], `${args.join(" ")}: ${stderr}`);
  const lines = stderr.trimEnd().split("\n");
  assert(lines.pop()!.startsWith("Try netwho "), stderr);
  return lines;
}

const SHOWN = "are shown without an option";
const REPEAT =
  "netwho lists once. To repeat it, in PowerShell: while ($true) { netwho; Start-Sleep 2 }, " +
  "on Linux: watch netwho";
const STATISTICS = "netwho does not show statistics: use netstat -s, or netstat -e for interfaces";
const ALL_NUMERIC_IDS = `Write netwho (all sockets, numeric addresses and process IDs ${SHOWN})`;

/** A line, and its hint. */
const HINTS: readonly (readonly [line: string, hint: string])[] = [
  // Windows' netstat.
  ["-ano", ALL_NUMERIC_IDS],
  ["-a -n -o", ALL_NUMERIC_IDS],
  ["-ANO", ALL_NUMERIC_IDS],
  ["/ano", ALL_NUMERIC_IDS],
  ["–ano", ALL_NUMERIC_IDS],
  ["-an", `Write netwho (all sockets and numeric addresses ${SHOWN})`],
  ["-a", `Write netwho (all sockets ${SHOWN})`],
  ["-n", `Write netwho (numeric addresses ${SHOWN})`],
  ["-o", `Write netwho (process IDs ${SHOWN})`],
  ["-b", `Write netwho (programs ${SHOWN})`],
  ["-p", `Write netwho (programs ${SHOWN})`],
  ["-f", "Write netwho --resolve"],
  ["-e", STATISTICS],
  ["-s", STATISTICS],
  ["-es", STATISTICS],
  ["-e -s", STATISTICS],
  ["-r", "netwho does not show routes: use netstat -r, or ip route on Linux"],
  [
    "-q",
    "netwho does not ask for ports that are bound only; it reads what netstat prints: " +
    "netstat -anoq | netwho --from -",
  ],
  [
    "-i",
    "netwho does not ask how long a state has lasted; it reads what netstat prints: " +
    "netstat -anoi | netwho netstat --from -",
  ],
  ["-x", "netwho shows TCP and UDP sockets only"],
  ["-p tcp", "Write netwho --protocol tcp"],
  ["-p:udp", "Write netwho --protocol udp"],
  ["-ptcp", "Write netwho --protocol tcp"],
  ["-p TCPv6", "Write netwho --protocol tcpv6"],
  ["-an -p tcp", `Write netwho --protocol tcp (all sockets and numeric addresses ${SHOWN})`],
  ["-ano --port 443", ALL_NUMERIC_IDS.replace("netwho", "netwho --port 443")],
  ["-ano 5", REPEAT],
  ["-c", REPEAT],
  ["--watch", REPEAT],
  ["netstat -an", `Write netwho netstat (all sockets and numeric addresses ${SHOWN})`],
  ["netstat -b", `Write netwho (programs ${SHOWN})`],
  ["netstat -p udp", "Write netwho netstat --protocol udp"],
  ["netstat -f", "Write netwho netstat --resolve"],
  ["inspect 443 -n", `Write netwho inspect 443 (numeric addresses ${SHOWN})`],
  ["inspect --pid 4711,4712", "Write netwho inspect pid:4711 pid:4712"],
  ["inspect -p 443", "Write netwho inspect :443"],
  ["inspect --process chrome --format json", "Write netwho inspect chrome --format json"],
  ["10.0.0.0/8 --established", "Write netwho --address 10.0.0.0/8 --established"],
  ["443 -l", "Write netwho --port 443 --listening"],
  // Linux' netstat, ss and lsof.
  ["-l", "Write netwho --listening"],
  ["-t", "Write netwho --protocol tcp"],
  ["-u", "Write netwho --protocol udp"],
  ["-tu", `Write netwho (both protocols ${SHOWN})`],
  ["-ul", "Write netwho --protocol udp --listening"],
  [
    "-tulpn",
    `Write netwho --listening (programs, numeric addresses and both protocols ${SHOWN})`,
  ],
  ["-antp", `Write netwho --protocol tcp (all sockets, numeric addresses and programs ${SHOWN})`],
  ["-4tln", `Write netwho -4 --protocol tcp --listening (numeric addresses ${SHOWN})`],
  ["-H", "Write netwho --no-header"],
  ["-i :443", "Write netwho --port 443"],
  ["-i:443", "Write netwho --port 443"],
  ["-iTCP:443 -nP", `Write netwho --protocol tcp --port 443 (numeric addresses ${SHOWN})`],
  ["-W", `Write netwho (whole addresses ${SHOWN})`],
  ["--tcp", "Write netwho --protocol tcp"],
  ["--listen", "Write netwho --listening"],
  ["--all", `Write netwho (all sockets ${SHOWN})`],
  ["--programs", `Write netwho (programs ${SHOWN})`],
  ["-n 10", "Write netwho --limit 10"],
  ["-o out.csv", "Write netwho --out out.csv"],
  ["-o json", "Write netwho --format json"],
  // PowerShell.
  ["-LocalPort 80", "Write netwho --local-port 80"],
  ["-LocalPort:80", "Write netwho --local-port 80"],
  ["-State Listen", "Write netwho --state Listen"],
  ["-OwningProcess 4", "Write netwho --pid 4"],
  ["-RemoteAddress 10.0.0.1", "Write netwho --remote 10.0.0.1"],
  ["tasklist -Name chrome", "Write netwho tasklist --process chrome"],
  // tasklist.
  ["/svc", `Write netwho (services ${SHOWN})`],
  ["/fo csv", "Write netwho --format csv"],
  ["/pid 4", "Write netwho --pid 4"],
  ["/im chrome.exe", "Write netwho --process chrome.exe"],
  ["/json", "Write netwho --format json"],
  ["/v", "Write netwho --details"],
  ["tasklist /svc", `Write netwho tasklist (services ${SHOWN})`],
  ["tasklist /v /fo csv /nh", "Write netwho tasklist --details --format csv --no-header"],
  ["tasklist /FO LIST", "Write netwho tasklist --format table"],
  ['tasklist /fi "PID eq 4"', "Write netwho tasklist --pid 4"],
  ['tasklist /fi "pid gt 1000"', "Write netwho tasklist --pid 1001-4294967295"],
  ['tasklist /fi "IMAGENAME ne svchost.exe"', "Write netwho tasklist --process !svchost.exe"],
  [
    'tasklist /fi "STATUS eq running"',
    "netwho has no filter like this: choose rows with --pid, --process, --service, --user or " +
    "--path, or in PowerShell with Where-Object",
  ],
  [
    "tasklist /m ntdll.dll",
    "netwho does not ask for modules; it reads what tasklist prints: " +
    "tasklist /m /fo csv | netwho tasklist --from -",
  ],
  // nslookup.
  ["nslookup -type=mx example.com", "Write netwho nslookup --type mx example.com"],
  ["nslookup -q=mx example.com", "Write netwho nslookup --type mx example.com"],
  // Options that another command has.
  ["tasklist --port 80", "Write netwho --port 80"],
  ["netstat --owner", "Write netwho --owner"],
  ["help --listening", "Write netwho --listening"],
  ["443 --listening", "Write netwho --port 443 --listening"],
  ["chrome --established", "Write netwho --process chrome --established"],
  [
    "--remote-asn 64496",
    "remoteAsn is a field: show it with --fields, choose rows by it in PowerShell with Where-Object",
  ],
  [
    "/session-name a",
    "sessionName is a field: show it with --fields, choose rows by it in PowerShell with Where-Object",
  ],
  ["/user anna", "Write netwho --user anna"],
  ["--username anna", "Write netwho --user anna"],
  ["-UserName anna", "Write netwho --user anna"],
  ["tasklist --account anna", "Write netwho tasklist --user anna"],
  ["netstat --user anna", "Write netwho --user anna"],
  ['tasklist /fi "USERNAME ne PC\\anna"', "Write netwho tasklist --user !PC\\anna"],
  ["--image-path C:\\x", "Write netwho --path C:\\x"],
  ["--remote-host a --resolve", "Write netwho --host a --resolve"],
  ["tasklist --host a", "Write netwho --host a --resolve"],
  ["--org Widgets --owner", "Write netwho --owner-name Widgets --owner"],
  ["--remoteOwner Widgets", "Write netwho --owner-name Widgets --owner"],
  ["--owner Widgets", "Write netwho --owner --owner-name Widgets"],
  ["--owner=Widgets", "Write netwho --owner --owner-name Widgets"],
  ["--owner true", "Write netwho --owner"],
  ["--cc DE --owner", "Write netwho --country DE --owner"],
  // Counts.
  ["--group-by process,state", "Write netwho --count-by process,state"],
  ["--by process", "Write netwho --count-by process"],
  ["--count process", "Write netwho --count-by process"],
  ["-CountBy process", "Write netwho --count-by process"],
  ["tasklist --group user", "Write netwho tasklist --count-by user"],
  ["443 --count-by process", "Write netwho --port 443 --count-by process"],
  [
    "--count-by process state",
    "Write netwho --count-by process,state (for an array in PowerShell: --count-by ($p -join ','))",
  ],
  [
    "nslookup www.example --count-by status type",
    "Write --count-by status,type (for an array in PowerShell: --count-by ($p -join ','))",
  ],
  ["--no-resolve", "--resolve is off unless it is given: leave --no-resolve out"],
  // Lists that a shell took apart.
  [
    "--pid 4711 1052",
    "Write netwho --pid 4711,1052 (for an array in PowerShell: --pid ($p -join ','))",
  ],
  [
    "--port 80, 443",
    "Write netwho --port 80,443 (for an array in PowerShell: --port ($p -join ','))",
  ],
  [
    "--state LISTENING TIME_WAIT --format json",
    "Write netwho --state LISTENING,TIME_WAIT --format json " +
    "(for an array in PowerShell: --state ($p -join ','))",
  ],
  [
    "nslookup --type MX NS example.com",
    "Write netwho nslookup --type MX,NS example.com " +
    "(for an array in PowerShell: --type ($p -join ','))",
  ],
  [
    "443 --fields pid process",
    "Write --fields pid,process (for an array in PowerShell: --fields ($p -join ','))",
  ],
  ["--from a.txt b.txt", "Write netwho --from a.txt --from b.txt"],
  ["--pid $a,$b", "For a list in PowerShell write --pid ($p -join ',')"],
  ["--process $names", "For a list in PowerShell write --process ($p -join ',')"],
  ["--pid %PID%", "For a list in PowerShell write --pid ($p -join ',')"],
  ["--process 'a*','b*'", 'Write --process "a*,b*"'],
  ["--process “chrome”", 'Write --process "chrome"'],
  ["--count-by 'process','state'", 'Write --count-by "process,state"'],
  ["--fields 'pid','process'", 'Write --fields "pid,process"'],
  ["--sort '-pid','process'", 'Write --sort "-pid,process"'],
  [
    "--count-by 'process', 'state'",
    "Write netwho --count-by process,state " +
    "(for an array in PowerShell: --count-by ($p -join ','))",
  ],
  // PowerShell passes the first value of such a list twice.
  [
    "--path \"C:\\Program Files\" 'C:\\Program Files','!*\\My Tools\\' --limit 3",
    'Write netwho --path "C:\\Program Files,!*\\My Tools\\\\" --limit 3 ' +
    "(for an array in PowerShell: --path ($p -join ','))",
  ],
  // What is meant needs another option.
  ["tasklist --country DE", "Write netwho --country DE --owner"],
  ["--hostname www.example", "Write netwho --host www.example --resolve"],
  ["--hostname www.example --from a.txt", "Write netwho --host www.example --from a.txt"],
  ["--cc DE --org *net --mmdb a.mmdb", "Write netwho --country DE --owner-name *net --mmdb a.mmdb"],
  ["--summary", "Write netwho --count-by protocol,state"],
  ["--distinct process", "Write netwho --count-by process"],
  ["--owner --mmdb a.mmdb b.csv", "Write netwho --owner --mmdb a.mmdb --mmdb b.csv"],
  // The value of an option, without the option.
  ["log 10s", "Write netwho log --every 10s"],
  ["log before.json", "Write netwho log --from before.json"],
  ["snapshot before.json", "Write netwho snapshot --out before.json"],
  ["history 1d --limit 3", "Write netwho history --since 1d --limit 3"],
  ["history yesterday", "Write netwho history --since yesterday"],
  ["history old.db", "Write netwho history --db old.db"],
  ["connections netstat.txt", "Write netwho --from netstat.txt"],
  [
    "tasklist --limit 3 C:\\logs\\tasklist.csv",
    "Write netwho tasklist --limit 3 --from C:\\logs\\tasklist.csv",
  ],
  // Typography.
  ["–port 443", "Write netwho --port 443"],
  ["—port 443", "Write netwho --port 443"],
  ["--port\u00a0443", "Write netwho --port 443"],
  ['"--port 443"', "Write netwho --port 443"],
  // What comes first.
  ["-", "Write netwho --from -"],
  ["--format json 443", "Write netwho inspect --format json 443"],
  ["-v chrome :443", "Write netwho inspect -v chrome :443"],
  ["netstat 443", "Write netwho inspect 443"],
  ["--listening true", "Write netwho --listening"],
  ["--listening=true", "Write netwho --listening"],
];

for (const [line, hint] of HINTS) {
  Deno.test(`netwho ${line}: told what to write`, async () => {
    const args = argumentsOf(line.replace("\u00a0", "~")).map((arg) => arg.replace("~", "\u00a0"));
    const [message, ...hints] = await refusal(args);
    assertStringIncludes(message!, "netwho: ");
    assertEquals(hints, [hint]);
  });
}

Deno.test("a hint never contradicts its message", async () => {
  const messages: [line: string, message: string][] = [
    ["-tulpn", "netwho: Unknown option -tulpn for connections"],
    ["-lo", "netwho: Unknown option -lo for connections"],
    ["--no-resolve", "netwho: Unknown option --no-resolve for connections"],
    ["--remote-asn a", "netwho: Unknown option --remote-asn for connections"],
    ["--count", "netwho: Unknown option --count for connections: did you mean --count-by?"],
    ["--no-dns", "netwho: Unknown option --no-dns for connections"],
    [
      "tasklist --port 80",
      "netwho: Unknown option --port for tasklist: netwho connections has --port",
    ],
    [
      "help netstat tasklist",
      "netwho: Unexpected argument tasklist for help: the command comes first, as in netwho tasklist",
    ],
    [
      "--pid $a,$b",
      'netwho: Cannot read --pid "$a,$b": it is the name of a variable, not its value',
    ],
  ];
  for (const [line, message] of messages) {
    assertEquals((await refusal(line.split(" ")))[0], message);
  }
});

Deno.test("a misspelling is put right by the message alone", async () => {
  for (const line of ["--protcol tcp", "--tiemout 5", "--bad", "tasklist aux --bad"]) {
    assertEquals((await refusal(line.split(" "))).length, 1, line);
  }
});

Deno.test("whatever is suggested is a right command line", () => {
  const letters = fc.constantFrom(..."aabcefilnopqrstuwxyHP46v");
  const cluster = fc.array(letters, { minLength: 1, maxLength: 6 }).map((all) =>
    `-${all.join("")}`
  );
  const words = Object.values(FOREIGN_OPTIONS).flatMap(({ words }) => Object.keys(words));
  const word = fc.constantFrom("--", "-", "/").chain((prefix) =>
    fc.constantFrom(...words).map((word) => prefix + word)
  );
  const own = COMMANDS.flatMap(({ options }) => options.map(({ name }) => `--${name}`));
  const value = fc.constantFrom("443", "tcp", "chrome", "a.txt", "json", "pid", "5", "–port", "$p");
  const arg = fc.oneof(cluster, word, fc.constantFrom(...own), value);
  const name = fc.constantFrom(...COMMANDS.map(({ name }) => name), "443");
  fc.assert(
    fc.property(name, fc.array(arg, { maxLength: 5 }), (name, args) => {
      const written = name === "connections" ? args : [name, ...args];
      const hint = hintOf(written);
      const [, line] =
        /^Write netwho(?: ([^(;]*?))?(?: \(.*\)|; for a program .*)?$/.exec(hint ?? "") ?? [];
      if (line === undefined) return;
      const { command, rest } = selectCommand(line.split(" "), COMMANDS);
      parseArguments(rest, { ...command, options: [...command.options, ...GENERAL_OPTIONS] });
    }),
    { numRuns: 1000 },
  );
});

/** The hint of a refused command line; null if there is none. */
function hintOf(args: readonly string[]): string | null {
  const all = COMMANDS.map((command) => ({
    ...command,
    options: [...command.options, ...GENERAL_OPTIONS],
  }));
  try {
    const { command, rest } = selectCommand(args, COMMANDS);
    parseArguments(rest, { ...all.find(({ name }) => name === command.name)!, commands: all });
    return null;
  } catch (error) {
    return (error as { hint?: string | null }).hint ?? null;
  }
}
