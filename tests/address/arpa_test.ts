import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { formatAddress, parseAddress } from "../../lib/address/address.ts";
import { arpaAddress, arpaName, isArpaName } from "../../lib/address/arpa.ts";

Deno.test("an address's name gives the address back", () => {
  for (const text of [fc.ipV4(), fc.ipV6()]) {
    fc.assert(fc.property(text, (text) => {
      const address = parseAddress(text)!;
      const name = arpaName(address);
      assertEquals(isArpaName(name), true);
      assertEquals(arpaAddress(name.toUpperCase()), address);
    }));
  }
});

Deno.test("other names, and names of blocks, give no address", () => {
  for (
    const name of [
      "www.example",
      "2.0.192.in-addr.arpa",
      "5.1.2.0.192.in-addr.arpa",
      "256.2.0.192.in-addr.arpa",
      "8.b.d.0.1.0.0.2.ip6.arpa",
      "1.2.0.192.in-addr.arpa.example",
    ]
  ) assertEquals(arpaAddress(name), null, name);
});

Deno.test("the address of a name is the one in RFC 3596", () => {
  const name = "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa";
  assertEquals(formatAddress(arpaAddress(name)!), "4321:0:1:2:3:4:567:89ab");
});
