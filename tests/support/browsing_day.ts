/**
 * A computer in the morning and in the evening of a day of browsing, mail, music and updates. The same
 * each time.
 *
 * @module
 */
import type { Connection } from "../../lib/model/connection.ts";
import { connection, listener, peer } from "./compared_rows.ts";

/** Programs that are always there, with how many peers they have at a time. */
const PROGRAMS = {
  "chrome.exe": 90,
  "msedge.exe": 25,
  "Teams.exe": 14,
  "OneDrive.exe": 6,
  "OUTLOOK.EXE": 8,
  "Spotify.exe": 12,
  "Discord.exe": 7,
  "svchost.exe": 9,
  "SearchApp.exe": 3,
} as const;

/** Programs that run for minutes only. */
const UPDATERS = [
  "GoogleUpdate.exe",
  "MpCmdRun.exe",
  "OfficeC2RClient.exe",
  "backgroundTaskHost.exe",
];

/** The connections of a computer, as a list of processes and netstat tell them. */
export function browsing(time: "morning" | "evening"): Connection[] {
  const random = numbers(time === "morning" ? 1 : 2);
  const rows: Connection[] = [135, 445, 5040, 7680, 49_664, 49_665].map((port) =>
    listener(port, {
      pid: port === 445 ? 4 : 912,
      process: port === 445 ? "System" : "svchost.exe",
    })
  );
  for (const [at, [process, count]] of Object.entries(PROGRAMS).entries()) {
    // All were started again at noon.
    const pid = 1000 + at * 8 + (time === "evening" ? 5000 : 0);
    const owner = { pid, process, path: `C:\\Program Files\\${process}` };
    rows.push(
      connection({
        protocol: "UDP",
        localAddress: "0.0.0.0",
        localPort: 50_000 + random(9000),
        ...owner,
      }),
      connection({ protocol: "UDP", localAddress: "0.0.0.0", localPort: 5353, ...owner }),
    );
    for (let peers = 0; peers < count; peers++) {
      // A third of the peers is there all day.
      const host = peers % 3 === 0 ? peers : 1 + random(60_000);
      const remotePort = peers % 17 === 5 ? 80 : peers % 29 === 7 ? 5228 : 443;
      const state = peers % 9 === 4 ? "CLOSE_WAIT" : "ESTABLISHED";
      for (let socket = 0; socket < 1 + random(3); socket++) {
        rows.push(
          peer(`198.${51 + at}.${host >> 8}.${host & 255}`, {
            ...{ ...owner, remotePort, state },
            localPort: 49_700 + random(15_000),
          }),
        );
      }
    }
  }
  for (let left = 0; left < 60; left++) {
    const localPort = 49_700 + random(15_000);
    rows.push(peer(`203.0.113.${random(255)}`, { pid: 0, state: "TIME_WAIT", localPort }));
  }
  const updater = (name: string, at: number) =>
    peer(`192.0.2.${random(255)}`, { pid: 9000 + at, process: name, localPort: 49_700 + at });
  return time === "evening" ? [...rows, ...UPDATERS.map(updater)] : rows;
}

/** Numbers below a limit that look random. */
function numbers(seed: number): (limit: number) => number {
  let state = seed * 2_654_435_761 % 2 ** 32;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor(state / 2 ** 32 * limit);
  };
}
