/**
 * Asks netsh who is behind ports: what HTTP.sys serves, and what is reserved.
 *
 * @module
 */
import { CaptureError, NotRecordedError } from "../errors.ts";
import { type Abortable, type Facts, HostError, type Programs } from "../host/host.ts";
import { decodeBytes } from "../text/decode.ts";
import { isNetshListing, NETSH_ARGUMENTS, PORT_LISTS } from "../tools/netsh/parse_netsh.ts";
import { parsePortRanges, type PortRange } from "../tools/netsh/port_ranges.ts";
import { parseServiceState, type ServiceState } from "../tools/netsh/service_state.ts";
import { parseUrlReservations, type UrlReservation } from "../tools/netsh/url_reservations.ts";
import { runTool, toolEncoding, toolFailure } from "./run_tool.ts";

/** How to ask netsh. */
export interface NetshOptions extends Abortable {
  /** The time-out of each call. */
  readonly timeoutMilliseconds: number;
  /** Is told how many of the calls that are needed have been answered. @default nothing */
  readonly onProgress?: (done: number, total: number) => void;
}

/** A reserved range, and the list that holds it. */
export interface ListedRange extends PortRange {
  readonly protocol: "TCP" | "UDP";
  readonly family: "IPv4" | "IPv6";
}

/** What is reserved. */
export interface Reservations {
  readonly ranges: readonly ListedRange[];
  readonly urls: readonly UrlReservation[];
  /** Whether every list could be read. */
  readonly isWhole: boolean;
}

/** Asks netsh, each question once, and only when it is needed. */
export interface NetshReader {
  /** What HTTP.sys serves; null where netsh does not tell. */
  readonly readState: () => Promise<ServiceState | null>;
  readonly readReservations: () => Promise<Reservations>;
  /** Why answers are missing, and what is missing for it. */
  readonly warnings: () => readonly string[];
  /** The calls that a recording lacks: it was made before netwho asked them. */
  readonly notRecorded: () => readonly string[];
}

/** Why there is no answer; without an error where a recording lacks it. */
interface Refusal {
  readonly call: string;
  readonly error: CaptureError | null;
}

/** Makes a reader of netsh. */
export function netshReader(host: Programs & Facts, options: NetshOptions): NetshReader {
  const decoding = toolEncoding(host);
  const warnings = new Set<string>();
  const notRecorded: string[] = [];
  const { timeoutMilliseconds, signal, onProgress } = options;
  const ask = async (args: readonly string[]): Promise<string | Refusal> => {
    const call = `netsh ${args.join(" ")}`;
    try {
      const ran = await runTool(host, "netsh", { args, timeoutMilliseconds, signal });
      // netsh prints its messages where its answers go.
      if (ran.code !== 0) {
        const said = ran.stdout.length > 0 ? ran.stdout : ran.stderr;
        throw await toolFailure(call, { code: ran.code, said, decoding });
      }
      const text = await decodeBytes(ran.stdout, decoding);
      if (!isNetshListing(text)) throw notUnderstood(call, text);
      return text;
    } catch (error) {
      if (error instanceof NotRecordedError) return { call, error: null };
      if (error instanceof CaptureError) return { call, error };
      throw error;
    }
  };
  /** Keeps why an answer is missing, and what is missing for it. */
  const keep = ({ call, error }: Refusal, missing: string) => {
    if (error === null) notRecorded.push(call);
    else warnings.add(warningOf(error, missing));
  };
  /** Asks several questions side by side. */
  const askAll = async (calls: readonly (readonly string[])[]): Promise<(string | Refusal)[]> => {
    let done = 0;
    onProgress?.(done, calls.length);
    return await Promise.all(calls.map(async (args) => {
      const answer = await ask(args);
      onProgress?.(++done, calls.length);
      return answer;
    }));
  };
  return {
    readState: once(async () => {
      const [first] = await askAll([NETSH_ARGUMENTS.queues]);
      if (typeof first === "string") return parseServiceState(first);
      const isFinal = first!.error?.cause instanceof HostError;
      const second = isFinal ? null : await ask(NETSH_ARGUMENTS.state);
      if (typeof second === "string") return parseServiceState(second);
      keep(first!, "the programs behind HTTP.sys are missing");
      return null;
    }),
    readReservations: once(async () => {
      const calls = [...PORT_LISTS.map((list) => list.arguments), NETSH_ARGUMENTS.urls];
      const answers = await askAll(calls);
      const texts = answers.map((answer) => {
        if (typeof answer === "string") return answer;
        keep(answer, "reserved ports may be missing");
        return null;
      });
      const urls = texts.at(-1) ?? null;
      return {
        ranges: PORT_LISTS.flatMap(({ protocol, family }, index) =>
          parsePortRanges(texts[index] ?? "").rows.map((range) => ({ ...range, protocol, family }))
        ),
        urls: urls === null ? [] : parseUrlReservations(urls),
        isWhole: !texts.includes(null),
      };
    }),
    warnings: () => [...warnings],
    notRecorded: () => notRecorded,
  };
}

function once<Value>(read: () => Promise<Value>): () => Promise<Value> {
  let value: Promise<Value> | undefined;
  return () => value ??= read();
}

function notUnderstood(call: string, text: string): CaptureError {
  const [line = ""] = text.trim().split(/\r?\n/);
  return new CaptureError(`Cannot understand ${call}: it printed no list`, {
    hint: line === "" ? null : `It says: ${line.slice(0, 200)}`,
  });
}

function warningOf({ message, hint }: CaptureError, missing: string): string {
  return `${message}; ${missing}${hint === null ? "" : `. ${hint}`}`;
}
