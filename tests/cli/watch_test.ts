/** `netwho watch` into a pipe, with a machine in memory. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { type Host, HostError } from "../../lib/host/host.ts";
import { main } from "../../lib/cli/main.ts";
import { CHANGE_FIELDS } from "../../lib/model/change.ts";
import { type FakeClock, fakeClock } from "../support/fake_clock.ts";
import { type FakeHost, fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder } from "../support/folders.ts";
import { runMain } from "../support/run_main.ts";
import { WINDOWS, windowsHost } from "../support/windows_host.ts";

/** A Windows machine whose netstat prints other rows at each look. */
interface Scene {
  /** The rows of netstat at each look, the last of them again and again; an error for one that fails. */
  readonly looks: readonly (string | HostError)[];
  /** How long each look takes, in milliseconds. */
  readonly took?: number;
  readonly host?: Partial<Host>;
  readonly clock?: FakeClock;
}

const HEAD = WINDOWS.netstat.slice(0, WINDOWS.netstat.indexOf("  TCP"));
const SERVER = "  TCP    0.0.0.0:135            0.0.0.0:0              LISTENING       912\r\n";
const CHAT = "  TCP    192.0.2.7:50123        198.51.100.4:443       ESTABLISHED     4711\r\n";
const LEFT = "  TCP    192.0.2.7:50123        198.51.100.4:443       TIME_WAIT       0\r\n";

/** Runs it on a clock of its own. */
async function watch(
  args: readonly string[],
  { looks, took = 0, host: own = {}, clock = fakeClock() }: Scene,
) {
  const machine = windowsHost();
  const tools: string[] = [];
  let number = 0;
  const host: FakeHost = fakeHost({
    ...machine,
    now: () => clock.now(),
    sleep: clock.sleep,
    run: async (tool, given, options) => {
      tools.push(`${tool} ${given.join(" ")}`);
      if (tool !== "netstat") return await machine.run!(tool, given, options);
      const rows = looks[Math.min(number++, looks.length - 1)]!;
      if (took > 0) await clock.sleep(took, options);
      if (typeof rows !== "string") throw rows;
      return { stdout: new TextEncoder().encode(HEAD + rows), stderr: new Uint8Array(), code: 0 };
    },
    ...own,
  });
  const end = main(["watch", ...args], host);
  let isOver = false;
  end.finally(() => isOver = true);
  while (!isOver) await clock.run();
  return { code: await end, stdout: host.stdout(), stderr: host.stderr(), tools, clock };
}

/** The lines as objects, in few words. */
function told(stdout: string): string[] {
  return stdout.trimEnd().split("\n").filter((line) => line !== "").map((line) => {
    const { change, localPort, process, previousState, state } = JSON.parse(line);
    return `${change} ${localPort} ${process} ${previousState} ${state}`;
  });
}

Deno.test("a line for each change, beginning with what is there", async () => {
  const { code, stdout, stderr, tools } = await watch(["--count", "3"], {
    looks: [SERVER + CHAT, SERVER + LEFT, SERVER],
  });
  assertEquals([code, stderr], [0, ""]);
  assertEquals(told(stdout), [
    "opened 135 svchost.exe null LISTENING",
    "opened 50123 chat.exe null ESTABLISHED",
    "changed 50123 chat.exe ESTABLISHED TIME_WAIT",
    "closed 50123 chat.exe TIME_WAIT TIME_WAIT",
  ]);
  const first = JSON.parse(stdout.split("\n")[0]!);
  assertEquals(Object.keys(first), CHANGE_FIELDS.map(({ name }) => name));
  assertEquals(first.changedAt, "2026-01-02T03:04:05.000Z");
  assertEquals(JSON.parse(stdout.trim().split("\n").at(-1)!).changedAt, "2026-01-02T03:04:09.000Z");
  // One netstat and one tasklist a look.
  assertEquals(tools.length, 6);
  assert(stdout.endsWith("}\n") && !stdout.includes("\n\n"));
});

Deno.test("csv has one header, whatever is written later", async () => {
  const { stdout } = await watch(
    ["--count", "3", "--format", "csv", "--fields", "change,localPort", "--changes-only"],
    { looks: [SERVER, SERVER + CHAT, SERVER] },
  );
  assertEquals(stdout, "change,localPort\r\nopened,50123\r\nclosed,50123\r\n");
});

