/**
 * The executables: for which targets there is one, where it is, and how `deno compile` makes it.
 *
 * @module
 */

/** An executable that is given away. */
export interface Executable {
  /** The target, as a target triple of Rust and Deno. */
  readonly target: string;
  /** The operating system. */
  readonly os: "windows" | "linux";
  /** The processor, as Windows and Node name it. */
  readonly architecture: "x64" | "arm64";
  /** The file in dist/. */
  readonly file: string;
}

/** All executables. Those for x64 stand in dist/ itself, where the tries look for them. */
export const EXECUTABLES = [
  {
    target: "x86_64-pc-windows-msvc",
    os: "windows",
    architecture: "x64",
    file: "netwho.exe",
  },
  {
    target: "aarch64-pc-windows-msvc",
    os: "windows",
    architecture: "arm64",
    file: "arm64/netwho.exe",
  },
  {
    target: "x86_64-unknown-linux-gnu",
    os: "linux",
    architecture: "x64",
    file: "netwho",
  },
  {
    target: "aarch64-unknown-linux-gnu",
    os: "linux",
    architecture: "arm64",
    file: "arm64/netwho",
  },
] as const satisfies readonly Executable[];

/** The targets of the executables. */
export const TARGETS: readonly Target[] = EXECUTABLES.map(({ target }) => target);

/** The target of an executable. */
export type Target = typeof EXECUTABLES[number]["target"];

/** The folder of the executables. */
export const DIST = `${import.meta.dirname}/../dist`;

/** The executable for a target. */
export function executableFor(target: Target): Executable {
  return EXECUTABLES.find((executable) => executable.target === target)!;
}

/** The path of a target's executable. */
export function executablePath(target: Target): string {
  return `${DIST}/${executableFor(target).file}`;
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

/**
 * The notice of copyright in LICENSE.
 *
 * @throws {Error} if there is none.
 */
export function readCopyright(): string {
  const license = Deno.readTextFileSync(`${import.meta.dirname}/../LICENSE`);
  const [notice] = license.match(/^Copyright \(c\) .+$/m) ?? [];
  if (notice === undefined) throw new Error("Cannot find the copyright: LICENSE has no such line");
  return notice;
}
