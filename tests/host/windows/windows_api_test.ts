import { assert, assertEquals, assertMatch } from "@std/assert";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { filetimeToIso } from "../../../lib/host/windows/filetime.ts";
import { factsOf, windowsApi } from "../../../lib/host/windows/windows_api.ts";

const windows = Deno.build.os === "windows";
const ignore = !windows;

Deno.test("a FILETIME counts 100 ns from 1601", () => {
  // The two epochs are 134774 days apart.
  assertEquals(filetimeToIso(134_774n * 86_400n * 10_000_000n), "1970-01-01T00:00:00.000Z");
  assertEquals([0n, -1n].map(filetimeToIso), [null, null]);
});

Deno.test("an impossible PID is skipped; the others are asked about", () => {
  const asked: number[] = [];
  const kernel = {
    OpenProcess: (_access: number, _inherit: number, pid: number) => {
      // As FFI does.
      if (pid !== pid >>> 0) throw new TypeError(`Invalid FFI u32 type: ${pid}`);
      asked.push(pid);
      return Deno.UnsafePointer.of(new Uint8Array(1));
    },
    QueryFullProcessImageNameW: () => 0,
    GetProcessTimes: () => 0,
    CloseHandle: () => 1,
  };
  const pids = [8, 2 ** 32, -1, 1.5, NaN, 0xffff_ffff, 0];
  const unknown = { path: null, startedAt: null };
  assertEquals(
    factsOf(kernel, pids),
    new Map([[8, unknown], [0xffff_ffff, unknown], [0, unknown]]),
  );
  assertEquals(asked, [8, 0xffff_ffff, 0]);
});

Deno.test("a process that cannot be asked about takes nothing away from the others", () => {
  const closed: Deno.PointerValue[] = [];
  const handles = new Map(
    [8, 12, 16].map((pid) => [pid, Deno.UnsafePointer.of(new Uint8Array(8))] as const),
  );
  const path = "C:\\a.exe";
  const kernel = {
    OpenProcess: (_access: number, _inherit: number, pid: number) => handles.get(pid)!,
    QueryFullProcessImageNameW: (
      ...[handle, , name, length]: [Deno.PointerValue, number, unknown, unknown]
    ) => {
      if (handle === handles.get(8)) throw new Error("Out of memory");
      // Registry, Memory Compression and vmmem have an empty name.
      const text = handle === handles.get(12) ? "" : path;
      for (let at = 0; at < text.length; at++) (name as Uint16Array)[at] = text.charCodeAt(at);
      (length as Uint32Array)[0] = text.length;
      return 1;
    },
    GetProcessTimes: () => 0,
    CloseHandle: (handle: Deno.PointerValue) => closed.push(handle),
  };
  assertEquals(
    factsOf(kernel, [8, 12, 16]),
    new Map([[12, { path: null, startedAt: null }], [16, { path, startedAt: null }]]),
  );
  assertEquals(closed, [...handles.values()]);
});

Deno.test({
  name: "an impossible PID does not hide the facts about a possible one",
  ignore,
  fn() {
    const facts = denoHost().processFacts([Deno.pid, 2 ** 32]);
    assertEquals([...facts.keys()], [Deno.pid]);
  },
});

Deno.test({
  name: "where Windows does not answer, nothing is known and nothing throws",
  ignore: windows,
  async fn() {
    const api = windowsApi();
    const maps = [api.processFacts([4]), api.listedProcesses(), api.commandLines([4])];
    assertEquals([...maps, api.socketServices(["4/1"])], Array(4).fill(new Map()));
    const facts = [await api.versionFacts("C:\\a.exe"), api.oemCodePage(), api.elevated()];
    const others = [api.ansiCodePage(), api.computerName(), api.systemSockets()];
    assertEquals([...facts, ...others], Array(6).fill(null));
  },
});

Deno.test({
  name: "Windows tells its own code pages",
  ignore,
  fn() {
    const host = denoHost();
    for (const page of [host.oemCodePage(), host.ansiCodePage()]) {
      assert(page !== null && page > 0, `page ${page}`);
    }
  },
});

Deno.test({
  name: "Windows tells every process's parent and name",
  ignore,
  fn() {
    const listed = denoHost().listedProcesses();
    const program = Deno.execPath().split("\\").at(-1)!;
    assertEquals(listed.get(Deno.pid), { parentPid: Deno.ppid, name: program });
    assert(listed.size > 3);
  },
});

Deno.test({
  name: "Windows' own libraries say whose they are; a file without a version resource does not",
  ignore,
  async fn() {
    const host = denoHost();
    const system = `${Deno.env.get("SystemRoot")}\\System32`;
    const kernel = await host.fileFacts(`${system}\\kernel32.dll`);
    assertEquals(kernel?.company, "Microsoft Corporation");
    assertMatch(kernel!.version!, /^\d+\.\d+\./);
    const hosts = await host.fileFacts(`${system}\\drivers\\etc\\hosts`);
    assertEquals([hosts?.company, hosts?.version], [null, null]);
  },
});

Deno.test({
  name: "Windows tells its name",
  ignore,
  fn() {
    assertEquals(denoHost().computerName(), Deno.hostname());
  },
});

Deno.test({
  name: "our own sockets are in the system's tables, as old as they are (under Wine of no age)",
  ignore,
  fn() {
    const before = Date.now();
    using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    using listener6 = Deno.listen({ hostname: "::1", port: 0 });
    const sockets = denoHost().systemSockets()!;
    for (const { addr } of [listener, listener6]) {
      const own = sockets.filter(({ localPort, pid }) =>
        localPort === addr.port && pid === Deno.pid
      );
      assertEquals(
        own.map(({ protocol, localAddress, isListening }) => [protocol, localAddress, isListening]),
        [["TCP", addr.hostname, true]],
      );
      const { createdAt } = own[0]!;
      if (createdAt === null) continue;
      assert(Math.abs(Date.parse(createdAt) - before) < 5000, createdAt);
    }
  },
});

Deno.test({
  name: "a child's command line, as it was given (Wine does not tell)",
  ignore,
  async fn() {
    const args = ["eval", "await new Promise((end) => setTimeout(end, 60_000)) // größe 日本"];
    const child = new Deno.Command(Deno.execPath(), { args }).spawn();
    try {
      const line = denoHost().commandLines([child.pid]).get(child.pid);
      if (line !== undefined) assert(line.includes("// größe 日本"), line);
      assertEquals(denoHost().listedProcesses().get(child.pid)?.parentPid, Deno.pid);
    } finally {
      child.kill();
      await child.status;
    }
  },
});
