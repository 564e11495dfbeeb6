/**
 * The absolute paths of the wrapped tools. They are never looked for in `PATH`: a `netstat.exe` in the
 * current folder must not run in place of the system's.
 *
 * @module
 */

/** The folders of tools on Linux, in search order. */
export const LINUX_TOOL_FOLDERS = ["/usr/bin", "/usr/sbin", "/bin", "/sbin"] as const;

/** The Windows folder: `%SystemRoot%` where that is a plain absolute path, otherwise `C:\Windows`. */
export function windowsFolder(systemRoot: string | undefined): string {
  const plain = systemRoot?.replace(/\\+$/, "") ?? "";
  return /^[A-Za-z]:(?:\\[\w()-][\w .()-]*)+$/.test(plain) ? plain : "C:\\Windows";
}

/** A file in System32, by absolute path. */
export function system32File(name: string, systemRoot: string | undefined): string {
  return `${windowsFolder(systemRoot)}\\System32\\${name}`;
}

/** A wrapped tool's program on Windows: `netstat` is `C:\Windows\System32\netstat.exe`. */
export function windowsTool(tool: string, systemRoot: string | undefined): string {
  return system32File(tool === "chcp" ? "chcp.com" : `${tool}.exe`, systemRoot);
}

/** A wrapped tool's program on Linux: the first that `exists`; null if none does. */
export function linuxTool(tool: string, exists: (path: string) => boolean): string | null {
  return LINUX_TOOL_FOLDERS.map((folder) => `${folder}/${tool}`).find(exists) ?? null;
}

/** Whether a tool can have this name: no path, no option, nothing for a shell. */
export function isToolName(tool: string): boolean {
  return /^[a-z][a-z0-9_]*$/.test(tool);
}
