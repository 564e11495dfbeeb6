import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { arpaName, parseAddress } from "../../../lib/address/address.ts";
import { UsageError } from "../../../lib/errors.ts";
import { makeQuestion, readHostName, readServer } from "../../../lib/lookup/names/question.ts";

/** RFC 3596, section 2.5, has this address and its name. */
const RFC_3596 = "4321:0:1:2:3:4:567:89ab";
const RFC_3596_NAME = "b.a.9.8.7.6.5.0.4.0.0.0.3.0.0.0.2.0.0.0.1.0.0.0.0.0.0.0.1.2.3.4.ip6.arpa";

Deno.test("a name is asked for its addresses, or for the given type", () => {
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

Deno.test("an address loses its zone, a mapped address becomes IPv4", () => {
  assertEquals(makeQuestion("fe80::1%12", null).name, "fe80::1");
  assertEquals(makeQuestion("::ffff:192.0.2.1", null).name, "192.0.2.1");
});

Deno.test("another type is asked about an address's arpa name", () => {
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

Deno.test("text that is neither an address nor a name is refused with a reason", () => {
  const error = assertThrows(() => makeQuestion("256.1.1.1", null), UsageError);
  assertEquals(
    error.message,
    "Cannot ask about 256.1.1.1: it is neither an address nor a host name",
  );
  const long = assertThrows(() => makeQuestion("x".repeat(5000), null), UsageError);
  assertEquals(long.message.length < 200, true, long.message);
});

Deno.test("the labels of an arpa name are the address's bits in reverse", () => {
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

for (
  const [text, host, port] of [
    ["192.0.2.53", "192.0.2.53", null],
    [" 192.0.2.53:5353 ", "192.0.2.53", 5353],
    ["2001:DB8::53", "2001:db8::53", null],
    ["[2001:db8::53]", "2001:db8::53", null],
    ["[2001:db8::53]:5353", "2001:db8::53", 5353],
    ["fe80::1%12", "fe80::1%12", null],
    ["[fe80::1%eth0]:53", "fe80::1%eth0", 53],
    ["dns.example", "dns.example", null],
    ["DNS.example.:65535", "dns.example", 65535],
    ["router", "router", null],
    ["bücher.example:53", "xn--bcher-kva.example", 53],
  ] as const
) {
  Deno.test(`the name server ${text}`, () => assertEquals(readServer(text), { host, port }));
}

for (
  const [text, reason] of [
    ["", "it is empty"],
    ["192.0.2.53:0", "there is no port 0"],
    ["192.0.2.53:65536", "there is no port 65536"],
    ["192.0.2.53:", "it is neither an address nor a host name"],
    ["192.0.2.256", "it is neither an address nor a host name"],
    ["[dns.example]:53", "the brackets hold no address"],
    ["[2001:db8::53", "it is neither an address nor a host name"],
    ["fe80::1%;id", "it is neither an address nor a host name"],
    ["-port=1", "a host name cannot contain ="],
    ["-x", "a host name does not begin with a hyphen"],
    ["dns.example 192.0.2.1", "a host name cannot contain a space"],
  ] as const
) {
  Deno.test(`${JSON.stringify(text)} is no name server: ${reason}`, () => {
    const error = assertThrows(() => readServer(text), UsageError);
    assertEquals(error.message.split(": ").at(-1), reason);
  });
}

const label63 = "a".repeat(63);

for (
  const [text, name] of [
    ["www.example", "www.example"],
    [" WWW.Example. ", "www.example"],
    ["_sip._tcp.example", "_sip._tcp.example"],
    ["fileserver", "fileserver"],
    ["3com.example", "3com.example"],
    ["1.2.0.192.in-addr.arpa", "1.2.0.192.in-addr.arpa"],
    ["r3---sn-4g5e.example", "r3---sn-4g5e.example"],
    ["xn--bcher-kva.example", "xn--bcher-kva.example"],
    // RFC 3492's way of writing; the last two are from RFC 3490's and the URL standard's tables.
    ["Bücher.example", "xn--bcher-kva.example"],
    ["faß.example", "xn--fa-hia.example"],
    ["日本語。ＪＰ", "xn--wgv71a119e.jp"],
    [`${label63}.example`, `${label63}.example`],
  ] as const
) {
  Deno.test(`${text} is the name ${name}`, () => {
    assertEquals(readHostName(text), { name, reason: null });
  });
}

for (
  const [text, reason] of [
    ["", "it is empty"],
    [".", "one of its labels is empty"],
    [".", "one of its labels is empty"],
    ["-type=any", "a host name cannot contain ="],
    ["-port.example", "a host name does not begin with a hyphen"],
    ["a..example", "one of its labels is empty"],
    [".example", "one of its labels is empty"],
    ["www example", "a host name cannot contain a space"],
    ["www.example\nexit", "a host name cannot contain U+000A"],
    ["www\u0000.example", "a host name cannot contain U+0000"],
    ["www\u001b[31m.example", "a host name cannot contain U+001B"],
    ["www.example>C:\\file", "a host name cannot contain >"],
    ["a/b", "a host name cannot contain /"],
    ["a%41.example", "a host name cannot contain %"],
    ["user@www.example", "a host name cannot contain @"],
    ["www.example:80", "a host name cannot contain :"],
    ['"www.example"', 'a host name cannot contain "'],
    ["256.1.1.1", "it is neither an address nor a host name"],
    ["192.0.2", "it is neither an address nor a host name"],
    ["0x7f000001", "it is neither an address nor a host name"],
    // Digits of full width: IDNA makes ordinary ones of them.
    ["１２７.０.０.１", "it is neither an address nor a host name"],
    // What becomes a slash, a percent sign or a commercial at by IDNA.
    ["ü／b.example", "it holds characters that no host name has"],
    ["a％41.example", "it holds characters that no host name has"],
    ["a＠b.example", "it holds characters that no host name has"],
    ["a\u202eb.example", "it holds characters that no host name has"],
    ["\ud800.example", "it holds characters that no host name has"],
    [`${"a".repeat(64)}.example`, "one of its labels has over 63 characters"],
    [`${"ü".repeat(60)}.example`, "one of its labels has over 63 characters"],
    [`${"a.".repeat(127)}a`, "it has over 253 characters"],
    ["a.".repeat(100_000), "it has over 253 characters"],
  ] as const
) {
  Deno.test(`${JSON.stringify(text).slice(0, 40)} is no name: ${reason}`, () => {
    assertEquals(readHostName(text), { name: null, reason });
  });
}

Deno.test("the longest name has 253 characters", () => {
  const longest = `${"a.".repeat(126)}a`;
  assertEquals(longest.length, 253);
  assertEquals(readHostName(`${longest}.`).name, longest);
});

Deno.test("any accepted text is a valid name, and reading it again gives the same name", () => {
  const pieces = fc.oneof(
    fc.constantFrom("www", "ex", "-", "_", ".", "..", "。", "．", "ü", "ß", "１", "0x", "א", "日"),
    fc.constantFrom(" ", "\n", "\r", "\0", ">", "|", "%", "/", "\\", "@", ":", "[", "\u202e", '"'),
    fc.string({ unit: "binary", maxLength: 3 }),
    fc.stringMatching(/^[a-z0-9-]{1,70}$/),
  );
  const text = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, (text) => {
      const { name, reason } = readHostName(text);
      if (name === null) {
        assert(reason.length > 0);
        return;
      }
      // RFC 1035 and what may stand on a command line.
      assert(/^(?!-)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name), name);
      assert(name.length <= 253, name);
      assert(!/(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$/.test(name), name);
      assertEquals(readHostName(name), { name, reason: null });
      assertEquals(readHostName(`${name}.`), { name, reason: null });
    }),
    { numRuns: 2000 },
  );
});
