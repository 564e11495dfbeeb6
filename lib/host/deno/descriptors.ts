/**
 * Open files of a process behind a path, such as /dev/stdout and /proc/self/fd/3, and what only the C
 * library tells about files (Linux).
 *
 * @module
 */
import { fileNameOf, folderOf, isAbsolutePath } from "../file_paths.ts";
import { refusalOf } from "../refusals.ts";

/** An open file of a process, by its number. */
export interface Descriptor {
  readonly number: number;
  /** Whether it belongs to this process. */
  readonly isOwn: boolean;
}

/** Where a path leads. */
export interface LinkTarget {
  /** The path behind all links; nothing need be there. */
  readonly path: string;
  /** The open file that it stands for; null for an ordinary path. */
  readonly descriptor: Descriptor | null;
}

/** The most links to follow, as in the kernel. */
export const MOST_LINKS = 40;

/**
 * Follows symbolic links to the path behind them. /dev/stdout is a link to /proc/self/fd/1, which looks
 * like a link to a file but stands for an open one: it has an offset, and perhaps no name.
 */
export function followLinks(path: string): LinkTarget {
  let at = path;
  try {
    for (let count = 0; count < MOST_LINKS; count++) {
      const folder = Deno.realPathSync(folderOf(at));
      const process = /^(\/proc\/\d+)(?:\/task\/\d+)?\/fd$/.exec(folder)?.[1];
      if (process !== undefined) {
        const isOwn = process === Deno.realPathSync("/proc/self");
        return {
          path: at,
          descriptor: { number: Number(fileNameOf(at)), isOwn },
        };
      }
      if (!Deno.lstatSync(at).isSymlink) break;
      const target = Deno.readLinkSync(at);
      at = isAbsolutePath(target) ? target : `${folder}/${target}`;
    }
  } catch {
    // Nothing is there, or it may not be looked at: whoever opens it is told.
  }
  return { path: at, descriptor: null };
}

/** Flags of open(2) in /proc/PID/fdinfo. */
const ACCESS_MODE = 0o3;
const CLOSE_ON_EXEC = 0o2000000;

/**
 * Points standard output at another open file of this process for good, as `>&3` does in a shell. That
 * shares its offset, which opening the file again would not.
 */
export function redirectOutput(descriptor: number, what: string): void {
  // Deno's own files close on exec; those that the shell passed on do not.
  const flags = openFlags(descriptor);
  if (flags === null || flags & CLOSE_ON_EXEC || (flags & ACCESS_MODE) === 0) {
    throw refusalOf(what, "no file is open for writing there");
  }
  const isDone = withLibc(({ dup2 }) => dup2(descriptor, 1) === 1);
  if (!isDone) throw refusalOf(what, `use >&${descriptor} instead`);
}

function openFlags(descriptor: number): number | null {
  try {
    const info = Deno.readTextFileSync(`/proc/self/fdinfo/${descriptor}`);
    return Number.parseInt(/^flags:\s*([0-7]+)/m.exec(info)?.[1] ?? "0", 8);
  } catch {
    return null;
  }
}

/**
 * Whether a file has an access control list, capabilities or other extended attributes, which a new
 * file in its place would lack. Its SELinux label does not count: a new file gets one too.
 */
export function hasAttributes(path: string): boolean {
  const names = new Uint8Array(64 * 1024); // the largest list that Linux gives
  const length =
    withLibc(({ listxattr }) =>
      Number(listxattr(new TextEncoder().encode(`${path}\0`), names, BigInt(names.length)))
    ) ?? 0;
  return new TextDecoder().decode(names.subarray(0, Math.max(0, length))).split("\0")
    .some((name) => name !== "" && name !== "security.selinux");
}

/** Events of poll(2). */
const POLLERR = 0x8;

/** Whether an open file is a pipe or a socket that nobody reads any more; false where nobody knows. */
export function isUnread(descriptor: number): boolean {
  const request = new DataView(new ArrayBuffer(8)); // struct pollfd
  request.setInt32(0, descriptor, true);
  const count = withLibc(({ poll }) => poll(new Uint8Array(request.buffer), 1n, 0));
  return count === 1 && (request.getInt16(6, true) & POLLERR) !== 0;
}

const LIBC = {
  dup2: { parameters: ["i32", "i32"], result: "i32" },
  poll: { parameters: ["buffer", "usize", "i32"], result: "i32" },
  listxattr: { parameters: ["buffer", "buffer", "usize"], result: "isize" },
} as const satisfies Deno.ForeignLibraryInterface;

/** Calls the C library; null where there is none, or it may not be used. */
function withLibc<Result>(
  call: (functions: Deno.DynamicLibrary<typeof LIBC>["symbols"]) => Result,
): Result | null {
  if (Deno.build.os !== "linux") return null;
  // A program without the permission must not be asked for it.
  if (Deno.permissions.querySync({ name: "ffi" }).state !== "granted") return null;
  let library: Deno.DynamicLibrary<typeof LIBC>;
  try {
    library = Deno.dlopen("libc.so.6", LIBC);
  } catch {
    return null;
  }
  try {
    return call(library.symbols);
  } finally {
    library.close();
  }
}
