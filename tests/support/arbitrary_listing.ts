/**
 * Arbitrary listings as netstat prints them, for property tests.
 *
 * @module
 */
import fc from "fast-check";

const address = fc.constantFrom(
  "192.0.2.7",
  "198.51.100.255",
  "10.0.0.9",
  "127.0.0.1",
  "[2001:db8::1]",
  "[fe80::1%12]",
  "[::ffff:192.0.2.1]",
  "pc-one",
  "host.example",
);
const port = fc.oneof(fc.nat(65535).map(String), fc.constantFrom("443", "135", "https", "epmap"));
const endpoint = fc.tuple(address, port).map(([address, port]) => `${address}:${port}`);
const pid = fc.oneof(fc.constantFrom("0", "4", "912", "1204", "4711"), fc.nat(99999).map(String));
const state = fc.constantFrom(
  "LISTENING",
  "ESTABLISHED",
  "TIME_WAIT",
  "CLOSE_WAIT",
  "ABHÖREN",
  "HERGESTELLT",
  "КАКОЙ-ТО",
);
const owner = fc.constantFrom(
  "",
  "  Dnscache\r\n [svchost.exe]\r\n",
  " [日本 player.exe]\r\n",
  "  CryptSvc\r\n",
  " Can not obtain ownership information\r\n",
);

const tcpRow = fc.tuple(endpoint, endpoint, state, pid).map(([local, remote, state, pid]) =>
  `  TCP    ${local.padEnd(22)} ${remote.padEnd(22)} ${state.padEnd(15)} ${pid}\r\n`
);
const udpRow = fc.tuple(endpoint, fc.oneof(fc.constant("*:*"), endpoint), pid)
  .map(([local, remote, pid]) =>
    `  UDP    ${local.padEnd(22)} ${remote.padEnd(22)} ${"".padEnd(15)} ${pid}\r\n`
  );

/** A listing of some rows, with what `-b` prints below them. */
export const listing: fc.Arbitrary<string> = fc.array(
  fc.tuple(fc.oneof(tcpRow, udpRow), owner).map((parts) => parts.join("")),
  { minLength: 1, maxLength: 12 },
).map((rows) =>
  "\r\nActive Connections\r\n\r\n" +
  "  Proto  Local Address          Foreign Address        State           PID\r\n" + rows.join("")
);
