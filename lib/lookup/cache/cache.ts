/**
 * A cache on disk: what was learnt from others, with its age. Made so that nothing can go wrong with
 * it but that it is of no use: a command never fails because of it.
 *
 * @module
 */
import { type Host, HostError } from "../../host/host.ts";
import { type Cached, compact, isFresh, readContent } from "./cache_content.ts";
import type { CacheKind } from "./cache_kind.ts";
import { type Fields, formatLine } from "./cache_line.ts";

/** Answers of one kind. */
export interface Cache<Value extends object> {
  /** The value for a key, where it still holds. */
  get(key: string): Cached<Value> | null;
  /** All values that still hold, the latest last. */
  all(): Cached<Value>[];
  /** Keeps values that were learnt right now, and gives them with that time. */
  add(values: readonly Value[]): Cached<Value>[];
  /** What went wrong with the file: one line at most, and from then on it is left alone. */
  readonly warnings: readonly string[];
}

/** Which cache. */
export interface CacheOptions<Value extends object> {
  /** Where the file is; null to keep values in memory alone. */
  readonly folder: string | null;
  /** What it holds. */
  readonly kind: CacheKind<Value>;
  /** Who is asked, where the user chose: what one server says is not passed off as another's. */
  readonly server: string | null;
}

/** Bytes after which a file is made smaller though all of it holds. */
const LARGEST_FILE = 4 * 1024 * 1024;
/** Stale lines that are not worth writing a file anew for. */
const FEW_LINES = 200;

/** Opens a cache. Its file is read at once, and whole. */
export function openCache<Value extends object>(
  host: Host,
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
  const holds = (cached: Cached<Value>): boolean => isFresh(cached, { kind, now: host.now() });

  attempt("read", (path) => {
    const bytes = host.readCache(path) ?? new Uint8Array();
    const content = readContent(bytes, kind);
    [size, lines] = [bytes.length, content.lines];
    for (const entry of content.entries.filter(holds)) {
      fresh++;
      if (entry.server === server) values.set(kind.keyOf(entry.value), entry);
    }
  });

  return {
    warnings,
    get(key) {
      const cached = values.get(key);
      return cached !== undefined && holds(cached) ? cached : null;
    },
    all: () => [...values.values()].filter(holds),
    add(added) {
      const at = host.now();
      const learnt = added.map((value) => ({ value, at }));
      if (added.length === 0) return learnt;
      const text = added.map((value) => `${formatLine({ at, server, fields: value as Fields })}\n`);
      for (const cached of learnt) {
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
      return learnt;
    },
  };
}

const WORDS: Readonly<Partial<Record<HostError["kind"], string>>> = {
  permissionDenied: "permission denied",
  noSpace: "no space left",
  notFound: "there is no such folder",
};
