import { assertEquals } from "@std/assert";
import {
  type SocketOwners,
  socketReader,
  type SocketTables,
} from "../../../lib/host/windows/iphlpapi.ts";
import { writeOwnerModule, writeSocketTable } from "../../support/table_writer.ts";

type Buffer = Uint8Array<ArrayBuffer>;
type Sizes = Uint32Array<ArrayBuffer>;

const ROW = { local: [127, 0, 0, 1], localPort: 135, pid: 912, tag: 0x5a };
const ROW6 = { ...ROW, local: Array(16).fill(0), tag: 0x5b };
const TABLES: Readonly<Record<string, Buffer>> = {
  "tcp 2": writeSocketTable("tcp4", [{ ...ROW, state: 2 }, { ...ROW, localPort: 136, state: 2 }]),
  "tcp 23": writeSocketTable("tcp6", [ROW6]),
  "udp 2": writeSocketTable("udp4", [{ ...ROW, tag: 0 }]),
  "udp 23": writeSocketTable("udp6", []),
};

/** Windows, as far as these calls go. `errors`: the codes of tables that cannot be read. */
function windows(
  { tables = TABLES, errors = {}, growth = 0, said, service = "RpcSs" }: {
    tables?: Readonly<Record<string, Buffer>>;
    errors?: Readonly<Record<string, number>>;
    growth?: number;
    /** What it says a buffer must hold. @default the truth */
    said?: number;
    service?: string | number;
  } = {},
) {
  const calls: string[] = [];
  const asked: [call: string, row: number[]][] = [];
  let grown = 0;
  const answer = (content: Buffer, [buffer, size]: readonly [Buffer, Sizes]) => {
    const needed = content.length + grown;
    const isFitting = size[0]! >= needed;
    size[0] = said ?? needed;
    if (!isFitting) return 122;
    buffer.set(content);
    return 0;
  };
  const fillTable =
    (protocol: string, wanted: number) =>
    (...[buffer, size, _order, family, kind]: [Buffer, Sizes, number, number, number]) => {
      const key = `${protocol} ${family}`;
      calls.push(key);
      if (kind !== wanted) return 87;
      if (errors[key] !== undefined) return errors[key];
      if (growth > 0) grown += growth;
      return answer(tables[key]!, [buffer, size]);
    };
  const name =
    (call: string) => (...[row, kind, buffer, size]: [Buffer, number, Buffer, Sizes]) => {
      asked.push([call, [...row]]);
      if (typeof service === "number") return service;
      if (kind !== 0) return 87;
      const path = "C:\\Windows\\System32\\svchost.exe";
      return answer(writeOwnerModule({ name: service, path }), [buffer, size]);
    };
  const reader = socketReader({
    tables: () =>
      ({
        GetExtendedTcpTable: fillTable("tcp", 8),
        GetExtendedUdpTable: fillTable("udp", 2),
      }) as unknown as SocketTables,
    owners: () =>
      ({
        GetOwnerModuleFromTcpEntry: name("tcp4"),
        GetOwnerModuleFromTcp6Entry: name("tcp6"),
        GetOwnerModuleFromUdpEntry: name("udp4"),
        GetOwnerModuleFromUdp6Entry: name("udp6"),
      }) as unknown as SocketOwners,
  });
  return { ...reader, calls, asked };
}

Deno.test("all four tables, one call each where they fit", () => {
  const { systemSockets, calls } = windows();
  const sockets = systemSockets()!;
  assertEquals(sockets.map(({ protocol, localPort }) => [protocol, localPort]), [
    ["TCP", 135],
    ["TCP", 136],
    ["TCP", 135],
    ["UDP", 135],
  ]);
  assertEquals(calls, ["tcp 2", "tcp 23", "udp 2", "udp 23"]);
});

Deno.test("a table that is too large, and grows from call to call, is read whole", () => {
  const many = writeSocketTable("tcp4", Array.from({ length: 5000 }, () => ROW));
  const tables = { ...TABLES, "tcp 2": many };
  // Each call needs more room than the one before said.
  assertEquals(windows({ tables, growth: 4000 }).systemSockets()?.length, 5002);
});

Deno.test("a table is read where Windows says too little of how much it needs", () => {
  const many = writeSocketTable("tcp4", Array.from({ length: 1000 }, () => ROW));
  for (const said of [0, 1, 64 * 1024]) {
    const { systemSockets } = windows({ tables: { ...TABLES, "tcp 2": many }, said });
    assertEquals(systemSockets()?.length, 1002, `${said}`);
  }
});

Deno.test("a table that keeps growing is given up, not asked for ever", () => {
  const endless = {
    get length() {
      return 1e12;
    },
  } as unknown as Buffer;
  const { systemSockets, calls } = windows({ tables: { ...TABLES, "tcp 2": endless } });
  assertEquals(systemSockets()?.length, 2);
  assertEquals(calls.filter((call) => call === "tcp 2").length < 12, true);
});

Deno.test("without IPv6 the others are told; with no table at all nothing is known", () => {
  const errors = { "tcp 23": 50, "udp 23": 50 };
  assertEquals(windows({ errors }).systemSockets()?.length, 3);
  const all = { ...errors, "tcp 2": 5, "udp 2": 5 };
  assertEquals(windows({ errors: all }).systemSockets(), null);
});

Deno.test("owners: one question a module, by the call of its table, with its row unchanged", () => {
  const { systemSockets, socketServices, asked } = windows();
  const modules = new Set(systemSockets()!.map(({ module }) => module).filter((m) => m !== null));
  assertEquals([...modules], ["912/5a", "912/5b"]);
  assertEquals(socketServices([...modules]), new Map([["912/5a", "RpcSs"], ["912/5b", "RpcSs"]]));
  assertEquals(asked, [
    ["tcp4", [...TABLES["tcp 2"]!.subarray(168, 328)]],
    ["tcp6", [...TABLES["tcp 23"]!.subarray(8)]],
  ]);
});

Deno.test("owners that are gone, forbidden, half read or no service are left out", () => {
  for (const service of [1168, 5, 299, 87, "svchost.exe", ""]) {
    const { systemSockets, socketServices } = windows({ service });
    systemSockets();
    assertEquals(socketServices(["912/5a"]), new Map(), String(service));
  }
});

Deno.test("a long name takes a second call", () => {
  const service = "s".repeat(2000);
  const { systemSockets, socketServices, asked } = windows({ service });
  systemSockets();
  assertEquals([socketServices(["912/5a"]).get("912/5a"), asked.length], [service, 2]);
});

Deno.test("a module of an earlier table, or of none, is not asked about", () => {
  const { socketServices, systemSockets, asked } = windows();
  assertEquals(socketServices(["912/5a"]), new Map());
  systemSockets();
  assertEquals(socketServices(["1/1"]), new Map());
  assertEquals(asked, []);
});
