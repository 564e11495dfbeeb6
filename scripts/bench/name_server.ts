/**
 * A name server on loopback that knows the names of some addresses: dnsmasq.
 *
 * @module
 */

/** A name server that runs. */
export interface NameServer {
  /** Its port on 127.0.0.1. */
  readonly port: number;
  /** Ends it. */
  close(): Promise<void>;
}

/**
 * Starts dnsmasq with the names `host-N.example`; null where it is not installed.
 *
 * @param addresses the N-th one has the N-th name.
 * @param folder where its files go.
 */
export async function startNameServer(
  addresses: readonly string[],
  folder: string,
): Promise<NameServer | null> {
  const hosts = `${folder}/hosts`;
  Deno.writeTextFileSync(
    hosts,
    addresses.map((address, at) => `${address} host-${at}.example\n`).join(""),
  );
  const port = freePort();
  const args = [
    "--keep-in-foreground",
    "--conf-file=/dev/null",
    "--pid-file",
    "--no-resolv",
    "--no-hosts",
    `--addn-hosts=${hosts}`,
    "--listen-address=127.0.0.1",
    "--bind-interfaces",
    `--port=${port}`,
    "--user=",
  ];
  let child: Deno.ChildProcess;
  try {
    const command = new Deno.Command("dnsmasq", { args, stdout: "null", stderr: "inherit" });
    child = command.spawn();
  } catch {
    return null;
  }
  const close = async () => {
    child.kill();
    await child.status;
  };
  await untilItAnswers(addresses[0]!, port);
  return { port, close };
}

function freePort(): number {
  using socket = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return socket.addr.port;
}

async function untilItAnswers(address: string, port: number): Promise<void> {
  const args = ["@127.0.0.1", "-p", String(port), "+short", "+timeout=1", "-x", address];
  for (let attempt = 0; attempt < 50; attempt++) {
    const { stdout } = await new Deno.Command("dig", { args, stderr: "null" }).output();
    if (new TextDecoder().decode(stdout).startsWith("host-")) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("dnsmasq does not answer");
}
