import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { ActionError, type EndOptions, type ProcessIdentity } from "../../../lib/host/actions.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { type Capture, HostError } from "../../../lib/host/host.ts";
import { askToClose } from "../../../lib/host/windows/ask_to_close.ts";
import {
  type EndingCalls,
  type EndingSystem,
  endWindowsProcess,
} from "../../../lib/host/windows/end_windows_process.ts";

const ignore = Deno.build.os !== "windows";

// 2026-01-01T00:00:00.1234567Z: 155594 days after 1601 and 1234567 of 100 ns.
const CREATED = 155_228n * 864_000_000_000n + 1_234_567n;
const STARTED = "2026-01-01T00:00:00.123Z";
const PATH = "C:\\Program Files\\Größe\\game.exe";
const SEEN: ProcessIdentity = { pid: 4711, startedAt: STARTED, path: PATH };

/** A process of the pretended Windows. */
interface Running {
  created?: bigint;
  path?: string | null;
  isCritical?: boolean;
  hasEnded?: boolean;
  /** What netwho may not do with it. @default it may do all */
  denied?: "ending" | "all";
  /** How often it is looked at before its end has come; null: for ever. */
  looksUntilEnd?: number | null;
}

/** Windows, as far as these calls go. Its only process is 4711, or none. */
function windows(
  process: Running | null,
  { elevated = false, hasWindow = true, hasCritical = true, isListed = true }: {
    elevated?: boolean;
    hasWindow?: boolean;
    /** Whether it has IsProcessCritical. */
    hasCritical?: boolean;
    /** Whether it tells which processes there are. */
    isListed?: boolean;
  } = {},
) {
  const done: string[] = [];
  let open = 0;
  let looks: number | null = null;
  const hasEnded = () => {
    if (process!.hasEnded) return true;
    if (looks === null || process!.looksUntilEnd === null) return false;
    return looks++ >= (process!.looksUntilEnd ?? 1);
  };
  const calls = {
    OpenProcess: (access: number, _inherit: number, pid: number) => {
      if (process === null || pid !== 4711 || process.denied === "all") return null;
      if ((access & 0x1) !== 0 && process.denied === "ending") return null;
      open++;
      return {};
    },
    CloseHandle: () => open--,
    QueryFullProcessImageNameW: (
      ...[, flags, name, length]: [
        unknown,
        number,
        Uint16Array,
        Uint32Array,
      ]
    ) => {
      const path = process!.path === undefined ? PATH : process!.path;
      if (path === null || flags !== 0) return 0;
      name.set(path.split("").map((unit) => unit.charCodeAt(0)));
      length[0] = path.length;
      return 1;
    },
    GetProcessTimes: (_handle: unknown, created: BigUint64Array) => {
      created[0] = process!.created ?? CREATED;
      return created[0] === 0n ? 0 : 1;
    },
    TerminateProcess: (_handle: unknown, code: number) => {
      done.push(`ended with ${code}`);
      looks = 0;
      return 1;
    },
    WaitForSingleObject: (_handle: unknown, milliseconds: number) => {
      assertEquals(milliseconds, 0, "the program goes on meanwhile");
      return hasEnded() ? 0 : 258;
    },
  } as unknown as EndingCalls;
  const system: EndingSystem = {
    calls: () => calls,
    critical: () => {
      if (!hasCritical) throw new TypeError("Could not find symbol IsProcessCritical");
      return {
        IsProcessCritical: (_handle, answer) => {
          (answer as Uint32Array)[0] = process!.isCritical ? 1 : 0;
          return 1;
        },
      };
    },
    runningPids: () => new Set(!isListed ? [] : process === null ? [4] : [4, 4711]),
    elevated: () => elevated,
    askToClose: (pid) => {
      done.push(`asked ${pid}`);
      if (hasWindow) looks = 0;
      return Promise.resolve(hasWindow);
    },
    ownPid: 815,
  };
  return {
    done,
    openHandles: () => open,
    end: (identity: Partial<ProcessIdentity> = {}, options: Partial<EndOptions> = {}) =>
      endWindowsProcess(system, { ...SEEN, ...identity }, {
        timeoutMilliseconds: 5000,
        ...options,
      }),
  };
}

Deno.test("a process with a window is asked to close, and waited for", async () => {
  const { end, done, openHandles } = windows({ looksUntilEnd: 3 });
  assertEquals(await end(), "asked");
  assertEquals([done, openHandles()], [["asked 4711"], 0]);
});

