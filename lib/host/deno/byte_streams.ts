/**
 * Writing to streams: standard output, pipes, devices.
 *
 * @module
 */
import { delay } from "@std/async/delay";
import { type FileWriter, HostError } from "../host.ts";
import { guarded, refusalOf, toHostError } from "../refusals.ts";
import { unreadPipe } from "../windows/unread_pipe.ts";
import { type Descriptor, isUnread, redirectOutput } from "./descriptors.ts";

/** An open stream of Deno. */
type Sink = Pick<Deno.FsFile, "write" | "writeSync">;

/** Its descriptor. */
const STANDARD_OUTPUT = 1;

/** Whether nobody reads standard output any more. */
const isOutputUnread = Deno.build.os === "windows" ? unreadPipe() : () => isUnread(STANDARD_OUTPUT);

/** Whether standard output takes everything at once; determined at the first write. */
let takesAll: boolean | undefined;

const TO_OUTPUT = "Cannot write to standard output";

/**
 * Writes all bytes to standard output; of none, tells whether somebody still reads them.
 *
 * @param options.atOnce before anything else happens, also where that takes a while. @default false
 */
export async function writeOutput(
  bytes: Uint8Array,
  { atOnce = false }: { atOnce?: boolean } = {},
): Promise<void> {
  if (bytes.length === 0 && isOutputUnread()) {
    throw new HostError("brokenPipe", `${TO_OUTPUT}: nobody reads it any more`);
  }
  takesAll ??= isOutputFileOrNothing();
  await writeThrough(Deno.stdout, { bytes, takesAll: takesAll || atOnce, what: TO_OUTPUT });
}

/** A file, or a device such as /dev/null. A terminal is neither: Ctrl+S can block it. */
function isOutputFileOrNothing(): boolean {
  // There it would be a file of the current drive, which anybody could have made.
  if (Deno.build.os === "windows") return false;
  try {
    const { isFile, isCharDevice } = Deno.statSync("/dev/stdout");
    return isFile || (isCharDevice === true && !Deno.stdout.isTerminal());
  } catch {
    return false;
  }
}

async function writeThrough(
  sink: Sink,
  { bytes, takesAll = false, what }: { bytes: Uint8Array; takesAll?: boolean; what: string },
): Promise<void> {
  try {
    for (let at = 0; at < bytes.length;) {
      const rest = bytes.subarray(at);
      // A pipe can be full: the program must still hear an interruption.
      at += await whenReady(() => takesAll ? sink.writeSync(rest) : sink.write(rest));
    }
  } catch (thrown) {
    throw toHostError(thrown, what);
  }
}

/** Writes again after a pause where the pipe is full and its other end made it non-blocking. */
async function whenReady(write: () => number | Promise<number>): Promise<number> {
  while (true) {
    try {
      return await write();
    } catch (thrown) {
      if (!(thrown instanceof Deno.errors.WouldBlock)) throw thrown;
      await delay(1);
    }
  }
}

/** Writes to a pipe or a device as the bytes come. */
export function streamWriter(
  path: string,
  { isFile, isFifo, isSocket }: Deno.FileInfo,
): FileWriter {
  const what = `Cannot write ${path}`;
  if (isSocket) {
    throw refusalOf(what, "it is a socket, which only takes connections");
  }
  // An open file of another process is a plain file too: what it wrote stays.
  const options: Deno.OpenOptions = isFile ? { append: true } : { write: true };
  // A named pipe opens when its other end does, which can take for ever. (With Deno 2.7 no
  // interruption is heard meanwhile.)
  const opening = isFifo
    ? Deno.open(path, options).catch((thrown) => {
      throw toHostError(thrown, what);
    })
    : Promise.resolve(guarded(what, () => Deno.openSync(path, options)));
  const close = async () => (await opening)[Symbol.dispose](); // also a second time
  opening.catch(() => {}); // the first write tells
  return {
    write: async (bytes) => await writeThrough(await opening, { bytes, what }),
    commit: close,
    discard: () => void close().catch(() => {}),
  };
}

/** Writes to an open file of this process as the bytes come. */
export function descriptorWriter(path: string, { number }: Descriptor): FileWriter {
  const what = `Cannot write ${path}`;
  if (number > 2 || number === 0) redirectOutput(number, what);
  const sink = number === 2 ? Deno.stderr : Deno.stdout;
  return {
    write: async (bytes) => await writeThrough(sink, { bytes, what }),
    commit: () => {},
    discard: () => {},
  };
}
