/**
 * The cache methods of a host, in memory: what several processes share.
 *
 * @module
 */
import type { Host } from "../../lib/host/host.ts";

/** Files by path, and the methods that work on them. */
export interface MemoryCache {
  readonly files: Map<string, Uint8Array>;
  readonly host: Pick<Host, "readCache" | "appendCache" | "rewriteCache">;
}

/** Makes one. */
export function memoryCache(): MemoryCache {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    host: {
      readCache: (path) => files.get(path)?.slice() ?? null,
      appendCache: (path, bytes) => {
        const old = files.get(path) ?? new Uint8Array();
        const gap = old.length > 0 && old.at(-1) !== 10 ? 1 : 0;
        const all = new Uint8Array(old.length + gap + bytes.length).fill(10);
        all.set(old);
        all.set(bytes, old.length + gap);
        files.set(path, all);
      },
      rewriteCache: (path, change) => {
        files.set(path, change(files.get(path)?.slice() ?? new Uint8Array()));
      },
    },
  };
}
