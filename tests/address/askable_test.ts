import { assertEquals } from "@std/assert";
import { addressToAsk } from "../../lib/address/askable.ts";

function asked(text: string): string {
  const address = addressToAsk(text);
  return typeof address === "string" ? address : address.text;
}

Deno.test("a public address is looked up in its canonical form", () => {
  assertEquals(asked("8.8.8.8"), "8.8.8.8");
  assertEquals(asked("2001:4860:4860:0:0:0:0:8888"), "2001:4860:4860::8888");
  assertEquals(asked("2001:4860:4860::8888%12"), "2001:4860:4860::8888");
});

Deno.test("an address that carries an IPv4 address is looked up as that", () => {
  assertEquals(asked("::ffff:8.8.8.8"), "8.8.8.8");
  assertEquals(asked("64:ff9b::808:808"), "8.8.8.8");
  assertEquals(asked("2002:808:808::1"), "8.8.8.8");
  // RFC 4380, section 4: the client's address stands at the end, each bit inverted.
  assertEquals(asked("2001:0:4136:e378:8000:63bf:f7f7:f7f7"), "8.8.8.8");
});

Deno.test("an address that is not public is not looked up", () => {
  for (
    const [address, what] of [
      ["192.168.1.20", "a private address"],
      ["::ffff:10.0.0.1", "a private address"],
      ["2002:a00:1::1", "a private address"],
      ["fd00::1", "a private address"],
      ["100.64.0.1", "an address behind a carrier's NAT"],
      ["127.0.0.1", "this computer itself"],
      ["fe80::1%eth0", "an address of the local link"],
      ["0.0.0.0", "no address in particular"],
      ["224.0.0.251", "a multicast address"],
      ["240.0.0.1", "a reserved address"],
      ["4000::1", "a reserved address"],
      ["192.0.2.1", "an address for documentation"],
    ] as const
  ) {
    assertEquals(asked(address), `${what}: no registry was asked`);
  }
});

Deno.test("text that is not an address is not looked up", () => {
  for (const text of ["", "example.com", "8.8.8.8/24", "008.8.8.8", "8.8.8.8; calc"]) {
    assertEquals(asked(text), "not an address: nothing was asked");
  }
});
