/**
 * Reads what `deno compile` has built into an executable: JSON behind a mark and its own length
 * (cli/lib/standalone/binary.rs of Deno).
 *
 * @module
 */

/** The settings that an executable runs with. */
export interface EmbeddedSettings {
  /** The permissions, by the names of Deno's flags: an empty list allows all. */
  readonly permissions: Readonly<Record<string, unknown>>;
  /** The environment variables that are set where the environment does not have them. */
  readonly variables: Readonly<Record<string, string>>;
}

const MARK = new TextEncoder().encode("d3n0l4nd");
/** Longer settings would be no settings. */
const LONGEST = 1 << 20;

/**
 * Reads the settings. A runtime that was itself taken from an executable holds others in front of them.
 *
 * @throws {Error} if there are none.
 */
export function readEmbeddedSettings(file: Uint8Array): EmbeddedSettings {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  for (let at = file.lastIndexOf(MARK[0]!); at >= 0; at = file.lastIndexOf(MARK[0]!, at - 1)) {
    const start = at + MARK.length + 8;
    if (start < file.length && MARK.every((byte, index) => file[at + index] === byte)) {
      const length = view.getBigUint64(at + MARK.length, true);
      const settings = length > LONGEST
        ? null
        : parse(file.subarray(start, start + Number(length)));
      if (settings !== null) return settings;
    }
    if (at === 0) break;
  }
  throw new Error("Cannot read the executable: it holds no settings of deno compile");
}

function parse(bytes: Uint8Array): EmbeddedSettings | null {
  try {
    const json = JSON.parse(new TextDecoder().decode(bytes));
    const { permissions, env_vars_from_env_file: variables } = json;
    return typeof permissions === "object" && permissions !== null
      ? { permissions, variables }
      : null;
  } catch {
    return null;
  }
}

/** Why the permissions are not all permissions without a prompt; null if they are. */
export function missingPermission(
  permissions: Readonly<Record<string, unknown>>,
): string | null {
  if (permissions.prompt !== false) return "it would prompt";
  for (const name of ["read", "write", "run", "ffi", "net", "env", "sys", "import"]) {
    const allowed = permissions[`allow_${name}`];
    if (!Array.isArray(allowed) || allowed.length > 0) return `it may not ${name} everything`;
  }
  const denied = Object.keys(permissions).find((name) =>
    /^(?:deny|ignore)_/.test(name) && permissions[name] !== null
  );
  return denied === undefined ? null : `it has ${denied}`;
}
