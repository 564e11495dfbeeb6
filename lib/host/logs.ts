/**
 * Log files of what runs unattended, as a part of the host.
 *
 * @module
 */

/** Writes logs. Neither recorded nor replayed. */
export interface Logs {
  /**
   * Appends to a log, which is made with its folder where it is missing, for this user alone.
   *
   * @returns its size then, in bytes.
   */
  appendLog(path: string, bytes: Uint8Array): number;
  /**
   * Makes room for a new log: renames it to `path.1`, that to `path.2`, and so on, and deletes what
   * would get a number above `kept`.
   */
  rotateLog(path: string, kept: number): void;
  /** The last bytes of a log; null where there is none. */
  readLogEnd(path: string, bytes: number): Uint8Array | null;
  /**
   * Locks a file, which is made with its folder where it is missing, until it is disposed of or the
   * program ends, however it ends; null where another program has it locked.
   */
  lockFile(path: string): Disposable | null;
}
