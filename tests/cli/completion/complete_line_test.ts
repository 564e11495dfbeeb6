import { assert, assertEquals } from "@std/assert";
import { completeLine } from "../../../lib/cli/completion/complete_line.ts";
import { type Completion, matchCandidates } from "../../../lib/cli/completion/completion.ts";
import { COMMANDS } from "../../../lib/cli/commands.ts";
import { type Host, HostError } from "../../../lib/host/host.ts";
import { completedWindows, HOSTILE_NAMES } from "../../support/completed_machine.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { fakeProc } from "../../support/fake_proc.ts";

const WINDOWS = completedWindows();

/** Completes a line of words between blanks; what stands behind the last blank is unfinished. */
async function complete(line: string, host: Host = WINDOWS): Promise<Completion> {
  return await completeLine(line.split(" "), { host, commands: COMMANDS });
}

Deno.test("where no argument can stand, there are options", async () => {
  assertEquals((await words("tasklist ")).slice(0, 2), ["--pid", "--process"]);
  assertEquals(await words("tasklist c"), []);
});

/** The whole words that it offers. */
async function words(line: string, host?: Host): Promise<string[]> {
  const { before, candidates } = await complete(line, host);
  return candidates.map(({ value }) => before + value);
}

Deno.test("the first word is a command", async () => {
  assertEquals(await words("comp"), ["completions"]);
  assertEquals(await words(""), COMMANDS.map(({ name }) => name));
  assertEquals((await complete("comp")).candidates[0]!.about, COMMANDS.at(-2)!.summary);
});

Deno.test("the first word is an option of the first command", async () => {
  assertEquals(await words("--est"), ["--established"]);
  assertEquals(await words("--established --inb"), ["--inbound"]);
});

Deno.test("the first word is a target where no command begins so", async () => {
  assertEquals(await words("chat"), ["chat.exe"]);
  assertEquals(await words(":80"), [":8080"]);
  assertEquals(await words("chat.exe --det"), ["--details"]);
});

Deno.test("a word that is told as a mistake has no completion", async () => {
  assertEquals(await words("stop "), []);
  assertEquals(await words("taskkill --f"), []);
});

Deno.test("options that are given are left out, unless they add up", async () => {
  assertEquals(await words("tasklist --limit 3 --lim"), []);
  assertEquals(await words("tasklist --user anna --us"), ["--user"]);
  assert(!(await words("-4 --ip")).includes("--ipv4"));
  assertEquals(await words("-46 --ip"), []);
  assertEquals(await words("--limit=3 --lim"), []);
});

Deno.test("options without an effect are left out", async () => {
  assertEquals(await words("--fas"), ["--fast"]);
  assertEquals(await words("--from x --fas"), []);
  const { host } = fakeProc({});
  assertEquals(await words("--fas", host), []);
  assertEquals(await words("--replay x --fas", host), ["--fast"]);
});

Deno.test("short options follow the long ones", async () => {
  const found = await words("kill -");
  assertEquals(found.slice(0, 2), ["--yes", "--force"]);
  assert(found.includes("-y") && found.includes("-f") && found.includes("--"));
});

Deno.test("states: in one word, in two, in lists, excluded, in any case, by other names", async () => {
  assertEquals(await words("--state TIME"), ["TIME_WAIT"]);
  assertEquals(await words("--state=TIME"), ["--state=TIME_WAIT"]);
  assertEquals(await words("--state=CLOSED,!ti"), ["--state=CLOSED,!TIME_WAIT"]);
  assertEquals(await words("--state time-w"), ["TIME_WAIT"]);
  assertEquals(await words("--state synrcv"), ["SYN_RECEIVED"]);
  assertEquals(await words("--state connec"), ["ESTABLISHED"]);
  assertEquals(await words("--state TIME_WAIT,TIME_W"), []);
});

Deno.test("fields are those of the command's rows, and of its question", async () => {
  assertEquals(await words("--fields pid,proc"), ["pid,process"]);
  assertEquals(await words("tasklist --fields memory"), ["memoryBytes"]);
  assertEquals(await words("--sort -loc"), [
    "-localAddress",
    "-localPort",
    "-localService",
    "-localScope",
    "-localHost",
  ]);
  assertEquals(await words("history --beacons --fields score"), ["score", "scoreParts"]);
  assertEquals(await words("history --fields score"), []);
  assertEquals(await words("audit --list-rules --fields tit"), ["title"]);
});

Deno.test("an option behind one with an optional value", async () => {
  assertEquals(await words("--fields --no-h"), ["--no-header"]);
});

Deno.test("an option that needs a value is followed by nothing else", async () => {
  assertEquals(await words("--port --st"), []);
  assertEquals(await words("--port -4"), []);
});

