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
  return bytes === null ? null : new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}

/** The bytes of a small file; null where it cannot be read or was not recorded. */
export function bytesIfThere(host: Files, path: string): Uint8Array | null {
  return ifThere(() => host.readFile(path));
}

/** The target of a link; null where it cannot be read or was not recorded. */
export function linkIfThere(host: Files, path: string): string | null {
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
