import fc from "fast-check";
import type { End, Options, Sample } from "./netstat_writer.ts";

const port = fc.oneof(
  fc.constantFrom(80, 135, 443, 445, 3389, 5353),
  fc.integer({ min: 1, max: 65535 }),
);
const ipv4 = fc.constantFrom(
  "0.0.0.0",
  "127.0.0.1",
  "192.0.2.7",
  "198.51.100.204",
  "203.0.113.9",
);
const ipv6 = fc.constantFrom(
  "::",
  "::1",
  "2001:db8::1",
  "fe80::c9ee:eb4d:5f0b:a64f%12",
  "2001:db8:142:26c9:10ee:d516:f3bc:aa4c",
  "::ffff:192.0.2.1",
);
const host = fc.constantFrom(
  "MINI-PC",
  "25",
  "mail.example.net",
  "ec2-192-0-2-18",
  "edge_7",
  "пример",
  "g2001-140b-1e00-000d-0000-0000-17d5-290e",
);
const service = fc.constantFrom(
  { service: "https", port: 443 },
  { service: "http", port: 80 },
  { service: "microsoft-ds", port: 445 },
  { service: "netbios-ssn", port: 139 },
);

const literalEnd: fc.Arbitrary<End> = fc.record({ address: fc.oneof(ipv4, ipv6), port });
const namedEnd: fc.Arbitrary<End> = fc.oneof(
  fc.record({ host, port }),
  fc.tuple(fc.oneof(fc.record({ host }), fc.record({ address: ipv4 })), service).map(
    ([before, named]) => ({ ...before, ...named }),
  ),
);

const connected = fc.constantFrom(
  "ESTABLISHED" as const,
  "TIME_WAIT" as const,
  "CLOSE_WAIT" as const,
  "SYN_SENT" as const,
  "FIN_WAIT_2" as const,
);

const owner = {
  pid: fc.oneof(fc.constantFrom(0, 4, 4294967295), fc.integer({ min: 4, max: 99999 })),
  milliseconds: fc.integer({ min: 0, max: 999999999 }),
  components: fc.array(fc.constantFrom("RpcSs", "Dnscache", "CDPUserSvc_46a8de2e", "W32Time"), {
    maxLength: 2,
  }),
  program: fc.option(
    fc.constantFrom("svchost.exe", "System", "My [beta] Web Helper.exe", "メモ帳.exe", "a1"),
    { freq: 4 },
  ),
};

const listener: fc.Arbitrary<Sample> = fc.record({
  protocol: fc.constant("TCP"),
  local: literalEnd,
  state: fc.constantFrom("LISTENING", "BOUND"),
  ...owner,
}).map((sample) => {
  const address = sample.local.address!.includes(":") ? "::" : "0.0.0.0";
  return { ...sample, remote: { address, port: 0 } };
});

const connection: fc.Arbitrary<Sample> = fc.record({
  protocol: fc.constant("TCP"),
  local: fc.oneof(literalEnd, namedEnd),
  remote: fc.oneof(literalEnd, namedEnd),
  state: connected,
  ...owner,
});

const datagram: fc.Arbitrary<Sample> = fc.record({
  protocol: fc.constant("UDP"),
  local: literalEnd,
  remote: fc.option(literalEnd, { freq: 2 }),
  state: fc.constant(null),
  ...owner,
});

/** Sockets. */
export const samples: fc.Arbitrary<Sample[]> = fc.array(
  fc.oneof(listener, connection, datagram),
  { minLength: 1, maxLength: 8 },
);

/** netstat's options. */
export const options: fc.Arbitrary<Options> = fc.record({
  pid: fc.boolean(),
  owner: fc.boolean(),
  offload: fc.boolean(),
  time: fc.boolean(),
});
