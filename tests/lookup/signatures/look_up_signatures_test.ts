import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { NotRecordedError } from "../../../lib/errors.ts";
import { type Capture, type Host, HostError, type RunOptions } from "../../../lib/host/host.ts";
import { DAY } from "../../../lib/lookup/cache.ts";
import {
  lookUpSignatures,
  type SignaturesOptions,
} from "../../../lib/lookup/signatures/look_up_signatures.ts";
import type { SignedFile } from "../../../lib/lookup/signatures/signature_cache.ts";
import { fakeHost } from "../../support/fake_host.ts";
import { memoryCache } from "../../support/memory_cache.ts";
import { signedLine } from "../../support/signature_writer.ts";

const A: SignedFile = {
  path: "C:\\a.exe",
  size: 7,
  createdAt: "2026-01-01T00:00:00.000Z",
  modifiedAt: "2026-01-02T00:00:00.000Z",
};
const B: SignedFile = { ...A, path: "D:\\Größe.exe" };
const OPTIONS: SignaturesOptions = { timeoutMilliseconds: 30_000, cacheFolder: null };

/** A Windows that signs by path, and the inputs of its PowerShell. */
function windows(
  statuses: (path: string) => { status: string; subject?: string } | null,
  others: Partial<Host> = {},
) {
  const inputs: string[] = [];
  const answer = (input: string): Partial<Capture> | Error => {
    const paths = input.split("\r\n").slice(0, -1).map((line) => line.replaceAll("\\\\", "\\"));
    return printed(
      paths.map((path, index) => {
        const told = statuses(path);
        return told === null ? "" : signedLine({ index, ...told });
      }).join(""),
    );
  };
  return { ...machine(answer, others, inputs), inputs };
}

function printed(stdout: string, others: Partial<Capture> = {}): Partial<Capture> {
  return { stdout: new TextEncoder().encode(stdout), ...others };
}

/** A Windows whose PowerShell answers an input. */
function machine(
  answer: (input: string, options: RunOptions) => Partial<Capture> | Error,
  others: Partial<Host> = {},
  inputs: string[] = [],
) {
  const run: Host["run"] = (tool, _args, options) => {
    assertEquals(tool, "powershell");
    const input = new TextDecoder().decode(options.input);
    inputs.push(input);
    const given = answer(input, options);
    if (given instanceof Error) return Promise.reject(given);
    return Promise.resolve({
      stdout: new Uint8Array(),
      stderr: new Uint8Array(),
      code: 0,
      ...given,
    });
  };
  return {
    host: fakeHost({ os: "windows", run, consoleCodePage: () => 850, ...others }),
    inputs,
  };
}

Deno.test("all files are asked about at once, each once, and named as PowerShell numbers them", async () => {
  const { host, inputs } = windows((path) =>
    /^c:/i.test(path)
      ? { status: "Valid", subject: 'CN="Example, Inc.", C=US' }
      : { status: "NotSigned" }
  );
  const progress: string[] = [];
  const signatures = await lookUpSignatures(host, [B, A, { ...A, path: "c:\\A.EXE" }], {
    ...OPTIONS,
    onProgress: (done, total) => progress.push(`${done}/${total}`),
  });
  assertEquals(inputs, ["D:\\\\Gr\\u00f6\\u00dfe.exe\r\nc:\\\\A.EXE\r\n"].map(sortLines));
  assertEquals(signatures.of("C:\\A.exe"), { status: "Valid", signer: "Example, Inc." });
  assertEquals(signatures.of("d:\\größe.exe"), { status: "NotSigned", signer: null });
  assertEquals(signatures.of("C:\\other.exe"), null);
  assertEquals([signatures.warnings, signatures.limits, signatures.notes], [[], [], []]);
  assertEquals(progress, ["0/2", "2/2"]);
});

/** The order is that of the paths' characters, so that a recording answers. */
function sortLines(input: string): string {
  return input.split("\r\n").slice(0, -1).sort().map((line) => `${line}\r\n`).join("");
}

Deno.test("nobody is asked about nothing", async () => {
  const { host, inputs } = windows(() => ({ status: "Valid" }));
  await lookUpSignatures(host, [], OPTIONS);
  assertEquals(inputs, []);
});

Deno.test("many files make several calls, which share the time", async () => {
  let now = 0;
  const left: number[] = [];
  const { host } = machine((input, { timeoutMilliseconds }) => {
    left.push(timeoutMilliseconds);
    now += 4_000;
    return printed(
      input.split("\r\n").slice(0, -1).map((_, index) => signedLine({ index, status: "Valid" }))
        .join(""),
    );
  }, { now: () => now });
  const files = Array.from({ length: 900 }, (_, at) => ({ ...A, path: `C:\\${at}.exe` }));
  const signatures = await lookUpSignatures(host, files, {
    ...OPTIONS,
    timeoutMilliseconds: 10_000,
  });
  assertEquals(left, [10_000, 6_000, 2_000]);
  const known = files.filter(({ path }) => signatures.of(path) !== null);
  assertEquals(known.length, 600);
  assertEquals(signatures.warnings, [
    "Windows did not say who signed 300 programs within 10 s. Wait longer with --timeout SECONDS",
  ]);
});

Deno.test("what was printed before the time was over counts", async () => {
  const { host } = machine((_, { keepPartial }) => {
    assert(keepPartial);
    return printed(signedLine({ index: 0, status: "Valid" }) + "1 Val", {
      timedOut: true,
      code: 1,
    });
  });
  const signatures = await lookUpSignatures(host, [A, B], OPTIONS);
  assertEquals([signatures.of(A.path)?.status, signatures.of(B.path)], ["Valid", null]);
  assertEquals(signatures.warnings.length, 1);
});

