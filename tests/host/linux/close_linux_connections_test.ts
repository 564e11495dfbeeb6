import { assert, assertEquals, assertRejects } from "@std/assert";
import type { ActionErrorKind, ConnectionIdentity } from "../../../lib/host/actions.ts";
import { type Capture, HostError } from "../../../lib/host/host.ts";
import {
  closeConnectionsOn,
  type ClosingMachine,
} from "../../../lib/host/linux/close_linux_connections.ts";

const OPTIONS = { timeoutMilliseconds: 1_000 };

/** A connection from 127.0.0.1 to 127.0.0.1 port 80. */
const identity = (localPort: number, given: Partial<ConnectionIdentity> = {}) => ({
  localAddress: "127.0.0.1",
  localPort,
  remoteAddress: "127.0.0.1",
  remotePort: 80,
  owner: null,
  ...given,
});

/** Its line in /proc/net/tcp. */
const line = (localPort: number, { state = "01", inode = localPort * 10 } = {}) =>
  `0: 0100007F:${localPort.toString(16).toUpperCase().padStart(4, "0")} 0100007F:0050 ${state} ` +
  `00000000:00000000 00:00000000 00000000 0 0 ${inode} 1 0000000000000000 20 0 0 10 -1`;

interface Made {
  /** The table before and after; the last one stays. */
  readonly tables: readonly (readonly string[])[];
  readonly ss?: Partial<Capture> | HostError;
  readonly isRoot?: boolean;
  readonly descriptors?: Readonly<Record<number, readonly string[] | null>>;
}

function machine({ tables, ss = {}, descriptors = {}, isRoot = false }: Made) {
  const calls: string[] = [];
  let looks = 0;
  const made: ClosingMachine = {
    isRoot,
    run: (tool, args) => {
      calls.push([tool, ...args].join(" "));
      if (ss instanceof HostError) return Promise.reject(ss);
      return Promise.resolve({
        stdout: new Uint8Array(),
        stderr: new Uint8Array(),
        code: 0,
        ...ss,
      });
    },
    readProc: (path) => {
      assertEquals(path, "/proc/net/tcp");
      const header = "  sl  local_address rem_address   st";
      return [header, ...tables[Math.min(looks++, tables.length - 1)]!, ""].join("\n");
    },
    readDescriptors: (pid) => {
      const targets = descriptors[pid] === undefined ? [] : descriptors[pid];
      return targets && new Set(targets);
    },
  };
  return { made, calls };
}

async function close(connections: readonly ConnectionIdentity[], given: Made) {
  const { made, calls } = machine(given);
  const errors = await closeConnectionsOn(made, connections, OPTIONS);
  return { calls, kinds: errors.map((error) => error?.kind ?? null), errors };
}

const said = (text: string) => ({ stderr: new TextEncoder().encode(text) });

Deno.test("what is there before and not after is closed", async () => {
  const { kinds, calls } = await close([identity(1), identity(2)], {
    tables: [[line(1), line(2)], []],
  });
  assertEquals(kinds, [null, null]);
  assertEquals(calls, [
    "ss -K -t -n -H -O -4 state connected exclude time-wait ( " +
    "( src 127.0.0.1:1 and dst 127.0.0.1:80 ) or ( src 127.0.0.1:2 and dst 127.0.0.1:80 ) )",
  ]);
});

Deno.test("what is not there is gone, and ss is not run for it", async () => {
  const closing = ["06", "07", "0A"].map((state, at) => line(at + 2, { state }));
  const wanted = [identity(1), identity(2), identity(3), identity(4)];
  const { kinds, calls, errors } = await close(wanted, { tables: [closing] });
  assertEquals(kinds, ["gone", "gone", "gone", "gone"]);
  assertEquals(calls, []);
  assertEquals(
    errors[0]?.message,
    "Cannot close the connection from 127.0.0.1 port 1 to 127.0.0.1 port 80: " +
      "it is not there any more",
  );
});

Deno.test("a kernel that closes nothing, silently, is found out", async () => {
  const { kinds, errors } = await close([identity(1)], { tables: [[line(1)]] });
  assertEquals(kinds, ["notSupported"]);
  assert(errors[0]?.message.includes("CONFIG_INET_DIAG_DESTROY"), errors[0]?.message);
});

