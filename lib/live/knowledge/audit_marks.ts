/**
 * Marks on rows: what an audit finds about them, in the background.
 *
 * @module
 */
import { isRefusal } from "../../capture/passing_errors.ts";
import { UsageError } from "../../errors.ts";
import type { Host } from "../../host/host.ts";
import { turnTaker } from "../../host/turns.ts";
import type { Finding, Severity } from "../../model/finding.ts";
import type { LiveLook } from "../live_row.ts";
import type { FoundAboutRows, LookJudge } from "./judge_look.ts";

/** Whom to tell. */
export interface AuditMarksOptions {
  /** The computer that netwho runs on: its config, its day, a clock that goes on. */
  readonly own: Host;
  /** Ends judging. */
  readonly signal: AbortSignal;
  /** Is told the severity of the worst finding about each row of a look, by the row's ID. */
  readonly onMarks: (marks: ReadonlyMap<number, Severity>) => void;
  /** Is told once why nothing can be judged. */
  readonly onTrouble: (text: string) => void;
}

/** Judges looks, of several that come meanwhile the latest. */
export class AuditMarks {
  readonly #host: Host;
  readonly #options: AuditMarksOptions;
  #judge: LookJudge | null = null;
  #found: FoundAboutRows = { marks: new Map(), findings: new Map() };
  #wanted: LiveLook | null = null;
  #isJudging = false;
  #isGivenUp = false;
  #bug: unknown = null;

  /** @param host the computer that was looked at. */
  constructor(host: Host, options: AuditMarksOptions) {
    this.#host = host;
    this.#options = options;
  }

  /** Whether a look is being judged. */
  get isJudging(): boolean {
    return this.#isJudging;
  }

  /** The findings about a row of the latest look that was judged, the worst first. */
  findingsAbout(id: number): readonly Finding[] {
    return this.#found.findings.get(id) ?? [];
  }

  /**
   * Judges a look. Never waits.
   *
   * @throws what judging threw that nobody foresaw.
   */
  seek(look: LiveLook): void {
    if (this.#bug !== null) throw this.#bug;
    if (this.#isGivenUp) return;
    this.#wanted = look;
    if (this.#isJudging) return;
    this.#isJudging = true;
    this.#work().catch((error) => this.#fail(error)).finally(() => {
      this.#isJudging = false;
    });
  }

  async #work(): Promise<void> {
    const { own, signal, onMarks } = this.#options;
    const { LookJudge } = await import("./judge_look.ts");
    this.#judge ??= new LookJudge(this.#host, { own, signal, turn: turnTaker(own) });
    while (this.#wanted !== null) {
      const look = this.#wanted;
      this.#wanted = null;
      this.#found = await this.#judge.judge(look);
      signal.throwIfAborted();
      onMarks(this.#found.marks);
    }
  }

  #fail(error: unknown): void {
    if (this.#options.signal.aborted) return;
    if (!isRefusal(error) && !(error instanceof UsageError)) this.#bug = error;
    else if (!this.#isGivenUp) {
      this.#isGivenUp = true;
      this.#options.onTrouble(error.message);
    }
  }
}
