import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import {
  findNamed,
  type NamedConnection,
  readNamedConnection,
} from "../../../lib/actions/close/named_connection.ts";
import { UsageError } from "../../../lib/errors.ts";
import type { Connection } from "../../../lib/model/connection.ts";
import { connection } from "../../support/connections.ts";

const NAMED = {
  localAddress: "192.0.2.7",
  localPort: 50123,
  remoteAddress: "203.0.113.5",
  remotePort: 443,
  pid: null,
};

const AT = { observedAt: "2026-11-26T08:00:00.000Z" };

function isNamed(row: Connection, named: NamedConnection): boolean {
  const { rows, gone } = findNamed([named], [row], AT);
  assertEquals(gone.length, rows.has(row) ? 0 : 1);
  return rows.has(row);
}

const ROW = connection({ ...NAMED, protocol: "TCP", state: "ESTABLISHED", pid: 4711 });

Deno.test("both ends name a connection, as does a line of netstat -ano", () => {
  assertEquals(readNamedConnection("192.0.2.7:50123 203.0.113.5:443"), NAMED);
  assertEquals(
    readNamedConnection("  TCP    192.0.2.7:50123   203.0.113.5:443   ESTABLISHED   4711 "),
    { ...NAMED, pid: 4711 },
  );
  for (const state of ["ÉTABLIE", "연결됨", "EM ESPERA", "FIN_WAIT_2", "已建立"]) {
    const line = `TCP 192.0.2.7:50123 203.0.113.5:443 ${state} 4711`;
    assertEquals(readNamedConnection(line), { ...NAMED, pid: 4711 }, line);
  }
  // With -t the offload state stands behind the process ID.
  assertEquals(
    readNamedConnection("TCP 192.0.2.7:50123 203.0.113.5:443 ESTABLISHED 4711 InHost"),
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
      ["192.0.2.7:50123 *:*", "it only listens"],
      ["TCP 0.0.0.0:135 0.0.0.0:0 LISTENING 1000", "it only listens"],
      ["TCP [::]:135 [::]:0 ABHÖREN 1000", "it only listens"],
      ["ESTAB 0 0 192.0.2.7:50123 203.0.113.5:443", "ESTAB is no protocol"],
      ["192.0.2.7:50123 203.0.113.5:443 [::1]:3", "[::1]:3 is no process ID"],
      ["192.0.2.7:50123 203.0.113.5:443 [::1]:3 4711", "more than two ends"],
      ["192.0.2.7:50123 203.0.113.5:443 4711/game", "4711/game is no process ID"],
      ["192.0.2.7:50123 203.0.113.5:443 4294967296", "4294967296 is no process ID"],
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
  const { gone } = findNamed([NAMED, other, far, { ...far }], [ROW], AT);
  assertEquals(gone.map(({ result, pid, remotePort }) => [result, pid, remotePort]), [
    ["gone", 800, 443],
    ["gone", null, 444],
  ]);
  assertEquals(
    gone[0]!.reason,
    "it is not there any more: another connection, of game.exe (4711), has these ends",
  );
});

Deno.test("an IPv4 address is the same end where a row has it mapped into IPv6", () => {
  const mapped = {
    ...ROW,
    localAddress: "::ffff:192.0.2.7",
    remoteAddress: "::ffff:203.0.113.5",
  };
  assert(isNamed(mapped, NAMED));
  assert(isNamed(mapped, readNamedConnection("[::ffff:c000:207]:50123 [::FFFF:203.0.113.5]:443")));
  assert(isNamed(ROW, readNamedConnection("[::ffff:192.0.2.7]:50123 203.0.113.5:443")));
  // ::192.0.2.7 is another address.
  assert(!isNamed({ ...ROW, localAddress: "::c000:207" }, NAMED));
});

Deno.test("an end that is named without its zone is found in whichever zone it is", () => {
  const ends = { localAddress: "fe80::7", remoteAddress: "fe80::5" };
  const named = readNamedConnection("[fe80::7]:50123 [fe80::5]:443 4711");
  const zoned = (zone: string) => ({
    ...ROW,
    localAddress: `fe80::7%${zone}`,
    remoteAddress: `fe80::5%${zone}`,
  });
  assert(isNamed(zoned("eth0"), named));
  assert(isNamed(zoned("12"), named));
  assert(!isNamed(zoned("12"), readNamedConnection("[fe80::7%3]:50123 [fe80::5%3]:443")));
  assert(!isNamed({ ...zoned("eth0"), pid: 800 }, named));
  // Two processes may hold one connection.
  const shared = [{ ...zoned("3"), pid: null }, zoned("3"), { ...zoned("3"), localPort: 9 }];
  assertEquals(findNamed([named], shared, AT).rows, new Set(shared.slice(0, 2)));
  // What is written as it is named is meant.
  const bare = { ...ROW, ...ends };
  assertEquals(findNamed([named], [zoned("3"), bare], AT).rows, new Set([bare]));
  // That of another process is another one.
  const other = { ...zoned("4"), pid: 800 };
  assertEquals(findNamed([named], [zoned("3"), other], AT).rows.size, 1);
  const error = assertThrows(
    () => findNamed([named], [zoned("eth0"), zoned("wlan0")], AT),
    UsageError,
    "[fe80::7]:50123 [fe80::5]:443: 2 in different zones have these ends",
  );
  assertEquals(
    error.hint,
    'Name one with its zone: "[fe80::7%eth0]:50123 [fe80::5%eth0]:443" or ' +
      '"[fe80::7%wlan0]:50123 [fe80::5%wlan0]:443"',
  );
});

Deno.test("a connection is found again by what its row says, however that is written", () => {
  const address = fc.oneof(
    fc.ipV4(),
    fc.ipV6(),
    fc.constantFrom("fe80::1%3", "fe80::1%eth0", "::ffff:192.0.2.7"),
  );
  const port = fc.integer({ min: 1, max: 65_535 });
  const ends = fc.record({
    localAddress: address,
    localPort: port,
    remoteAddress: address,
    remotePort: port,
    pid: fc.option(fc.integer({ min: 1, max: 4_294_967_295 })),
  });
  const writing = fc.record({
    protocol: fc.constantFrom("", "TCP", "tcp6"),
    state: fc.constantFrom("", "ESTABLISHED", "HERGESTELLT", "EM ESPERA"),
    blank: fc.constantFrom(" ", "   ", "\t"),
  });
  const end = (host: string, port: number) =>
    host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;
  fc.assert(fc.property(
    ends,
    writing,
    (given, { protocol, state, blank }) => {
      const row = connection(given);
      const text = [
        protocol,
        end(given.localAddress, given.localPort),
        end(given.remoteAddress.toUpperCase().replace("%ETH0", "%eth0"), given.remotePort),
        state,
        given.pid === null ? "" : `${given.pid}`,
      ].join(blank);
      const named = readNamedConnection(text);
      assertEquals(named.pid, given.pid);
      assert(isNamed(row, named), text);
      assert(!isNamed({ ...row, localPort: given.localPort % 65_535 + 1 }, named), text);
    },
  ));
});

Deno.test("any text names a connection or is refused with a way to write one", () => {
  const word = fc.oneof(
    fc.constantFrom("TCP", "192.0.2.7:50123", "[::1]:80", "*:*", "4711", "0.0.0.0:0", "LISTEN"),
    fc.string({ unit: "binary", maxLength: 8 }),
  );
  fc.assert(fc.property(fc.array(word, { maxLength: 6 }), (words) => {
    try {
      const { localPort, remotePort, pid } = readNamedConnection(words.join(" "));
      assert(localPort >= 1 && localPort <= 65_535 && remotePort >= 1 && remotePort <= 65_535);
      assert(pid === null || (Number.isInteger(pid) && pid > 0));
    } catch (error) {
      assert(error instanceof UsageError, `${error}`);
      assert(error.hint?.includes("netstat -ano"));
    }
  }));
});

Deno.test("thousands of named connections are found in a time that grows with their number", () => {
  const timeOf = (count: number) => {
    const rows = Array.from(
      { length: count },
      (_, at) =>
        connection({
          ...ROW,
          localPort: 1 + at % 60_000,
          remoteAddress: `203.0.${at >> 8}.${at & 255}`,
        }),
    );
    // The other half is gone.
    const named = rows.flatMap((row) => [row, { ...row, remotePort: 444 }]) as NamedConnection[];
    const begin = performance.now();
    const found = findNamed(named, rows, AT);
    const time = performance.now() - begin;
    assertEquals([found.rows.size, found.gone.length], [count, count]);
    return time;
  };
  timeOf(500);
  // 20,000 times 10,000 comparisons take minutes, one pass some hundredths of a second.
  assert(timeOf(10_000) < 5000);
});
