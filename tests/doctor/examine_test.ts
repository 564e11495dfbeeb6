import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { examine } from "../../lib/doctor/examine.ts";
import { type Check, CHECK_FIELDS } from "../../lib/model/check.ts";
import { NotRecordedError } from "../../lib/errors.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { type Host, HostError, type SystemSocket } from "../../lib/host/host.ts";
import { NO_VERSION } from "../../lib/host/windows/version_resource.ts";
import { fakeHost } from "../support/fake_host.ts";

const capture = (text = "", code = 0) => ({
  stdout: new TextEncoder().encode(text),
  stderr: new Uint8Array(),
  code,
});
const windows = (overrides: Partial<Host> = {}) =>
  fakeHost({
    os: "windows",
    run: (tool) => Promise.resolve(capture(tool === "chcp" ? "Aktive Codepage: 850." : "")),
    consoleCodePage: () => 850,
    oemCodePage: () => 850,
    ansiCodePage: () => 1252,
    elevated: () => true,
    ...overrides,
  });
const linux = (overrides: Partial<Host> = {}) =>
  fakeHost({
    os: "linux",
    run: () => Promise.resolve(capture()),
    readFile: () => new Uint8Array(),
    listDirectory: (path) => path === "/proc" ? ["1", "22", "net"] : [],
    readLinks: () => [],
    elevated: () => true,
    ...overrides,
  });
const failing =
  (name: string, kind: ConstructorParameters<typeof HostError>[0]): Host["run"] => (tool) =>
    tool === name ? Promise.reject(new HostError(kind, `No ${name}`)) : Promise.resolve(capture());

const statuses = (checks: Check[]) =>
  Object.fromEntries(
    checks.filter(({ status }) => status !== "ok").map((c) => [c.check, c.status]),
  );

Deno.test("on a healthy machine every check is ok and needs no advice", async () => {
  for (const host of [windows(), linux()]) {
    const checks = await examine(host);
    assert(checks.length >= 5);
    assertEquals(statuses(checks), {});
    assertEquals(checks.map(({ advice }) => advice), checks.map(() => null));
    const names = CHECK_FIELDS.map(({ name }) => name);
    for (const check of checks) assertEquals(Object.keys(check).sort(), [...names].sort());
  }
});

Deno.test("each tool gets the time that is asked for", async () => {
  const given: (number | undefined)[] = [];
  const run: Host["run"] = (_tool, _args, options) => {
    given.push(options?.timeoutMilliseconds);
    return Promise.resolve(capture());
  };
  await examine(windows({ run }), { timeoutMilliseconds: 1500 });
  assert(given.length >= 4, "netstat, tasklist, nslookup and chcp");
  assertEquals(new Set(given), new Set([1500]));
  await examine(windows({ run }));
  assertEquals(given.at(-1), 30_000);
});

Deno.test("netstat is needed, tasklist and nslookup are missed", async () => {
  const missing = async (name: string) =>
    statuses(await examine(windows({ run: failing(name, "notFound") })));
  assertEquals(await missing("netstat"), { netstat: "problem" });
  assertEquals(await missing("tasklist"), { tasklist: "warning", "tasklist /svc": "warning" });
  assertEquals(await missing("nslookup"), { nslookup: "warning" });
  assertEquals(await missing("chcp"), {}, "the page is known without it");
});

Deno.test("what an older recording lacks is not checked", async () => {
  const lacks = (name: string): Host["run"] => (tool) =>
    tool === name ? Promise.reject(new NotRecordedError(name)) : Promise.resolve(capture());
  const checks = await examine(windows({ run: lacks("netsh") }));
  assertEquals(checks.filter(({ check }) => check === "netsh"), []);
  assertEquals(statuses(checks), {});
  await assertRejects(() => examine(windows({ run: lacks("tasklist") })), NotRecordedError);
});

Deno.test("a tool that fails, one that is slow", async () => {
  const fails = windows({ run: () => Promise.resolve(capture("", 1)) });
  assertEquals(statuses(await examine(fails)), {
    netstat: "problem",
    tasklist: "warning",
    "tasklist /svc": "warning",
    netsh: "warning",
    powershell: "warning",
  });
  let time = 0;
  const slow = windows({ now: () => time += 6_000 });
  const checks = await examine(slow);
  assertEquals(statuses(checks).tasklist, "warning");
  const svc = checks.find(({ check }) => check === "tasklist /svc");
  assertEquals(svc?.advice, "Leave services out with --fast");
});

Deno.test("nothing known of the code page, no FFI, no rights", async () => {
  const host = windows({
    run: failing("chcp", "notFound"),
    consoleCodePage: () => null,
    oemCodePage: () => null,
    ansiCodePage: () => null,
    elevated: () => null,
  });
  assertEquals(statuses(await examine(host)), {
    "code page": "warning",
    "Windows API": "warning",
    elevated: "warning",
  });
});

