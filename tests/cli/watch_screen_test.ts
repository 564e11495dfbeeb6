import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { NotRecordedError } from "../../lib/errors.ts";
import { ActionError, type Actions, type ProcessIdentity } from "../../lib/host/actions.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { type BenchOptions, ScreenBench } from "../support/screen_bench.ts";
import { WINDOWS, windowsHost } from "../support/windows_host.ts";

/** A screen that shows the first look. */
async function opened(options: BenchOptions = {}): Promise<ScreenBench> {
  const bench = new ScreenBench(options);
  await bench.until((text) => text.includes("svchost.exe"));
  return bench;
}

const CHAT = {
  path: "C:\\Users\\anna\\chat.exe",
  startedAt: "2026-01-01T09:00:00.000Z",
} as const;

/** The machine with the path and start of `chat.exe`, and what ends processes there. */
function machine(endProcess: Actions["endProcess"], start: () => string = () => CHAT.startedAt) {
  return {
    ...windowsHost(),
    processFacts: () => new Map([[4711, { ...CHAT, startedAt: start() }]]),
    endProcess,
  };
}

Deno.test("the first frame comes before the tools have answered, and q leaves", async () => {
  const never = Promise.withResolvers<never>();
  await using bench = new ScreenBench({ host: { run: () => never.promise } });
  await bench.until((text) => text.includes("Reading connections"));
  bench.press("q");
  assertEquals(await bench.exitCode, 0);
  assertEquals(bench.log.filter((entry) => entry !== "written"), ["taken", "given back"]);
  assertEquals(bench.log.at(-1), "given back");
  assertEquals(bench.host.stderr(), "");
});

Deno.test("keys are answered while a look is under way, and it is said that it is late", async () => {
  const never = Promise.withResolvers<never>();
  let looks = 0;
  const run: BenchOptions["host"] = {
    run: (tool, args, options) =>
      tool === "netstat" && ++looks > 1 ? never.promise : windowsHost().run!(tool, args, options),
  };
  await using bench = await opened({ host: run });
  await bench.until(() => looks === 2);
  bench.press("?");
  await bench.pass(40);
  assertStringIncludes(bench.text, "Keys");
  bench.press("escape");
  await bench.pass(4_000);
  assertMatch(bench.text, /late|slow|longer/);
  assertStringIncludes(bench.text, "chat.exe");
});

Deno.test("many keys at once make few frames", async () => {
  await using bench = await opened();
  await bench.pass(100);
  const before = bench.log.length;
  bench.press(...Array.from({ length: 200 }, (_, at) => at % 2 === 0 ? "down" : "up"), "down");
  await bench.pass(100);
  assert(bench.log.length - before <= 3);
  assertMatch(bench.text, /^> .*chat\.exe.*4711/m);
});

Deno.test("the answer to a key does not wait until another frame is due", async () => {
  await using bench = await opened();
  await bench.pass(100);
  bench.press("down");
  await bench.pass(0);
  const frames = bench.written.length;
  bench.press("?");
  await bench.pass(0);
  assertEquals(bench.written.length, frames + 1);
  assertStringIncludes(bench.text, "Keys");
});

Deno.test("what opens and closes is marked", async () => {
  let netstat: string = WINDOWS.netstat;
  const encode = (text: string) => new TextEncoder().encode(text);
  const host: BenchOptions["host"] = {
    run: (tool, args, options) =>
      tool === "netstat"
        ? Promise.resolve({ stdout: encode(netstat), stderr: new Uint8Array(), code: 0 })
        : windowsHost().run!(tool, args, options),
  };
  await using bench = await opened({ host });
  netstat = WINDOWS.netstat.replace("50123", "50999");
  await bench.until((text) => text.includes("50999"));
  assertMatch(bench.text, /^[> ]\+ chat\.exe .*:50999/m);
  assertMatch(bench.text, /^[> ]- chat\.exe .*:50123/m);
  await bench.until((text) => !text.includes("50123"));
  assertMatch(bench.text, /\+1 new {2}-1 closed/);
});

