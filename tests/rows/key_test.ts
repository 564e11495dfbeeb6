import { assert, assertEquals } from "@std/assert";
import { endsKey, isSameMaking } from "../../lib/rows/key.ts";

const ROW = {
  protocol: "TCP",
  localAddress: "192.0.2.10",
  localPort: 50123,
  localHost: null,
  remoteAddress: "203.0.113.7",
  remotePort: 443,
  remoteHost: null,
};

Deno.test("a key tells the ends apart, and nothing else", () => {
  assertEquals(endsKey({ ...ROW, remoteHost: "www.example.com" }), endsKey(ROW));
  for (
    const other of [
      { protocol: "UDP" },
      { localAddress: "192.0.2.11" },
      { localPort: 50124 },
      { remoteAddress: "203.0.113.8" },
      { remotePort: 80 },
    ]
  ) {
    assert(endsKey({ ...ROW, ...other }) !== endsKey(ROW), JSON.stringify(other));
  }
});

Deno.test("names stand for ends without addresses", () => {
  const named = { ...ROW, remoteAddress: null, remoteHost: "www.example.com" };
  assert(endsKey(named) !== endsKey({ ...named, remoteHost: "www.example.org" }));
});

Deno.test("the time of making counts where both tell it", () => {
  const made = { createdAt: "2026-01-02T03:04:05.000Z" };
  assert(isSameMaking(made, made));
  assert(isSameMaking(made, { createdAt: null }));
  assert(!isSameMaking(made, { createdAt: "2026-01-02T03:04:06.000Z" }));
});