Deno.test("a connection that stays while another one closes is told", async () => {
  const { kinds } = await close([identity(1), identity(2)], {
    tables: [[line(1), line(2, { state: "04", inode: 0 })], [line(2, { state: "04", inode: 0 })]],
  });
  assertEquals(kinds, [null, "timedOut"]);
});

Deno.test("the same ends with another socket are another connection", async () => {
  const { kinds } = await close([identity(1)], {
    tables: [[line(1)], [line(1, { inode: 999 })]],
  });
  assertEquals(kinds, [null]);
});

Deno.test("each fault of ss is told", async () => {
  const faults: readonly (readonly [Made["ss"], ActionErrorKind, string])[] = [
    [
      said("SOCK_DESTROY answers: Operation not permitted\n"),
      "permissionDenied",
      "run netwho with sudo",
    ],
    [new HostError("notFound", "Cannot run ss: it is not installed"), "notSupported", "iproute2"],
    [new HostError("timedOut", "ss took over 1000 ms"), "timedOut", "took over 1000 ms"],
    [new HostError("permissionDenied", "Cannot run ss: no"), "notSupported", "Cannot run ss"],
    [{ ...said("Error: bad filter\nmore"), code: 255 }, "notSupported", "Error: bad filter"],
    [{ code: 1 }, "notSupported", "exit code 1"],
  ];
  for (const [ss, kind, part] of faults) {
    const { kinds, errors } = await close([identity(1)], { tables: [[line(1)]], ss });
    assertEquals(kinds, [kind]);
    assert(errors[0]?.message.includes(part), errors[0]?.message);
  }
});

Deno.test("root that may not do it is not told to become root", async () => {
  const ss = said("SOCK_DESTROY answers: Operation not permitted\n");
  const { errors } = await close([identity(1)], { tables: [[line(1)]], ss, isRoot: true });
  assert(errors[0]?.message.includes("CAP_NET_ADMIN"), errors[0]?.message);
});

Deno.test("what is closed in spite of a fault is closed", async () => {
  const ss = said("SOCK_DESTROY answers: Operation not permitted\n");
  const { kinds } = await close([identity(1), identity(2)], {
    tables: [[line(1), line(2)], [line(2)]],
    ss,
  });
  assertEquals(kinds, [null, "permissionDenied"]);
});

Deno.test("a connection that its owner does not hold any more is left alone", async () => {
  const owner = (pid: number) => ({ owner: { pid, startedAt: null, path: null } });
  const wanted = [
    identity(1, owner(11)), // holds it
    identity(2, owner(12)), // holds another one
    identity(3, owner(13)), // has ended
    identity(4, owner(14)), // may not be looked into
    identity(5, owner(15)), // is closing: nobody holds it
  ];
  const before = [line(1), line(2), line(3), line(4), line(5, { inode: 0, state: "05" })];
  const { kinds, calls } = await close(wanted, {
    tables: [before, [line(2), line(3)]],
    descriptors: {
      11: ["/dev/null", "socket:[10]"],
      12: ["socket:[200]", "socket:[2]"],
      14: null,
    },
  });
  assertEquals(kinds, [null, "changed", "changed", null, null]);
  assertEquals(calls[0]?.match(/src 127\.0\.0\.1:\d/g)?.map((found) => found.slice(-1)), [
    "1",
    "4",
    "5",
  ]);
});

Deno.test("of two connections with the same ends, none is closed unseen", async () => {
  const { kinds, calls } = await close([identity(1)], {
    tables: [[line(1), line(1, { inode: 11 })]],
  });
  assertEquals([kinds, calls], [["unidentified"], []]);
});

Deno.test("what is no address never reaches ss", async () => {
  const bad = { localAddress: "-K", remoteAddress: "( or )" };
  const { kinds, calls } = await close([identity(1, bad)], { tables: [[]] });
  assertEquals([kinds, calls], [["unidentified"], []]);
});

Deno.test("an interruption ends it", async () => {
  const { made, calls } = machine({ tables: [[line(1)]] });
  const signal = AbortSignal.abort(new Error("interrupted by the test"));
  await assertRejects(
    () => closeConnectionsOn(made, [identity(1)], { ...OPTIONS, signal }),
    Error,
    "interrupted by the test",
  );
  assertEquals(calls, []);
});
