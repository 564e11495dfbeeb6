/**
 * Writes socket tables as Windows lays them out, from the headers of the Windows SDK: MIB_TCPROW_,
 * MIB_TCP6ROW_, MIB_UDPROW_ and MIB_UDP6ROW_OWNER_MODULE in a 64-bit process.
 *
 * @module
 */

/** A row of a table. */
export interface WrittenRow {
  /** Four or sixteen bytes. */
  readonly local: readonly number[];
  readonly localPort: number;
  readonly localScope?: number;
  readonly remote?: readonly number[];
  readonly remotePort?: number;
  readonly remoteScope?: number;
  /** 2 listens, 5 is established. */
  readonly state?: number;
  readonly pid: number;
  /** A FILETIME. */
  readonly created?: bigint;
  /** The tag of the service: the lower half of the first word of the module information. */
  readonly tag?: number;
}

/** Writes a number in little-endian order. */
type Put = (value: number | bigint, bytes: 4 | 8) => void;

/** The members of each row, in the order of the SDK, with the padding that aligns them. */
const MEMBERS: Readonly<Record<string, (row: WrittenRow, put: Put, puts: PutBytes) => void>> = {
  tcp4: (row, put, puts) => {
    put(row.state ?? 5, 4); // dwState
    puts(row.local);
    puts(portOf(row.localPort));
    puts(row.remote ?? [0, 0, 0, 0]);
    puts(portOf(row.remotePort ?? 0));
    put(row.pid, 4);
    put(row.created ?? 0n, 8);
  },
  tcp6: (row, put, puts) => {
    puts(row.local);
    put(row.localScope ?? 0, 4);
    puts(portOf(row.localPort));
    puts(row.remote ?? Array(16).fill(0));
    put(row.remoteScope ?? 0, 4);
    puts(portOf(row.remotePort ?? 0));
    put(row.state ?? 5, 4); // behind the addresses
    put(row.pid, 4);
    put(row.created ?? 0n, 8);
  },
  udp4: (row, put, puts) => {
    puts(row.local);
    puts(portOf(row.localPort));
    put(row.pid, 4);
    put(0, 4); // padding
    put(row.created ?? 0n, 8);
    put(1, 4); // SpecificPortBind
    put(0, 4); // padding
  },
  udp6: (row, put, puts) => {
    puts(row.local);
    put(row.localScope ?? 0, 4);
    puts(portOf(row.localPort));
    put(row.pid, 4);
    put(0, 4); // padding
    put(row.created ?? 0n, 8);
    put(1, 4);
    put(0, 4); // padding
  },
};

type PutBytes = (bytes: readonly number[]) => void;

/** In network order; the other half is whatever was there before. */
function portOf(port: number): readonly number[] {
  return [port >> 8, port & 255, 0xab, 0xcd];
}

/** The sixteen words of module information. */
const MODULE_WORDS = 16;

/** Writes a table. `count` is the number of rows that it claims to have. */
export function writeSocketTable(
  kind: "tcp4" | "tcp6" | "udp4" | "udp6",
  rows: readonly WrittenRow[],
  { count = rows.length }: { count?: number } = {},
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  const put: Put = (value, length) => {
    for (let at = 0; at < length; at++) {
      bytes.push(Number((BigInt(value) >> BigInt(8 * at)) & 255n));
    }
  };
  put(count, 4);
  put(0xcdcd_cdcd, 4); // padding
  for (const row of rows) {
    MEMBERS[kind]!(row, put, (some) => void bytes.push(...some));
    for (let word = 0; word < MODULE_WORDS; word++) {
      put(word === 0 ? row.tag ?? 0 : 7, 4);
      put(0xcdcd_cdcd, 4); // whatever was there before
    }
  }
  return Uint8Array.from(bytes);
}

/** Writes what GetOwnerModuleFromTcpEntry fills in: two pointers, then the texts. */
export function writeOwnerModule(
  { name, path, address = 0x1f0_0000_8000n, isPathFirst = false }: {
    name: string;
    path: string;
    /** Where the buffer is. */
    address?: bigint;
    /** Whether the path comes before the name. */
    isPathFirst?: boolean;
  },
): Uint8Array<ArrayBuffer> {
  const texts = isPathFirst ? [path, name] : [name, path];
  const starts = [16, 16 + 2 * (texts[0]!.length + 1)];
  const [nameStart, pathStart] = isPathFirst ? starts.toReversed() : starts;
  const bytes = new Uint8Array(starts[1]! + 2 * (texts[1]!.length + 1));
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, address + BigInt(nameStart!), true);
  view.setBigUint64(8, address + BigInt(pathStart!), true);
  Array.from(texts.join("\0")).forEach((unit, at) =>
    view.setUint16(16 + 2 * at, unit.charCodeAt(0), true)
  );
  return bytes;
}
