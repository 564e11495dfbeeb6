/**
 * A simulated day of a program that contacts one peer: beacons, a browser, a push service. The same
 * seed gives the same day.
 *
 * @module
 */

const [SECOND, MINUTE, HOUR] = [1000, 60_000, 3_600_000];

/** The length of the day. */
export const DAY = 24 * HOUR;

/** How long a closed connection stays in TIME_WAIT on Windows. */
const TIME_WAIT = 120 * SECOND;

/** A connection: when it was made and closed, in milliseconds since the day began. */
export interface SimulatedContact {
  readonly from: number;
  readonly to: number;
}

/** Numbers from 0 to 1 that look random. */
export type Random = () => number;

/** Makes the day of one seed. */
export type Simulation = (random: Random) => SimulatedContact[];

/** Numbers from a seed: mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Calls home by the clock, each time up to a share of the period earlier or later. */
export function beacon(
  { every, jitter, lasts = SECOND }: { every: number; jitter: number; lasts?: number },
): Simulation {
  return (random) => {
    const contacts: SimulatedContact[] = [];
    for (let at = random() * every; at < DAY;) {
      contacts.push({ from: Math.round(at), to: Math.round(at + lasts) });
      at += every * (1 + jitter * (2 * random() - 1));
    }
    return contacts;
  };
}

/** Contacts its peer at random, so often in the mean: nothing is less regular. */
export function atRandom({ every }: { every: number }): Simulation {
  return (random) => {
    const contacts: SimulatedContact[] = [];
    for (let at = 0; (at += -Math.log(1 - random()) * every) < DAY;) {
      contacts.push({ from: Math.round(at), to: Math.round(at + 5 * SECOND) });
    }
    return contacts;
  };
}

/**
 * Someone reads pages of one site from 9 to 17 o'clock, with a break at noon: a page opens up to six
 * connections, which stay open for up to two minutes; the pauses between pages are mostly short and
 * seldom very long (Pareto).
 */
export function browsing(): Simulation {
  return (random) => {
    const contacts: SimulatedContact[] = [];
    for (let at = 9 * HOUR; at < 17 * HOUR;) {
      if (at < 12 * HOUR || at > 12.75 * HOUR) {
        for (let left = Math.ceil(random() * 6); left > 0; left--) {
          const from = at + random() * 2 * SECOND;
          contacts.push({
            from: Math.round(from),
            to: Math.round(from + 5 * SECOND + random() * 115 * SECOND),
          });
        }
      }
      at += Math.min(2 * HOUR, 15 * SECOND * (1 - random()) ** (-1 / 1.1));
    }
    return contacts;
  };
}

/** Holds a connection open, which the other end closes after so long, and makes it again at once. */
export function push({ reconnects }: { reconnects: number }): Simulation {
  return (random) => {
    const contacts: SimulatedContact[] = [];
    for (let at = random() * reconnects; at < DAY;) {
      const to = at + reconnects + (random() - 0.5) * 10 * SECOND;
      contacts.push({ from: Math.round(at), to: Math.round(to) });
      at = to + random() * 2 * SECOND;
    }
    return contacts;
  };
}

/** A connection that is held open all day. */
export function heldOpen(): Simulation {
  return (random) => [{ from: Math.round(random() * MINUTE), to: DAY }];
}

/** A time at which a connection is seen first, and whether it is seen again. */
export interface Sighting {
  readonly at: number;
  readonly isExact: boolean;
  readonly wasSeenAgain: boolean;
  readonly lookSeconds: number | null;
}

/** What is seen where the system tells when each connection was made, and none is missed. */
export function seenExactly(contacts: readonly SimulatedContact[]): Sighting[] {
  return contacts.filter(({ from }) => from < DAY)
    .map(({ from }) => ({ at: from, isExact: true, wasSeenAgain: true, lookSeconds: null }));
}

/** What looks see that are so far apart: each connection at the first look at which it is there. */
export function seenByLooks(
  contacts: readonly SimulatedContact[],
  distance: number,
): Sighting[] {
  return contacts.flatMap(({ from, to }) => {
    const at = Math.ceil(from / distance) * distance;
    const end = to + TIME_WAIT;
    if (at > end || at > DAY) return [];
    const wasSeenAgain = at + distance <= Math.min(end, DAY);
    return [{ at, isExact: false, wasSeenAgain, lookSeconds: distance / SECOND }];
  });
}
