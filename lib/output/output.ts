/**
 * The way out for bytes: standard output, or a file that appears whole or not at all.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import { type FileWriter, type Host, HostError } from "../host/host.ts";
import { encodeCodePage } from "../text/code_pages.ts";
import type { Destination } from "./destination.ts";

/** The code page of UTF-8. */
const UTF8 = 65001;

/** Where the bytes go. */
export interface Output {
  /** Writes bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Completes the file. */
  finish(): void;
  /** Leaves no trace of the file. */
  abandon(): void;
}

/**
 * Opens what a command writes to.
 *
 * @throws {CaptureError} where the file cannot be made.
 */
export async function openOutput(destination: Destination, host: Host): Promise<Output> {
  const { path, append } = destination;
  if (path !== null) return fileOutput(createFile(path, { append, host }));
  const encode = await pipeEncoder(destination, host);
  return {
    write: (bytes) => host.write(encode === null ? bytes : encode(bytes)),
    finish: () => {},
    abandon: () => {},
  };
}

function createFile(path: string, { append, host }: { append: boolean; host: Host }): FileWriter {
  try {
    return host.createFile(path, { append });
  } catch (error) {
    const states: Partial<Record<string, string>> = {
      notFound: "there is no such folder",
      permissionDenied: "permission denied",
    };
    const state = error instanceof HostError ? states[error.kind] : undefined;
    throw state === undefined ? error : new CaptureError(`Cannot write ${path}: ${state}`, {
      cause: error,
    });
  }
}

function fileOutput(file: FileWriter): Output {
  return {
    write: (bytes) => {
      file.write(bytes);
      return Promise.resolve();
    },
    finish: () => file.commit(),
    abandon: () => file.discard(),
  };
}

/**
 * PowerShell reads a program's output in the console's code page. JSON is ASCII and right in any;
 * CSV and tables into a pipe are written in that page, and what it lacks as `\uXXXX`, so that no
 * name is lost.
 */
async function pipeEncoder(
  { format, options }: Destination,
  host: Host,
): Promise<((bytes: Uint8Array) => Uint8Array) | null> {
  if (format.name === "json" || format.name === "ndjson" || options.bom || options.excel) {
    return null;
  }
  if (host.isTerminal("stdout")) return null;
  const page = host.outputCodePage();
  if (page === null || page === 0 || page === UTF8) return null;
  const encode = await encodeCodePage(page);
  const decoder = new TextDecoder();
  return (bytes) => {
    const text = decoder.decode(bytes, { stream: true });
    return isAscii(text) ? bytes : encode(text);
  };
}

function isAscii(text: string): boolean {
  // deno-lint-ignore no-control-regex -- all of ASCII
  return /^[\u0000-\u007f]*$/.test(text);
}
