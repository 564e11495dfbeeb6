import { assertEquals, assertRejects } from "@std/assert";
import { CaptureError } from "../../lib/errors.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { carryOut } from "../../lib/schedule/carry_out.ts";
import type { Step } from "../../lib/schedule/scheduler.ts";
import { fakeHost } from "../support/fake_host.ts";

/** Carries out steps on a machine whose tools end with these codes, and returns what was done. */
function done(steps: readonly Step[], codes: Readonly<Record<string, number>> = {}) {
  const log: string[] = [];
  const host: Partial<Host> = {
    makeFolder: (path) => void log.push(`folder ${path}`),
    removeFile: (path) => void log.push(`remove ${path}`),
    createFile: (path) => ({
      write: (bytes) => void log.push(`write ${path} ${bytes.join(" ")}`),
      commit: () => void log.push(`commit ${path}`),
      discard: () => {},
    }),
    run: (tool) => {
      log.push(`run ${tool}`);
      const code = codes[tool];
      if (code === undefined) return Promise.reject(new HostError("notFound", `No ${tool}`));
      return Promise.resolve({ code, stdout: new Uint8Array(), stderr: new Uint8Array() });
    },
  };
  const result = carryOut({ steps }, fakeHost(host), {
    explain: ({ tool }, { code }) => new CaptureError(`${tool} ended with ${code}`),
    explainMissing: ({ tool }) => new CaptureError(`${tool} is missing`),
  });
  return { result, log };
}

Deno.test("steps are done in order, and a file is written whole into its folder", async () => {
  const { result, log } = done([
    { do: "remove", path: "/a/old" },
    { do: "write", path: "/a/b/new", content: "ü" },
    { do: "run", tool: "tool", args: [] },
  ], { tool: 0 });
  await result;
  assertEquals(log, [
    "remove /a/old",
    "folder /a/b",
    "write /a/b/new 195 188",
    "commit /a/b/new",
    "run tool",
  ]);
});

Deno.test("UTF-16 has a mark in front", async () => {
  const { result, log } = done([
    { do: "write", path: "C:\\a\\new", content: "aü", encoding: "utf-16le" },
  ]);
  await result;
  assertEquals(log.slice(0, 2), ["folder C:\\a", "write C:\\a\\new 255 254 97 0 252 0"]);
});

Deno.test("a step that fails is the last one, but a temporary file goes away", async () => {
  const steps: Step[] = [
    { do: "write", path: "/a/x", content: "", temporary: true },
    { do: "run", tool: "bad", args: [] },
    { do: "run", tool: "good", args: [] },
  ];
  const failing = done(steps, { bad: 7, good: 0 });
  await assertRejects(() => failing.result, CaptureError, "bad ended with 7");
  assertEquals(failing.log.slice(-2), ["run bad", "remove /a/x"]);
  const missing = done(steps, { good: 0 });
  await assertRejects(() => missing.result, CaptureError, "bad is missing");
});

Deno.test("a step that may fail does not stop the others", async () => {
  for (const codes of [{ bad: 7, good: 0 }, { good: 0 }] as Record<string, number>[]) {
    const { result, log } = done([
      { do: "run", tool: "bad", args: [], mayFail: true },
      { do: "run", tool: "good", args: [] },
    ], codes);
    await result;
    assertEquals(log, ["run bad", "run good"]);
  }
});
