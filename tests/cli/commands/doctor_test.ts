import { assertEquals } from "@std/assert";
import { HostError } from "../../../lib/host/host.ts";
import { runMain } from "../../support/run_main.ts";
import { windowsHost } from "../../support/windows_host.ts";

interface Check {
  readonly check: string;
  readonly status: string;
}

async function examine(failures: Readonly<Record<string, HostError>>) {
  const { code, stdout, stderr } = await runMain(["doctor", "--format", "json"], {
    host: windowsHost(failures),
  });
  const problems = (JSON.parse(stdout) as Check[]).filter(({ status }) => status === "problem");
  return { code, stderr, problems: problems.map(({ check }) => check) };
}

Deno.test("a machine with the tools is in order", async () => {
  assertEquals(await examine({}), { code: 0, stderr: "", problems: [] });
});

Deno.test("without netstat the rows are written all the same, and the exit code is 3", async () => {
  const failures = { netstat: new HostError("notFound", "Cannot run netstat: gone") };
  assertEquals(await examine(failures), { code: 3, stderr: "", problems: ["netstat"] });
});
