/**
 * The environment that the wrapped tools of Windows start with.
 *
 * @module
 */

/** What tools need of the user's own variables: names, folders of the user, what the processor is. */
const KEPT: ReadonlySet<string> = new Set([
  "ALLUSERSPROFILE",
  "APPDATA",
  "COMPUTERNAME",
  "HOMEDRIVE",
  "HOMEPATH",
  "LOCALAPPDATA",
  "LOGONSERVER",
  "NUMBER_OF_PROCESSORS",
  "OS",
  "PROCESSOR_ARCHITECTURE",
  "PROGRAMDATA",
  "PUBLIC",
  "SESSIONNAME",
  "TEMP",
  "TMP",
  "USERDOMAIN",
  "USERNAME",
  "USERPROFILE",
]);

/** Those of Wine, which finds its own files by them. Windows knows none. */
const OF_WINE = /^WINE/;

/**
 * The variables for a wrapped tool. Whatever decides which code it loads is Windows' own: sockets load the
 * libraries that `%SystemRoot%` leads to, .NET the profiler that `COR_PROFILER` names, PowerShell the
 * modules in `PSModulePath`. The user can set them for the programs that an administrator starts.
 *
 * @param folder the Windows folder.
 */
export function childEnvironment(
  folder: string,
  variables: Readonly<Record<string, string>>,
): Record<string, string> {
  const system = `${folder}\\System32`;
  const powershell = `${system}\\WindowsPowerShell\\v1.0`;
  const kept = Object.entries(variables).filter(([given]) => {
    const name = given.toUpperCase();
    return KEPT.has(name) || OF_WINE.test(name);
  });
  return {
    ...Object.fromEntries(kept),
    ComSpec: `${system}\\cmd.exe`,
    PATH: [system, folder, `${system}\\Wbem`, powershell].join(";"),
    PATHEXT: ".COM;.EXE;.BAT;.CMD",
    PSModulePath: `${powershell}\\Modules`,
    SystemDrive: folder.slice(0, 2),
    SystemRoot: folder,
    windir: folder,
  };
}
