/**
 * The owner of a socket, as `GetOwnerModuleFromTcpEntry` and its siblings fill a buffer
 * (TCPIP_OWNER_MODULE_BASIC_INFO): two pointers into the same buffer, then the two texts.
 *
 * @module
 */

/** The module that owns a socket. */
export interface OwnerModule {
  /** The short name of a service; for other owners the file name of the program. */
  readonly name: string;
  readonly path: string;
}

/** The two pointers of a 64-bit process, in bytes. */
const POINTERS_BYTES = 16;

/**
 * Reads the buffer; null where it does not hold what it should. The buffer's own address is not
 * known, but the texts follow the pointers: the lower of these is the address behind them.
 */
export function readOwnerModule(buffer: Uint8Array): OwnerModule | null {
  if (buffer.byteLength < POINTERS_BYTES) return null;
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  const pointers = [view.getBigUint64(0, true), view.getBigUint64(8, true)] as const;
  if (pointers.includes(0n)) return null;
  const first = pointers[0] < pointers[1] ? pointers[0] : pointers[1];
  const [name, path] = pointers.map((pointer) => readText(view, pointer - first));
  return name && path ? { name, path } : null;
}

/** The UTF-16 text at a distance behind the pointers; null where none begins and ends there. */
function readText(view: DataView, distance: bigint): string | null {
  if (distance >= BigInt(view.byteLength - POINTERS_BYTES) || distance % 2n !== 0n) return null;
  const start = POINTERS_BYTES + Number(distance);
  const isAfterNul = distance === 0n || view.getUint16(start - 2, true) === 0;
  if (!isAfterNul) return null;
  const units: number[] = [];
  for (let at = start; at + 2 <= view.byteLength; at += 2) {
    const unit = view.getUint16(at, true);
    if (unit === 0) return String.fromCharCode(...units);
    if (units.push(unit) > LONGEST_TEXT) return null;
  }
  return null;
}

/** The longest path on Windows, in UTF-16 units. */
const LONGEST_TEXT = 32_768;

/** The service that a module is; null for a program or a library. */
export function serviceOf({ name, path }: OwnerModule): string | null {
  const file = path.slice(path.lastIndexOf("\\") + 1);
  const isFile = name.toLowerCase() === file.toLowerCase() || /\.(?:exe|dll|sys)$/i.test(name);
  return isFile ? null : name;
}
