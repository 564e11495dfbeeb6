/**
 * The clipboard: through the terminal, which is where the user sits also in an ssh session (OSC 52), and
 * on Windows through clip.exe as well, since older consoles do not know that sequence.
 *
 * @module
 */
import { type Facts, HostError, type Programs, type Terminal } from "../../host/host.ts";

/** The parts of the host that reach the clipboard. */
export type ClipboardHost =
  & Pick<Programs, "run">
  & Pick<Facts, "os" | "env">
  & Pick<Terminal, "write">;

/** How a text went to the clipboard. */
export interface Copied {
  /** Whether a program of the system took it. */
  readonly byProgram: boolean;
  /** Whether the terminal was asked to take it; false for a text that is too long for it. */
  readonly byTerminal: boolean;
}

/**
 * The longest text that terminals take, in bytes: the sequence may have 100,000 characters, of which
 * base64 needs four for three bytes.
 */
export const LONGEST_COPY = 74_994;

/** clip.exe answers at once. */
const CLIP_MILLISECONDS = 2_000;

/** Copies a text as far as it goes. */
export async function copyText(host: ClipboardHost, text: string): Promise<Copied> {
  const bytes = new TextEncoder().encode(text);
  const byTerminal = bytes.length <= LONGEST_COPY;
  if (byTerminal) {
    await host.write(new TextEncoder().encode(clipboardSequence(bytes, (name) => host.env(name))));
  }
  return { byTerminal, byProgram: host.os === "windows" && await runClip(host, text) };
}

/**
 * The sequence by which a terminal copies. tmux keeps it to itself unless it is wrapped, or copies by
 * itself if it is not, depending on its settings: it gets both. screen takes it in pieces.
 */
export function clipboardSequence(
  bytes: Uint8Array,
  env: (name: string) => string | undefined,
): string {
  const sequence = `\x1b]52;c;${bytes.toBase64()}\x07`;
  if (env("TMUX") !== undefined) {
    return `${sequence}\x1bPtmux;${sequence.replaceAll("\x1b", "\x1b\x1b")}\x1b\\`;
  }
  if (env("STY") !== undefined) {
    const pieces = sequence.match(new RegExp(`[^]{1,${SCREEN_PIECE}}`, "g")) ?? [];
    return pieces.map((piece) => `\x1bP${piece}\x1b\\`).join("");
  }
  return sequence;
}

/** screen drops longer strings. */
const SCREEN_PIECE = 250;

/** Runs clip.exe; false where it is missing or fails. */
async function runClip(host: ClipboardHost, text: string): Promise<boolean> {
  try {
    const { code } = await host.run("clip", [], {
      input: utf16(`\ufeff${text}`),
      timeoutMilliseconds: CLIP_MILLISECONDS,
    });
    return code === 0;
  } catch (error) {
    if (error instanceof HostError) return false;
    throw error;
  }
}

/** UTF-16LE; clip.exe takes any other text for one in the code page of the console. */
function utf16(text: string): Uint8Array {
  const bytes = new DataView(new ArrayBuffer(2 * text.length));
  for (let at = 0; at < text.length; at++) bytes.setUint16(2 * at, text.charCodeAt(at), true);
  return new Uint8Array(bytes.buffer);
}
