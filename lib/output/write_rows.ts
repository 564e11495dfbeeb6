/**
 * Writes rows in a format to standard output, or to a file that appears complete or not at all.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import {
  type Facts,
  type Files,
  HostError,
  type HostErrorKind,
  type Terminal,
} from "../host/host.ts";
import { describeRefusal } from "../host/refusals.ts";
import type { Field } from "../model/field.ts";
import type { Rows } from "../rows/rows.ts";
import { checkAppended, linesToAppend } from "./append_rows.ts";
import type { Destination } from "./destination.ts";
import { type Encode, encodeAscii, encodeUtf8, encodingOfPipe } from "./encode.ts";
import { endsOnTerminal } from "./terminal_path.ts";

/** What to write, and where. */
export interface WritePlan {
  /** The fields to write, in order. */
  readonly fields: readonly Field[];
  /** The destination and the format. */
  readonly destination: Destination;
}

/** How many rows become one text: longer ones live so long that they double the memory in use. */
const ROWS_AT_ONCE = 200;

/** The parts of the host that output needs. */
export type OutputHost = Files & Facts & Terminal;

/**
 * Writes rows. One batch is written while the next one is read. If reading or writing fails, no
 * partial file remains.
 *
 * @throws {UsageError} if the file to append to holds something else.
 * @throws {CaptureError} if the file cannot be created.
 */
export async function writeRows(rows: Rows, plan: WritePlan, host: OutputHost): Promise<void> {
  const { fields, destination } = plan;
  const forTerminal = endsOnTerminal(destination.path, host);
  const writer = destination.format.open(fields, { ...destination.options, forTerminal });
  const output = await openOutput({ ...plan, header: writer.begin() }, host);
  let written = Promise.resolve();
  const write = async (text: string) => {
    await written;
    if (text === "") return;
    written = output.write(text);
    // The next write awaits it. Until then a failure must not count as an unhandled rejection.
    written.catch(() => {});
  };
  try {
    // Writes nothing until the first row, or until the rows end without an error.
    let text = output.header;
    for await (const batch of rows) {
      for (let at = 0; at < batch.length; at += ROWS_AT_ONCE) {
        await write(text + writer.rows(batch.slice(at, at + ROWS_AT_ONCE)));
        text = "";
      }
    }
    await write(text + writer.end());
    await written;
    await output.finish();
  } catch (error) {
    output.discard();
    throw error;
  }
}

/** An open output. */
interface Output {
  /** What is to be written before the first row. */
  readonly header: string;
  write(text: string): Promise<void>;
  finish(): void | Promise<void>;
  discard(): void;
}

/**
 * Finds out whether a file can be written, before anything is asked of the machine: a file that is open
 * in another program is told at once, and not when all the answers are there.
 *
 * @throws as {@linkcode writeRows} does where it cannot.
 */
export async function checkOutput(
  { path, extension, append = false }: {
    path: string | null;
    extension: string | undefined;
    append?: boolean;
  },
  host: Pick<Files, "pathKind" | "createFile" | "appendLines">,
): Promise<void> {
  if (path === null) return;
  const kind = host.pathKind(path);
  refuseFolder({ path, kind, extension });
  // Opening a pipe can take for ever, and its reader would see it end.
  if (append && kind === "file") {
    // Some files only grow (`chattr +a`): those cannot be opened in any other way.
    await toFile(path, () => host.appendLines(path, () => new Uint8Array()));
  } else if (kind === "file" || kind === "missing") {
    await toFile(path, () => host.createFile(path).discard());
  }
}

function refuseFolder(
  { path, kind, extension = "json" }: {
    path: string;
    kind: ReturnType<Files["pathKind"]>;
    extension: string | undefined;
  },
): void {
  if (kind !== "directory" && !/[\\/]$/.test(path)) return;
  const name = `${path.replace(/[\\/]+$/, "")}/netwho.${extension}`;
  throw new CaptureError(`Cannot write ${path}: it is a folder`, {
    hint: `Name a file in it: --out ${name}`,
  });
}

interface OutputPlan extends WritePlan {
  readonly header: string;
}

async function openOutput(plan: OutputPlan, host: OutputHost): Promise<Output> {
  const { destination: { format, options, path, append }, header } = plan;
  const { isAscii } = format;
  if (path === null) {
    const encode = encodingOfPipe({ isAscii, hasMark: options.bom || options.excel }, host);
    return {
      header,
      write: async (text) => await host.write(await encode(text)),
      finish() {},
      discard() {},
    };
  }
  const kind = host.pathKind(path);
  refuseFolder({ path, kind, extension: format.extensions[0] });
  // Nothing is read back from a pipe: it gets a header like a new file.
  if (append && kind !== "other") {
    const output = { ...plan, path };
    if (kind === "file") await toFile(path, () => checkAppended(output, host));
    return appendOutput(output, host);
  }
  const file = await toFile(path, () => host.createFile(path));
  const encode: Encode = isAscii ? encodeAscii : encodeUtf8;
  return {
    header,
    write: async (text) => {
      const bytes = await encode(text);
      await toFile(path, () => file.write(bytes));
    },
    finish: () => toFile(path, () => file.commit()),
    discard: () => file.discard(),
  };
}

/** Keeps the rows until all are there: the file gets all of them or none. */
function appendOutput(
  { header, ...plan }: OutputPlan & { path: string },
  host: OutputHost,
): Output {
  const { path, destination: { format } } = plan;
  const pieces: string[] = [];
  return {
    header: "",
    write: async (text) => await Promise.resolve(void pieces.push(text)),
    finish: () =>
      toFile(path, () =>
        host.appendLines(path, (held) => {
          const text = linesToAppend(held, { ...plan, header, rows: pieces.join("") });
          return format.isAscii ? encodeAscii(text) : encodeUtf8(text);
        })),
    discard() {},
  };
}

const REFUSAL_HINTS: Readonly<Partial<Record<HostErrorKind, string>>> = {
  notFound: "Make the folder first, or choose another --out FILE",
  permissionDenied: "Choose another --out FILE, in a folder where you may write",
  readOnly: "Choose another --out FILE, or make it writable",
  busy: "Close it there, or choose another --out FILE",
};

/** Does something with the file; tells in plain words why the file or its folder refuses. */
async function toFile<Result>(
  path: string,
  action: () => Result | Promise<Result>,
): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    // Other kinds, such as a full disk, have their own hint.
    const advice = error instanceof HostError ? REFUSAL_HINTS[error.kind] : undefined;
    if (!(error instanceof HostError) || advice === undefined) throw error;
    const hint = error.hint === null ? advice : `${advice}. ${error.hint}`;
    const state = describeRefusal(error, { of: "folder" });
    throw new CaptureError(`Cannot write ${path}: ${state}`, { hint, cause: error });
  }
}
