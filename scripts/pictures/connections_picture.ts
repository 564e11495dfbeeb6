/**
 * The picture of the table in the README: what a terminal shows of a recording.
 *
 * @module
 */
import { main } from "../../lib/cli/main.ts";
import { fakeHost } from "../../tests/support/fake_host.ts";
import { localPath } from "../../tests/support/folders.ts";
import { realFiles } from "../../tests/support/real_files.ts";
import { frameSvg } from "./frame_svg.ts";

const COLUMNS = 108;

/** What stands on the command line of the picture. */
const PICTURED = ["-4", "--protocol", "TCP", "--state", "!LISTENING", "--owner"];

/** What the picture shows, for those who cannot see it. */
const TITLE =
  "netwho in a terminal: a table of connections. Each row has the program, its process " +
  "ID, an arrow that tells which end began the connection, both ends, the state, and the owner and " +
  "country of public addresses. Open connections are green, closing ones dim.";

/** Draws the picture. */
export async function connectionsPicture(): Promise<string> {
  const typed = PICTURED.map((word) => /^[\w-]+$/.test(word) ? word : `'${word}'`).join(" ");
  return frameSvg([`\x1b[1m>\x1b[22m netwho ${typed}`, ...await pictureLines()], {
    columns: COLUMNS,
    title: TITLE,
  });
}

/** The lines that the terminal shows, with their colours. */
export async function pictureLines(): Promise<string[]> {
  const host = fakeHost({
    ...realFiles(),
    isTerminal: () => true,
    terminalColumns: () => COLUMNS,
  });
  const recording = localPath(new URL("../../tests/recordings/windows-en", import.meta.url));
  const code = await main(["--replay", recording, ...PICTURED], host);
  if (code !== 0 || host.stderr() !== "") throw new Error(`No picture: ${host.stderr()}`);
  return host.stdout().trimEnd().split("\n");
}
