/**
 * The snapshots among saved files: what they tell of their rows, and of what could not be seen.
 *
 * @module
 */
import { ParseError } from "../../errors.ts";
import type { SnapshotHead } from "../snapshot_document.ts";
import type { SnapshotPart, SnapshotSource, SocketBatch } from "../source.ts";
import type { JsonDocument, RowList } from "./json_documents.ts";
import { mergeSaved, type SavedProcess } from "./saved_processes.ts";
import { holderFinder } from "./snapshot_head.ts";

/** What a snapshot tells of its connections. */
export type SnapshotFacts = Pick<SocketBatch, "hiddenBy" | "holdersOf">;

/** The snapshots that were read. */
export class SavedSnapshots {
  /** The names of the files with snapshots. */
  readonly files: Set<string> = new Set();
  readonly #heads = new Map<JsonDocument, SnapshotHead | null>();
  readonly #facts = new Map<JsonDocument, SnapshotFacts | null>();
  #cutFile: string | null = null;

  /** Adds the documents of a file, with their heads if they are snapshots. */
  add(file: string, documents: ReadonlyMap<JsonDocument, SnapshotHead | null>): void {
    for (const [document, head] of documents) {
      this.files.add(file);
      this.#heads.set(document, head);
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
   * @param options `isAll`: whether nothing but snapshots was read; `processes`: those of all.
   */
  describe(
    { isAll, processes }: { isAll: boolean; processes: readonly SavedProcess[] | null },
  ): Partial<SnapshotSource> {
    const [head, ...others] = this.#heads.values();
    if (!isAll || head === undefined || head === null || others.includes(null)) return {};
    if (others.length > 0) {
      return { isSnapshot: true, parts: () => this.#partsWith(processes ?? []) };
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

  #partsWith(processes: readonly SavedProcess[]): SnapshotPart[] {
    const byDocument = Map.groupBy(processes, ({ document }) => document);
    return [...this.#heads].flatMap(([document, head]) =>
      head === null ? [] : [{
        ...head,
        isEmpty: document.emptyLists.has("connections"),
        processes: document.lists.has("processes")
          ? mergeSaved(byDocument.get(document) ?? []).byPid
          : null,
      }]
    );
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
    return this.#heads.size === 0
      ? null
      : new ParseError(`${about}: the snapshot was saved without`, { hint });
  }
}