Deno.test("filters choose what is written; what leaves them is told with the change that did it", async () => {
  const { stdout } = await watch(["--count", "3", "--established"], {
    looks: [SERVER + CHAT, SERVER + LEFT, SERVER],
  });
  assertEquals(told(stdout), [
    "opened 50123 chat.exe null ESTABLISHED",
    "changed 50123 chat.exe ESTABLISHED TIME_WAIT",
  ]);
});

Deno.test("--until ends it with the row that was waited for", async () => {
  const args = ["--until", "listening port 135", "--changes-only"];
  const later = await watch(args, { looks: [CHAT, CHAT, CHAT + SERVER] });
  assertEquals([later.code, later.stderr], [0, ""]);
  assertEquals(told(later.stdout), ["opened 135 svchost.exe null LISTENING"]);
  assertEquals(later.clock.passed(), 4000);
  const first = await watch(args, { looks: [SERVER] });
  assertEquals(told(first.stdout), ["opened 135 svchost.exe null LISTENING"]);
  assertEquals([first.code, first.clock.passed()], [0, 0]);
});

Deno.test("--until knows the names that come with the look", async () => {
  const machine = windowsHost();
  const { code, stdout } = await watch(
    ["--until", "host chat.example", "--resolve", "--no-cache", "--count", "1"],
    {
      looks: [],
      host: {
        run: async (tool, args, options) => {
          if (tool === "tasklist") return await machine.run!(tool, args, options);
          if (tool !== "netstat") throw new HostError("notFound", `no ${tool}`);
          return {
            stdout: new TextEncoder().encode(HEAD + CHAT),
            stderr: new Uint8Array(),
            code: 0,
          };
        },
        resolveDns: () =>
          Promise.resolve([{ data: "chat.example", preference: null, weight: null, port: null }]),
      },
    },
  );
  assertEquals([code, told(stdout)], [0, ["opened 50123 chat.exe null ESTABLISHED"]]);
});

Deno.test("--until that is never true ends with 1, and says so", async () => {
  for (
    const [end, passed] of [
      [["--timeout", "5"], 5000],
      [["--duration", "3s"], 3000],
      [["--count", "2"], 2000],
    ] as const
  ) {
    const { code, stderr, clock } = await watch(
      ["--until", "listening port 8080", ...end],
      { looks: [SERVER] },
    );
    assertEquals(code, 1);
    assertMatch(stderr, /^netwho: Cannot find what --until waits for: listening port 8080\n$/);
    assertEquals(clock.passed(), passed);
  }
});

Deno.test("--until where no look succeeded: nobody knows, so that it is a failure", async () => {
  const { code } = await watch(["--until", "port 1", "--timeout", "3"], {
    looks: [new HostError("notFound", "no netstat")],
  });
  assertEquals(code, 3);
});

Deno.test("a look that fails is told once, the next ones are made, and it ends with 3", async () => {
  const failure = new HostError("timedOut", "netstat took too long");
  const { code, stdout, stderr } = await watch(["--count", "4"], {
    looks: [SERVER, failure, failure, SERVER + CHAT],
  });
  assertEquals(code, 3);
  assertEquals(told(stdout), [
    "opened 135 svchost.exe null LISTENING",
    "opened 50123 chat.exe null ESTABLISHED",
  ]);
  assertEquals(stderr.match(/Cannot run netstat/g)?.length, 1);
  assertMatch(stderr, /03:04:11Z?: watching again, after 2 failed looks\n/);
});

Deno.test("a tool that hangs is told without options that watch has not, or means otherwise", async () => {
  for (const kind of ["timedOut", "notFound"] as const) {
    const { stderr } = await watch(["--count", "1"], { looks: [new HostError(kind, "")] });
    assertMatch(stderr, /^netwho: \S+: Cannot run netstat: /);
    assertEquals(stderr.match(/--timeout|--from/), null);
  }
});

