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
const SIGNALS =
  "netwho kill sends SIGTERM, and SIGKILL with --force; for other signals: kill -HUP PID";
const STATISTICS = "netwho does not show statistics: use netstat -s, or netstat -e for interfaces";
const ALL_NUMERIC_IDS = `Write netwho (all sockets, numeric addresses and process IDs ${SHOWN})`;

/** A line, and its hint. */
const HINTS: readonly (readonly [line: string, hint: string])[] = [
  // taskkill, kill, pkill, fuser and Stop-Process.
  ["kill /pid 4711 /f", "Write netwho kill 4711 --force"],
  ["kill /F /T /IM game.exe", "Write netwho kill --force --tree game.exe"],
  ['kill /fi "IMAGENAME eq game.exe"', "Write netwho kill game.exe"],
  ["kill -9 4711", "Write netwho kill --force 4711"],
  ["kill -KILL 4711", "Write netwho kill --force 4711"],
  ["kill -s SIGKILL 4711", "Write netwho kill --force 4711"],
  ["kill -TERM 4711", "Write netwho kill 4711"],
  ["kill -15 4711", "Write netwho kill 4711"],
  ["kill -n 9 4711", "Write netwho kill --force 4711"],
  ["kill -n 4711", "Write netwho kill --dry-run 4711"],
  ["kill --port 8080", "Write netwho kill :8080"],
  ["kill --process game", "Write netwho kill game"],
  ["kill -Id 4711 -Force", "Write netwho kill 4711 --force"],
  ["kill -Name game -WhatIf", "Write netwho kill game --dry-run"],
  ["kill -Name game -Confirm:$false", "Write netwho kill game --yes"],
  ["kill --confirm 4711", "Write netwho kill 4711"],
  ["kill --no-confirm 4711", "Write netwho kill --yes 4711"],
  ["kill -HUP 4711", SIGNALS],
  ["kill --signal INT 4711", SIGNALS],
  ["kill -l", SIGNALS],
  ["kill -p 8080", "Write a process ID alone (4711), and a port with a colon (:8080)"],
  ["kill 8080/tcp", "For the port write :8080"],
  [
    "kill --remote 192.0.2.7",
    "To close connections, and leave the program running: netwho close --remote 192.0.2.7",
  ],
  [
    "kill 192.0.2.7:443",
    "For connections to it: netwho close --remote 192.0.2.7 --remote-port 443; for the process that " +
    "has this port here: netwho kill :443",
  ],
  // ss -K, tcpkill, CurrPorts and TCPView.
  ["--kill 4711", "Write netwho kill 4711"],
  ["--close --process game.exe", "Write netwho close --process game.exe"],
  ["-K --dst 192.0.2.7 --dport 443", "Write netwho close --remote 192.0.2.7 --remote-port 443"],
  [
    "-K",
    "To close connections choose them: netwho close --remote 192.0.2.7 --remote-port 443",
  ],
  [
    "/close * * 192.0.2.7 443 game.exe",
    "Write netwho close --remote 192.0.2.7 --remote-port 443 --process game.exe",
  ],
  ["/scomma out.csv", "Write netwho --format csv --out out.csv"],
  ["close 192.0.2.7:443 --yes", "Write netwho close --remote 192.0.2.7 --remote-port 443 --yes"],
  ["close [2001:db8::7]:443", "Write netwho close --remote 2001:db8::7 --remote-port 443"],
  ["close :8080", "Write netwho close --port 8080"],
  ["close game.exe", "Write netwho close --process game.exe"],
  ["close --process game.exe -WhatIf", "Write netwho close --process game.exe --dry-run"],
  ["close --process game.exe --force", "Write netwho close --process game.exe --yes"],
  [
    "close --all",
    "Without a filter nothing is closed; choose: netwho close --process game.exe, or --remote",
  ],
  [
    "close --process game.exe --tree",
    "netwho close ends no process; netwho kill does: netwho kill 4711",
  ],
  // watch, top, netstat -c and netwho log.
  ["--public --interval 5s", "Write netwho watch --public 5"],
  ["--follow", "Write netwho watch"],
  ["netstat 5", "Write netwho watch 5"],
  [
    "--count-by process --watch",
    "netwho lists once. Connections as they come and go: netwho watch, or netwho watch 5 for a look " +
    "every five seconds",
  ],
  [
    "diff a.json b.json --follow",
    "netwho lists once. Connections as they come and go: netwho watch, or netwho watch 5 for a look " +
    "every five seconds",
  ],
  ["tasklist --watch", "netwho tasklist lists once. Connections as they come and go: netwho watch"],
  ["watch -n 2", "Write netwho watch 2"],
  ["watch -d 0.5 --public", "Write netwho watch 0.5 --public"],
  ["watch --every 500ms", "Write netwho watch 0.5"],
  ["watch --interval 1m", "Write netwho watch 60"],
  ["watch --interval soon", "Write the seconds alone: netwho watch 5"],
  ["watch --for 8h", "Write netwho watch --duration 8h"],
  ["watch --once", "Write netwho watch --count 1"],
  ["watch --iterations 3", "Write netwho watch --count 3"],
  ["watch --json", "Write netwho watch --format ndjson"],
  ["watch --no-initial", "Write netwho watch --changes-only"],
  [
    "watch --wait 8080",
    'To wait for something: netwho watch --until "listening port 8080" --timeout 60',
  ],
  [
    "watch --out changes.ndjson",
    "netwho watch writes to standard output: netwho watch --format ndjson > changes.ndjson",
  ],
  ["log --duration 8h --every 10s", "Write netwho log --for 8h --every 10s"],
  ["log --interval 5", "Write netwho log --every 5s"],
  ["log -n 5", "Write netwho log --every 5s"],
  ["log 5", "Write netwho log --every 5s"],
  // Targets as kill takes them.
  ["close 8080", "Write netwho close --port 8080"],
  ["close :8000-8010 --yes", "Write netwho close --port 8000-8010 --yes"],
  ["close --yes game.exe", "Write netwho close --yes --process game.exe"],
  ["close pid:4711", "Write netwho close --pid 4711"],
  ["close 192.0.2.7 --dry-run", "Write netwho close --address 192.0.2.7 --dry-run"],
  ["close 192.0.2.0/24", "Write netwho close --address 192.0.2.0/24"],
  ["close 192.0.2.7:443", "Write netwho close --remote 192.0.2.7 --remote-port 443"],
  // Programs that repeat, and the options of connections, in watch.
  ["watch -n 5", "Write netwho watch 5"],
  ["watch --interval 0.5 --listening", "Write netwho watch 0.5 --listening"],
  ["watch --every 5m", "Write netwho watch 300"],
  ["watch --refresh=5s --name chrome", "Write netwho watch 5 --process chrome"],
  ["watch --live", "Write netwho watch"],
  [
    "watch --pid 4711 812 1008",
    "Write netwho watch --pid 4711,812,1008 (for an array in PowerShell: --pid ($p -join ','))",
  ],
  ["watch --ip 192.0.2.7", "Write netwho watch --address 192.0.2.7"],
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
  ["-ano 5", `Write netwho watch 5 (all sockets, numeric addresses and process IDs ${SHOWN})`],
  ["-c", "Write netwho watch"],
  ["--watch", "Write netwho watch"],
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
  ["--for 1h", "Write netwho log --for 1h --every DURATION"],
  ["log before.json", "Write netwho log --from before.json"],
  ["snapshot before.json", "Write netwho snapshot --out before.json"],
  ["history 1d --limit 3", "Write netwho history --since 1d --limit 3"],
  ["history yesterday", "Write netwho history --since yesterday"],
  ["history old.db", "Write netwho history --db old.db"],
  ["connections netstat.txt", "Write netwho --from netstat.txt"],
  ["netstat netstat.txt", "Write netwho netstat --from netstat.txt"],
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
  ["--format json tasklist", "Write netwho tasklist --format json"],
  ["--from a.csv audit", "Write netwho audit --from a.csv"],
  ["-v watch --count 1", "Write netwho watch -v --count 1"],
  ["--count 1 watch", "Write netwho watch --count 1"],
  ['--until "port 1" watch 5', 'Write netwho watch --until "port 1" 5'],
  ["--yes kill 4711", "Write netwho kill --yes 4711"],
  ["--dry-run close --port 1", "Write netwho close --dry-run --port 1"],
  ["--server 192.0.2.53 nslookup a.example", "Write netwho nslookup --server 192.0.2.53 a.example"],
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
    ["--repeat", "netwho: Unknown option --repeat for connections"],
    ["watch --sort pid", "netwho: Unknown option --sort for watch"],
    ["watch --for 8h", "netwho: Unknown option --for for watch: did you mean --duration?"],
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
