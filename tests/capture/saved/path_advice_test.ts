import { assertEquals, assertStringIncludes } from "@std/assert";
import { openSaved } from "../../../lib/capture/saved/saved_files.ts";
import { CaptureError } from "../../../lib/errors.ts";
import { type Host, HostError, type HostErrorKind } from "../../../lib/host/host.ts";
import { fakeHost } from "../../support/fake_host.ts";

/** The hint about a file that the machine refuses to read; its drives are C and D. */
async function hint(kind: HostErrorKind, path: string, overrides: Partial<Host> = {}) {
  const host = fakeHost({
    os: "windows",
    elevated: () => false,
    pathKind: (path) => /^[cd]:\\$/i.test(path) ? "directory" : "missing",
    // deno-lint-ignore require-yield
    open: async function* () {
      await Promise.resolve();
      throw new HostError(kind, "No");
    },
    ...overrides,
  });
  const error = await openSaved([path], host, { encoding: null }).catch((thrown) => thrown);
  assertEquals(error instanceof CaptureError, true);
  return (error as CaptureError).hint;
}

Deno.test("a drive that is not there may be one of the desktop's, which an elevated console lacks", async () => {
  const elevated = { elevated: () => true };
  assertStringIncludes(await hint("notFound", "H:\\ns.txt", elevated) ?? "", "as administrator");
  assertStringIncludes(await hint("notFound", "h:/logs/ns.txt") ?? "", "There is no drive H: here");
  assertEquals(await hint("notFound", "C:\\ns.txt", elevated), null);
  assertEquals(await hint("notFound", "ns.txt", elevated), null);
  assertEquals(await hint("notFound", "\\\\server\\share\\ns.txt", elevated), null);
  assertEquals(await hint("notFound", "H:\\ns.txt", { os: "linux" }), null);
});

Deno.test("what may not be read can be read by others", async () => {
  assertStringIncludes(await hint("permissionDenied", "C:\\x") ?? "", "as administrator");
  assertStringIncludes(await hint("permissionDenied", "/x", { os: "linux" }) ?? "", "as root");
  assertEquals(await hint("permissionDenied", "C:\\x", { elevated: () => true }), null);
  assertEquals(await hint("other", "C:\\x"), null);
});