Deno.test("a program list that fails once makes nothing new, and is told", async () => {
  const machine = windowsHost();
  let number = 0;
  const { stdout, stderr, code } = await watch(["--count", "3"], {
    looks: [SERVER + CHAT],
    host: {
      run: async (tool, args, options) => {
        if (tool === "tasklist" && ++number === 2) throw new HostError("other", "the list is away");
        return await machine.run!(tool, args, options);
      },
    },
  });
  assertEquals(told(stdout).filter((line) => !line.startsWith("opened")), []);
  assertStringIncludes(stderr, "the list is away; program names are missing");
  assertEquals(code, 3);
});

const CHATS = [1, 2, 3, 4].map((end) => CHAT.replace("50123", `5012${end}`)).join("");

Deno.test("a listing that is cut once closes nothing; one that stays short is believed", async () => {
  for (const cut of ["", SERVER, SERVER + CHATS.slice(0, 50), "Out of memory\r\n"]) {
    const { stdout, tools } = await watch(["--count", "3", "--changes-only"], {
      looks: [SERVER + CHATS, cut, SERVER + CHATS],
    });
    assertEquals([told(stdout), tools.length], [[], 8]);
  }
  const { stdout } = await watch(["--count", "2", "--changes-only"], {
    looks: [SERVER + CHATS, SERVER],
  });
  assertEquals(told(stdout).length, 4);
});

Deno.test("a look that is late is told once, and none piles up", async () => {
  const { stderr, clock, tools } = await watch(["1", "--count", "4"], {
    looks: [SERVER],
    took: 1500,
  });
  assertEquals(stderr.match(/looks take longer than the 1s between looks/g)?.length, 1);
  assertEquals(clock.passed(), 7500);
  assertEquals(tools.filter((tool) => tool.startsWith("netstat")).length, 4);
});

Deno.test("a reader that takes long is told, and gets later what is there then", async () => {
  const clock = fakeClock();
  const written: string[] = [];
  const { stderr } = await watch(["1", "--count", "3"], {
    looks: [SERVER, SERVER + CHAT, SERVER],
    clock,
    host: {
      write: async (bytes) => {
        if (written.length === 0) await clock.sleep(5500);
        written.push(new TextDecoder().decode(bytes));
      },
    },
  });
  assertMatch(stderr, /^netwho: \S+: the reader takes longer than the 1s between looks: some fall/);
  assertEquals(stderr.split("\n").length, 2);
  assertEquals(told(written.join("")).map((line) => line.slice(0, 10)), [
    "opened 135",
    "opened 501",
    "closed 501",
  ]);
  assertEquals(clock.passed(), 7000);
});

Deno.test("a change does not wait long for names that do not come", async () => {
  const machine = windowsHost();
  const written: [number, number][] = [];
  const start = Date.UTC(2026, 0, 2, 3, 4, 5);
  let number = 0;
  const clock = fakeClock(start);
  const never = async (): Promise<never> => {
    await clock.sleep(10_000);
    throw new HostError("timedOut", "no answer");
  };
  const host = fakeHost({
    ...machine,
    now: () => clock.now(),
    sleep: clock.sleep,
    run: async (tool, args, options) => {
      if (tool === "tasklist") return await machine.run!(tool, args, options);
      if (tool !== "netstat") return await never();
      const rows = number++ === 0 ? CHAT : CHAT + CHAT.replace("50123", "50125");
      return { stdout: new TextEncoder().encode(HEAD + rows), stderr: new Uint8Array(), code: 0 };
    },
    resolveDns: never,
    write: (bytes) => {
      const { length } = new TextDecoder().decode(bytes).trim().split("\n");
      written.push([clock.passed(), length]);
      return Promise.resolve();
    },
  });
  const end = main(["watch", "--resolve", "--no-cache", "--count", "2"], host);
  await clock.run();
  assertEquals(await end, 0);
  assertEquals(written, [[1000, 1], [2100, 1]]);
});

Deno.test("--duration ends it in time, with 0", async () => {
  const { code, clock } = await watch(["--duration", "5s"], { looks: [SERVER] });
  assertEquals([code, clock.passed()], [0, 5000]);
});

