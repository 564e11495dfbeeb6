/**
 * Runs whole command lines against files in memory.
 *
 * @module
 */
import { main } from "../../lib/cli/main.ts";
import { type Host, HostError } from "../../lib/host/host.ts";
import { fakeHost } from "./fake_host.ts";

/** Files by path; `-` is standard input. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** What a command line came to. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** The files that were written whole. */
  readonly written: Readonly<Record<string, string>>;
}

/** Runs a command line. */
export async function runMain(
  args: readonly string[],
  { files = {}, host: overrides = {} }: { files?: Files; host?: Partial<Host> } = {},
): Promise<Outcome> {
  const written: Record<string, string> = {};
  const host = fakeHost({ ...fileHost(files, written), ...overrides });
  const code = await main(args, host);
  return { code, stdout: host.stdout(), stderr: host.stderr(), written };
}

/** The part of a host that reads and writes a user's files. */
export function fileHost(files: Files, written: Record<string, string> = {}): Partial<Host> {
  const all = Object.entries(files);
  return {
    pathKind: (path) => {
      if (path === "-" || path in files) return "file";
      return all.some(([name]) => name.startsWith(`${path}/`)) ? "directory" : "missing";
    },
    listDirectory: (path) =>
      all.flatMap(([name]) => name.startsWith(`${path}/`) ? [name.slice(path.length + 1)] : []),
    open: (path) => chunksOf(path, files[path]),
    createFile: (path) => {
      let content = "";
      return {
        write: (bytes) => {
          content += textOf(bytes);
        },
        commit: () => {
          written[path] = content;
        },
        discard: () => {},
      };
    },
    appendLines: (path, lines) => {
      const held = bytesOf(files[path] ?? "");
      const endsInLine = held.length === 0 || held.at(-1) === 0x0a;
      return Promise.try(() => {
        const added = lines({ start: held, endsInLine });
        if (added.length > 0) written[path] = textOf(held) + textOf(added);
      });
    },
  };
}

async function* chunksOf(
  path: string,
  content: string | Uint8Array | undefined,
): AsyncGenerator<Uint8Array> {
  if (content === undefined) throw new HostError("notFound", `Cannot read ${path}: no such file`);
  const bytes = bytesOf(content);
  // Small enough that lines and characters are cut; all in the same memory, as the real host's.
  const buffer = new Uint8Array(1000);
  for (let at = 0; at < bytes.length; at += buffer.length) {
    const chunk = bytes.subarray(at, at + buffer.length);
    buffer.set(chunk);
    yield buffer.subarray(0, chunk.length);
  }
}

function bytesOf(content: string | Uint8Array): Uint8Array {
  return typeof content === "string" ? new TextEncoder().encode(content) : content;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes);
}
