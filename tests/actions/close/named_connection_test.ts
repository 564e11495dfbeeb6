import { assertEquals, assertThrows } from "@std/assert";
import {
  goneRows,
  isNamed,
  readNamedConnection,
} from "../../../lib/actions/close/named_connection.ts";
import { UsageError } from "../../../lib/errors.ts";
import { connection } from "../../support/connections.ts";

const NAMED = {
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "203.0.113.5",
  remotePort: 443,
  pid: null,
};

const ROW = connection({ ...NAMED, protocol: "TCP", state: "ESTABLISHED", pid: 4711 });

Deno.test("both ends name a connection, as does a line of netstat -ano", () => {
  assertEquals(readNamedConnection("192.0.2.7:50123 203.0.113.5:443"), NAMED);
  assertEquals(
    readNamedConnection("  TCP    192.0.2.7:50123   203.0.113.5:443   ESTABLISHED   4711 "),
    { ...NAMED, pid: 4711 },
  );
  assertEquals(
    readNamedConnection("tcp6 [2001:DB8:0::7%3]:50123 [2001:db8::5]:443 8"),
    { ...NAMED, localAddress: "2001:db8::7%3", remoteAddress: "2001:db8::5", pid: 8 },
  );
});

Deno.test("what is not one connection is refused", () => {
  for (
    const [text, state] of [
      ["", "two ends"],
      ["192.0.2.7:50123", "two ends"],
      ["UDP 192.0.2.7:50123 203.0.113.5:443", "UDP has no connection"],
      ["192.0.2.7 203.0.113.5:443", "192.0.2.7 is no address with a port"],
      ["192.0.2.7:0 203.0.113.5:443", "192.0.2.7:0 is no address"],
      ["192.0.2.7:50123 *:*", "*:* is no address"],
      ["192.0.2.7:50123 203.0.113.0/24:443", "is no address"],
      ["192.0.2.7:50123 203.0.113.5:443 4711 8", "more than two ends"],
    ] as const
  ) {
    assertThrows(() => readNamedConnection(text), UsageError, state, text);
  }
});

Deno.test("a row with the same ends in another process is another connection", () => {
  assertEquals(isNamed(ROW, NAMED), true);
  assertEquals(isNamed(ROW, { ...NAMED, pid: 4711 }), true);
  assertEquals(isNamed(ROW, { ...NAMED, pid: 4712 }), false);
  assertEquals(isNamed({ ...ROW, pid: null }, { ...NAMED, pid: 4711 }), true);
  assertEquals(isNamed({ ...ROW, localPort: 50124 }, NAMED), false);
  assertEquals(isNamed({ ...ROW, remotePort: 444 }, NAMED), false);
  assertEquals(isNamed({ ...ROW, localAddress: "192.0.2.8" }, NAMED), false);
  assertEquals(isNamed({ ...ROW, remoteAddress: "203.0.113.6" }, NAMED), false);
  assertEquals(isNamed({ ...ROW, protocol: "UDP" }, NAMED), false);
});

Deno.test("named connections that are not there are rows of their own", () => {
  const other = { ...NAMED, pid: 800 };
  const far = { ...NAMED, remotePort: 444 };
  const rows = goneRows([NAMED, other, far], [ROW], { observedAt: "2026-11-26T08:00:00.000Z" });
  assertEquals(rows.map(({ result, pid, remotePort }) => [result, pid, remotePort]), [
    ["gone", 800, 443],
    ["gone", null, 444],
  ]);
  assertEquals(
    rows[0]!.reason,
    "it is not there any more: another connection, of game.exe (4711), has these ends",
  );
});
