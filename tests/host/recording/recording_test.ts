import { assert, assertEquals, assertLess, assertRejects, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { NotRecordedError } from "../../../lib/errors.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import {
  type FileFacts,
  type Host,
  HostError,
  type ProgramFacts,
  type SystemSocket,
} from "../../../lib/host/host.ts";
import { recordingHost } from "../../../lib/host/recording/recording_host.ts";
import { callKey, formatAnswer, parseIndex } from "../../../lib/host/recording/recording_format.ts";
import { replayingHost } from "../../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { inTemporaryFolder as inFolder } from "../../support/folders.ts";
import { listedProcesses } from "../../support/listed_processes.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const FILE = "C:\\a b.exe";
const PROGRAM: ProgramFacts = {
  size: 7,
  createdAt: null,
  modifiedAt: "2026-01-02T00:00:00.000Z",
  resource: null,
};
const FACTS: FileFacts = {
  size: 3,
  createdAt: null,
  modifiedAt: "2026-01-02T03:04:05.000Z",
  sha256: "ba78",
  company: "Beispiel Über AG",
  product: null,
  description: null,
  version: "1.0",
  originalName: "a.exe",
};
const SOCKET: SystemSocket = {
  protocol: "TCP",
  localAddress: "fe80::1",
  localPort: 135,
  localZone: 12,
  remoteAddress: null,
  remotePort: null,
  remoteZone: 0,
  isListening: true,
  pid: 8,
  createdAt: "2026-01-02T03:04:05.000Z",
  module: "8/5a",
};
const PAGE = "https://rdap.example/ip/192.0.2.1";
const WEB = { accept: "a/b", timeoutMilliseconds: 10, bodyLimit: 10 };
const DNS = { server: null, timeoutMilliseconds: 10 };

const machine = (overrides: Partial<Host> = {}) => {
  let time = 1_000;
  return fakeHost({
    os: "windows",
    now: () => time++,
    consoleCodePage: () => 0,
    oemCodePage: () => 850,
    ansiCodePage: () => 1252,
    elevated: () => true,
    run: (tool, args) =>
      tool === "netstat"
        ? Promise.resolve({
          stdout: new Uint8Array([0x99, 0, 13, 10, ...bytes(args.join())]),
          stderr: bytes("oops"),
          code: 3,
        })
        : Promise.reject(new HostError("timedOut", `${tool} took too long`)),
    readFile: (path) => {
      if (path === "/proc/net/tcp") return bytes("tcp");
      throw new HostError("permissionDenied", `No ${path}`);
    },
    listDirectory: () => ["1", "a\tb\nc"],
    readLinks: () => [["3", "socket:[42]"], ["4", "/tmp/odd\nname\t"]],
    readLink: () => "/usr/bin/app (deleted)",
    processFacts: () => new Map([[8, { path: "C:\\a.exe", startedAt: null }]]),
    listedProcesses: () => listedProcesses([8, 4, "a.exe"], [9, 8]),
    computerName: () => "PC-서울",
    systemSockets: () => [SOCKET],
    socketServices: (modules) => new Map(modules.map((module) => [module, "RpcSs"])),
    commandLines: () => new Map([[8, "a.exe --password hunter2"]]),
    fileFacts: (path) => Promise.resolve(path === FILE ? FACTS : null),
    programFacts: (path) => Promise.resolve(path === FILE ? PROGRAM : null),
    resolveDns: (name) =>
      name === "none.example"
        ? Promise.reject(new HostError("notFound", "No records"))
        : Promise.resolve([{ data: "\x1b[31mü", preference: 10, weight: null, port: null }]),
    fetch: (url) =>
      url === PAGE
        ? Promise.resolve({
          status: 429,
          location: "https://rdap.example/other?a=b: c",
          retryAfter: "Fri, 02 Jan 2026 03:04:05 GMT",
          body: new Uint8Array([0, 0xff, 10]),
        })
        : Promise.reject(new HostError("timedOut", `No answer from ${url}`)),
    cacheFolder: () => "/home/ann/.cache/netwho",
    ...overrides,
  });
};

