/**
 * What is known of the rows on the watch screen beside what a look tells: names and owners, and what
 * the audit finds.
 *
 * @module
 */
import { AuditMarks } from "../live/knowledge/audit_marks.ts";
import { KnownPeers } from "../live/knowledge/known_peers.ts";
import type { LiveLook, LiveRow } from "../live/live_row.ts";
import type { WatchLoop } from "../live/screen/watch_loop.ts";
import type { ListLine, WatchState } from "../live/screen/watch_state.ts";
import type { Connection } from "../model/connection.ts";
import type { WatchPlan } from "../live/watch_plan.ts";
import type { WatchInvocation } from "./read_watch_plan.ts";

/** What finding out needs. */
export interface KnowledgeOptions {
  readonly plan: Pick<WatchPlan, "lookups" | "isReplayed">;
  readonly loop: WatchLoop;
}

/** Finds out in the background what the screen shows of its rows. */
export class ScreenKnowledge {
  readonly #loop: WatchLoop;
  readonly #peers: KnownPeers;
  readonly #plan: KnowledgeOptions["plan"];
  readonly #marks: AuditMarks;
  readonly #host: WatchInvocation["host"];
  /** The look that was given to the audit last. */
  #judged: LiveLook | null = null;
  /** Whether the audit was switched on, and has not found anything out yet. */
  #isFirstAudit = false;

  constructor({ host, own }: WatchInvocation, { plan, loop }: KnowledgeOptions) {
    const { over: signal } = loop;
    const onTrouble = (text: string) => loop.dispatch({ kind: "told", text, isFailure: true });
    this.#host = host;
    this.#loop = loop;
    this.#plan = plan;
    this.#peers = new KnownPeers(host, {
      ...plan,
      signal,
      onKnown: () => this.#show(),
      onTrouble,
    });
    this.#marks = new AuditMarks(host, {
      own,
      signal,
      onMarks: (marks) => {
        this.#isFirstAudit = false;
        loop.dispatch({ kind: "marks", marks });
        this.#showProgress();
      },
      onTrouble: (text) => {
        this.#isFirstAudit = false;
        onTrouble(text);
        this.#showProgress();
      },
    });
  }

  /** A look with what is known by now. */
  filled(look: LiveLook): LiveLook {
    const filled = this.#peers.filled(look.rows);
    return filled.size === 0
      ? look
      : { ...look, rows: look.rows.map((row) => filled.get(row.id) ?? row) };
  }

  /** A row with what is known by now. */
  fill(row: LiveRow): LiveRow {
    return { ...row, connection: this.fillConnection(row.connection) };
  }

  /** A connection with what is known by now. */
  fillConnection<Row extends Connection>(connection: Row): Row {
    return this.#peers.fill(connection);
  }

  /** Looks for what a state shows and nobody knows yet, first of all for the lines on the screen. */
  follow({ settings, look, lines, top }: WatchState): void {
    if (look === null) return;
    const { isReplayed, lookups: { resolve, owner } } = this.#plan;
    const names = settings.showsNames || resolve;
    const owners = settings.showsOwners || owner;
    // A recording holds the answers about the peers in the order of the listing.
    const first = isReplayed ? [] : rowsOf(lines.slice(top));
    this.#peers.seek(names || owners ? [...first, ...look.rows] : [], { names, owners });
    this.#audit(settings.showsAudit ? look : null);
    this.#showProgress();
  }

  /** Describes a line of the list in the words of `netwho inspect`. */
  async describe(line: ListLine): Promise<readonly string[]> {
    const { describeLine } = await import("../live/knowledge/describe_line.ts");
    const { look, settings, size } = this.#loop.state;
    if (look === null) return [];
    return await describeLine(this.#host, line, {
      look,
      columns: size.columns,
      fill: (row) => this.fillConnection(row),
      findingsAbout: settings.showsAudit ? (id) => this.#marks.findingsAbout(id) : null,
    });
  }

  /** Judges each look once, while the audit is on. */
  #audit(look: LiveLook | null): void {
    if (look === null) this.#isFirstAudit = false;
    else if (this.#judged === null) this.#isFirstAudit = true;
    if (look !== null && look !== this.#judged) this.#marks.seek(look);
    this.#judged = look;
  }

  #show(): void {
    const rows = this.#peers.filled(this.#loop.state.look?.rows ?? []);
    if (rows.size > 0) this.#loop.dispatch({ kind: "known", rows });
    this.#showProgress();
  }

  #showProgress(): void {
    const isLookingUp = this.#peers.isLooking || this.#isFirstAudit;
    if (isLookingUp !== this.#loop.state.isLookingUp) {
      this.#loop.dispatch({ kind: "lookingUp", isLookingUp });
    }
  }
}

function rowsOf(lines: readonly ListLine[]): readonly LiveRow[] {
  return lines.flatMap((line) => line.kind === "row" ? [line.row] : line.rows);
}
