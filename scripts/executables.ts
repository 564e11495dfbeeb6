/**
 * The executables: for which targets there is one, where it is, and how `deno compile` makes it.
 *
 * @module
 */

/** The targets of the executables, as target triples of Rust and Deno. */
export const TARGETS = ["x86_64-pc-windows-msvc", "x86_64-unknown-linux-gnu"] as const;

/** The target of an executable. */
export type Target = typeof TARGETS[number];

/** The folder of the executables. */
export const DIST = `${import.meta.dirname}/../dist`;

/** The path of a target's executable. */
export function executablePath(target: Target): string {
  return `${DIST}/${target.includes("windows") ? "netwho.exe" : "netwho"}`;
}

/**
 * What the executables may do: all that their user may, and never a prompt, for which a scheduled run
 * would wait (ADR 45 in docs/adr/ says what guards instead).
 */
export const PERMISSION_FLAGS = ["--allow-all", "--no-prompt"] as const;

/**
 * The environment variables that are built in. Each counts where the environment does not have it. A
 * company that inspects TLS has its certificate in the system's store.
 */
export const BAKED_VARIABLES: Readonly<Record<string, string>> = {
  DENO_TLS_CA_STORE: "system,mozilla",
};
