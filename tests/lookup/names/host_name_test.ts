import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { readHostName } from "../../../lib/lookup/names/host_name.ts";

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
    ["-type=any", "no host name has = in it"],
    ["-port.example", "a host name does not begin with a hyphen"],
    ["a..example", "one of its labels is empty"],
    [".example", "one of its labels is empty"],
    ["www example", "no host name has a space in it"],
    ["www.example\nexit", "no host name has U+000A in it"],
    ["www\u0000.example", "no host name has U+0000 in it"],
    ["www\u001b[31m.example", "no host name has U+001B in it"],
    ["www.example>C:\\file", "no host name has > in it"],
    ["a/b", "no host name has / in it"],
    ["a%41.example", "no host name has % in it"],
    ["user@www.example", "no host name has @ in it"],
    ["www.example:80", "no host name has : in it"],
    ['"www.example"', 'no host name has " in it'],
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

Deno.test("whatever is accepted is a name, and the same name when it is read again", () => {
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
