/**
 * Reads what netwho can do without. Recordings that were made before it was read lack it, and are
 * replayed all the same.
 *
 * @module
 */
import { NotRecordedError } from "../../errors.ts";
import { type Files, HostError } from "../../host/host.ts";

/** The text of a small file; null where it cannot be read or was not recorded. */
export function textIfThere(host: Files, path: string): string | null {
  const bytes = ifThere(() => host.readFile(path));
  return bytes === null ? null : decodeWhole(bytes);
}

/** The bytes of a small file; null where it cannot be read or was not recorded. */
export function bytesIfThere(host: Files, path: string): Uint8Array | null {
  return ifThere(() => host.readFile(path));
}

/** Decodes UTF-8 with its byte order marks: left out, two names would look the same. */
export function decodeWhole(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The network namespace of a process, as its link names it; null where that cannot be read. */
export function networkNamespace(host: Files, pid: number | "self"): string | null {
  return linkIfThere(host, `/proc/${pid}/ns/net`);
}

/** The target of a link; null where it cannot be read or was not recorded. */
function linkIfThere(host: Files, path: string): string | null {
  return ifThere(() => host.readLink(path));
}

function ifThere<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof HostError || error instanceof NotRecordedError) return null;
    throw error;
  }
}
