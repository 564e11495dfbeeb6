/**
 * Parses `netsh http show servicestate`: which programs take the requests that HTTP.sys gets. Its sockets
 * belong to the kernel (PID 4), so that nothing else tells.
 *
 * The output has two views, and a layout of older Windows with bare process IDs. All labels are
 * translated; what holds is the indentation, URLs, numbers and the digits of identities:
 *
 *     Request queue name: DefaultAppPool           a name, and more indented lines directly below
 *         Processes:
 *             ID: 2688, image: C:\…\svchost.exe    a number and a second label
 *             Services: NcHostAgent                the first line below that, then the second
 *             Tagged Service: NcHostAgent
 *         URL groups:
 *         URL group ID: FA00000040000001           an identity: no queue
 *             Registered URLs:
 *                 HTTPS://+:443/HOSTAGENT/
 *
 * In the view of sessions, URL groups stand above the queues and not in them. There a group names its
 * queue, which is certain only where no other queue has the name: unnamed queues all have the same.
 *
 * @module
 */
import { HIGHEST_PID } from "../../model/limits.ts";
import { isHttpUrl } from "./http_url.ts";
import { type NetshLine, readLines } from "./netsh_lines.ts";
import {
  type HttpProcess,
  joinViews,
  type PrintedQueue,
  type ServiceState,
  type UrlGroup,
} from "./http_queues.ts";

export type { HttpProcess, HttpQueue, ServiceState } from "./http_queues.ts";

/**
 * Parses the state, in any language and either view. Never throws.
 *
 * @example
 * ```ts
 * import { parseServiceState } from "@netwho/netwho";
 * import { assertEquals } from "@std/assert";
 *
 * const { queues } = parseServiceState([
 *   "Request queue name: Request queue is unnamed.",
 *   "    Processes:",
 *   "        ID: 944, image: C:\\Windows\\System32\\svchost.exe",
 *   "        Services: WinRM",
 *   "        Tagged Service: WinRM",
 *   "    Registered URLs:",
 *   "        HTTP://+:5985/WSMAN/",
 * ].join("\r\n"));
 * assertEquals(queues.map(({ name, urls }) => [name, urls]), [[null, ["HTTP://+:5985/WSMAN/"]]]);
 * assertEquals(queues[0]?.processes.map(({ pid, taggedService }) => [pid, taggedService]), [
 *   [944, "WinRM"],
 * ]);
 * ```
 */
export function parseServiceState(output: string): ServiceState {
  const queues: PrintedQueue[] = [];
  const groups: UrlGroup[] = [];
  let open: { queue: QueueReader; indent: number } | null = null;
  const lines = readLines(output);
  for (const [index, line] of lines.entries()) {
    if (open !== null && line.indent > open.indent) {
      open.queue.add(line);
      continue;
    }
    open = null;
    const { pair } = line;
    if (pair !== null && isQueueHead(line, lines[index + 1])) {
      const queue = { label: pair.value, processes: [], urls: new Set<string>() };
      queues.push(queue);
      open = { queue: new QueueReader(queue), indent: line.indent };
    } else if (pair !== null && IDENTITY.test(pair.value)) groups.push({ values: [], urls: [] });
    else if (isHttpUrl(line.text)) groups.at(-1)?.urls.push(line.text);
    else if (pair !== null) groups.at(-1)?.values.push(pair.value);
  }
  return joinViews(queues, groups);
}

/** The identity of a session or a group of URLs: 64 bits. */
const IDENTITY = /^(?:0x)?[\da-f]{16}$/i;

function isQueueHead({ indent, text, pair }: NetshLine, next: NetshLine | undefined): boolean {
  if (next === undefined || next.indent <= indent || pair === null || pair.label === "") {
    return false;
  }
  const { value } = pair;
  // `C:\>netsh http …` is the line of a prompt.
  return value !== "" && !IDENTITY.test(value) && !value.startsWith("\\") && !isHttpUrl(text);
}

/** Reads the lines of a queue. */
class QueueReader {
  readonly #queue: PrintedQueue;
  /** The last label without a value: what it lists is further in. */
  #list: NetshLine | null = null;
  /** The last process, while lines about it may follow. */
  #process: { line: NetshLine; told: number } | null = null;

  constructor(queue: PrintedQueue) {
    this.#queue = queue;
  }

  add(line: NetshLine): void {
    const { text, indent, pair } = line;
    const { processes, urls } = this.#queue;
    const printed = printedProcess(line, this.#list);
    if (printed !== null) {
      processes.push(printed);
      this.#process = { line, told: 0 };
    } else if (isHttpUrl(text)) {
      urls.add(text);
      this.#process = null;
    } else if (this.#process !== null && indent >= this.#process.line.indent) {
      this.#tellMore(line);
    } else this.#process = null;
    if (pair !== null && pair.value === "") this.#list = line;
  }

  /** Adds what stands below a process: its services, then the one that opened the queue. */
  #tellMore({ pair, text, indent }: NetshLine): void {
    const { processes } = this.#queue;
    const last = processes.at(-1)!;
    const process = this.#process!;
    if (pair === null) {
      const isMore = process.told === 1 && indent > process.line.indent;
      if (isMore) processes.splice(-1, 1, { ...last, services: addNames(last.services, text) });
      return;
    }
    if (pair.value === "") return;
    process.told += 1;
    const more = process.told === 1
      ? { services: addNames(null, pair.value) }
      : process.told === 2
      ? { taggedService: pair.value }
      : {};
    processes.splice(-1, 1, { ...last, ...more });
  }
}

/** `ID: 2688, image: C:\…\svchost.exe`, or a number alone, in a list. */
function printedProcess(
  { text, indent, pair }: NetshLine,
  list: NetshLine | null,
): HttpProcess | null {
  // What controls a queue, and serves nothing, stands above the list.
  if (list === null || indent <= list.indent) return null;
  const unknown = { image: null, services: null, taggedService: null };
  if (/^\d{1,10}$/.test(text)) {
    const pid = pidOf(text);
    return pid === null ? null : { pid, ...unknown };
  }
  const [, digits, rest] = /^(\d{1,10})\s*[,;，、；،]\s*(\S.*)$/.exec(pair?.value ?? "") ?? [];
  const pid = digits === undefined ? null : pidOf(digits);
  return pid === null ? null : { pid, ...unknown, image: imageOf(rest!) };
}

function pidOf(digits: string): number | null {
  const pid = Number(digits);
  return pid >= 1 && pid <= HIGHEST_PID ? pid : null;
}

/** The path behind a label; null for `<?>`, which stands for one that may not be seen. */
function imageOf(text: string): string | null {
  // The colon of a drive has no space behind it.
  const at = text.search(/:\s|：/);
  const image = text.slice(at + 1).trim();
  return image === "" || /^<.*>$/.test(image) ? null : image;
}

function addNames(names: readonly string[] | null, text: string): string[] {
  const more = text.split(/[,;，、；،]/).map((name) => name.trim()).filter((name) => name !== "");
  return [...names ?? [], ...more];
}
