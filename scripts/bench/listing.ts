/**
 * Makes listings as `netstat -ano` prints them, always the same for the same size.
 *
 * @module
 */

const STATES = ["ESTABLISHED", "TIME_WAIT", "CLOSE_WAIT", "FIN_WAIT_2", "SYN_SENT"];
const HEAD = [
  "",
  "Active Connections",
  "",
  "  Proto  Local Address          Foreign Address        State           PID",
];

/** Writes a listing with so many rows to a file. */
export function writeListing(path: string, rows: number): void {
  const random = generator(7);
  const pick = (below: number) => Math.floor(random() * below);
  const file = Deno.openSync(path, { write: true, create: true, truncate: true });
  const encoder = new TextEncoder();
  let lines = [...HEAD];
  for (let row = 0; row < rows; row++) {
    lines.push(line(pick));
    if (lines.length < 10_000 && row < rows - 1) continue;
    let bytes = encoder.encode(lines.join("\r\n") + "\r\n");
    while (bytes.length > 0) bytes = bytes.subarray(file.writeSync(bytes));
    lines = [];
  }
  file.close();
}

/** A fifth listeners, half IPv4 connections, a tenth IPv6 ones, a fifth UDP. */
function line(pick: (below: number) => number): string {
  const kind = pick(10);
  const pid = String(4 + 4 * pick(10_000));
  const state = STATES[pick(STATES.length)]!;
  if (kind < 2) return columns("TCP", `0.0.0.0:${port(pick)}`, "0.0.0.0:0", "LISTENING", pid);
  if (kind < 7) {
    const remote = `${1 + pick(223)}.${pick(256)}.${pick(256)}.${pick(256)}`;
    const local = `192.168.1.${pick(256)}:${port(pick)}`;
    return columns("TCP", local, `${remote}:${[443, 80, 5228][pick(3)]}`, state, pid);
  }
  if (kind < 8) return columns("TCP", linkLocal(pick), linkLocal(pick), state, pid);
  return columns("UDP", `0.0.0.0:${port(pick)}`, "*:*", "", pid);
}

function columns(...[protocol, local, remote, state, pid]: string[]): string {
  return `  ${protocol!.padEnd(6)} ${local!.padEnd(22)} ${remote!.padEnd(22)} ${
    state!.padEnd(15)
  } ${pid}`;
}

function linkLocal(pick: (below: number) => number): string {
  const group = () => pick(65536).toString(16);
  return `[fe80::${group()}:${group()}:${group()}:${group()}%12]:${port(pick)}`;
}

function port(pick: (below: number) => number): number {
  return 1 + pick(65535);
}

/** A linear congruential generator (Numerical Recipes' constants): numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