Deno.test("a recording from before a fact was read answers that it is not known", () =>
  inFolder((folder) => {
    const directory = `${folder}/recording`;
    recordingHost(machine(), directory).now();
    const host = replayingHost(directory, denoHost());
    assertEquals(
      [host.computerName(), host.systemSockets(), host.socketServices(["8/5a"])],
      [null, [], new Map()],
    );
  }));

Deno.test("the names of processes are replayed; earlier recordings hold parents without them", () =>
  inFolder((folder) => {
    const directory = `${folder}/recording`;
    recordingHost(machine(), directory).listedProcesses();
    const replayed = replayingHost(directory, denoHost()).listedProcesses();
    assertEquals(replayed, listedProcesses([8, 4, "a.exe"], [9, 8]));
    Deno.mkdirSync(`${folder}/earlier/host`, { recursive: true });
    Deno.writeTextFileSync(`${folder}/earlier/host/index.tsv`, "parentPids\t1.out\t0\t-\n");
    Deno.writeTextFileSync(`${folder}/earlier/host/1.out`, "[[8,4],[9,8]]");
    const earlier = replayingHost(`${folder}/earlier`, denoHost()).listedProcesses();
    assertEquals(earlier, listedProcesses([8, 4], [9, 8]));
  }));

Deno.test("command lines are passed on while recording, and never kept or replayed", () =>
  inFolder((folder) => {
    const directory = `${folder}/recording`;
    const recorded = recordingHost(machine(), directory);
    assertEquals(recorded.commandLines([8]).get(8), "a.exe --password hunter2");
    recorded.now();
    assertEquals(filesHolding(directory, "hunter2"), []);
    assertEquals(replayingHost(directory, denoHost()).commandLines([8]), new Map());
  }));

Deno.test("of a file with secrets a recording keeps the part that was asked for", () =>
  inFolder((folder) => {
    const directory = `${folder}/recording`;
    const readFile = () => bytes("name\0--password\0hunter2\0");
    const firstWord = (line: Uint8Array) => line.subarray(0, 4);
    const recorded = recordingHost(machine({ readFile }), directory);
    assertEquals(recorded.readPart("/proc/8/cmdline", firstWord), bytes("name"));
    assertEquals(filesHolding(directory, "hunter2"), []);
    const replayed = replayingHost(directory, denoHost());
    assertEquals(replayed.readPart("/proc/8/cmdline", firstWord), bytes("name"));
    assertEquals(filesHolding(directory, "name").length, 1, "the search itself works");
  }));

/** The files of a recording that hold a text. */
function filesHolding(directory: string, text: string): string[] {
  return [...Deno.readDirSync(directory)].flatMap(({ name }) =>
    [...Deno.readDirSync(`${directory}/${name}`)].map((file) => `${directory}/${name}/${file.name}`)
  ).filter((path) => Deno.readTextFileSync(path).includes(text));
}

