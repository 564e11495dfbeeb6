import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readOwnerModule, serviceOf } from "../../../lib/host/windows/owner_module.ts";
import { writeOwnerModule } from "../../support/table_writer.ts";

const RPC = { name: "RpcEptMapper", path: "C:\\Windows\\System32\\svchost.exe" };

Deno.test("the texts behind the pointers, wherever the buffer is and in either order", () => {
  for (const address of [0x10000n, 0x7fff_ffff_0000n]) {
    for (const isPathFirst of [false, true]) {
      assertEquals(readOwnerModule(writeOwnerModule({ ...RPC, address, isPathFirst })), RPC);
    }
  }
});

Deno.test("one text for both", () => {
  const bytes = writeOwnerModule({ name: "svchost.exe", path: "" });
  bytes.copyWithin(8, 0, 8);
  assertEquals(readOwnerModule(bytes), { name: "svchost.exe", path: "svchost.exe" });
});

Deno.test("a larger buffer, whose rest was not written", () => {
  const bytes = new Uint8Array(1024).fill(0xcd);
  bytes.set(writeOwnerModule(RPC));
  assertEquals(readOwnerModule(bytes), RPC);
});

Deno.test("what is not there is null", () => {
  const whole = writeOwnerModule(RPC);
  const pointers = (name: bigint, path: bigint) => {
    const bytes = whole.slice();
    new BigUint64Array(bytes.buffer, 0, 2).set([name, path]);
    return readOwnerModule(bytes);
  };
  assertEquals(readOwnerModule(new Uint8Array(15)), null, "no room for pointers");
  assertEquals(readOwnerModule(whole.subarray(0, -2)), null, "no end");
  assertEquals(pointers(0n, 0x8010n), null, "a null pointer");
  assertEquals(pointers(0x8010n, 0x8013n), null, "not aligned");
  assertEquals(pointers(0x8010n, 0xffff_ffff_ffff_fff0n), null, "outside");
  assertEquals(pointers(0x8010n, 0x8014n), null, "in the middle of a text");
  assertEquals(readOwnerModule(writeOwnerModule({ name: "", path: "" })), null, "empty");
});

Deno.test("any buffer gives texts that are in it, and nothing throws", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(220), (bytes, distance) => {
    // Mostly pointers that are near each other.
    if (bytes.length >= 16) new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(8, 1n, true);
    if (bytes.length >= 16) {
      new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(0, BigInt(1 + distance), true);
    }
    const module = readOwnerModule(bytes);
    if (module !== null) assert(module.name.length + module.path.length < bytes.length);
  }));
});

Deno.test("a service's name is told from a program's and a library's", () => {
  const path = "C:\\Windows\\System32\\svchost.exe";
  const services = ["RpcSs", "svchost.exe", "SVCHOST.EXE", "dnsapi.dll", "http.sys", "W32Time"]
    .map((name) => serviceOf({ name, path }));
  assertEquals(services, ["RpcSs", null, null, null, null, "W32Time"]);
  assertEquals(serviceOf({ name: "system", path: "System" }), null);
});
