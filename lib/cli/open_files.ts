/**
 * Files that are being written when the program is interrupted.
 *
 * @module
 */
import type { FileWriter, Host } from "../host/host.ts";

/** A host whose unfinished files can be given up all at once. */
export interface TrackedHost {
  /** The host. */
  readonly host: Host;
  /** Leaves no trace of any file that was not finished. */
  readonly discardFiles: () => void;
}

/** Keeps track of the files that a host, a plain object, is writing. */
export function trackFiles(host: Host): TrackedHost {
  const open = new Set<FileWriter>();
  const track = (file: FileWriter): FileWriter => {
    open.add(file);
    return {
      write: (bytes) => file.write(bytes),
      commit: () => {
        file.commit();
        open.delete(file);
      },
      discard: () => {
        open.delete(file);
        file.discard();
      },
    };
  };
  return {
    host: { ...host, createFile: (path, options) => track(host.createFile(path, options)) },
    discardFiles: () => {
      for (const file of open) file.discard();
      open.clear();
    },
  };
}
