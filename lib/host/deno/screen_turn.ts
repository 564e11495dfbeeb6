/**
 * Whether the terminal is taken for a full screen. Apart from what takes it, which few runs load: each
 * writing asks.
 *
 * @module
 */

let isTaken = false;
/** Resolved when the terminal is ours again; undefined while it is. */
let comingBack: PromiseWithResolvers<void> | undefined;

/**
 * Waits until what is drawn belongs on the terminal; while the program is suspended, it does not.
 *
 * @returns whether it must be written at once: what is still to be written when the terminal is given
 * back would end on the user's own screen.
 */
export async function screenTurn(): Promise<boolean> {
  await comingBack?.promise;
  return isTaken;
}

/** Says whether the terminal is taken. */
export function setTaken(value: boolean): void {
  isTaken = value;
}

/** Holds back what is drawn until it is let go on. */
export function holdDrawing(): void {
  comingBack ??= Promise.withResolvers();
}

/** Lets drawing go on. */
export function releaseDrawing(): void {
  comingBack?.resolve();
  comingBack = undefined;
}
