/**
 * Where a finding is: the program, by its name and by the address of its file.
 *
 * @module
 */
import type { Finding } from "../../model/finding.ts";

/** Returns the location of a finding. */
export function locationOf({ process, path, pid }: Finding): Readonly<Record<string, unknown>> {
  const name = process ?? (pid === null ? "unknown program" : `PID ${pid}`);
  return {
    // Code scanning refuses results without a file.
    physicalLocation: {
      artifactLocation: { uri: fileUri(path) ?? encodeURIComponent(plain(name)) },
    },
    logicalLocations: [{ name, fullyQualifiedName: path ?? name, kind: "module" }],
  };
}

/** The URI of a file by its full path; null for another path. */
function fileUri(path: string | null): string | null {
  if (path === null) return null;
  const parts = path.replaceAll("\\", "/");
  if (path.startsWith("/")) return `file://${encoded(path)}`;
  if (/^[a-z]:\//i.test(parts)) return `file:///${parts.slice(0, 2)}${encoded(parts.slice(2))}`;
  const share = /^\/\/([\w.-]+)(\/.+)$/.exec(parts);
  return share === null ? null : `file://${share[1]}${encoded(share[2]!)}`;
}

function encoded(path: string): string {
  return path.split("/").map((part) => encodeURIComponent(plain(part))).join("/");
}

/** Text without halves of characters, which no URI can hold. */
function plain(text: string): string {
  return text.toWellFormed();
}