Deno.test("K ends the process that its question named, after y", async () => {
  const ended: (ProcessIdentity & { force: boolean })[] = [];
  const host = machine((process, { force = false }) => {
    ended.push({ ...process, force });
    return Promise.resolve("asked");
  });
  await using bench = await opened({ host });
  bench.press("down", "K");
  await bench.until((text) => text.includes("End this process?") && text.includes(CHAT.path));
  assertMatch(bench.text, /chat\.exe \(4711\).*started 2026-01-01/);
  assertEquals(ended, []);
  bench.press("y");
  await bench.until((text) => text.includes("Ended chat.exe (4711)"));
  assertEquals(ended, [{ pid: 4711, ...CHAT, force: false }]);
});

Deno.test("f forces, n does nothing, and a failure is told", async () => {
  const forces: boolean[] = [];
  const host = machine((_process, { force = false }) => {
    forces.push(force);
    return Promise.reject(new ActionError("timedOut", "Cannot end process 4711: it still runs"));
  });
  await using bench = await opened({ host });
  bench.press("down", "K");
  await bench.until((text) => text.includes("End this process?") && text.includes(CHAT.path));
  bench.press("n");
  await bench.until((text) => !text.includes("End this process?"));
  bench.press("K");
  await bench.until((text) => text.includes("End this process?") && text.includes(CHAT.path));
  bench.press("f");
  await bench.until((text) => text.includes("Cannot end chat.exe (4711): it still runs"));
  assertEquals(forces, [true]);
});

Deno.test("a process ID that was used again since the look is another process: nothing is asked", async () => {
  let start: string = CHAT.startedAt;
  const host = machine(() => Promise.reject(new Error("must not be called")), () => start);
  await using bench = await opened({ host });
  bench.press("p", "down");
  await bench.pass(5_000);
  start = "2026-01-02T03:00:00.000Z";
  bench.press("K");
  await bench.until((text) => text.includes("it has ended"));
  bench.press("y", "f", "enter");
  await bench.pass(1_000);
  assert(!bench.text.includes("Ended"));
});

Deno.test("x says of what cannot be closed that another key ends its program", async () => {
  const netstat = "  UDP    0.0.0.0:5353           *:*                                    4711\r\n";
  const encode = (text: string) => new TextEncoder().encode(text);
  await using bench = new ScreenBench({
    host: {
      run: (tool, args, options) =>
        tool === "netstat"
          ? Promise.resolve({ stdout: encode(netstat), stderr: new Uint8Array(), code: 0 })
          : windowsHost().run!(tool, args, options),
    },
  });
  await bench.until((text) => text.includes("chat.exe"));
  bench.press("x");
  await bench.until((text) =>
    text.includes("! UDP has no connection to close; K ends its program")
  );
});

Deno.test("x says of what cannot be closed why not", async () => {
  await using bench = await opened();
  bench.press("x");
  await bench.until((text) => text.includes("it only listens: there is no connection to close"));
});

Deno.test("a look that fails is told, the rows stay, and the next look makes it good", async () => {
  let fails = false;
  const host: BenchOptions["host"] = {
    run: (tool, args, options) =>
      fails && tool === "netstat"
        ? Promise.reject(new HostError("notFound", "Cannot run netstat: it is missing"))
        : windowsHost().run!(tool, args, options),
  };
  await using bench = await opened({ host });
  fails = true;
  await bench.until((text) => text.includes("Cannot run netstat: it is missing"));
  assertStringIncludes(bench.text, "chat.exe");
  fails = false;
  await bench.until((text) => !text.includes("Cannot run netstat"));
});

Deno.test("an error that nobody foresaw gives the terminal back before it is reported", async () => {
  let fails = false;
  const host: BenchOptions["host"] = {
    run: (tool, args, options) => {
      if (fails) throw new TypeError("a fault of netwho's");
      return windowsHost().run!(tool, args, options);
    },
  };
  await using bench = await opened({ host });
  fails = true;
  bench.press("r");
  await bench.pass(100);
  assertEquals(await bench.exitCode, 3);
  assertEquals(bench.log.at(-1), "given back");
  assertStringIncludes(bench.host.stderr(), "Internal error: a fault of netwho's");
});

