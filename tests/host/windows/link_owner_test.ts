import { assertEquals } from "@std/assert";
import { ownerOf, readOwner } from "../../../lib/host/windows/link_owner.ts";

/** A SECURITY_DESCRIPTOR in one piece whose owner is the group of administrators, S-1-5-32-544. */
const ADMINISTRATORS = Uint8Array.of(
  ...[1, 0, 0, 0x80, 20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ...[1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0],
);

Deno.test("the owner in a security descriptor", () => {
  assertEquals(readOwner(ADMINISTRATORS), "S-1-5-32-544");
  assertEquals(readOwner(ADMINISTRATORS.with(4, 0)), null, "none");
  assertEquals(readOwner(ADMINISTRATORS.with(4, 200)), null, "behind the end");
  for (let length = 0; length < ADMINISTRATORS.length; length++) {
    assertEquals(readOwner(ADMINISTRATORS.subarray(0, length)), null, `${length} bytes`);
  }
});

Deno.test("a link is opened itself, and closed again", () => {
  const log: unknown[] = [];
  const functions = (handle: bigint, told: number) => ({
    CreateFileW: (_name: unknown, ...rest: unknown[]) => {
      log.push(rest);
      return handle;
    },
    GetKernelObjectSecurity: (...[, , descriptor]: unknown[]) => {
      (descriptor as Uint8Array).set(ADMINISTRATORS);
      return told;
    },
    CloseHandle: (handle: unknown) => {
      log.push(handle);
      return 1;
    },
  });
  assertEquals(ownerOf("C:\\l", functions(7n, 1)), "S-1-5-32-544");
  assertEquals(log, [[0x20000, 7, null, 3, 0x2200000, null], 7n]);
  assertEquals(ownerOf("C:\\l", functions(7n, 0)), null);
  assertEquals(ownerOf("C:\\l", functions(0xffff_ffff_ffff_ffffn, 1)), null);
});