Deno.test("an answer about one file that was not given is no failure; none at all is one", async () => {
  const { host } = windows((path) =>
    path.startsWith("C:")
      ? { status: "Valid" }
      : { status: "!", subject: "Zugriff verweigert\r\nx" }
  );
  const some = await lookUpSignatures(host, [A, B], OPTIONS);
  assertEquals(some.limits, [
    "Windows did not say who signed 1 program. It says: Zugriff verweigert",
  ]);
  assertEquals(some.warnings, []);
  const none = await lookUpSignatures(host, [B], OPTIONS);
  assertEquals([none.warnings, none.limits], [some.limits, []]);
});

const REFUSALS:
  readonly (readonly [why: string, answer: Partial<Capture> | Error, says: string])[] = [
    ["it is missing", new HostError("notFound", "no"), "missing from Windows' System32 folder"],
    ["a policy forbids it", new HostError("permissionDenied", "no"), "a policy"],
    [
      "it fails",
      { code: 1, stderr: new TextEncoder().encode("Kein Modul\r\nx") },
      "exited with code 1; who signed the programs is missing. It says: Kein Modul",
    ],
    ["it prints something else", printed("Windows PowerShell\r\n"), "It says: Windows PowerShell"],
    ["it prints nothing", {}, "it named no signature"],
  ];

for (const [why, answer, says] of REFUSALS) {
  Deno.test(`signatures are unknown where ${why}, and that is told`, async () => {
    const { host } = machine(() => answer);
    const signatures = await lookUpSignatures(host, [A], OPTIONS);
    assertEquals(signatures.of(A.path), null);
    assertEquals(signatures.warnings.length, 1);
    assertStringIncludes(signatures.warnings[0]!, says);
    assertStringIncludes(signatures.warnings[0]!, "who signed the programs is missing");
  });
}

Deno.test("a recording that lacks the call says so", async () => {
  const { host } = machine(() => new NotRecordedError("powershell"));
  const { warnings, notes } = await lookUpSignatures(host, [A], OPTIONS);
  assertEquals(warnings, []);
  assertEquals(notes, ["powershell was not recorded: who signed the programs is missing"]);
});

Deno.test("an interruption ends it", async () => {
  const stop = new AbortController();
  const { host } = machine(() => {
    stop.abort(new Error("interrupted"));
    return stop.signal.reason;
  });
  const error = await lookUpSignatures(host, [A], { ...OPTIONS, signal: stop.signal })
    .catch((thrown) => thrown);
  assertEquals(error, stop.signal.reason);
});

Deno.test("lines about no file, or about one a second time, change nothing", async () => {
  const { host } = machine(() =>
    printed([
      signedLine({ index: 7, status: "Valid" }),
      signedLine({ index: 0, status: "HashMismatch" }),
      signedLine({ index: 0, status: "Valid" }),
    ].join(""))
  );
  const signatures = await lookUpSignatures(host, [A], OPTIONS);
  assertEquals(signatures.of(A.path)?.status, "HashMismatch");
});

/** A computer with a cache, whose clock and answers can be changed. */
function withCache() {
  const state = { now: Date.UTC(2026, 0, 5), status: "Valid" };
  const cache = memoryCache();
  const { host, inputs } = windows(
    () => ({ status: state.status, subject: "CN=Example" }),
    { ...cache.host, now: () => state.now },
  );
  const ask = (file: SignedFile) =>
    lookUpSignatures(host, [file], { ...OPTIONS, cacheFolder: "C:\\cache" });
  return { state, inputs, ask, files: cache.files };
}

Deno.test("a valid signature is kept for the file as it is, for three days", async () => {
  const { state, inputs, ask, files } = withCache();
  await ask(A);
  const again = await ask({ ...A, path: "C:\\A.EXE" });
  assertEquals(again.of(A.path), { status: "Valid", signer: "Example" });
  assertEquals(inputs.length, 1);
  assertEquals([...files.keys()], ["C:\\cache/signatures.ndjson"]);

  const changed: readonly Partial<SignedFile>[] = [
    { size: 8 },
    { modifiedAt: "2026-01-02T00:00:00.001Z" },
    { createdAt: "2026-01-01T00:00:00.001Z" },
    { path: "D:\\a.exe" },
  ];
  for (const [at, change] of changed.entries()) {
    await ask({ ...A, ...change });
    assertEquals(inputs.length, 2 + at, JSON.stringify(change));
  }
  state.now += 3 * DAY - 1;
  await ask(A);
  assertEquals(inputs.length, 5);
  state.now += 1;
  await ask(A);
  assertEquals(inputs.length, 6);
});

Deno.test("what accuses a file is asked again each time", async () => {
  const { state, inputs, ask, files } = withCache();
  for (const status of ["NotSigned", "HashMismatch", "NotTrusted", "UnknownError"]) {
    state.status = status;
    await ask(A);
  }
  assertEquals([inputs.length, files.size], [4, 0]);
  state.status = "Valid";
  assertEquals((await ask(A)).of(A.path)?.status, "Valid");
});

Deno.test("a file whose times are unknown is asked about again", async () => {
  const { inputs, ask } = withCache();
  await ask({ ...A, modifiedAt: null });
  await ask({ ...A, modifiedAt: null });
  assertEquals(inputs.length, 2);
});