Deno.test("an interruption gives the terminal back", async () => {
  await using bench = await opened();
  bench.interrupt();
  assertEquals(await bench.exitCode, 130);
  assertEquals(bench.log.at(-1), "given back");
});

Deno.test("nothing is written to the terminal after it was given back", async () => {
  await using bench = await opened();
  bench.press(..."ssss", "?", "q", "q", "down", "up");
  assertEquals(await bench.exitCode, 0);
  await bench.pass(5_000);
  assertEquals(bench.log.at(-1), "given back");
});

Deno.test("--count, --duration and --until end the screen", async () => {
  const run = async (...args: readonly string[]) => {
    await using bench = new ScreenBench({ args });
    await bench.pass(20_000);
    return [await bench.exitCode, bench.host.stderr(), bench.log.at(-1)];
  };
  assertEquals(await run("--count", "2"), [0, "", "given back"]);
  assertEquals(await run("--duration", "5s"), [0, "", "given back"]);
  const found = "netwho: Found what --until waits for: " +
    "chat.exe (4711)  TCP 192.0.2.7:50123 to 198.51.100.4:443  ESTABLISHED\n";
  assertEquals(await run("--until", "established chat"), [0, found, "given back"]);
  const listens =
    "netwho: Found what --until waits for: svchost.exe (912)  TCP 0.0.0.0:135  LISTENING\n";
  assertEquals(await run("--until", "port 135"), [0, listens, "given back"]);
  const [code, told, last] = await run("--until", "listening port 8080", "--timeout", "5");
  assertEquals([code, last], [1, "given back"]);
  assertMatch(String(told), /--until/);
});

Deno.test("what comes in a pipe or from a file are no keys, which the screen says", async () => {
  await using bench = await opened({
    host: {
      ...machine(() => Promise.reject(new Error("nothing is ended"))),
      isTerminal: (stream) => stream !== "stdin",
    },
  });
  assertStringIncludes(bench.text, "! No keys: standard input is no terminal; Ctrl+C ends it");
  bench.press("K", "?", "q");
  await bench.pass(1_000);
  assert(!bench.text.includes("End this process?"), bench.text);
  assert(!bench.text.includes("Keys"), bench.text);
  bench.interrupt();
  assertEquals(await bench.exitCode, 130);
});

Deno.test("--until knows the names that were found since the look before", async () => {
  const machine = windowsHost();
  const isListing = (tool: string) => tool === "netstat" || tool === "tasklist";
  const host: BenchOptions["host"] = {
    run: (tool, args, options) =>
      isListing(tool)
        ? machine.run!(tool, args, options)
        : Promise.reject(new HostError("notFound", `no ${tool}`)),
    resolveDns: () =>
      Promise.resolve([{ data: "chat.example", preference: null, weight: null, port: null }]),
  };
  const args = ["--until", "host chat.example", "--resolve", "--no-cache", "--timeout", "30"];
  await using bench = new ScreenBench({ host, args });
  await bench.pass(40_000);
  assertEquals(await bench.exitCode, 0);
  assertMatch(bench.host.stderr(), /^netwho: Found what --until waits for: chat\.exe .*\n$/);
});

Deno.test("a terminal that changes its size gets all of it", async () => {
  await using bench = await opened();
  bench.resize({ columns: 44, rows: 12 });
  await bench.until((text) => text.split("\n").at(-1)!.startsWith("q quit"));
  assert(bench.screen.lines.every((line) => line.length <= 44));
  bench.resize({ columns: 140, rows: 40 });
  await bench.until(() => bench.screen.lines.length === 40 && bench.screen.lines[39] !== "");
});

Deno.test("a terminal that does not know its size is drawn as one of 80 columns and 24 lines", async () => {
  for (const size of [null, { columns: 0, rows: 0 }]) {
    const host = { ...windowsHost(), terminalSize: () => size };
    await using bench = await opened({ host, columns: 80, rows: 24 });
    assertMatch(bench.screen.lines[23]!, /^q quit/);
  }
});

