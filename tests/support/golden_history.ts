/**
 * The history of the golden cases: an evening and a night at a computer that was off from 22:00 to 5:00.
 *
 * @module
 */
import {
  connection,
  listener,
  outbound,
  recordHistory,
  type TestLook,
} from "./recorded_history.ts";

const SHARES = listener("System", 445, { pid: 4 });
const MAIL = outbound("mail.exe", "198.51.100.25", {
  remotePort: 993,
  path: "C:\\Program Files\\Mail\\mail.exe",
  user: "PC-7\\anna",
});
const UPDATE = outbound("invoice.pdf.exe", "203.0.113.66", {
  pid: 5120,
  localPort: 50099,
  remotePort: 4444,
  path: "C:\\Users\\anna\\Downloads\\invoice.pdf.exe",
  user: "PC-7\\anna",
});
const DESKTOP = connection({
  process: "svchost.exe",
  pid: 912,
  services: ["TermService"],
  socketService: "TermService",
  localAddress: "192.0.2.10",
  localPort: 3389,
  remoteAddress: "203.0.113.5",
  remotePort: 40001,
  state: "ESTABLISHED",
  direction: "inbound",
});

const LOOKS: readonly TestLook[] = [
  { at: "2026-01-01T21:40:00.000Z", rows: [SHARES, MAIL] },
  { at: "2026-01-01T21:50:00.000Z", rows: [SHARES, MAIL] },
  { at: "2026-01-01T22:00:00.000Z", rows: [SHARES, MAIL, DESKTOP] },
  { at: "2026-01-02T02:40:00.000Z", rows: [SHARES, UPDATE] },
  { at: "2026-01-02T02:50:00.000Z", rows: [SHARES, UPDATE] },
  { at: "2026-01-02T03:00:00.000Z", rows: [SHARES, { ...UPDATE, localPort: 50101 }] },
];

let recorded: Promise<string> | undefined;

/** The path of the history; it is recorded at the first call, and removed at the end of the tests. */
export function goldenHistory(): Promise<string> {
  return recorded ??= record();
}

async function record(): Promise<string> {
  const folder = await Deno.makeTempDir();
  addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
  return await recordHistory(folder, LOOKS);
}
