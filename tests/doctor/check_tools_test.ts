import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { checkTools } from "../../lib/doctor/check_tools.ts";
import { examine } from "../../lib/doctor/examine.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "../support/fake_host.ts";

const SILENT = { stdout: new Uint8Array(), stderr: new Uint8Array(), code: 0 };
const windows = (run: Host["run"]) => fakeHost({ os: "windows", run });
const LIMITS = { timeoutMilliseconds: 30_000 };

Deno.test("tools are asked side by side: a machine where all hang takes one time-out", async () => {
  let running = 0;
  let most = 0;
  const hanging: Host["run"] = async (tool, _args, { timeoutMilliseconds }) => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
    throw new HostError("timedOut", `Cannot run ${tool}: over ${timeoutMilliseconds} ms`);
  };
  const checks = await examine(windows(hanging), { timeoutMilliseconds: 2_000 });
  const hung = checks.filter(({ value }) => value?.startsWith("hangs"));
  assertEquals(hung[0]?.check, "netstat");
  assertEquals(hung[0]?.status, "problem");
  for (const { value } of hung) assertEquals(value, "hangs: no end within 2 s");
  // chcp, which has no row of its own, hangs beside them.
  assertEquals(most, hung.length + 1);
});

Deno.test("rows stand in the order of the table, whoever answers first", async () => {
  let delay = 40;
  const run: Host["run"] = async () => {
    await new Promise((resolve) => setTimeout(resolve, delay -= 5));
    return SILENT;
  };
  const names = (await checkTools(windows(run), LIMITS)).map(({ check }) => check);
  assertEquals(names.slice(0, 4), ["netstat", "tasklist", "tasklist /svc", "nslookup"]);
});

Deno.test("a tasklist that fails or hangs is laid to WMI, one that is missing is not", async () => {
  const advice = async (run: Host["run"]) => {
    const checks = await checkTools(windows(run), LIMITS);
    return checks.find(({ check }) => check === "tasklist")?.advice ?? "";
  };
  assertStringIncludes(await advice(() => Promise.resolve({ ...SILENT, code: 1 })), "winmgmt");
  const late = () => Promise.reject(new HostError("timedOut", "late"));
  assertStringIncludes(await advice(late), "winmgmt");
  const missing = () => Promise.reject(new HostError("notFound", "gone"));
  assertEquals(await advice(missing), "Put tasklist back where the system keeps it");
});

Deno.test("a signal ends the tools", async () => {
  const controller = new AbortController();
  // One timer for all of them, which has ended before any of them does.
  let asked = 0;
  const run: Host["run"] = (_tool, _args, { signal }) =>
    new Promise((_, reject) => {
      if (!signal) return reject(new HostError("timedOut", "late"));
      signal.addEventListener("abort", () => reject(signal.reason));
      if (asked++ === 0) setTimeout(() => controller.abort("enough"), 1);
    });
  const thrown = await examine(windows(run), { signal: controller.signal }).catch((e) => e);
  assertEquals(thrown, "enough");
  assert(asked > 3, `${asked} tools were asked`);
});
