/**
 * Ports that a test opens at a moment of its own choice.
 *
 * @module
 */

/**
 * Where no system chooses ports from by itself, neither for who asks for any port nor for who connects:
 * Linux does from 32768 on, Windows from 49152 on.
 */
const [FIRST, LAST] = [20_000, 32_000];

/** Ports of loopback that nobody listens on; a listener that was closed leaves nothing behind. */
export function freePorts(count: number): number[] {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST));
    try {
      Deno.listen({ hostname: "127.0.0.1", port }).close();
      ports.add(port);
    } catch (thrown) {
      if (!(thrown instanceof Deno.errors.AddrInUse)) throw thrown;
    }
  }
  return [...ports];
}
