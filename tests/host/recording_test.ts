import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import * as fc from "fast-check";
import { denoHost } from "../../lib/host/deno_host.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { recordingHost } from "../../lib/host/recording.ts";
import { callKey, formatAnswer, parseIndex } from "../../lib/host/recording_format.ts";
import { replayingHost } from "../../lib/host/replaying.ts";
import { fakeHost } from "../support/fake_host.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const inFolder = async (test: (folder: string) => Promise<void> | void) => {
  const folder = Deno.makeTempDirSync();
  try {
    await test(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
};

const machine = (overrides: Partial<Host> = {}) => {
  let time = 1_000;
  return fakeHost({
    os: "windows",
    now: () => time++,
    consoleCodePage: () => 0,
    oemCodePage: () => 850,
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
    ...overrides,
  });
};

Deno.test("a replayed recording answers as the machine did, failures included", () =>
  inFolder(async (folder) => {
    const directory = `${folder}/new/recording`;
    const recorded = recordingHost(machine(), directory);
    const ask = async (host: Host) => ({
      os: host.os,
      times: [host.now(), host.now()],
      pages: [host.consoleCodePage(), host.oemCodePage()],
      elevated: host.elevated(),
      netstat: await host.run("netstat", ["-ano"], { timeoutMilliseconds: 10 }),
      tasklist: await refusal(() => host.run("tasklist", ["/svc"], { timeoutMilliseconds: 10 })),
      tcp: host.readFile("/proc/net/tcp"),
      denied: await refusal(() => Promise.resolve().then(() => host.readFile("/proc/1/stat"))),
      list: host.listDirectory("/proc"),
      links: host.readLinks("/proc/1/fd"),
      link: host.readLink("/proc/1/exe"),
      facts: host.processFacts([8, 9]),
    });
    const first = await ask(recorded);
    const replayed = await ask(replayingHost(directory, denoHost()));
    assertEquals(replayed.netstat.stdout, first.netstat.stdout);
    assertEquals(
      { ...replayed, netstat: null },
      { ...first, netstat: null },
    );
    assertEquals(replayed.netstat.code, 3);
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
    const [kind, message] = await refusal(() =>
      replay.run("netstat", ["-an"], { timeoutMilliseconds: 10 })
    );
    assertEquals([kind, message], [
      "notRecorded",
      'Cannot replay "netstat -an": it was not recorded',
    ]);
    assertThrows(() => replay.readFile("/etc/passwd"), HostError, "read /etc/passwd");
    assertThrows(() => replay.processFacts([8, 99]), HostError, "processFacts 99");
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
    recordingHost(machine(), `${folder}/r`);
    assertThrows(() => recordingHost(machine(), `${folder}/r`), HostError, "not empty");
    Deno.writeTextFileSync(`${folder}/file`, "");
    assertThrows(() => recordingHost(machine(), `${folder}/file`), HostError, "Cannot record");
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
      [() => recordingHost(machine(), `${file}/in`), "there is no such place for a folder"],
    ];
    for (const [open, message] of messages) {
      const error = assertThrows(open, HostError);
      assertEquals(error.message.replace(/^Cannot (?:replay|record into) \S+: /, ""), message);
    }
  }));
