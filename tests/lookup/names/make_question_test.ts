import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { parseAddress } from "../../../lib/address/address.ts";
import { UsageError } from "../../../lib/errors.ts";
import { arpaName } from "../../../lib/address/arpa.ts";
import { makeQuestion } from "../../../lib/lookup/names/make_question.ts";

/** RFC 3596, section 2.5, has this address and its name. */
const RFC_3596 = "4321:0:1:2:3:4:567:89ab";
const RFC_3596_NAME = "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa";

Deno.test("a name is asked for its addresses, or for what is wanted", () => {
  assertEquals(makeQuestion(" www.Example. ", null), {
    query: "www.Example.",
    name: "www.example",
    type: "ADDRESS",
  });
  assertEquals(makeQuestion("example", "MX").type, "MX");
});

Deno.test("an address is asked for its name", () => {
  for (const type of [null, "PTR"] as const) {
    assertEquals(makeQuestion("2001:DB8:0::1", type), {
      query: "2001:DB8:0::1",
      name: "2001:db8::1",
      type: "PTR",
    });
  }
});

Deno.test("an address loses its zone, a mapped one its wrapping", () => {
  assertEquals(makeQuestion("fe80::1%12", null).name, "fe80::1");
  assertEquals(makeQuestion("::ffff:192.0.2.1", null).name, "192.0.2.1");
});

Deno.test("another type is asked of an address's name", () => {
  assertEquals(makeQuestion("192.0.2.10", "SOA"), {
    query: "192.0.2.10",
    name: "10.2.0.192.in-addr.arpa",
    type: "SOA",
  });
  assertEquals(makeQuestion(RFC_3596, "NS").name, RFC_3596_NAME);
});

Deno.test("a name under in-addr.arpa or ip6.arpa is asked for its host", () => {
  assertEquals(makeQuestion("10.2.0.192.in-addr.arpa", null).type, "PTR");
  assertEquals(makeQuestion(RFC_3596_NAME, null).type, "PTR");
  assertEquals(makeQuestion("10.2.0.192.in-addr.arpa", "NS").type, "NS");
});

Deno.test("what is neither says why", () => {
  const error = assertThrows(() => makeQuestion("256.1.1.1", null), UsageError);
  assertEquals(
    error.message,
    "Cannot ask about 256.1.1.1: it is neither an address nor a host name",
  );
  const long = assertThrows(() => makeQuestion("x".repeat(5000), null), UsageError);
  assertEquals(long.message.length < 200, true, long.message);
});

Deno.test("the labels of an address's name are its bits backwards", () => {
  fc.assert(fc.property(fc.oneof(fc.ipV4(), fc.ipV6()), (text) => {
    const address = parseAddress(text);
    if (address === null) return;
    const labels = arpaName(address).split(".").slice(0, -2).reverse();
    const groups = address.family === 4
      ? labels.map(Number).reduce((all, octet, at) => {
        if (at % 2 === 0) all.push(octet * 256);
        else all[all.length - 1]! += octet;
        return all;
      }, [] as number[])
      : labels.join("").match(/.{4}/g)!.map((digits) => parseInt(digits, 16));
    assertEquals(groups, [...address.groups]);
  }));
});
