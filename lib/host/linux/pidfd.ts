/**
 * Descriptors of processes (pidfd_open(2), Linux 5.3). A signal through one goes to the process that it
 * was opened for, or to none: never to another that got its ID.
 *
 * @module
 */

/** A process that is held by a descriptor. */
export interface Pidfd extends Disposable {
  /** Sends a signal by its number; false where that failed: the process has ended, or it is forbidden. */
  send(number: number): boolean;
}

// The variadic arguments of syscall(2) are passed as others are, on both kinds of processors.
const LIBC = {
  syscall: { parameters: ["i64", "i64", "i64", "i64", "i64"], result: "i64" },
  close: { parameters: ["i32"], result: "i32" },
} as const;

type Libc = Deno.DynamicLibrary<typeof LIBC>;

/** The library of glibc, and those of musl. */
const LIBRARIES = [
  "libc.so.6",
  `libc.musl-${Deno.build.arch}.so.1`,
];

// The same on every kind of processor since they share one table.
const PIDFD_SEND_SIGNAL = 424n;
const PIDFD_OPEN = 434n;

/**
 * Holds a process by a descriptor; null where there is no such process, and where the kernel, a sandbox
 * or missing rights (FFI) do not permit it.
 */
export function openPidfd(pid: number): Pidfd | null {
  const library = openLibc();
  if (library === null) return null;
  const { syscall, close } = library.symbols;
  const descriptor = Number(syscall(PIDFD_OPEN, BigInt(pid), 0n, 0n, 0n));
  if (descriptor < 0) {
    library.close();
    return null;
  }
  return {
    send: (number) => syscall(PIDFD_SEND_SIGNAL, BigInt(descriptor), BigInt(number), 0n, 0n) === 0n,
    [Symbol.dispose]() {
      close(descriptor);
      library.close();
    },
  };
}

function openLibc(): Libc | null {
  for (const name of LIBRARIES) {
    try {
      return Deno.dlopen(name, LIBC);
    } catch {
      // Not this one, or not permitted.
    }
  }
  return null;
}
