import { assertEquals, assertStringIncludes } from "@std/assert";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { inspectedHost } from "../support/inspected_host.ts";
import { runMain } from "../support/run_main.ts";

const run = async (...args: string[]) => {
  const { host } = inspectedHost(await encodeCodePage(850));
  return await runMain(args, { host });
};

Deno.test("a first word that is no command is inspected, with inspect's options and answer", async () => {
  const lines = [
    ["443"],
    [":443"],
    ["4711"],
    ["browser"],
    ["browser.exe"],
    ["BROWSER"],
    ["brows*"],
    ["8.8.8.8"],
    ["[::1]"],
    ["[2606:4700::1]:443"],
    ["8.8.8.8:443"],
    ["8.8.8.0/24"],
    [":https"],
    ["pid:4711"],
    ["443", "--format", "csv"],
    ["browser", "443", "--format", "text"],
    ["browser,443"],
    ["--", "browser"].slice(1),
    ["443", "--resolve", "--server", "x y"],
    ["nobody"],
    ["docker"],
    ["tasklist.exe"],
    ["helper"],
  ];
  for (const line of lines) {
    const bare = await run(...line);
    assertEquals(bare, await run("inspect", ...line), line.join(" "));
  }
  assertEquals((await run("443")).code, 0);
  assertEquals(JSON.parse((await run("443")).stdout)[0].process, "browser.exe");
  assertEquals((await run("443", "--format", "csv")).stdout.slice(0, 9), "relation,");
});

Deno.test("a program that is nowhere is inspect's message, and help is inspect's", async () => {
  const nobody = await run("nobody");
  assertEquals([nobody.code, nobody.stdout, nobody.stderr], [
    3,
    "",
    "netwho: Cannot find a process named nobody: there is none\n",
  ]);
  assertEquals((await run("443", "--help")).stdout.slice(0, 15), "netwho inspect:");
  assertEquals((await run("443", "/?")).stdout.slice(0, 15), "netwho inspect:");
  const wrong = await run("443", "--bad");
  assertEquals(
    wrong.stderr,
    "netwho: Unknown option --bad for inspect\nTry netwho inspect --help\n",
  );
  const empty = await run("");
  assertEquals(empty.code, 2);
  assertStringIncludes(empty.stderr, "netwho: Cannot inspect the target: it is empty\nWrite a ");
});

const PROGRAM = "or a program of this name: netwho inspect";

/** A first word that is hardly a program, its message and its hint. */
const WORDS: readonly (readonly [line: string, question: string, hint: string])[] = [
  ["conections", "did you mean connections?", `F${PROGRAM} conections`],
  ["inspct", "did you mean inspect?", `F${PROGRAM} inspct`],
  ["nslokup", "did you mean nslookup?", `F${PROGRAM} nslokup`],
  ["nslookpu", "did you mean nslookup?", `F${PROGRAM} nslookpu`],
  ["NETSTAT", "did you mean netstat?", `F${PROGRAM} NETSTAT`],
  ["netst", "did you mean netstat?", `F${PROGRAM} netst`],
  ["hlep", "did you mean help?", `F${PROGRAM} hlep`],
  [
    "LISTENING",
    "did you mean --listening?",
    `Write netwho --listening; f${PROGRAM} LISTENING`,
  ],
  ["listen", "did you mean --listening?", `Write netwho --listening; f${PROGRAM} listen`],
  [
    "established",
    "did you mean --established?",
    `Write netwho --established; f${PROGRAM} established`,
  ],
  [
    "time-wait",
    "did you mean --state TIME_WAIT?",
    `Write netwho --state TIME_WAIT; f${PROGRAM} time-wait`,
  ],
  [
    "CLOSE_WAIT --format json",
    "did you mean --state CLOSE_WAIT?",
    `Write netwho --state CLOSE_WAIT --format json; f${PROGRAM} CLOSE_WAIT`,
  ],
  ["tcp", "did you mean --protocol TCP?", `Write netwho --protocol TCP; f${PROGRAM} tcp`],
  ["udp", "did you mean --protocol UDP?", `Write netwho --protocol UDP; f${PROGRAM} udp`],
  ["udp6", "did you mean --protocol udpv6?", `Write netwho --protocol udpv6; f${PROGRAM} udp6`],
  [
    "tcp 443",
    "did you mean --protocol TCP?",
    `Write netwho --protocol TCP --port 443; f${PROGRAM} tcp`,
  ],
  [
    "listening :80 --format csv",
    "did you mean --listening?",
    `Write netwho --listening --port 80 --format csv; f${PROGRAM} listening`,
  ],
  ["port 443", "did you mean --port?", `Write netwho --port 443; f${PROGRAM} port`],
  ["port", "did you mean --port?", `Write netwho --port LIST; f${PROGRAM} port`],
  ["pid 4711", "did you mean --pid?", `Write netwho --pid 4711; f${PROGRAM} pid`],
  [
    "localport 80",
    "did you mean --local-port?",
    `Write netwho --local-port 80; f${PROGRAM} localport`,
  ],
  ["json", "did you mean --format json?", `Write netwho --format json; f${PROGRAM} json`],
  ["ports", "did you mean --listening?", `Write netwho --listening; f${PROGRAM} ports`],
  ["processes", "did you mean tasklist?", `Write netwho tasklist; f${PROGRAM} processes`],
  ["stop", "did you mean kill?", `F${PROGRAM} stop`],
  ["disconnect", "did you mean close?", `F${PROGRAM} disconnect`],
  ["monitor", "did you mean watch?", `Write netwho watch; f${PROGRAM} monitor`],
  ["stop 4711", "did you mean kill?", `Write netwho kill 4711; f${PROGRAM} stop`],
  [
    "taskkill /im game.exe /f /t",
    "did you mean kill?",
    `Write netwho kill game.exe --force --tree; f${PROGRAM} taskkill`,
  ],
  [
    "Stop-Process -Id 4711 -Force",
    "did you mean kill?",
    `Write netwho kill 4711 --force; f${PROGRAM} Stop-Process`,
  ],
  ["monitor 5", "did you mean watch?", `Write netwho watch 5; f${PROGRAM} monitor`],
  ["live --public", "did you mean watch?", `Write netwho watch --public; f${PROGRAM} live`],
  [
    "disconnect --process game.exe",
    "did you mean close?",
    `Write netwho close --process game.exe; f${PROGRAM} disconnect`,
  ],
  [
    "drop 192.0.2.7",
    "did you mean close?",
    `Write netwho close --address 192.0.2.7; f${PROGRAM} drop`,
  ],
];

for (const [line, question, hint] of WORDS) {
  Deno.test(`netwho ${line}: ${question}`, async () => {
    const { code, stdout, stderr } = await run(...line.split(" "));
    const [word] = line.split(" ");
    // One that means a command has its help.
    const command = /(?:kill|watch|close)(?=\?)/.exec(question)?.[0];
    const help = command === undefined ? "netwho --help" : `netwho ${command} --help`;
    const expected = `netwho: Unknown command ${word}: ${question}\n${hint}\nTry ${help}\n`;
    assertEquals([code, stdout, stderr], [2, "", expected]);
  });
}
