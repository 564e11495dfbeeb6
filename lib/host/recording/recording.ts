/**
 * A host that keeps every captured byte, for `--record`.
 *
 * @module
 */
import { type Capture, type Host, HostError } from "../host.ts";
import {
  callKey,
  callKeyWithInput,
  DNS_FOLDER,
  dnsKey,
  formatHeaders,
  HOST_FOLDER,
  PROC_FOLDER,
  WEB_FOLDER,
} from "./recording_format.ts";
import { openRecording } from "./recording_folder.ts";

/**
 * A host that answers as `host` does and keeps each answer under `directory`, failures too. Output,
 * the terminal, environment variables and the user's own files are passed on and not kept. There is
 * no cache: the recording holds every answer that is needed.
 *
 * @throws {HostError} where the folder holds anything already, or cannot be written
 */
export function recordingHost(host: Host, directory: string): Host {
  const recording = openRecording(directory);
  const encoder = new TextEncoder();
  const keep = <Value>(
    { folder = PROC_FOLDER, call, ask, bytesOf }: {
      folder?: string;
      call: string;
      ask: () => Value;
      bytesOf: (value: Value) => Uint8Array;
    },
  ): Value => {
    let value: Value;
    try {
      value = ask();
    } catch (thrown) {
      if (thrown instanceof HostError) recording.fail(folder, call, thrown);
      throw thrown;
    }
    recording.add(folder, call, captureOf(bytesOf(value)));
    return value;
  };
  const keepLater = async <Value>(
    { folder, call, ask, captureOf }: {
      folder: string;
      call: string;
      ask: () => Promise<Value>;
      captureOf: (value: Value) => Capture;
    },
  ): Promise<Value> => {
    let value: Value;
    try {
      value = await ask();
    } catch (thrown) {
      if (thrown instanceof HostError) recording.fail(folder, call, thrown);
      throw thrown;
    }
    recording.add(folder, call, captureOf(value));
    return value;
  };
  const json = (value: unknown) => encoder.encode(JSON.stringify(value));
  const fact = <Value>(call: string, ask: () => Value) =>
    keep({ folder: HOST_FOLDER, call, ask, bytesOf: json });

  // Told once at the start, so that every recording can answer them.
  fact("os", () => host.os);
  const consoleCodePage = fact("consoleCodePage", () => host.consoleCodePage());
  const oemCodePage = fact("oemCodePage", () => host.oemCodePage());
  const elevated = fact("elevated", () => host.elevated());

  return {
    ...host,
    consoleCodePage: () => consoleCodePage,
    oemCodePage: () => oemCodePage,
    elevated: () => elevated,
    now: () => fact("now", () => host.now()),
    processFacts: (pids) => {
      const facts = host.processFacts(pids);
      fact("processFacts", () => pids.map((pid) => [pid, facts.get(pid) ?? null]));
      return facts;
    },
    parentPids: () => {
      const parents = host.parentPids();
      fact("parentPids", () => [...parents]);
      return parents;
    },
    fileFacts: (path) =>
      keepLater({
        folder: HOST_FOLDER,
        call: callKey(["fileFacts", path]),
        ask: () => host.fileFacts(path),
        captureOf: (facts) => captureOf(json(facts)),
      }),
    cacheFolder: () => null,
    resolveDns: (name, type, options) =>
      keepLater({
        folder: DNS_FOLDER,
        call: dnsKey(name, type, options),
        ask: () => host.resolveDns(name, type, options),
        captureOf: (records) => captureOf(json(records)),
      }),
    fetch: (url, options) =>
      keepLater({
        folder: WEB_FOLDER,
        call: callKey([url]),
        ask: () => host.fetch(url, options),
        captureOf: (answer) => ({
          stdout: answer.body,
          stderr: encoder.encode(formatHeaders(answer)),
          code: answer.status,
        }),
      }),
    readFile: (path) =>
      keep({
        call: callKey(["read", path]),
        ask: () => host.readFile(path),
        bytesOf: (bytes) => bytes,
      }),
    listDirectory: (path) =>
      keep({ call: callKey(["list", path]), ask: () => host.listDirectory(path), bytesOf: json }),
    readLinks: (path) =>
      keep({ call: callKey(["links", path]), ask: () => host.readLinks(path), bytesOf: json }),
    readLink: (path) =>
      keep({ call: callKey(["link", path]), ask: () => host.readLink(path), bytesOf: json }),
    run: (tool, args, options) =>
      keepLater({
        folder: tool,
        call: callKeyWithInput(args, options.input),
        ask: () => host.run(tool, args, options),
        captureOf: (capture) => capture,
      }),
  };
}

function captureOf(stdout: Uint8Array): Capture {
  return { stdout, stderr: new Uint8Array(), code: 0 };
}
