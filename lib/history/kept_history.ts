/**
 * The history that a logging netwho keeps open.
 *
 * @module
 */
import type { WholeSnapshot } from "../capture/snapshot.ts";
import { CaptureError } from "../errors.ts";
import type { Facts } from "../host/host.ts";
import { VERSION } from "../version.ts";
import { keptSpan, rememberKeep, settledTime } from "./keep_setting.ts";
import { type History, type HistoryHost, openHistory } from "./open_history.ts";
import { type RecordedRun, recordRun } from "./record_run.ts";
import { trimHistory, type TrimOptions } from "./trim_history.ts";
import { writeSafely } from "./write_safely.ts";

/** The parts of the host that keeping a history needs. */
export type KeepingHost = HistoryHost & Facts;

/** Milliseconds between two deletions of what is too old. */
const TRIM_PAUSE = 60 * 60 * 1000;

/** How long to keep what was seen: milliseconds, what the history remembers, or for ever. */
export type Keep = number | "remembered" | "all";

/** What adding a look came to. */
export interface Added extends RecordedRun {
  /** Whether the file was deleted or replaced since the look before. */
  readonly isMoved: boolean;
  /** The new name of a damaged history that was set aside since then; null if there was none. */
  readonly setAside: string | null;
  /** Why what is too old could not be deleted; null if it was, and where it was not looked for. */
  readonly trimError: string | null;
}

/** A history that is opened once and written many times; after an error it is opened anew. */
export class KeptHistory implements Disposable {
  /** The file. */
  readonly path: string;
  readonly #host: KeepingHost;
  readonly #keep: Keep;
  #history: History | null = null;
  #setAside: string | null = null;
  #trimmedAt = -Infinity;

  constructor(host: KeepingHost, { path, keep }: { path: string; keep: Keep }) {
    this.#host = host;
    this.path = path;
    this.#keep = keep;
  }

  /**
   * Opens it, which makes the file where it is missing.
   *
   * @throws {CaptureError} if it cannot be used.
   */
  async open(): Promise<History> {
    return this.#history ??= await openHistory(this.#host, this.path);
  }

  /**
   * Adds a look. It is on the disk when this resolves.
   *
   * @throws {CaptureError} if the history refuses.
   */
  async add(snapshot: WholeSnapshot): Promise<Added> {
    const history = await this.open();
    try {
      const isMoved = history.database.isMoved();
      const recorded = await recordRun(history, snapshot, { view: viewOf(snapshot, this.#host) });
      const setAside = history.setAside === this.#setAside ? null : history.setAside;
      if (isMoved || setAside !== null) this.#trimmedAt = -Infinity; // a new one remembers nothing
      const trimError = await this.#trim(history);
      this.#setAside = history.setAside;
      return { ...recorded, isMoved, setAside, trimError };
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Closes it; the next look opens it again. */
  close(): void {
    const history = this.#history;
    this.#history = null;
    history?.[Symbol.dispose]();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  /** That it fails does not undo the look. It is tried again with the next one. */
  async #trim(history: History): Promise<string | null> {
    const now = this.#host.now();
    if (this.#keep === "all" || Math.abs(now - this.#trimmedAt) < TRIM_PAUSE) return null;
    try {
      await trimHistory(history, await this.#whatToKeep(history, { keep: this.#keep, now }));
      this.#trimmedAt = now;
      return null;
    } catch (error) {
      if (!(error instanceof CaptureError)) throw error;
      return error.message;
    }
  }

  async #whatToKeep(
    history: History,
    { keep, now }: { readonly keep: number | "remembered"; readonly now: number },
  ): Promise<TrimOptions> {
    const prepare = (sql: string) => history.statement(sql);
    return await writeSafely(history, () => {
      if (keep === "remembered") {
        return { keepMilliseconds: keptSpan(prepare), now: settledTime(prepare, now) };
      }
      rememberKeep(prepare, keep);
      return { keepMilliseconds: keep, now };
    });
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