Deno.test("settings are remembered as keys change them, those of the command line are not", async () => {
  let held = new Uint8Array();
  let writings = 0;
  const host: BenchOptions["host"] = {
    ...windowsHost(),
    configFolder: () => "C:\\Users\\anna\\netwho",
    pathKind: () => held.length === 0 ? "missing" : "file",
    readCache: () => held,
    rewriteCache: (_path, change) => {
      writings++;
      held = change(held) as typeof held;
    },
  };
  const remembered = () => JSON.parse(new TextDecoder().decode(held));
  {
    await using bench = await opened({ host, args: ["7"] });
    bench.press("e", "s");
    await bench.pass(40);
    // The answer to a key does not wait for the disk.
    assert(!bench.text.includes("svchost.exe"));
    assertEquals(writings, 0);
    await bench.pass(500);
    assertEquals(writings, 1);
    assertEquals([remembered().only, remembered().sort], [["established"], "process"]);
    assertEquals(remembered().every, 2000);
    bench.press("+", "q");
    assertEquals(await bench.exitCode, 0);
    assertEquals(remembered().every, 10_000);
  }
  await using bench = new ScreenBench({ host });
  await bench.until((text) => text.includes("chat.exe"));
  assert(!bench.text.includes("svchost.exe"));
  assertStringIncludes(bench.text, "every 10");
});

Deno.test("a message goes by itself", async () => {
  await using bench = await opened();
  bench.press("+");
  await bench.until((text) => text.includes("Looking every 3 s"));
  await bench.pass(7_000);
  assert(!bench.text.includes("Looking every 3 s"));
});

Deno.test("without keys, as after the end of standard input, the looks go on", async () => {
  await using bench = await opened({ host: { ...windowsHost(), keys: async function* () {} } });
  await bench.pass(10_000);
  assertStringIncludes(bench.text, "chat.exe");
});

Deno.test("Enter tells of the connection and its program", async () => {
  await using bench = await opened({ rows: 50, host: machine(() => Promise.resolve("asked")) });
  bench.press("down", "enter");
  await bench.until((text) => text.includes("Details") && text.includes(CHAT.path));
  assertStringIncludes(bench.text, "198.51.100.4:443");
  bench.press("escape");
  await bench.until((text) => !text.includes("Details"));
});

Deno.test("c hands the selected connection to the terminal, between two frames", async () => {
  await using bench = await opened();
  bench.press("down", "c", "down", "up", "s");
  await bench.until((text) => text.includes("Copied 1 connection"));
  const copied = bench.written.find((text) => text.startsWith("\x1b]52;c;"))!;
  const base64 = copied.slice("\x1b]52;c;".length, -1);
  const [row] = JSON.parse(new TextDecoder().decode(Uint8Array.fromBase64(base64)));
  assertEquals([row.process, row.localPort], ["chat.exe", 50123]);
  assertEquals(bench.mostWritings, 1);
});

Deno.test("E saves the look, and says where", async () => {
  const files = new Map<string, string>();
  const createFile: Host["createFile"] = (path) => {
    let text = "";
    return {
      write: (bytes) => void (text += new TextDecoder().decode(bytes)),
      commit: () => void files.set(path, text),
      discard: () => {},
    };
  };
  await using bench = await opened({ host: { ...windowsHost(), createFile } });
  bench.press("E");
  await bench.until((text) => /Saved netwho-2026-01-02\S+\.json/.test(text));
  assertEquals([...files.values()].map((text) => JSON.parse(text).connections.length), [3]);
});

Deno.test("details that cannot be read say why, and the screen goes on", async () => {
  const programFacts = () =>
    Promise.reject(new NotRecordedError("Cannot replay chat.exe: not recorded"));
  const host = { ...machine(() => Promise.resolve("asked")), programFacts };
  await using bench = await opened({ rows: 50, host: { ...host, fileFacts: programFacts } });
  bench.press("down", "enter");
  await bench.until((text) => text.includes("Details") && !text.includes("Reading"));
  bench.press("escape", "up");
  await bench.until((text) => /^> .*svchost/m.test(text));
});