Deno.test("by force a process is ended without being asked", async () => {
  const { end, done, openHandles } = windows({ looksUntilEnd: 3 });
  assertEquals(await end({}, { force: true }), "forced");
  assertEquals([done, openHandles()], [["ended with 1"], 0]);
});

Deno.test("the letters of a path may be large or small, and a path that was not seen is not compared", async () => {
  assertEquals(await windows({}).end({ path: "c:\\PROGRAM FILES\\GRÖßE\\GAME.exe" }), "asked");
  assertEquals(await windows({ path: null }).end({ path: null }), "asked");
});

Deno.test("Windows before 8.1 has no IsProcessCritical, and ends processes all the same", async () => {
  assertEquals(await windows({}, { hasCritical: false }).end(), "asked");
});

const NO_START = "Windows does not tell when it started, so that it cannot be told from another";

const REFUSALS: readonly [
  name: string,
  windows: Parameters<typeof windows>,
  identity: Partial<ProcessIdentity>,
  kind: string,
  state: string,
][] = [
  ["that is gone", [null], {}, "gone", "it is not there any more"],
  [
    "that has ended, but of which somebody has a handle",
    [{ hasEnded: true }],
    {},
    "gone",
    "it is not there any more",
  ],
  [
    "whose number was given to another",
    [{ created: CREATED + 10_000n }],
    {},
    "changed",
    "its number belongs to another process by now, started at 2026-01-01T00:00:00.124Z",
  ],
  [
    "that is another program",
    [{ path: "C:\\other.exe" }],
    {},
    "changed",
    "it is another program by now, C:\\other.exe",
  ],
  [
    "whose program cannot be seen any more",
    [{ path: null }],
    {},
    "unidentified",
    "Windows does not tell any more which program it is",
  ],
  ["whose start was not seen", [{}], { startedAt: null }, "unidentified", NO_START],
  ["whose start cannot be seen any more", [{ created: 0n }], {}, "unidentified", NO_START],
  [
    "with whose end Windows stops",
    [{ isCritical: true }],
    {},
    "protected",
    "Windows stops when it ends",
  ],
  ["0", [{}], { pid: 0 }, "protected", "it is Windows itself"],
  [
    "4, also of an unknown start",
    [{}],
    { pid: 4, startedAt: null },
    "protected",
    "it is Windows itself",
  ],
  ["that is netwho", [{}], { pid: 815 }, "protected", "it is netwho itself"],
  ["of no possible number", [{}], { pid: 2 ** 32 }, "gone", "it is not there any more"],
  [
    "that takes an administrator",
    [{ denied: "ending" }],
    {},
    "permissionDenied",
    'only an administrator may; open a terminal with "Run as administrator" and try there',
  ],
  [
    "that cannot even be looked at",
    [{ denied: "all" }],
    {},
    "permissionDenied",
    'only an administrator may; open a terminal with "Run as administrator" and try there',
  ],
  [
    "that cannot be looked at where Windows lists none",
    [null, { isListed: false }],
    {},
    "permissionDenied",
    'only an administrator may; open a terminal with "Run as administrator" and try there',
  ],
  [
    "that Windows protects",
    [{ denied: "ending" }, { elevated: true }],
    {},
    "permissionDenied",
    "Windows protects it, from administrators too",
  ],
  [
    "that may not be ended, and is another one by now",
    [{ denied: "ending", created: CREATED - 10_000n }],
    {},
    "changed",
    "its number belongs to another process by now, started at 2026-01-01T00:00:00.122Z",
  ],
];

for (const force of [false, true]) {
  for (const [name, system, identity, kind, state] of REFUSALS) {
    Deno.test(`a process ${name} is not ended${force ? " by force" : ""}`, async () => {
      const { end, done, openHandles } = windows(...system);
      const error = await assertRejects(() => end(identity, { force }), ActionError);
      const pid = identity.pid ?? 4711;
      assertEquals([error.kind, error.message], [kind, `Cannot end process ${pid}: ${state}`]);
      assertEquals([done, openHandles()], [[], 0]);
    });
  }
}

Deno.test("without a window only --force ends it", async () => {
  const { end, openHandles } = windows({}, { hasWindow: false });
  const error = await assertRejects(() => end(), ActionError);
  assertEquals(error.kind, "notSupported");
  assertEquals(
    error.message,
    "Cannot end process 4711: it has no window that could be asked to close; --force ends it " +
      "without asking",
  );
  assertEquals(openHandles(), 0);
});

