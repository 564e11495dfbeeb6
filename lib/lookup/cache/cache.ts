/**
 * A cache of answers on disk. A command never fails because of it: what goes wrong with the file is
 * a warning, and the values stay in memory.
 *
 * @module
 */
import { type Clock, type Files, HostError } from "../../host/host.ts";
import {
  type Cached,
  type CacheKind,
  compact,
  formatLine,
  isFresh,
  readContent,
} from "./cache_file.ts";
import type { Fields } from "../untrusted_json.ts";

/** A cache of one kind of answers. */
export interface Cache<Value extends object> {
  /** The value for a key; null if there is none that is still valid. */
  get(key: string): Cached<Value> | null;
  /** All valid values, the latest last. */
  all(): Cached<Value>[];
  /** Adds values that were retrieved just now, and returns them with that time. */
  add(values: readonly Value[]): Cached<Value>[];
  /** What went wrong with the file: one line at most; after it the file is not touched again. */
  readonly warnings: readonly string[];
}

/** Which cache to open. */
export interface CacheOptions<Value extends object> {
  /** The folder of the file; null to keep values in memory alone. */
  readonly folder: string | null;
  /** What it holds. */
  readonly kind: CacheKind<Value>;
  /**
   * The server that the user chose; null for the default. Answers of different servers are not
   * mixed.
   */
  readonly server: string | null;
}

/** The size in bytes above which a file is compacted though all its lines are fresh. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** The number of stale lines below which a file is not rewritten. */
const FEW_LINES = 200;

/** Opens a cache. Its file is read at once, as a whole. */
export function openCache<Value extends object>(
  host: Files & Clock,
  { folder, kind, server }: CacheOptions<Value>,
): Cache<Value> {
  const path = folder === null ? null : `${folder.replace(/[/\\]+$/, "")}/${kind.file}`;
  const values = new Map<string, Cached<Value>>();
  const warnings: string[] = [];
  let [size, lines, fresh] = [0, 0, 0];

  const attempt = (verb: string, work: (path: string) => void): void => {
    if (path === null || warnings.length > 0) return;
    try {
      work(path);
    } catch (error) {
      if (!(error instanceof HostError)) throw error;
      warnings.push(`Cannot ${verb} the cache ${path}: ${WORDS[error.kind] ?? error.message}`);
    }
  };
  const isValid = (cached: Cached<Value>): boolean => isFresh(cached, { kind, now: host.now() });

  attempt("read", (path) => {
    const bytes = host.readCache(path) ?? new Uint8Array();
    const content = readContent(bytes, kind);
    [size, lines] = [bytes.length, content.lines];
    for (const entry of content.entries.filter(isValid)) {
      fresh++;
      if (entry.server === server) values.set(kind.keyOf(entry.value), entry);
    }
  });

  return {
    warnings,
    get(key) {
      const cached = values.get(key);
      return cached !== undefined && isValid(cached) ? cached : null;
    },
    all: () => [...values.values()].filter(isValid),
    add(added) {
      const at = host.now();
      const retrieved = added.map((value) => ({ value, at }));
      if (added.length === 0) return retrieved;
      const text = added.map((value) => `${formatLine({ at, server, fields: value as Fields })}\n`);
      for (const cached of retrieved) {
        const key = kind.keyOf(cached.value);
        if (!values.has(key)) fresh++;
        values.delete(key);
        values.set(key, cached);
      }
      lines += added.length;
      const bytes = new TextEncoder().encode(text.join(""));
      size += bytes.length;
      attempt("write", (path) => {
        host.appendCache(path, bytes);
        const stale = lines - fresh;
        if (size <= LARGEST_FILE && (stale < FEW_LINES || stale <= fresh)) return;
        const limit = LARGEST_FILE / 2;
        host.rewriteCache(path, (old) => {
          const kept = compact(old, { kind, now: at, limit });
          size = kept.length;
          return kept;
        });
        lines = fresh;
      });
      return retrieved;
    },
  };
}

const WORDS: Readonly<Partial<Record<HostError["kind"], string>>> = {
  permissionDenied: "permission denied",
  noSpace: "no space left",
  notFound: "there is no such folder",
};
