// The directions of real listings, against the rule computed once more over the rows as text.
import { assert, assertEquals } from "@std/assert";
import { runMain } from "../support/run_main.ts";
import { withCaptures } from "../support/captures.ts";

interface Row {
  readonly protocol: string;
  readonly localAddress: string | null;
  readonly localPort: number | null;
  readonly remoteAddress: string | null;
  readonly remotePort: number | null;
  readonly state: string | null;
  readonly direction: string | null;
  readonly pid: number | null;
}

withCaptures("netstat", ({ folder, files }) => {
  for (const name of files) {
    Deno.test(`directions in the capture ${name}`, async () => {
      const bytes = await Deno.readFile(new URL(name, folder));
      const { code, stdout, stderr } = await runMain(
        ["connections", "--from", name, "--encoding", "utf-8", "--format", "json"],
        { files: { [name]: bytes } },
      );
      assert(code === 0, stderr);
      const rows: Row[] = JSON.parse(stdout);
      const listening = rows.filter(({ state, remotePort }) =>
        state === "LISTENING" && (remotePort ?? 0) === 0
      );
      for (const row of rows) assertDirection(row, listening);
    });
  }
});

function assertDirection(row: Row, listening: readonly Row[]): void {
  const { protocol, state, direction, localPort, remotePort } = row;
  const text = JSON.stringify(row);
  if (state === "LISTENING" || state === "BOUND") return assertEquals(direction, null, text);
  if (state === "SYN_SENT") return assertEquals(direction, "outbound", text);
  if (state === "SYN_RECEIVED") return assertEquals(direction, "inbound", text);
  if (protocol === "UDP" && remotePort === null) return assertEquals(direction, null, text);
  if (protocol !== "TCP" || localPort === null || (remotePort ?? 0) === 0) return;
  if (listening.length === 0) return assertEquals(direction, null, text);
  const onPort = listening.filter((other) => other.localPort === localPort);
  if (onPort.length === 0) return assertEquals(direction, "outbound", text);
  // A listener on the wildcard of both or on the very address, of the same process or of nobody's.
  const isSure = onPort.some((other) =>
    (other.localAddress === row.localAddress || other.localAddress === "::" ||
      (other.localAddress === "0.0.0.0" && row.localAddress?.includes(".") === true)) &&
    (other.pid === row.pid || row.pid === 0 || row.pid === null)
  );
  if (isSure) assertEquals(direction, "inbound", text);
  else assert(direction !== null, text);
}