Deno.test("a replayed recording answers as the machine did, failures included", () =>
  inFolder(async (folder) => {
    const directory = `${folder}/new/recording`;
    const recorded = recordingHost(machine(), directory);
    const ask = async (host: Host) => ({
      os: host.os,
      times: [host.now(), host.now()],
      pages: [host.consoleCodePage(), host.oemCodePage(), host.ansiCodePage()],
      elevated: host.elevated(),
      netstat: await host.run("netstat", ["-ano"], { timeoutMilliseconds: 10 }),
      tasklist: await refusal(() => host.run("tasklist", ["/svc"], { timeoutMilliseconds: 10 })),
      tcp: host.readFile("/proc/net/tcp"),
      denied: await refusal(() => Promise.resolve().then(() => host.readFile("/proc/1/stat"))),
      list: host.listDirectory("/proc"),
      links: host.readLinks("/proc/1/fd"),
      link: host.readLink("/proc/1/exe"),
      facts: host.processFacts([8, 9]),
      parents: host.listedProcesses(),
      computer: host.computerName(),
      sockets: host.systemSockets(),
      services: host.socketServices(["8/5a"]),
      file: await host.fileFacts(FILE),
      noFile: await host.fileFacts("C:\\none"),
      program: await host.programFacts(FILE, { timeoutMilliseconds: 10 }),
      noProgram: await host.programFacts("C:\\none", { timeoutMilliseconds: 10 }),
      records: await host.resolveDns("a.example", "MX", DNS),
      noRecords: await refusal(() => host.resolveDns("none.example", "A", DNS)),
      page: await host.fetch(PAGE, WEB),
      noPage: await refusal(() => host.fetch(`${PAGE}1`, WEB)),
      cache: host.cacheFolder(),
    });
    const first = await ask(recorded);
    const replayed = await ask(replayingHost(directory, denoHost()));
    assertEquals(replayed.netstat.stdout, first.netstat.stdout);
    assertEquals(
      { ...replayed, netstat: null },
      { ...first, netstat: null },
    );
    assertEquals(replayed.netstat.code, 3);
    assertEquals(replayed.parents, listedProcesses([8, 4, "a.exe"], [9, 8]));
    assertEquals([replayed.file, replayed.noFile], [FACTS, null]);
    assertEquals([replayed.program, replayed.noProgram], [PROGRAM, null]);
    assertEquals(replayed.noRecords, ["notFound", "No records"]);
    assertEquals(replayed.page.status, 429);
    assertEquals(replayed.page.location, "https://rdap.example/other?a=b: c");
    assertEquals(replayed.cache, null);
    assertEquals(replayed.times, [1_000, 1_001]);
    assertEquals(replayed.tasklist, ["timedOut", "tasklist took too long"]);
    assertEquals(replayed.denied, ["permissionDenied", "No /proc/1/stat"]);
    assertEquals(replayed.facts, new Map([[8, { path: "C:\\a.exe", startedAt: null }]]));
  }));

Deno.test("what was not recorded is an error that names the call", () =>
  inFolder(async (folder) => {
    const host = recordingHost(machine(), `${folder}/r`);
    await host.run("netstat", ["-ano"], { timeoutMilliseconds: 10 });
    host.processFacts([8]);
    const replay = replayingHost(`${folder}/r`, denoHost());
    const { message } = await assertRejects(
      () => replay.run("netstat", ["-an"], { timeoutMilliseconds: 10 }),
      NotRecordedError,
    );
    assertEquals(message, 'Cannot replay "netstat -an": it was not recorded');
    assertThrows(() => replay.readFile("/etc/passwd"), NotRecordedError, "read /etc/passwd");
    assertThrows(() => replay.processFacts([8, 99]), NotRecordedError, "processFacts 99");
  }));

Deno.test("an answer whose file is missing is told in plain words", () =>
  inFolder(async (folder) => {
    await recordingHost(machine(), `${folder}/r`)
      .run("netstat", ["-ano"], { timeoutMilliseconds: 10 });
    for (const { name } of [...Deno.readDirSync(`${folder}/r/netstat`)]) {
      if (name.endsWith(".out")) Deno.removeSync(`${folder}/r/netstat/${name}`);
    }
    const replay = replayingHost(`${folder}/r`, denoHost());
    const { message } = await assertRejects(
      () => replay.run("netstat", ["-ano"], { timeoutMilliseconds: 10 }),
      HostError,
    );
    const state = ": there is no such file";
    assert(message.startsWith(`Cannot replay ${folder}/r/netstat/`), message);
    assert(message.endsWith(`.out${state}`), message);
  }));

Deno.test("equal calls are answered in turn, the last answer again and again", () =>
  inFolder(async (folder) => {
    let turn = 0;
    const host = recordingHost(machine({ readFile: () => bytes(`${++turn}`) }), `${folder}/r`);
    for (let times = 0; times < 2; times++) host.readFile("/proc/net/tcp");
    const replay = replayingHost(`${folder}/r`, denoHost());
    const texts = [1, 2, 3].map(() => new TextDecoder().decode(replay.readFile("/proc/net/tcp")));
    assertEquals(texts, ["1", "2", "2"]);
    await Promise.resolve();
  }));

Deno.test("two recordings are never mixed", () =>
  inFolder((folder) => {
    recordingHost(machine(), `${folder}/r`).now();
    assertThrows(() => recordingHost(machine(), `${folder}/r`), HostError, "not empty");
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertThrows(() => recordingHost(machine(), `${folder}/file`), HostError, "Cannot record");
  }));

