import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { CaptureError, NotRecordedError } from "../../lib/errors.ts";
import { type Capture, type Host, HostError } from "../../lib/host/host.ts";
import { Diagnostics } from "../../lib/capture/diagnostics.ts";
import { readWindowsSource, type WindowsOptions } from "../../lib/capture/windows.ts";
import { encodeCodePage } from "../../lib/text/code_pages.ts";
import { fakeHost } from "../support/fake_host.ts";

const NETSTAT = "  TCP    192.0.2.10:49701       198.51.100.7:443       HERGESTELLT     4711\r\n" +
  "  TCP    0.0.0.0:135            0.0.0.0:0              ABHÖREN         900\r\n";
const TASKLIST = '"chat.exe","4711","Console","1","11.204 K"\r\n' +
  '"svchost.exe","900","Services","0","9.000 K"\r\n' +
  '"neu für.exe","77","Console","1","1.000 K"\r\n';
const SERVICES = '"chat.exe","4711","Nicht zutreffend"\r\n' +
  '"svchost.exe","900","RpcEptMapper,RpcSs"\r\n"gone.exe","78","Gone"\r\n';
const OPTIONS: WindowsOptions = {
  sockets: true,
  processes: "all",
  fast: false,
  details: false,
  timeoutMilliseconds: 5_000,
};

/** Reads a machine whole. */
async function read(host: Host, options: Partial<WindowsOptions> = {}) {
  const diagnostics = new Diagnostics();
  const source = await readWindowsSource(host, { ...OPTIONS, ...options }, diagnostics);
  const batches = await Array.fromAsync(source.batches);
  const sockets = batches.flatMap(({ sockets }) => sockets());
  const words = sockets.map(({ stateText }) => stateText);
  const { warnings } = diagnostics;
  const rejected = diagnostics.reports.flatMap(({ rejected }) => rejected);
  return { words, processes: source.processes!, rejected, warnings };
}

/** What netstat's listing shows of the states of its two rows. */
const WORDS = ["HERGESTELLT", "ABHÖREN"];
const ONLY_SOCKETS = { processes: "none" } as const;
const ONLY_PROCESSES = { sockets: false } as const;

type Answers = Record<string, string | HostError | Partial<Capture>>;
const ANSWERS: Answers = {
  "netstat -ano": NETSTAT,
  "tasklist /fo csv /nh": TASKLIST,
  "tasklist /svc /fo csv /nh": SERVICES,
};

/** A German machine that prints on page 850; each call is noted. */
async function machine(answers: Answers, overrides: Partial<Host> = {}) {
  const encode = await encodeCodePage(850);
  const calls: string[] = [];
  const host = fakeHost({
    os: "windows",
    consoleCodePage: () => 850,
    run: (tool, args) => {
      const call = [tool, ...args].join(" ");
      calls.push(call);
      const answer = answers[call] ?? new NotRecordedError(call);
      if (answer instanceof Error) return Promise.reject(answer);
      const capture = typeof answer === "string" ? { stdout: encode(answer) } : answer;
      return Promise.resolve({
        stdout: new Uint8Array(),
        stderr: new Uint8Array(),
        code: 0,
        ...capture,
      });
    },
    ...overrides,
  });
  return { host, calls };
}

Deno.test("sockets, processes, services and paths come together", async () => {
  const asked: number[][] = [];
  const facts = {
    path: "C:\\Program Files\\Chat\\chat.exe",
    startedAt: "2026-01-02T03:00:00.000Z",
  };
  const { host, calls } = await machine(ANSWERS, {
    processFacts: (pids) => {
      asked.push([...pids]);
      return new Map([[4711, facts], [1234, facts]]);
    },
  });
  const { words, processes, rejected, warnings } = await read(host);
  assertEquals(words, WORDS);
  assertEquals([...processes.keys()], [4711, 900, 77]);
  assertEquals(processes.get(900)?.services, ["RpcEptMapper", "RpcSs"]);
  assertEquals(processes.get(900)?.path, null);
  assertEquals(processes.get(77)?.process, "neu für.exe");
  assertEquals(processes.get(4711)?.path, facts.path);
  assertEquals(processes.get(4711)?.startedAt, facts.startedAt);
  assertEquals(processes.get(4711)?.memoryBytes, 11204 * 1024);
  assertEquals([rejected, warnings], [[], []]);
  assertEquals(calls, ["netstat -ano", "tasklist /fo csv /nh", "tasklist /svc /fo csv /nh"]);
  assertEquals(asked, [[4711, 900, 77]]);
});

Deno.test("where one list of processes must do, it is the one with services", async () => {
  const { host, calls } = await machine(ANSWERS);
  const { processes } = await read(host, { oneList: true });
  assertEquals(calls, ["netstat -ano", "tasklist /svc /fo csv /nh"]);
  assertEquals(processes.get(900)?.process, "svchost.exe");
  assertEquals(processes.get(900)?.services, ["RpcEptMapper", "RpcSs"]);
});

Deno.test("the tools run side by side", async () => {
  let waiting = 0;
  const { host } = await machine({}, {
    run: async () => {
      waiting++;
      await new Promise((resolve) => setTimeout(resolve, 20));
      assertEquals(waiting, 3);
      return { stdout: new Uint8Array(), stderr: new Uint8Array(), code: 0 };
    },
  });
  await read(host);
  assertEquals(waiting, 3);
});

