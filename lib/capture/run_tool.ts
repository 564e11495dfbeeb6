/**
 * Runs Windows console tools and finds the encoding of their output.
 *
 * @module
 */
import { CaptureError } from "../errors.ts";
import {
  type Capture,
  type Facts,
  HostError,
  type Programs,
  type RunOptions,
} from "../host/host.ts";
import { decodeBytes, type DecodeOptions } from "../text/decode.ts";
import { pageOfBytes, UTF8_PAGE } from "../text/code_pages.ts";
import { guessPage, WESTERN } from "../text/sniff_encoding.ts";
import { MOST_PRINTED_BYTES } from "../text/text_limits.ts";
import { JUDGED_BYTES, toldPage } from "../text/told_pages.ts";
import { CHCP_ARGUMENTS, parseChcp } from "../tools/chcp.ts";

/** chcp answers at once; if it does not, the page is guessed. */
const CHCP_MILLISECONDS = 2_000;

/**
 * How to decode the output of this machine's tools that is not UTF-8. The code page is the first that is
 * known of the console's, the system's for consoles (OEM) and its other one (ANSI). If neither the
 * console's nor the OEM page is known or the bytes look like another page, chcp decides: it runs under
 * the same conditions as the tool, at most once. A page that makes signs of what are letters in the next
 * one is passed over, as some tools print in another than the console's; the last in the row is the page
 * that the bytes look like, if that is a Cyrillic or East Asian one.
 */
export function toolEncoding(host: Programs & Facts): DecodeOptions {
  let asked: Promise<number | null> | undefined;
  return {
    printedPage: () => {
      const console = host.consoleCodePage();
      return console === UTF8_PAGE ? null : pageOfBytes(console) ?? pageOfBytes(host.oemCodePage());
    },
    oemCodePage: async (sample) => {
      const console = host.consoleCodePage();
      // Without a console the page is 0, and tools print in the OEM code page. Those that print other
      // bytes than UTF-8 in a console of UTF-8 do not ask it.
      const told = pageOfBytes(console) ?? pageOfBytes(host.oemCodePage());
      const likely = guessPage(sample);
      const answer = told !== null && (told === likely || console === UTF8_PAGE)
        ? null
        : await (asked ??= askChcp(host, CHCP_MILLISECONDS));
      const pages = [answer, told, host.oemCodePage(), host.ansiCodePage()];
      const isTold = likely === WESTERN || likely === told;
      const page = await toldPage(sample, [...pages, isTold ? null : await guessOf(sample)]);
      return page ?? await guessOf(sample);
    },
  };
}

async function guessOf(sample: Uint8Array): Promise<number> {
  const { guessSavedPage } = await import("../text/page_guess.ts");
  return (await guessSavedPage(sample.subarray(0, JUDGED_BYTES))).page;
}

/** Asks chcp for the console's code page; null if it fails or does not answer in time. */
export async function askChcp(
  host: Programs,
  timeoutMilliseconds: number,
): Promise<number | null> {
  try {
    const { stdout } = await host.run("chcp", CHCP_ARGUMENTS, { timeoutMilliseconds });
    return parseChcp(stdout);
  } catch (error) {
    if (error instanceof HostError) return null;
    throw error;
  }
}

/** A call of a tool. */
export interface ToolCall extends RunOptions {
  readonly args: readonly string[];
  /** Whether the command has --from and --timeout, which get around a refusal. @default true */
  readonly hasWayAround?: boolean;
}

/**
 * Runs a tool.
 *
 * @throws {CaptureError} if it is missing, hangs or cannot be run.
 */
export async function runTool(
  host: Programs,
  tool: string,
  { args, hasWayAround = true, ...options }: ToolCall,
): Promise<Capture> {
  try {
    // Output of netstat is scanned as it is; that of other tools becomes one text.
    const outputLimit = tool === "netstat" ? undefined : MOST_PRINTED_BYTES;
    return await host.run(tool, args, { outputLimit, ...options });
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const { state, hint = null, wayAround = null } = describe(error, { tool, ...options });
    throw new CaptureError(`Cannot run ${tool}: ${state}`, {
      hint: hasWayAround ? wayAround ?? hint : hint,
      cause: error,
    });
  }
}

function describe(
  { kind, message }: HostError,
  { tool, timeoutMilliseconds }: { tool: string; timeoutMilliseconds: number },
): { state: string; hint?: string; wayAround?: string } {
  switch (kind) {
    case "notFound":
      return {
        state: "it is missing from Windows' System32 folder",
        wayAround: "Read its saved output with --from FILE",
      };
    case "permissionDenied":
      return {
        state: "Windows or a policy does not allow it",
        hint: `Try ${tool} in a terminal`,
      };
    case "timedOut":
      return {
        state: `it took over ${timeoutMilliseconds / 1000} s and was stopped`,
        wayAround: "Wait longer with --timeout SECONDS",
      };
    case "tooMuchOutput":
      return { state: "it printed too much and was stopped" };
    default:
      return { state: message };
  }
}

/** The error for a call of a tool that failed, with the first line of what it said. */
export async function toolFailure(
  call: string,
  { code, state = `it exited with code ${code}`, said, decoding }: {
    code: number;
    state?: string;
    said: Uint8Array;
    decoding: DecodeOptions;
  },
): Promise<CaptureError> {
  const text = (await decodeBytes(said, decoding)).trim();
  return new CaptureError(`Cannot use ${call}: ${state}`, {
    hint: text === "" ? null : `It says: ${text.split(/\r?\n/)[0]!.slice(0, 200)}`,
  });
}