Deno.test("a value is no option", async () => {
  assertEquals(await words("--sort -pid --inb"), ["--inbound"]);
  assertEquals(await words("--from - --inb"), ["--inbound"]);
});

Deno.test("behind -- there are arguments alone", async () => {
  assertEquals(await words("kill -- -"), []);
  assertEquals(await words("kill -- ch"), ["chat.exe"]);
});

Deno.test("processes, ports, addresses and users in use", async () => {
  assertEquals(await words("--process "), ["chat.exe", "svchost.exe", "System"]);
  assertEquals(await words("--pid 47"), ["4711", "4712"]);
  assertEquals(await words("--port "), ["135", "443", "8080", "50123", "50124"]);
  assertEquals(await words("--local-port 5"), ["50123", "50124"]);
  assertEquals(await words("--remote-port "), ["443"]);
  assertEquals(await words("--remote "), ["198.51.100.4", "2001:db8::7"]);
  assertEquals(await words("--local "), ["192.0.2.7", "::1"]);
  assertEquals(await words("--user "), ["anna", "anna.PC", "ben"]);
  assertEquals(await words("--path C:"), ["C:\\Program Files\\Chat\\chat.exe"]);
  const { candidates } = await complete("--process chat");
  assertEquals(candidates[0]!.about, "2 processes");
  assertEquals((await complete("--port 44")).candidates[0]!.about, "https");
});

Deno.test("targets: only processes and local ports are ended", async () => {
  assertEquals(await words("kill :"), [":135", ":8080", ":50123", ":50124"]);
  assertEquals(await words("inspect :4"), [":443"]);
  assertEquals(await words("kill 47"), ["4711", "4712"]);
  assertEquals(await words("inspect 19"), ["198.51.100.4"]);
  assertEquals(await words("kill 19"), []);
  assertEquals(await words("kill 4711 47"), ["4712"]);
  assertEquals(await words("inspect pid:47"), ["pid:4711", "pid:4712"]);
  assertEquals(await words("inspect 4711,ch"), ["4711,chat.exe"]);
});

Deno.test("a program is never offered to be ended by a pattern", async () => {
  const host = completedWindows({ names: HOSTILE_NAMES });
  for (const word of await words("kill ", host)) {
    assert(!/[*?,]/.test(word), word);
    assert(word === "System" || word.endsWith(".exe") || HOSTILE_NAMES.includes(word), word);
  }
});

Deno.test("files and folders are the shell's to complete", async () => {
  assertEquals((await complete("--from x")).files, "any");
  assertEquals(await complete("--record=x"), {
    before: "--record=",
    part: "x",
    candidates: [],
    files: "folders",
  });
  const { candidates, files } = await complete("diff ");
  assertEquals([candidates.map(({ value }) => value), files], [["now", "-"], "any"]);
  assertEquals(await words("diff a.json n"), ["now"]);
  assertEquals(await words("diff -"), ["-"]);
  assertEquals(await words("diff --exa"), ["--exact"]);
  assertEquals((await complete("diff a.json b.json c")).files, null);
});

Deno.test("commands to explain, shells, rules, countries, encodings", async () => {
  assertEquals(await words("help wh"), ["whois"]);
  assertEquals(await words("help whois w"), []);
  assertEquals(await words("completions f"), ["fish"]);
  assertEquals(await words("audit --rule smb-to"), ["smb-to-internet"]);
  assertEquals(await words("audit --ignore smb-to-internet,smb-"), [
    "smb-to-internet,smb-by-odd-program",
  ]);
  assertEquals((await complete("--country de")).candidates, [{ value: "DE", about: "Germany" }]);
  assertEquals(await words("--encoding euc-k"), ["euc-kr"]);
});

Deno.test("tasks: what to do, their names, and the command line of one", async () => {
  const printed = [
    '"TaskName","Next Run Time","Status"',
    '"\\Microsoft\\Windows\\Defrag\\ScheduledDefrag","N/A","Ready"',
    '"TaskName","Next Run Time","Status"',
    '"\\netwho\\morning","11/26/2026 9:00:00 AM","Ready"',
    '"\\netwho\\$(touch pwned)","N/A","Ready"',
    "",
  ].join("\r\n");
  const asked: string[] = [];
  const host = completedWindows({
    run: (tool, args) => {
      asked.push([tool, ...args].join(" "));
      const stdout = new TextEncoder().encode(printed);
      return Promise.resolve({ stdout, stderr: new Uint8Array(), code: 0 });
    },
  });
  assertEquals(await words("schedule "), ["add", "list", "status", "run", "remove"]);
  assertEquals(await words("schedule add --every 5m -- lo"), ["log"]);
  assertEquals(await words("schedule add --every 5m -- log --every 1"), ["10s", "1m", "1h"]);
  assertEquals(await words("schedule add --every 5m -- sched"), []);
  assertEquals((await words("schedule add "))[0], "--every");
  assertEquals(await words("schedule list m", host), []);
  assertEquals(asked, []);
  assertEquals(await words("schedule run ", host), ["morning"]);
  assertEquals(asked, ["schtasks /query /fo csv"]);
});

