/**
 * Where Windows keeps its own programs and libraries.
 *
 * @module
 */

/** A wrapped tool's program on Windows: `netstat` is `C:\Windows\System32\netstat.exe`. */
export function windowsTool(tool: string, systemRoot: string | undefined): string {
  return system32File(PROGRAM_OF[tool] ?? `${tool}.exe`, systemRoot);
}

/** The programs that are not in System32 itself, or have another name. */
const PROGRAM_OF: Readonly<Record<string, string>> = {
  chcp: "chcp.com",
  powershell: "WindowsPowerShell\\v1.0\\powershell.exe",
};

/** A file in System32, by absolute path. */
export function system32File(name: string, systemRoot: string | undefined): string {
  return `${windowsFolder(systemRoot)}\\System32\\${name}`;
}

/** The Windows folder: the one that was told, where that is a plain absolute path, otherwise `C:\Windows`. */
export function windowsFolder(systemRoot: string | undefined): string {
  const plain = systemRoot?.replace(/\\+$/, "") ?? "";
  return /^[A-Za-z]:(?:\\(?!\.)[^\\/:*?"<>|\p{Cc}]+)+$/u.test(plain) ? plain : "C:\\Windows";
}