Deno.test("a folder into which nothing was recorded yet takes a recording", () =>
  inFolder((folder) => {
    // A command that refuses another of its options asks for nothing.
    recordingHost(machine(), `${folder}/r`);
    recordingHost(machine(), `${folder}/r`).computerName();
    const { os, computerName } = replayingHost(`${folder}/r`, denoHost());
    assertEquals([os, computerName()], [machine().os, machine().computerName()]);
  }));

Deno.test("a recording made by hand needs only the tools' folders", () =>
  inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/netstat`);
    Deno.writeTextFileSync(
      `${folder}/netstat/index.tsv`,
      "-ANO\tout.txt\t0\t-\r\n*\t-\t7\terr.txt\t500\r\n",
    );
    Deno.writeTextFileSync(`${folder}/netstat/out.txt`, "TCP");
    Deno.writeTextFileSync(`${folder}/netstat/err.txt`, "no");
    const host = replayingHost(folder, denoHost());
    assertEquals(host.os, "windows");
    assertEquals(host.consoleCodePage(), null);
    assertEquals(host.elevated(), null);
    assertEquals(host.processFacts([4]), new Map());
    assertEquals(host.now(), Date.UTC(2000, 0, 1));
    const known = await host.run("netstat", ["-ano"], { timeoutMilliseconds: 10 });
    assertEquals(new TextDecoder().decode(known.stdout), "TCP");
    const any = await host.run("netstat", ["-x"], { timeoutMilliseconds: 1000 });
    assertEquals([any.code, new TextDecoder().decode(any.stderr)], [7, "no"]);
    const slow = await refusal(() => host.run("netstat", ["-x"], { timeoutMilliseconds: 500 }));
    assertEquals(slow[0], "timedOut");
  }));

Deno.test("what a tool was given to read tells its calls apart", () =>
  inFolder(async (folder) => {
    const echo: Host["run"] = (_, __, { input }) =>
      Promise.resolve({ stdout: input ?? bytes("none"), stderr: new Uint8Array(), code: 0 });
    const host = recordingHost(machine({ run: echo }), `${folder}/r`);
    const inputs = [undefined, "", "set type=PTR\r\n192.0.2.1\r\n", "a\tb\n\nü\n"];
    const ask = async (host: Host) => {
      const answers = [];
      for (const input of inputs) {
        const given = input === undefined ? {} : { input: bytes(input) };
        answers.push(
          (await host.run("nslookup", ["-"], { timeoutMilliseconds: 9, ...given })).stdout,
        );
      }
      return answers;
    };
    const recorded = await ask(host);
    assertEquals(await ask(replayingHost(`${folder}/r`, denoHost())), recorded);
    const index = Deno.readTextFileSync(`${folder}/r/nslookup/index.tsv`).split("\n");
    assertEquals(index.map((line) => line.split("\t")[0]), [
      "-",
      "- < ",
      "- < set type=PTR; 192.0.2.1",
      "- < a␉b; ; ü",
      "",
    ]);
  }));

Deno.test("an answer without an input serves any, in turn; one with it goes first", () =>
  inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/nslookup`);
    Deno.writeTextFileSync(
      `${folder}/nslookup/index.tsv`,
      "-\t-\t1\t-\n-\t-\t2\t-\n- < b.example\t-\t3\t-\n*\t-\t4\t-\n",
    );
    const host = replayingHost(folder, denoHost());
    const ask = async (args: string[], text: string) =>
      (await host.run("nslookup", args, { timeoutMilliseconds: 9, input: bytes(text) })).code;
    assertEquals(await ask(["-"], "a.example\n"), 1);
    assertEquals(await ask(["-"], "b.example\n"), 3);
    assertEquals(await ask(["-"], "c.example\n"), 2);
    assertEquals(await ask(["-x"], "a.example\n"), 4);
  }));

Deno.test("what a tool printed until its time was up is kept, and is a failure to others", () =>
  inFolder(async (folder) => {
    for (const stderr of ["", "half"]) {
      const partial = { stdout: bytes("a"), stderr: bytes(stderr), code: 1, timedOut: true };
      const directory = `${folder}/${stderr}.recording`;
      const options = { timeoutMilliseconds: 1_000, keepPartial: true };
      const host = recordingHost(machine({ run: () => Promise.resolve(partial) }), directory);
      await host.run("nslookup", ["a"], options);
      const replay = replayingHost(directory, denoHost());
      assertEquals(await replay.run("nslookup", ["a"], options), partial);
      const [kind] = await refusal(() =>
        replay.run("nslookup", ["a"], { timeoutMilliseconds: 1_000 })
      );
      assertEquals(kind, "timedOut");
    }
  }));

