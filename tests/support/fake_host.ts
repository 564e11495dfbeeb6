/**
 * A host for tests: everything is refused unless the test says otherwise, and what is written is kept.
 *
 * @module
 */
import { refusedActions } from "../../lib/host/actions.ts";
import { denoDatabases } from "../../lib/host/deno/deno_database.ts";
import { type Host, HostError, type KeyPress, type TerminalSize } from "../../lib/host/host.ts";

/** A host whose output a test can look at. */
export interface FakeHost extends Host {
  /** What was written to standard output so far. */
  stdout(): string;
  /** What was written to standard error so far. */
  stderr(): string;
}

/** Makes a host from the few methods that a test needs. */
export function fakeHost(overrides: Partial<Host> = {}): FakeHost {
  const out: Uint8Array[] = [];
  let err = "";
  const refuse = (what: string): never => {
    throw new HostError("notFound", `No ${what} in this test`);
  };
  return {
    os: "linux",
    run: (tool) => Promise.reject(new HostError("notFound", `No ${tool} in this test`)),
    resolveDns: () => Promise.reject(new HostError("notFound", "No name server in this test")),
    fetch: () => Promise.reject(new HostError("other", "No network in this test")),
    sleep: () => Promise.resolve(),
    cacheFolder: () => null,
    dataFolder: () => null,
    configFolder: () => null,
    ...denoDatabases,
    readCache: refuse,
    appendCache: refuse,
    rewriteCache: refuse,
    systemVersion: () => null,
    listedProcesses: () => new Map(),
    commandLines: () => new Map(),
    computerName: () => null,
    systemSockets: () => [],
    socketServices: () => new Map(),
    fileFacts: () => Promise.resolve(null),
    programFacts: () => Promise.resolve(null),
    leadsToNetwork: () => false,
    readFile: refuse,
    readFileInBackground: (path) => Promise.try(() => (overrides.readFile ?? refuse)(path)),
    readPart: (path, part) => part((overrides.readFile ?? refuse)(path)),
    listDirectory: refuse,
    readLinks: refuse,
    readLink: refuse,
    fileIdentity: () => Promise.resolve(null),
    open: refuse,
    pathKind: () => "missing",
    realPath: (path) => path,
    currentFolder: () => "/home/anna",
    makeFolder: refuse,
    removeFile: refuse,
    appendLog: refuse,
    rotateLog: refuse,
    readLogEnd: () => null,
    lockFile: refuse,
    processFacts: () => new Map(),
    consoleCodePage: () => null,
    outputCodePage: () => null,
    oemCodePage: () => null,
    ansiCodePage: () => null,
    elevated: () => null,
    ownPid: () => null,
    ownCommand: () => null,
    userSid: () => null,
    env: () => undefined,
    now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    isTerminal: () => false,
    canColor() {
      return this.isTerminal("stdout");
    },
    terminalColumns: () => null,
    terminalSize: () => null,
    terminalSizes: () => none<TerminalSize>(),
    keys: () => none<KeyPress>(),
    rawMode: () => ({ [Symbol.dispose]() {} }),
    fullScreen: () => Promise.resolve({ [Symbol.dispose]() {} }),
    write: (bytes) => {
      out.push(bytes.slice());
      return Promise.resolve();
    },
    writeError: (text) => {
      err += text;
    },
    createFile: refuse,
    appendLines: (path) => Promise.try(() => refuse(path)),
    ...refusedActions("notSupported", "there are none in this test"),
    ...overrides,
    stdout: () => {
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      return out.map((bytes) => decoder.decode(bytes, { stream: true })).join("");
    },
    stderr: () => err,
  };
}

async function* none<Value>(): AsyncGenerator<Value> {}