Deno.test("a process that still runs after its time is told so", async () => {
  for (const force of [false, true]) {
    const { end, openHandles } = windows({ looksUntilEnd: null });
    const options = { force, timeoutMilliseconds: 100 };
    const error = await assertRejects(() => end({}, options), ActionError);
    assertEquals([error.kind, openHandles()], ["timedOut", 0]);
    assertMatch(error.message, /^Cannot end process 4711: after 0\.1 s it still runs: /);
    assertEquals(error.message.includes("--force"), !force);
  }
});

Deno.test("an interruption ends the waiting", async () => {
  const stop = new AbortController();
  const { end, openHandles } = windows({ looksUntilEnd: null });
  const ending = end({}, { signal: stop.signal, timeoutMilliseconds: 60_000 });
  stop.abort(new Error("stop"));
  await assertRejects(() => ending, Error, "stop");
  assertEquals(openHandles(), 0);
  await assertRejects(() => end({}, { signal: stop.signal }), Error, "stop");
});

Deno.test("where Windows cannot be asked, nothing is ended", async () => {
  const system = {
    calls: () => {
      throw new Deno.errors.NotCapable("ffi");
    },
    ownPid: 815,
  } as unknown as EndingSystem;
  const error = await assertRejects(
    () => endWindowsProcess(system, SEEN, { timeoutMilliseconds: 1 }),
    ActionError,
  );
  assertEquals(error.kind, "notSupported");
});

Deno.test("taskkill asks: only its exit code counts", async () => {
  const asked: (readonly string[])[] = [];
  const none = new Uint8Array();
  const taskkill = (code: number) => (args: readonly string[]) => {
    asked.push(args);
    return Promise.resolve<Capture>({ stdout: none, stderr: none, code });
  };
  const options = { timeoutMilliseconds: 1500 };
  assertEquals(await askToClose(taskkill(0), 4711, options), true);
  assertEquals(await askToClose(taskkill(128), 4711, options), false);
  assertEquals(asked, [["/pid", "4711"], ["/pid", "4711"]]);
});

Deno.test("a taskkill that is not there, or hangs, is told", async () => {
  const kinds = [["notFound", "notSupported", "does not run"], [
    "timedOut",
    "timedOut",
    "takes over 1.5 s",
  ]] as const;
  for (const [fails, kind, state] of kinds) {
    const taskkill = () => Promise.reject(new HostError(fails, "no"));
    const error = await assertRejects(
      () => askToClose(taskkill, 4711, { timeoutMilliseconds: 1500 }),
      ActionError,
    );
    assertEquals(error.kind, kind);
    assert(error.message.includes(`, ${state}; --force ends it`), error.message);
  }
});

/** A process of Windows that waits, started for the test. */
function waitingProcess(): Deno.ChildProcess {
  const args = ["eval", "await new Promise((end) => setTimeout(end, 60_000))"];
  return new Deno.Command(Deno.execPath(), { args }).spawn();
}

Deno.test({
  name:
    "Windows: a reused number is not hit, a process without a window is not asked, force ends it",
  ignore,
  async fn() {
    const host = denoHost();
    const child = waitingProcess();
    try {
      const seen = host.processFacts([child.pid]).get(child.pid)!;
      assert(seen.startedAt !== null && seen.path !== null);
      const identity = { pid: child.pid, ...seen };
      const options = { timeoutMilliseconds: 10_000 };
      const forced = { ...options, force: true };
      const kindOf = async (change: Partial<ProcessIdentity>, how: EndOptions) => {
        const end = () => host.endProcess({ ...identity, ...change }, how);
        return (await assertRejects(end, ActionError)).kind;
      };
      const before = new Date(Date.parse(seen.startedAt) - 1).toISOString();
      assertEquals(await kindOf({ startedAt: before }, forced), "changed");
      assertEquals(await kindOf({ path: "C:\\other.exe" }, forced), "changed");
      assertEquals(await kindOf({}, options), "notSupported");
      assert(host.listedProcesses().has(child.pid), "it was not touched");
      assertEquals(await host.endProcess(identity, forced), "forced");
      assertEquals((await child.status).code, 1);
      assertEquals(await kindOf({}, forced), "gone");
    } finally {
      try {
        child.kill();
      } catch {
        // It has ended, as it should.
      }
      await child.status;
    }
  },
});