Deno.test("a slow tool of a recording made by hand has printed nothing when its time is up", () =>
  inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/nslookup`);
    Deno.writeTextFileSync(`${folder}/nslookup/index.tsv`, "*\t1.out\t0\t-\t500\n");
    Deno.writeTextFileSync(`${folder}/nslookup/1.out`, "late");
    const run = async (timeoutMilliseconds: number) => {
      const host = replayingHost(folder, denoHost());
      const { stdout, code, timedOut } = await host.run("nslookup", ["a"], {
        timeoutMilliseconds,
        keepPartial: true,
      });
      return [new TextDecoder().decode(stdout), code, timedOut ?? false];
    };
    assertEquals(await run(500), ["", 1, true]);
    assertEquals(await run(501), ["late", 0, false]);
  }));

Deno.test("answers from the network can be written by hand", () =>
  inFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/dns`);
    Deno.mkdirSync(`${folder}/web`);
    const record = { data: "a.example", preference: null, weight: null, port: null };
    Deno.writeTextFileSync(`${folder}/dns/1`, JSON.stringify([record]));
    Deno.writeTextFileSync(
      `${folder}/dns/index.tsv`,
      "PTR 1.2.0.192.in-addr.arpa\t1\t0\t-\nA slow.example\t1\t0\t-\t10\n" +
        "PTR 1.2.0.192.in-addr.arpa @2001:db8::53#5353\t2\t0\t-\n",
    );
    Deno.writeTextFileSync(`${folder}/dns/2`, "[]");
    Deno.writeTextFileSync(`${folder}/web/1`, "{}");
    Deno.writeTextFileSync(`${folder}/web/2`, "Retry-After:5\r\nX: y\r\nLOCATION: /x \r\n");
    Deno.writeTextFileSync(
      `${folder}/web/index.tsv`,
      `${PAGE}\t1\t0\t-\n${PAGE}/moved\t-\t301\t2\n${PAGE}/slow\t1\t0\t-\t10\n`,
    );
    const host = replayingHost(folder, denoHost());
    const pointer = (server: { address: string; port: number } | null) =>
      host.resolveDns("1.2.0.192.in-addr.arpa", "PTR", { ...DNS, server });
    assertEquals(await pointer(null), [record]);
    assertEquals(await pointer({ address: "192.0.2.53", port: 53 }), [record], "any server");
    assertEquals(await pointer({ address: "2001:db8::53", port: 5353 }), []);
    const page = await host.fetch(PAGE, WEB);
    assertEquals([page.status, page.location, page.body], [200, null, bytes("{}")]);
    const moved = await host.fetch(`${PAGE}/moved`, WEB);
    assertEquals([moved.status, moved.location, moved.retryAfter], [301, "/x", "5"]);
    const kinds = async (calls: (() => Promise<unknown>)[]) =>
      await Promise.all(calls.map(async (call) => await kindOf(call)));
    assertEquals(
      await kinds([
        () => host.fetch(`${PAGE}/slow`, WEB),
        () => host.fetch(PAGE, { ...WEB, bodyLimit: 1 }),
        () => host.fetch("https://rdap.example/other", WEB),
        () => host.resolveDns("slow.example", "A", DNS),
        () => host.resolveDns("a.example", "A", DNS),
      ]),
      ["timedOut", "tooMuchOutput", "notRecorded", "timedOut", "notRecorded"],
    );
  }));

Deno.test("a recording without parents and files knows none; nobody waits in a replay", () =>
  inFolder(async (folder) => {
    await recordingHost(machine(), `${folder}/r`).run("netstat", ["-ano"], {
      timeoutMilliseconds: 10,
    });
    const host = replayingHost(`${folder}/r`, denoHost());
    assertEquals(host.listedProcesses(), new Map());
    assertEquals(await host.fileFacts(FILE), null);
    await assertRejects(
      () => host.programFacts(FILE, { timeoutMilliseconds: 10 }),
      NotRecordedError,
      "programFacts",
    );
    const began = performance.now();
    await host.sleep(3_600_000);
    assertLess(performance.now() - began, 60_000);
  }));

