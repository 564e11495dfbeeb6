/**
 * What the user can do about a file or folder that cannot be read.
 *
 * @module
 */
import { CaptureError } from "../../errors.ts";
import { type Facts, type Files, HostError } from "../../host/host.ts";

/** The error with a hint, where there is one to give; other errors as they are. */
export function withPathAdvice(
  error: unknown,
  { path, host }: { path: string; host: Files & Pick<Facts, "os" | "elevated"> },
): unknown {
  if (!(error instanceof CaptureError) || error.hint !== null) return error;
  const { message, cause } = error;
  if (!(cause instanceof HostError) || path === "-") return error;
  const hint = cause.kind === "permissionDenied"
    ? adviceAboutRights(host)
    : cause.kind === "notFound"
    ? adviceAboutDrive(path, host)
    : null;
  return hint === null ? error : new CaptureError(message, { hint, cause });
}

function adviceAboutRights({ os, elevated }: Pick<Facts, "os" | "elevated">): string | null {
  if (elevated() === true) return null;
  return os === "windows"
    ? "Start the console as administrator, or copy it to a folder of yours"
    : "Read it as root, or let its owner give you the right to";
}

/** Windows keeps the network drives of each logon apart: an elevated program has none of the desktop's. */
function adviceAboutDrive(
  path: string,
  { os, elevated, pathKind }: Files & Pick<Facts, "os" | "elevated">,
): string | null {
  const drive = /^[a-z]:/i.exec(path)?.[0];
  if (os !== "windows" || drive === undefined || pathKind(`${drive}\\`) !== "missing") return null;
  const missing = `There is no drive ${drive.toUpperCase()} here`;
  return elevated() === true
    ? `${missing}: a console that runs as administrator does not see the network drives that were ` +
      "connected without; write \\\\SERVER\\SHARE in its place"
    : `${missing}: connect it (net use), or write \\\\SERVER\\SHARE in its place`;
}
