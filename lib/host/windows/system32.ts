/**
 * Where Windows keeps its own programs and libraries.
 *
 * @module
 */

/** A wrapped tool's program on Windows: `netstat` is `C:\Windows\System32\netstat.exe`. */
export function windowsTool(tool: string, systemRoot: string | undefined): string {
  return system32File(tool === "chcp" ? "chcp.com" : `${tool}.exe`, systemRoot);
}

/** A file in System32, by absolute path. */
export function system32File(name: string, systemRoot: string | undefined): string {
  return `${windowsFolder(systemRoot)}\\System32\\${name}`;
}

/** The Windows folder: `%SystemRoot%` where that is a plain absolute path, otherwise `C:\Windows`. */
export function windowsFolder(systemRoot: string | undefined): string {
  const plain = systemRoot?.replace(/\\+$/, "") ?? "";
  return /^[A-Za-z]:(?:\\[\w()-][\w .()-]*)+$/.test(plain) ? plain : "C:\\Windows";
}