Deno.test("the code pages that Windows tells are named; a recording may lack one", async () => {
  const pages = async (ansi: number | null) => {
    const checks = await examine(windows({ ansiCodePage: () => ansi }));
    return checks.find(({ check }) => check === "code page")?.value;
  };
  assertMatch(await pages(1252) ?? "", /^console 850, OEM 850, ANSI 1252, chcp \S+$/);
  assertMatch(await pages(null) ?? "", /^console 850, OEM 850, chcp \S+$/);
});

Deno.test("the cache is written to if it is there, and nothing is left in it", async () => {
  const cached = async (overrides: Partial<Host>) => {
    const checks = await examine(
      linux({ cacheFolder: () => "/home/ann/.cache/netwho", ...overrides }),
    );
    return checks.find(({ check }) => check === "cache")!;
  };
  let left = 0;
  const tried: string[] = [];
  const createFile: Host["createFile"] = (path) => {
    left++;
    tried.push(path);
    return { write: () => {}, commit: () => {}, discard: () => void left-- };
  };
  const onlyHome: Host["pathKind"] = (path) => path === "/home/ann" ? "directory" : "missing";
  const absent = await cached({ pathKind: onlyHome, createFile });
  assertEquals([absent.status, absent.value], ["ok", "/home/ann/.cache/netwho, not made yet"]);
  assertEquals(tried, ["/home/ann/check"]);
  const there = await cached({ pathKind: () => "directory", createFile });
  assertEquals([there.status, there.value], ["ok", "/home/ann/.cache/netwho, writable"]);
  assertEquals(left, 0);
  const refuse: Host["createFile"] = () => {
    throw new HostError("permissionDenied", "No");
  };
  const refused = await cached({ pathKind: () => "directory", createFile: refuse });
  assertEquals([refused.status, refused.value], ["warning", "No"]);
  const impossible = await cached({ pathKind: onlyHome, createFile: refuse });
  assertEquals([impossible.status, impossible.value], [
    "warning",
    "/home/ann/.cache/netwho cannot be made: permission denied",
  ]);
});

Deno.test("version.dll is tried on a library of Windows", async () => {
  const asked: string[] = [];
  const facts = (company: string | null): Host["fileFacts"] => (path) => {
    asked.push(path);
    const rest = { createdAt: null, modifiedAt: null, sha256: null, product: null };
    return Promise.resolve({ size: 1, ...rest, ...NO_VERSION, company });
  };
  const env = (name: string) => name === "SystemRoot" ? "D:\\Windows" : undefined;
  const answers = await examine(windows({ env, fileFacts: facts("Example") }));
  assertEquals(answers.find(({ check }) => check === "version.dll")?.status, "ok");
  const silent = await examine(windows({ env, fileFacts: facts(null) }));
  assertEquals(statuses(silent), { "version.dll": "warning" });
  assertEquals(asked[0], "D:\\Windows\\System32\\kernel32.dll");
});

Deno.test("Windows' socket tables are tried; a recording without them is no fault", async () => {
  const socket = {} as SystemSocket;
  const check = async (systemSockets: Host["systemSockets"]) =>
    (await examine(windows({ systemSockets }))).filter(({ check }) => check === "iphlpapi.dll");
  assertEquals(await check(() => []), []);
  const [answers] = await check(() => [socket]);
  assertEquals([answers?.status, answers?.value], ["ok", "answers"]);
  assertEquals(await check(() => null), [{
    check: "iphlpapi.dll",
    status: "warning",
    value: "does not answer",
    advice:
      "The times and services of sockets are missing: netwho needs Windows 10 version 1709 or " +
      "later and, when run with Deno, --allow-all",
  }]);
});

Deno.test("/proc that cannot be read is a problem, processes that cannot are counted", async () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "No");
  };
  assertEquals(
    statuses(await examine(linux({ readFile: refuse, listDirectory: refuse }))),
    { "/proc/net": "problem", "/proc/PID": "problem" },
  );
  const checks = await examine(linux({
    readLinks: (path) => path === "/proc/1/fd" ? refuse() : [],
    elevated: () => false,
  }));
  const pid = checks.find(({ check }) => check === "/proc/PID");
  assertEquals(pid?.value, "1 of 2 processes readable");
  assertEquals(statuses(checks), { "/proc/PID": "warning", elevated: "warning" });
});

Deno.test("what /proc lacks is not laid to the processes, nor the other way round", async () => {
  const refuse = () => {
    throw new HostError("permissionDenied", "No");
  };
  const noSockets = statuses(await examine(linux({ readFile: refuse })));
  assertEquals(noSockets, { "/proc/net": "problem" });
  const noProcesses = statuses(await examine(linux({ listDirectory: refuse })));
  assertEquals(noProcesses, { "/proc/PID": "problem" });
  const onlyTcp = linux({
    readFile: (path) => path === "/proc/net/tcp" ? new Uint8Array() : refuse(),
  });
  // Then connections are not listed either.
  assertEquals(statuses(await examine(onlyTcp)), { "/proc/net": "problem" });
});