Deno.test("what is not wanted is not asked for", async () => {
  const { host, calls } = await machine({
    ...ANSWERS,
    "tasklist /v /fo csv /nh":
      '"a.exe","5","Console","1","8 K","Running","PC\\anna","0:00:09","Titel"\r\n',
  });
  await read(host, { fast: true });
  assertEquals(calls.splice(0), ["netstat -ano", "tasklist /fo csv /nh"]);
  const { processes } = await read(host, { ...ONLY_PROCESSES, fast: true, details: true });
  assertEquals(calls.splice(0), ["tasklist /v /fo csv /nh"]);
  assertEquals(processes.get(5)?.cpuSeconds, 9);
  assertEquals((await read(host, ONLY_SOCKETS)).processes, null);
  assertEquals(calls, ["netstat -ano"]);
});

Deno.test("without netstat there is nothing to show", async () => {
  const failures: [string, HostError | Partial<Capture>, string][] = [
    ["missing", new HostError("notFound", "x"), "missing from Windows' System32"],
    ["hanging", new HostError("timedOut", "x"), "over 5 s"],
    ["forbidden", new HostError("permissionDenied", "x"), "policy"],
    ["failing", { code: 1 }, "exited with code 1"],
  ];
  for (const [name, answer, message] of failures) {
    const { host } = await machine({ ...ANSWERS, "netstat -ano": answer });
    const error = await assertRejects(() => read(host), CaptureError);
    assertStringIncludes(error.message, message, name);
  }
});

Deno.test("what a failing tool says is passed on, in its own language", async () => {
  const stderr = (await encodeCodePage(850))("Für diesen Vorgang sind höhere Rechte nötig.\r\n");
  const { host } = await machine({ "netstat -ano": { code: 1, stderr } });
  const error = await assertRejects(() => read(host, ONLY_SOCKETS), CaptureError);
  assertEquals(error.hint, "It says: Für diesen Vorgang sind höhere Rechte nötig.");
});

Deno.test("without tasklist there are still sockets, and a warning", async () => {
  const { host } = await machine({
    ...ANSWERS,
    "tasklist /fo csv /nh": new HostError("timedOut", "x"),
  });
  const { words, processes, warnings } = await read(host);
  assertEquals(words, WORDS);
  assertEquals(processes.size, 0);
  assertEquals(warnings, [
    "Cannot run tasklist: it took over 5 s and was stopped; program names are missing",
  ]);
  await assertRejects(() => read(host, ONLY_PROCESSES), CaptureError);
});

Deno.test("without processes, what is odd in the list of services is not worth a word", async () => {
  const { host } = await machine({
    ...ANSWERS,
    "tasklist /fo csv /nh": { code: 1 },
    "tasklist /svc /fo csv /nh": '"chat.e',
  });
  const { rejected, warnings } = await read(host);
  assertEquals([rejected, warnings.length], [[], 1]);
});

Deno.test("without services there are still processes, and a warning", async () => {
  const { host } = await machine({ ...ANSWERS, "tasklist /svc /fo csv /nh": { code: 5 } });
  const { processes, warnings } = await read(host);
  assertEquals(processes.size, 3);
  assertEquals(warnings.length, 1);
  assertStringIncludes(warnings[0]!, "services are missing");
});

Deno.test("what a recording lacks ends everything: it is no answer", async () => {
  const { host } = await machine({ "netstat -ano": NETSTAT });
  await assertRejects(() => read(host), NotRecordedError);
});

Deno.test("the page is the console's, else the system's, else the one that chcp tells", async () => {
  const pageless = { ...ANSWERS, chcp: "Aktive Codepage: 850.\r\n" };
  const pages: [Partial<Host>, string[]][] = [
    [{ consoleCodePage: () => 850, oemCodePage: () => 437 }, []],
    [{ consoleCodePage: () => 0, oemCodePage: () => 850 }, []],
    [{ consoleCodePage: () => null, oemCodePage: () => null }, ["chcp"]],
  ];
  for (const [overrides, more] of pages) {
    const { host, calls } = await machine(pageless, overrides);
    assertEquals((await read(host, ONLY_SOCKETS)).words, WORDS);
    assertEquals(calls, ["netstat -ano", ...more]);
  }
});

Deno.test("bytes that do not look like the console's page make chcp decide, once", async () => {
  const korean = (await encodeCodePage(949))('"메모장 도우미.exe","4711","Console","1","8 K"\r\n');
  const { host, calls } = await machine({
    "tasklist /fo csv /nh": { stdout: korean },
    "tasklist /svc /fo csv /nh": { stdout: korean },
    chcp: "활성 코드 페이지: 949\r\n",
  }, { consoleCodePage: () => 437 });
  const { processes } = await read(host, ONLY_PROCESSES);
  assertEquals(processes.get(4711)?.process, "메모장 도우미.exe");
  assertEquals(calls.filter((call) => call === "chcp").length, 1);
});

const NO_ANSWER = new HostError("timedOut", "No answer");

Deno.test("where chcp does not answer, the console's page holds", async () => {
  const { host } = await machine({
    "tasklist /fo csv /nh": '"für.exe","4711","Console","1","8 K"\r\n',
    chcp: NO_ANSWER,
  }, { consoleCodePage: () => 0, oemCodePage: () => 437 });
  const { processes } = await read(host, { ...ONLY_PROCESSES, fast: true });
  assertEquals(processes.get(4711)?.process, "für.exe");
});

Deno.test("where chcp does not answer, plainly Korean bytes are Korean", async () => {
  const korean = (await encodeCodePage(949))('"메모장 도우미.exe","4711","Console","1","8 K"\r\n');
  const { host } = await machine({
    "tasklist /fo csv /nh": { stdout: korean },
    chcp: NO_ANSWER,
  }, { consoleCodePage: () => 0, oemCodePage: () => 437 });
  const { processes } = await read(host, { ...ONLY_PROCESSES, fast: true });
  assertEquals(processes.get(4711)?.process, "메모장 도우미.exe");
});
