/**
 * The snapshots among saved files: what they tell of their rows, and of what could not be seen.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { SnapshotHead } from "../snapshot_document.ts";
import type { SnapshotSource, SocketBatch } from "../source.ts";
import type { JsonDocument, RowList } from "./json_documents.ts";
import { holderFinder, readHead } from "./snapshot_head.ts";

/** What a snapshot tells of its connections. */
export type SnapshotFacts = Pick<SocketBatch, "hiddenBy" | "holdersOf">;

/** The snapshots that were read. */
export class SavedSnapshots {
  /** The names of the files with snapshots. */
  readonly files: Set<string> = new Set();
  readonly #heads: (SnapshotHead | null)[] = [];
  readonly #facts = new Map<JsonDocument, SnapshotFacts | null>();
  #cutFile: string | null = null;

  /** Adds the documents of a file. */
  add(file: string, documents: readonly JsonDocument[]): void {
    for (const document of documents) {
      const head = readHead(document);
      this.files.add(file);
      this.#heads.push(head);
      const facts = head && { hiddenBy: head.unseen.hiddenBy, holdersOf: holderFinder(head) };
      this.#facts.set(document, facts);
      if (!document.isWhole) this.#cutFile = file;
    }
  }

  /** What the snapshot tells of its connections; null for a document that is none. */
  factsOf(document: JsonDocument): SnapshotFacts | null {
    return this.#facts.get(document) ?? null;
  }

  /**
   * What the snapshots tell of a source. Of several each tells of its own connections alone.
   *
   * @param options `isAll`: whether nothing but snapshots was read.
   */
  describe({ isAll }: { isAll: boolean }): Partial<SnapshotSource> {
    const [head, ...others] = this.#heads;
    if (!isAll || this.#heads.some((head) => head === null)) return {};
    if (head === null || head === undefined || others.length > 0) {
      return { isSnapshot: others.length > 0 };
    }
    const { observedAt, computer, os, elevated, unseen } = head;
    const notes = head.processNotes.map(({ pid, note }) => [pid, note] as const);
    return {
      origin: { observedAt, computer, os, elevated },
      isSnapshot: true,
      unseen,
      ...notes.length > 0 && { processNotes: new Map(notes) },
    };
  }

  /** The error about what no snapshot holds; null where none was read. */
  missingError(
    what: RowList,
    { from, hint }: { from: readonly string[]; hint: string },
  ): ParseError | null {
    const about = `Cannot find ${what} in ${from.join(", ")}`;
    if (this.#cutFile !== null) {
      return new ParseError(`${about}: ${this.#cutFile} ends in the middle`, {
        hint: "It seems to be cut off: save it again",
      });
    }
    return this.#heads.length === 0
      ? null
      : new ParseError(`${about}: the snapshot was saved without`, { hint });
  }
}
