/**
 * Libraries of Windows.
 *
 * @module
 */
import { searchSystem32 } from "./library_search.ts";
import { system32File } from "./system32.ts";
import { systemRoot } from "./system_root.ts";

/** The functions of a library. */
export type Functions<Symbols extends Deno.ForeignLibraryInterface> = Deno.DynamicLibrary<
  Symbols
>["symbols"];

/**
 * Functions of a library in System32, which is opened by absolute path at the first call. That throws
 * where FFI is missing or not permitted, and where this Windows lacks one of the functions.
 */
export function windowsLibrary<Symbols extends Deno.ForeignLibraryInterface>(
  name: string,
  symbols: Symbols,
): () => Functions<Symbols> {
  let opened: Deno.DynamicLibrary<Symbols> | undefined;
  const open = () => {
    searchSystem32();
    return Deno.dlopen(system32File(name, systemRoot()), symbols);
  };
  return () => (opened ??= open()).symbols;
}

/** What Windows answers; null where it cannot be asked. */
export function orNull<Value>(ask: () => Value): Value | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
