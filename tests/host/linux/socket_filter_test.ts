import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import type { ConnectionIdentity } from "../../../lib/host/actions.ts";
import { closingCalls, readEnds } from "../../../lib/host/linux/socket_filter.ts";
import { parseProcNet } from "../../../lib/tools/proc/proc_net.ts";

const identity = (given: Partial<ConnectionIdentity> = {}): ConnectionIdentity => ({
  localAddress: "192.0.2.7",
  localPort: 50_123,
  remoteAddress: "198.51.100.4",
  remotePort: 443,
  owner: null,
  ...given,
});

const filterOf = (given: Partial<ConnectionIdentity>) =>
  readEnds(identity(given))?.filter.join(" ");

Deno.test("both ends of a connection are named, each exactly", () => {
  assertEquals(filterOf({}), "src 192.0.2.7:50123 and dst 198.51.100.4:443");
  assertEquals(
    filterOf({ localAddress: "2001:DB8:0::7", remoteAddress: "::1" }),
    "src [2001:db8::7]:50123 and dst [::1]:443",
  );
  assertEquals(
    filterOf({ localAddress: "::ffff:192.0.2.7", remoteAddress: "::ffff:198.51.100.4" }),
    "src [::ffff:192.0.2.7]:50123 and dst [::ffff:198.51.100.4]:443",
  );
});

Deno.test("a zone is the interface of both ends", () => {
  const zoned = "dev eth0 and src [fe80::1]:50123 and dst [fe80::2]:443";
  assertEquals(filterOf({ localAddress: "fe80::1%eth0", remoteAddress: "fe80::2%eth0" }), zoned);
  assertEquals(filterOf({ localAddress: "fe80::1%eth0", remoteAddress: "fe80::2" }), zoned);
  assertEquals(filterOf({ localAddress: "fe80::1", remoteAddress: "fe80::2%eth0" }), zoned);
  assertEquals(
    filterOf({ localAddress: "fe80::1%br-9.1", remoteAddress: "fe80::2" }),
    "dev br-9.1 and src [fe80::1]:50123 and dst [fe80::2]:443",
  );
});

Deno.test("what is no connection between two literal ends gives no filter", () => {
  const bad: readonly Partial<ConnectionIdentity>[] = [
    { localAddress: "example.com" },
    { remoteAddress: "" },
    { remoteAddress: "198.51.100.4/24" },
    { remoteAddress: "*" },
    { remoteAddress: "2001:db8::1" },
    { localPort: 0 },
    { localPort: -1 },
    { localPort: 65_536 },
    { remotePort: 1.5 },
    { remotePort: NaN },
    { localAddress: "fe80::1%eth0", remoteAddress: "fe80::2%eth1" },
    ...["or", "-K", "(", "a b", "a;b", "x".repeat(16), "not", "state"].map((zone) => ({
      localAddress: `fe80::1%${zone}`,
      remoteAddress: "fe80::2",
    })),
  ];
  for (const given of bad) assertEquals(readEnds(identity(given)), null, JSON.stringify(given));
});

const group = fc.integer({ min: 0, max: 0xffff });
const port = fc.integer({ min: 1, max: 65_535 });
/** Two addresses of one family, written in their usual form. */
const addresses = fc.oneof(
  fc.tuple(fc.ipV4(), fc.ipV4()),
  fc.tuple(fc.ipV6(), fc.ipV6()),
  fc.tuple(fc.ipV4(), fc.ipV4()).map(([one, other]) => [`::ffff:${one}`, `::ffff:${other}`]),
  fc.array(group, { minLength: 16, maxLength: 16 }).map((groups) => {
    const text = groups.map((value) => value.toString(16));
    return [text.slice(0, 8).join(":"), text.slice(8).join(":")];
  }),
);
const anyIdentity = fc.tuple(addresses, port, port).map(([[local, remote], from, to]) =>
  identity({ localAddress: local, remoteAddress: remote, localPort: from, remotePort: to })
);

/** The bytes of an address, by another way than netwho's own: a URL's host for IPv6. */
function bytesOf(address: string): string {
  return address.includes(":") ? new URL(`http://[${address}]/`).hostname : address;
}

Deno.test("the filter of any connection, read back, is that connection and no other", () => {
  fc.assert(fc.property(anyIdentity, (connection) => {
    const words = readEnds(connection)!.filter;
    assertEquals([words[0], words[2], words[3], words.length], ["src", "and", "dst", 5]);
    const read = (word: string) => {
      const [, address, port] = /^\[?([^\]]+?)\]?:(\d+)$/.exec(word)!;
      return [bytesOf(address!), Number(port)];
    };
    assertEquals(read(words[1]!), [bytesOf(connection.localAddress), connection.localPort]);
    assertEquals(read(words[4]!), [bytesOf(connection.remoteAddress), connection.remotePort]);
  }));
});

Deno.test("the words of /proc that are looked for are those of that connection", () => {
  fc.assert(fc.property(anyIdentity, (connection) => {
    const { procKey, family } = readEnds(connection)!;
    const line = `0: ${procKey} 01 00000000:00000000 00:00000000 00000000 0 0 7 1`;
    const [row] = parseProcNet(line, "TCP").rows;
    const { localAddress, localPort, remoteAddress, remotePort } = row!.socket;
    assertEquals(
      [bytesOf(localAddress!), localPort, bytesOf(remoteAddress!), remotePort],
      [
        bytesOf(connection.localAddress),
        connection.localPort,
        bytesOf(connection.remoteAddress),
        connection.remotePort,
      ],
    );
    assertEquals(procKey.indexOf(":"), family === 4 ? 8 : 32);
  }));
});

Deno.test("calls close each connection once, of one family each, and few enough for the kernel", () => {
  const all = fc.array(anyIdentity, { maxLength: 30 }).chain((some) =>
    fc.integer({ min: 1, max: 40 }).map((times) => Array(times).fill(some).flat())
  );
  fc.assert(
    fc.property(all, (connections) => {
      const ends = connections.map((connection) => readEnds(connection)!);
      const calls = closingCalls(ends);
      const closed = calls.flatMap(({ closes }) => closes);
      assertEquals(closed.length, ends.length);
      assertEquals(new Set(closed), new Set(ends));
      for (const { args, closes } of calls) {
        assert(closes.length > 0 && closes.length <= 500);
        const [family] = new Set(closes.map(({ family }) => family));
        assertEquals(args.slice(0, 10), [
          ..."-K -t -n -H -O".split(" "),
          `-${family}`,
          ..."state connected exclude time-wait".split(" "),
        ]);
        const filters = closes.map(({ filter }) => `( ${filter.join(" ")} )`).join(" or ");
        assertEquals(args.slice(10).join(" "), `( ${filters} )`);
      }
    }),
    { numRuns: 30 },
  );
  assertEquals(closingCalls([]), []);
});
