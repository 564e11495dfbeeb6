/**
 * A Linux machine in memory whose systemd takes every call, for tests of `netwho schedule`.
 *
 * @module
 */
import { type Capture, type Host, HostError } from "../../lib/host/host.ts";

/** What happened to the machine. */
export interface SystemdMachine {
  readonly host: Partial<Host>;
  /** The files by path. */
  readonly files: Map<string, string>;
  /** The calls of systemctl that change something. */
  readonly calls: string[];
}

/** What is odd about a machine. */
export interface SystemdOptions {
  /** What systemctl answers; null for success without a word. */
  readonly answer?: (args: readonly string[]) => Partial<Capture> | null;
  readonly env?: Readonly<Record<string, string>>;
  readonly isBooted?: boolean;
  readonly isRoot?: boolean;
  /** Paths that the user may not read. */
  readonly denied?: readonly string[];
}

/** Makes a machine of the user anna. */
export function systemdMachine(
  { answer = () => null, env = {}, isBooted = true, isRoot = false, denied = [] }: SystemdOptions =
    {},
): SystemdMachine {
  const files = new Map<string, string>();
  const calls: string[] = [];
  const variables: Readonly<Record<string, string>> = { HOME: "/home/anna", USER: "anna", ...env };
  const encoder = new TextEncoder();
  const checkRights = (what: string, path: string) => {
    if (!denied.includes(path)) return;
    throw new HostError("permissionDenied", `${what} ${path}: Permission denied (os error 13)`);
  };
  const host: Partial<Host> = {
    os: "linux",
    env: (name) => variables[name],
    elevated: () => isRoot,
    dataFolder: () => "/home/anna/.local/share/netwho",
    currentFolder: () => "/home/anna/work",
    ownCommand: () => ({ program: "/opt/netwho", before: [] }),
    pathKind: (path) => path === "/run/systemd/system" && isBooted ? "directory" : "missing",
    makeFolder: () => {},
    removeFile: (path) => void files.delete(path),
    readFile: (path) => {
      checkRights("Cannot read", path);
      const text = files.get(path);
      if (text === undefined) throw new HostError("notFound", `Cannot read ${path}`);
      return encoder.encode(text);
    },
    listDirectory: (path) => {
      checkRights("Cannot list", path);
      const names = [...files.keys()].filter((file) => file.startsWith(`${path}/`));
      if (names.length === 0) throw new HostError("notFound", `Cannot list ${path}`);
      return names.map((file) => file.slice(path.length + 1));
    },
    createFile: (path) => {
      let content = "";
      return {
        write: (bytes) => void (content += new TextDecoder().decode(bytes)),
        commit: () => void files.set(path, content),
        discard: () => {},
      };
    },
    readLogEnd: (path) => {
      const text = files.get(path);
      return text === undefined ? null : encoder.encode(text);
    },
    run: (tool, args) => {
      if (tool !== "systemctl") return Promise.reject(new HostError("notFound", `No ${tool}`));
      if (args[1] !== "show") calls.push(args.join(" "));
      const nothing = new Uint8Array();
      return Promise.resolve({ code: 0, stdout: nothing, stderr: nothing, ...answer(args) });
    },
  };
  return { host, files, calls };
}