Deno.test("on Linux /proc is read, and what cannot be read is not there", async () => {
  const stat = (comm: string, pid: number) =>
    `${pid} (${comm}) S 1 1 1 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0`;
  const heading =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid" +
    "  timeout inode\n";
  const { host, asked } = fakeProc({
    files: {
      "/proc/net/tcp": `${heading}   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 ` +
        "00:00000000 00000000     0        0 12345 1 0000000000000000 100 0 0 10 0\n",
    },
    processes: { 77: { files: { stat: stat("sshd", 77) } } },
  });
  assertEquals(await words("--process ss", host), ["sshd"]);
  assertEquals(await words("--port ", host), ["8080"]);
  assertEquals(await words("schedule run ", host), []);
  // Who holds a socket takes long to find out, and is not asked.
  assertEquals(asked.filter((path) => path.endsWith("/fd")), []);
});

Deno.test("with many processes, those that can be read within a second", async () => {
  const pids = Array.from({ length: 100 }, (_, at) => 1000 + at);
  const processes = Object.fromEntries(
    pids.map((
      pid,
    ) => [pid, {
      files: { stat: `${pid} (p${pid}) S 1 1 1 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 1 0 0` },
    }]),
  );
  let now = 0;
  const host = { ...fakeProc({ processes }).host, now: () => now += 50 };
  const found = await words("--pid ", host);
  assert(found.length > 5 && found.length < 25, `${found.length}`);
  assertEquals((await words("--pid ", fakeProc({ processes }).host)).length, 100);
});

Deno.test("close --connection: both ends of connections that can be closed", async () => {
  const line = "close --connection ";
  assertEquals(await words(line), ["192.0.2.7:50123 198.51.100.4:443"]);
  const tcp = [
    "header",
    // 127.0.0.1:8080 listens, is connected, and was connected.
    "0: 0100007F:1F90 00000000:0000 0A 0:0 0:0 0 0 0 1 1 0",
    "1: 0100007F:1F90 0100007F:C3CB 01 0:0 0:0 0 0 0 2 1 0",
    "2: 0100007F:1F90 0100007F:C3CC 06 0:0 0:0 0 0 0 0 1 0",
    "",
  ].join("\n");
  const tcp6 = "header\n0: 0000000000000000000000000100" +
    "0000:0016 00000000000000000000000001000000:C3CD 08 0:0 0:0 0 0 0 3 1 0\n";
  const files: Record<string, string> = { "/proc/net/tcp": tcp, "/proc/net/tcp6": tcp6 };
  const host = fakeHost({
    os: "linux",
    readFile: (path: string) => new TextEncoder().encode(files[path] ?? ""),
  });
  assertEquals(await words(line, host), ["127.0.0.1:8080 127.0.0.1:50123", "[::1]:22 [::1]:50125"]);
  assertEquals(await words("close --connection=127", host), [
    "--connection=127.0.0.1:8080 127.0.0.1:50123",
  ]);
});

Deno.test("a machine that refuses everything has no error, and the words that never change", async () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "refused");
  };
  for (const os of ["windows", "linux"] as const) {
    const host = completedWindows({
      os,
      listedProcesses: refuse,
      systemSockets: refuse,
      processFacts: refuse,
      readFile: refuse,
      listDirectory: refuse,
      run: () => Promise.reject(new HostError("timedOut", "too slow")),
    });
    for (const option of ["process", "pid", "port", "service", "user", "path", "remote"]) {
      const found = await words(`--${option} `, host);
      assertEquals(found, option === "user" ? ["anna"] : [], option);
    }
    assertEquals(await words("--state LIST", host), ["LISTENING"]);
    assertEquals(await words("schedule run ", host), []);
  }
});

Deno.test("candidates: as typed, else in any case, else without separators", () => {
  const candidates = ["Chat", "chat", "TIME_WAIT"].map((value) => ({ value, about: "" }));
  const values = (typed: string) => matchCandidates(candidates, typed).map(({ value }) => value);
  assertEquals(values("c"), ["chat"]);
  assertEquals(values("CH"), ["Chat", "chat"]);
  assertEquals(values("timew"), ["TIME_WAIT"]);
  assertEquals(values("-"), []);
});
