/**
 * A made-up `/proc` for tests: what a test does not name does not exist.
 *
 * @module
 */
import { NotRecordedError } from "../../lib/errors.ts";
import { type Host, HostError, type HostErrorKind, type Link } from "../../lib/host/host.ts";
import { fakeHost } from "./fake_host.ts";

/** A file's content, or the refusal to read it. */
export type Entry = string | Uint8Array | { readonly refuse: HostErrorKind | "notRecorded" };

/** A process of the made-up machine. */
export interface FakeProcess {
  /** Its files under `/proc/PID/`. */
  readonly files?: Readonly<Record<string, Entry>>;
  /** Where `/proc/PID/exe` points to. */
  readonly exe?: Entry;
  /** What its descriptors point to; `hidden`: they can be counted and not read. */
  readonly descriptors?: readonly string[] | "hidden" | { readonly refuse: HostErrorKind };
}

/** The made-up machine. */
export interface FakeProc {
  /** Files by their full path. */
  readonly files?: Readonly<Record<string, Entry>>;
  /** Processes by PID. */
  readonly processes?: Readonly<Record<number, FakeProcess>>;
}

/** A host with such a `/proc`, and the paths that were asked for. */
export function fakeProc(
  { files = {}, processes = {} }: FakeProc,
): { host: Host; asked: string[] } {
  const entries = new Map<string, Entry>(Object.entries(files));
  const descriptors = new Map<string, NonNullable<FakeProcess["descriptors"]>>();
  for (const [pid, process] of Object.entries(processes)) {
    for (const [name, entry] of Object.entries(process.files ?? {})) {
      entries.set(`/proc/${pid}/${name}`, entry);
    }
    if (process.exe !== undefined) entries.set(`/proc/${pid}/exe`, process.exe);
    descriptors.set(`/proc/${pid}/fd`, process.descriptors ?? []);
  }
  const asked: string[] = [];
  const read = (path: string): string | Uint8Array => {
    asked.push(path);
    const entry = entries.get(path) ?? { refuse: "notFound" };
    if (typeof entry === "string" || entry instanceof Uint8Array) return entry;
    if (entry.refuse === "notRecorded") throw new NotRecordedError(path);
    throw new HostError(entry.refuse, `Cannot read ${path}: ${entry.refuse}`);
  };
  const targets = (path: string): readonly string[] | "hidden" => {
    asked.push(path);
    const found = descriptors.get(path) ?? { refuse: "notFound" };
    if (found === "hidden" || !("refuse" in found)) return found;
    throw new HostError(found.refuse, `Cannot list ${path}: ${found.refuse}`);
  };
  const host = fakeHost({
    readFile: (path) => {
      const content = read(path);
      return typeof content === "string" ? new TextEncoder().encode(content) : content;
    },
    readLink: (path) => String(read(path)),
    readLinks: (path) => {
      const found = targets(path);
      return found === "hidden"
        ? [["0", null]]
        : found.map((target, index): Link => [`${index}`, target]);
    },
    listDirectory: (path) => {
      if (path === "/proc") return [...Object.keys(processes).toReversed(), "net", "self", "stat"];
      const found = targets(path);
      return found === "hidden" ? ["0", "1"] : found.map((_, index) => `${index}`);
    },
  });
  return { host, asked };
}
