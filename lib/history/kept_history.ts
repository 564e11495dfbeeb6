/**
 * The history that a logging netwho keeps open.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import type { Databases } from "../host/databases.ts";
import type { Clock, Facts, Files } from "../host/host.ts";
import { VERSION } from "../version.ts";
import { type History, openHistory } from "./open_history.ts";
import { type RecordedRun, recordRun } from "./record_run.ts";
import { trimHistory } from "./trim_history.ts";

/** The parts of the host that keeping a history needs. */
export type KeepingHost = Databases & Files & Facts & Clock;

/** Milliseconds between two deletions of what is too old. */
const TRIM_PAUSE = 60 * 60 * 1000;

/** What adding a look came to. */
export interface Added extends RecordedRun {
  /** Whether it is the first look in a new file, since the one before was deleted or replaced. */
  readonly isAnew: boolean;
}

/**
 * A history that is opened once and written many times. If its file is deleted or replaced meanwhile,
 * the one that is at the path from then on is used; after an error it is opened anew.
 */
export class KeptHistory implements Disposable {
  /** The file. */
  readonly path: string;
  readonly #host: KeepingHost;
  readonly #keep: number | null;
  #open: { readonly history: History; readonly identity: string | null } | null = null;
  #trimmedAt = -Infinity;

  constructor(host: KeepingHost, { path, keep }: { path: string; keep: number | null }) {
    this.#host = host;
    this.path = path;
    this.#keep = keep;
  }

  /** Opens it, which makes the file where it is missing. */
  async open(): Promise<void> {
    this.#open ??= await this.#openFile();
  }

  /** Adds a look. It is on the disk when this resolves. */
  async add(snapshot: WholeSnapshot): Promise<Added> {
    const isAnew = this.#open !== null && await this.#isReplaced(this.#open.identity);
    if (isAnew) this.close();
    await this.open();
    const { history } = this.#open!;
    try {
      const recorded = await recordRun(history, snapshot, { view: viewOf(snapshot, this.#host) });
      await this.#trim(history);
      return { ...recorded, isAnew };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Closes it; the next look opens it again. */
  close(): void {
    const open = this.#open;
    this.#open = null;
    open?.history[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  async #openFile() {
    const history = await openHistory(this.#host, this.path);
    return { history, identity: await this.#host.fileIdentity(this.path) };
  }

  /** A system that does not tell files apart does not let an open one be replaced. */
  async #isReplaced(identity: string | null): Promise<boolean> {
    return identity !== await this.#host.fileIdentity(this.path);
  }

  async #trim(history: History): Promise<void> {
    if (this.#keep === null) return;
    const now = this.#host.now();
    if (Math.abs(now - this.#trimmedAt) < TRIM_PAUSE) return;
    await trimHistory(history, { before: now - this.#keep });
    this.#trimmedAt = now;
  }
}

/** On which system and with which rights a look was made; saved ones do not always tell. */
function viewOf(
  { isSaved, origin }: WholeSnapshot,
  { os, elevated }: Facts,
): { netwho: string; os: string; elevated: boolean | null } {
  return isSaved
    ? { netwho: VERSION, os: origin?.os ?? "unknown", elevated: origin?.elevated ?? null }
    : { netwho: VERSION, os, elevated: elevated() };
}