Deno.test("a folder without a recording is refused", () =>
  inFolder((folder) => {
    assertThrows(() => replayingHost(folder, denoHost()), HostError, "no recording");
    assertThrows(
      () => replayingHost(`${folder}/none`, denoHost()),
      HostError,
      "there is no such folder",
    );
  }));

Deno.test("a recording names no file outside itself", () => {
  for (const name of ["../../secret", "/etc/passwd", "C:\\secret", "a/../../b", "\\\\host\\x"]) {
    assertThrows(() => parseIndex(`-ano\t${name}\t0\t-\n`), HostError, "outside");
  }
  assertEquals(parseIndex("-ano\tfolder/1.out\t0\t-\n")[0]?.stdout, "folder/1.out");
});

Deno.test("equal bytes are kept once, and hundreds of small files quickly", () =>
  inFolder((folder) => {
    const host = recordingHost(
      machine({ readFile: (path) => bytes(path.slice(-1)) }),
      `${folder}/r`,
    );
    for (let pid = 0; pid < 500; pid++) host.readFile(`/proc/${pid}`);
    const files = Array.from(Deno.readDirSync(`${folder}/r/proc`));
    assertEquals(files.length, 11, "ten digits and the index");
  }));

Deno.test("any call comes back out of an index as it went in", () => {
  fc.assert(fc.property(fc.array(fc.string({ unit: "binary" })), (args) => {
    const call = callKey(args);
    const [answer, ...rest] = parseIndex(
      formatAnswer({ call, stdout: "1.out", code: 5, stderr: null }),
    );
    assertEquals(rest, []);
    assert(!/[\t\r\n]/.test(call));
    assertEquals(answer, { call, stdout: "1.out", code: 5, stderr: null, delay: 0 });
  }));
});

async function kindOf(call: () => Promise<unknown>): Promise<string> {
  const error = await assertRejects(call);
  if (error instanceof NotRecordedError) return "notRecorded";
  return error instanceof HostError ? error.kind : error.name;
}

async function refusal(call: () => Promise<unknown>): Promise<[string, string]> {
  const error = await assertRejects(call, HostError);
  return [error.kind, error.message];
}

Deno.test("a folder that is not there, or is a file, is told in plain words", () =>
  inFolder((folder) => {
    const file = `${folder}/file`;
    Deno.writeTextFileSync(file, "x");
    const messages: [() => Host, string][] = [
      [() => replayingHost(`${folder}/none`, denoHost()), "there is no such folder"],
      [() => recordingHost(machine(), file), "it is a file"],
      [() => recordingHost(machine(), `${file}/in`), "there is no folder to put it in"],
    ];
    for (const [open, message] of messages) {
      const error = assertThrows(open, HostError);
      assertEquals(error.message.replace(/^Cannot (?:replay|record into) .+: /, ""), message);
    }
  }));

Deno.test("a call that its signal ended is not answered in a replay, and not kept", () =>
  inFolder(async (folder) => {
    const signal = AbortSignal.abort("enough");
    const run: Host["run"] = (_, __, { signal }) => Promise.reject(signal?.reason);
    const recording = recordingHost(machine({ run }), `${folder}/r`);
    recording.now();
    const options = { timeoutMilliseconds: 10, signal };
    const aborted = (call: Promise<unknown>) => call.catch((thrown) => thrown);
    assertEquals(await aborted(recording.run("netstat", [], options)), "enough");
    const replay = replayingHost(`${folder}/r`, denoHost());
    assertEquals(await aborted(replay.run("netstat", [], options)), "enough");
    assertEquals(await aborted(replay.sleep(10, { signal })), "enough");
    assertEquals(await aborted(replay.fetch(PAGE, { ...WEB, signal })), "enough");
    assertEquals(await aborted(replay.resolveDns("a.example", "A", { ...DNS, signal })), "enough");
    const live = await assertRejects(() => replay.run("netstat", [], { timeoutMilliseconds: 10 }));
    assert(live instanceof NotRecordedError);
  }));
