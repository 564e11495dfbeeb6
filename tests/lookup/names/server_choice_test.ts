import { assertEquals, assertThrows } from "@std/assert";
import { UsageError } from "../../../lib/errors.ts";
import { readServer } from "../../../lib/lookup/names/server_choice.ts";

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
    ["[dns.example]:53", "no address stands in the brackets"],
    ["[2001:db8::53", "it is neither an address nor a host name"],
    ["fe80::1%;id", "it is neither an address nor a host name"],
    ["-port=1", "no host name has = in it"],
    ["-x", "a host name does not begin with a hyphen"],
    ["dns.example 192.0.2.1", "no host name has a space in it"],
  ] as const
) {
  Deno.test(`${JSON.stringify(text)} is no name server: ${reason}`, () => {
    const error = assertThrows(() => readServer(text), UsageError);
    assertEquals(error.message.split(": ").at(-1), reason);
  });
}