Deno.test("a process whose descriptors are listed, and lead nowhere, is not readable", async () => {
  // So it is with root and a process that has more capabilities: the names are there, no targets.
  const checks = await examine(linux({ readLinks: () => [["0", null]] }));
  const pid = checks.find(({ check }) => check === "/proc/PID");
  assertEquals([pid?.status, pid?.value], ["warning", "0 of 2 processes readable"]);
  assertEquals(
    pid?.advice,
    "The programs of the others stay unknown: needs more rights than this root has",
  );
});

Deno.test("what a recording lacks is no finding about the machine", async () => {
  const host = windows({ run: () => Promise.reject(new NotRecordedError("netstat -an")) });
  await assertRejects(() => examine(host), NotRecordedError);
});

Deno.test("a recording that was made before a tool was wrapped has no check of it", async () => {
  const run: Host["run"] = (tool) =>
    tool === "ipconfig"
      ? Promise.reject(new NotRecordedError("ipconfig /?"))
      : Promise.resolve(capture());
  const checks = await examine(windows({ run }));
  assertEquals(checks.filter(({ check }) => check.startsWith("ipconfig")), []);
  assert(checks.some(({ check }) => check === "nslookup"));
});

Deno.test("without ipconfig some names are missed; its exit code is no finding", async () => {
  const missing = await examine(windows({ run: failing("ipconfig", "notFound") }));
  const check = missing.find(({ check }) => check === "ipconfig");
  assertEquals(check?.status, "warning");
  assertEquals(
    check?.advice,
    "--resolve then has names from the name server alone, not those that programs asked for",
  );
  const run: Host["run"] = (tool) => Promise.resolve(capture("", tool === "ipconfig" ? 1 : 0));
  assertEquals(statuses(await examine(windows({ run }))), {});
});

Deno.test("no server is asked anything", async () => {
  const calls: string[] = [];
  for (const os of ["windows", "linux"] as const) {
    const run: Host["run"] = (tool, args) => {
      if (tool === "nslookup") calls.push(args.join(" "));
      return Promise.resolve(capture());
    };
    await examine(os === "windows" ? windows({ run }) : linux({ run }));
  }
  assertEquals(calls, ["/?", "-version"]);
});

Deno.test("this machine can be examined", async () => {
  const checks = await examine(denoHost());
  assertEquals(checks[0]?.check, "system");
});

/** A Linux machine of three processes, of which links and files are as given. */
const proc = (entries: Readonly<Record<string, string>>, overrides: Partial<Host> = {}) =>
  linux({
    listDirectory: (path) => path === "/proc" ? ["1", "22", "23", "net"] : [],
    readFile: (path) => new TextEncoder().encode(entries[path] ?? ""),
    readLink: (path) => {
      const target = entries[path];
      if (target === undefined) throw new HostError("permissionDenied", "No");
      return target;
    },
    ...overrides,
  });
const found = async (host: Host, name: string) => {
  const check = (await examine(host)).find(({ check }) => check === name);
  return [check?.status, check?.value];
};

Deno.test("processes in other network namespaces are counted, and those of which it is not known", async () => {
  const own = { "/proc/self/ns/net": "net:[1]", "/proc/1/ns/net": "net:[1]" };
  assertEquals(await found(proc(own), "namespaces"), [
    "ok",
    "1 process is in this network; that of 2 more cannot be seen",
  ]);
  const others = { ...own, "/proc/22/ns/net": "net:[2]", "/proc/23/ns/net": "net:[3]" };
  assertEquals(await found(proc(others), "namespaces"), [
    "warning",
    "2 processes are in 2 other namespaces",
  ]);
  assertEquals(await found(proc({}), "namespaces"), [undefined, undefined]);
});

Deno.test("root without the rights of root is told what it lacks", async () => {
  const caps = (held: string) => ({ "/proc/self/status": `CapPrm:\t${held}\nCapEff:\t${held}\n` });
  const all = { ...caps("1ffffffffff"), "/proc/self/uid_map": "0 0 4294967295\n" };
  const inside = { ...all, "/proc/self/uid_map": "0 1000 1\n" };
  assertEquals(await found(proc(all), "elevated"), ["ok", "yes"]);
  assertEquals(await found(proc(caps("1fffff7ffff")), "elevated"), [
    "warning",
    "root, but without CAP_SYS_PTRACE",
  ]);
  assertEquals(await found(proc(inside), "elevated"), [
    "warning",
    "root, but of a user namespace alone",
  ]);
  assertEquals(await found(proc(all, { elevated: () => false }), "elevated"), [
    "ok",
    "no, but it may look into all processes",
  ]);
});

Deno.test("processes that /proc hides are not counted as all there are", async () => {
  const listDirectory = (path: string) => path === "/proc" ? ["22", "net"] : [];
  const host = linux({ listDirectory, elevated: () => false });
  assertEquals(await found(host, "/proc/PID"), [
    "warning",
    "1 of 1 processes readable; /proc hides other users' processes (hidepid)",
  ]);
});
