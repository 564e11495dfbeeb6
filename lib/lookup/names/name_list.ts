/**
 * A list of names and addresses on standard input.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import { type Host, HostError } from "../../host/host.ts";
import { textOfChunks, utf8Chunks } from "../../text/decode.ts";

/**
 * The lines of standard input, in any encoding, without those that are empty or begin with `#`.
 *
 * @throws {CaptureError} where it cannot be read.
 */
export async function readNameList(host: Host): Promise<string[]> {
  try {
    const chunks = utf8Chunks(host.open("-"), { oemCodePage: () => host.oemCodePage() });
    return namesIn(await textOfChunks(chunks));
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    throw new CaptureError(`Cannot read standard input: ${error.message}`, { cause: error });
  }
}

function namesIn(text: string): string[] {
  return text.split(/[\r\n]+/).map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
}
