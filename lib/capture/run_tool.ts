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
import { guessPage, WESTERN } from "../text/sniff_encoding.ts";
import { CHCP_ARGUMENTS, parseChcp } from "../tools/chcp.ts";

/** chcp answers at once; if it does not, the page is guessed. */
const CHCP_MILLISECONDS = 2_000;

/**
 * How to decode the output of this machine's tools. The code page is the console's, or else the OEM
 * code page of the system. If neither is known or the bytes look like another page, chcp decides:
 * it runs under the same conditions as the tool, at most once. If chcp does not answer, bytes that
 * clearly look Cyrillic or East Asian are decoded as such.
 */
export function toolEncoding(host: Programs & Facts): DecodeOptions {
  let asked: Promise<number | null> | undefined;
  return {
    oemCodePage: async (sample) => {
      // Without a console the page is 0, and tools print in the OEM code page.
      const reported = host.consoleCodePage() || host.oemCodePage();
      const likely = guessPage(sample);
      if (reported === likely) return reported;
      return await (asked ??= askChcp(host, CHCP_MILLISECONDS)) ??
        (likely === WESTERN ? reported : likely);
    },
  };
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

/**
 * Runs a tool.
 *
 * @throws {CaptureError} if it is missing, hangs or cannot be run.
 */
export async function runTool(
  host: Programs,
  tool: string,
  { args, ...options }: RunOptions & { args: readonly string[] },
): Promise<Capture> {
  try {
    return await host.run(tool, args, options);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const { state, hint } = describe(error, { tool, ...options });
    throw new CaptureError(`Cannot run ${tool}: ${state}`, { hint, cause: error });
  }
}

function describe(
  { kind, message }: HostError,
  { tool, timeoutMilliseconds }: { tool: string; timeoutMilliseconds: number },
): { state: string; hint: string | null } {
  switch (kind) {
    case "notFound":
      return {
        state: "it is missing from Windows' System32 folder",
        hint: "Read its saved output with --from FILE",
      };
    case "permissionDenied":
      return {
        state: "Windows, a policy, or netwho.exe's own permissions do not allow it",
        hint: `Try ${tool} in a terminal. netwho.exe runs tools only from ` +
          "Windows\\System32 on drive C, D or E",
      };
    case "timedOut":
      return {
        state: `it took over ${timeoutMilliseconds / 1000} s and was stopped`,
        hint: "Wait longer with --timeout SECONDS",
      };
    case "tooMuchOutput":
      return { state: "it printed too much and was stopped", hint: null };
    default:
      return { state: message, hint: null };
  }
}

/** The error for a call of a tool that ended with an exit code, with the first line of what it said. */
export async function toolFailure(
  call: string,
  { code, said, decoding }: { code: number; said: Uint8Array; decoding: DecodeOptions },
): Promise<CaptureError> {
  const text = (await decodeBytes(said, decoding)).trim();
  return new CaptureError(`Cannot use ${call}: it exited with code ${code}`, {
    hint: text === "" ? null : `It says: ${text.split(/\r?\n/)[0]!.slice(0, 200)}`,
  });
}