Deno.test("--log adds each look to the history", async () => {
  await inTemporaryFolder(async (folder) => {
    const db = `${folder}/history.db`;
    const looks = [SERVER + CHAT, SERVER, SERVER];
    const { code, stderr } = await watch(["--count", "3", "--log", "--db", db], {
      looks,
      host: { pathKind: () => "missing", makeFolder: () => {} },
    });
    assertEquals([code, stderr], [0, ""]);
    // An open database has more files than one, and on Windows cannot be deleted.
    assertEquals(Array.from(Deno.readDirSync(folder), ({ name }) => name), ["history.db"]);
    const { DatabaseSync } = await import("node:sqlite");
    const database = new DatabaseSync(db);
    const count = (table: string) =>
      database.prepare(`SELECT count(*) AS n FROM ${table}`).get()!.n;
    assertEquals([count("run"), count("episode")], [3, 2]);
    database.close();
  });
});

for (
  const [args, message, hint] of [
    [["chrome"], /Cannot use chrome for SECONDS/, /netwho watch --process chrome/],
    [["2s"], /Cannot use 2s for SECONDS/, /netwho watch 2\n/],
    [["5m"], /Cannot use 5m for SECONDS/, /netwho watch 300\n/],
    [["10sec"], /Cannot use 10sec for SECONDS/, /netwho watch 10\n/],
    [["1e9"], /Cannot use 1e9 for SECONDS/, /SECONDS is how often to look/],
    [["0,5"], /Cannot use 0,5 for SECONDS/, /netwho watch 0\.5/],
    [[":443"], /Cannot use :443 for SECONDS/, /netwho watch --port 443/],
    [["192.0.2.7"], /Cannot use 192\.0\.2\.7 for SECONDS/, /--address 192\.0\.2\.7/],
    [["0.4"], /Cannot look every 0\.4 s: the shortest interval is 0\.5 s/, /--help/],
    [["0"], /Cannot look every 0 s/, /--help/],
    [["86401"], /Cannot look every 86401 s: the longest interval is a day/, /schedule add/],
    [["--duration", "5"], /--duration: it must be a length of time/, /--duration 5s/],
    [["--timeout", "5"], /Cannot use --timeout without --until/, /--help/],
    [["--until", "lisening"], /Unknown filter lisening: did you mean listening/, /--help/],
    [["--until", "host *.example"], /Cannot wait for host without --resolve/, /--help/],
    [["--until", "!country DE", "--resolve"], /Cannot wait for country without --owner/, /--help/],
    [["--reset"], /Cannot use --reset here/, /on a terminal/],
    [["--color", "always"], /Cannot use --color here/, /on a terminal/],
    [["--db", "x.db"], /Cannot use --db without --log/, /--help/],
    [["--server", "192.0.2.1"], /Cannot use --server without --resolve or --owner/, /--help/],
  ] as const
) {
  Deno.test(`watch ${args.join(" ")} is explained, before any tool runs`, async () => {
    const run = () => Promise.reject(new Error("a tool was run"));
    const { code, stdout, stderr } = await runMain(["watch", ...args], {
      host: { os: "windows", run },
    });
    assertEquals([code, stdout], [2, ""]);
    assertMatch(stderr, message);
    assertMatch(stderr, hint);
  });
}

Deno.test("--changes-only on the screen is refused, which shows all", async () => {
  const { code, stderr } = await runMain(["watch", "--changes-only"], {
    host: { isTerminal: () => true },
  });
  assertEquals(code, 2);
  assertMatch(stderr, /Cannot use --changes-only on the screen[^]*--format ndjson/);
});

Deno.test("a replay shows its moment again and again, at the pace of this computer", async () => {
  const { code, stdout } = await runMain([
    ...[
      "watch",
      "0.5",
      "--replay",
      "tests/recordings/windows-de",
      "--count",
      "2",
      "--fields",
      "change",
    ],
  ], { host: await replayFiles() });
  assertEquals(code, 0);
  assert(stdout.split("\n").every((line) => line === "" || line === '{"change":"opened"}'));
});

/** What a replay needs of the computer that it is played on. */
async function replayFiles(): Promise<Partial<Host>> {
  const { denoHost } = await import("../../lib/host/deno/deno_host.ts");
  const { write: _, writeError: __, isTerminal: ___, ...files } = denoHost();
  return { ...files, sleep: () => Promise.resolve() };
}
