/**
 * Opens many sockets on loopback, for measuring with them.
 *
 * @module
 */

/**
 * Opens `count` sockets (two ends of half as many connections) and returns how to close them. The
 * kernel drops the connection attempts of whoever is too fast, so they are made one after another.
 */
export async function openSockets(count: number): Promise<() => void> {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const ends: Deno.Conn[] = [];
  for (let pair = 0; pair < count / 2; pair++) {
    const [near, far] = await Promise.all([
      Deno.connect({ hostname: "127.0.0.1", port }),
      listener.accept(),
    ]);
    ends.push(near, far);
  }
  return () => {
    for (const end of ends) end.close();
    listener.close();
  };
}
