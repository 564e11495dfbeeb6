import { assertEquals } from "@std/assert";
import { describeWebFailure } from "../../../lib/host/deno/web_failures.ts";

const URL_ASKED = "https://rdap.arin.net/registry/ip/8.8.8.8";
const PROXY = { HTTPS_PROXY: "http://anna:s3cret@proxy.example:3128" };
const describe = (words: string, variables: Readonly<Record<string, string>> = {}) => {
  const { kind, state } = describeWebFailure(words, {
    url: URL_ASKED,
    env: (name) => variables[name],
  });
  return [kind, state];
};
const sent = (reason: string) => `error sending request for url (${URL_ASKED}): ${reason}`;
const connect = (reason: string) => sent(`client error (Connect): ${reason}`);
const certificate = (fault: string) => describe(connect(`invalid peer certificate: ${fault}`));

Deno.test("a certificate that is not valid is told by its fault", () => {
  const cases: [string, string][] = [
    ["UnknownIssuer", "is not trusted: this computer does not know its issuer"],
    ["Other(OtherError(CaUsedAsEndEntity))", "is not trusted: it is signed by itself"],
    [
      "certificate expired: verification time 1795715875 (UNIX), but certificate is not valid " +
      "after 1580515200 (215200675 seconds ago)",
      "has expired on 2020-02-01, and this computer's clock says 2026-11-26",
    ],
    ["Expired", "has expired"],
    [
      "certificate not valid yet: verification time 1795715875 (UNIX), but certificate is not " +
      "valid before 3786912000 (1991196125 seconds in future)",
      "is not valid yet: it will be from 2090-01-01 on, and this computer's clock says 2026-11-26",
    ],
    ["NotValidYet", "is not valid yet"],
    [
      'certificate not valid for name "rdap.arin.net"; certificate is only valid for ' +
      'DnsName("login.hotel.example")',
      "is for login.hotel.example, not for rdap.arin.net",
    ],
    [
      'certificate not valid for name "rdap.arin.net"; certificate is only valid for ' +
      'DnsName("a.example"), DnsName("b.example"), IpAddress(192.0.2.1) or DnsName("c.example")',
      "is for a.example, b.example, 192.0.2.1, not for rdap.arin.net",
    ],
    [
      'certificate not valid for name "rdap.arin.net"; certificate is not valid for any names ' +
      "(according to its subjectAltName extension)",
      "is not for rdap.arin.net",
    ],
    ["NotValidForName", "is not for rdap.arin.net"],
    ["Revoked", "has been revoked"],
    ["BadSignature", "is not valid (BadSignature)"],
    ["BadEncoding", "is not valid (BadEncoding)"],
  ];
  for (const [fault, state] of cases) {
    assertEquals(certificate(fault), ["untrusted", `its certificate ${state}`]);
  }
});

Deno.test("what Windows translates is told by its number", () => {
  const cases: [string, string][] = [
    [
      "tcp connect error: Es konnte keine Verbindung hergestellt werden, da der Zielcomputer die " +
      "Verbindung verweigerte. (os error 10061)",
      "the connection was refused",
    ],
    [
      "tcp connect error: 接続済みの呼び出し先が一定の時間を過ぎても正しく応答しなかった (os error 10060)",
      "there was no answer",
    ],
    [
      "tcp connect error: Une opération a été tentée sur un hôte impossible à atteindre. (os error 10065)",
      "no network leads there",
    ],
    [
      "tcp connect error: Сделана попытка доступа к сокету методом, запрещенным правами доступа. " +
      "(os error 10013)",
      "this computer does not allow the connection, which may be its firewall",
    ],
    [
      "Eine vorhandene Verbindung wurde vom Remotehost geschlossen. (os error 10054)",
      "the connection was broken off",
    ],
    [
      "dns error: Der angegebene Host ist unbekannt. (os error 11001)",
      "its name cannot be looked up",
    ],
    [
      "dns error: failed to lookup address information: Name or service not known",
      "its name cannot be looked up",
    ],
    ["tcp connect error: Connection refused (os error 111)", "the connection was refused"],
    ["tcp connect error: No route to host (os error 113)", "no network leads there"],
    [
      "received corrupt message of type InvalidContentType",
      "it, or something on the way to it, does not answer in TLS",
    ],
    ["received fatal alert: HandshakeFailure", "it refuses the TLS connection (HandshakeFailure)"],
    [
      "tls handshake eof",
      "it, or something on the way to it, breaks off the TLS connection",
    ],
  ];
  for (const [reason, state] of cases) {
    assertEquals(describe(connect(reason)), ["unreachable", state], reason);
  }
});

Deno.test("where a proxy is set, it is named, and its password is not", () => {
  const name = "the proxy proxy.example:3128 (HTTPS_PROXY)";
  const cases: [string, string][] = [
    [
      "proxy authentication required",
      `${name} refuses the user name and password that it names (status 407)`,
    ],
    ["unsuccessful tunnel", `${name} refuses to connect to it, or is no proxy`],
    ["unexpected eof while tunneling", `${name} broke off the connection`],
    [
      "dns error: failed to lookup address information: Name or service not known",
      `${name}: its name cannot be looked up`,
    ],
    ["tcp connect error: 拒否 (os error 10061)", `${name}: the connection was refused`],
    ["Invalid response version", `${name} failed: Invalid response version`],
  ];
  for (const [reason, state] of cases) {
    assertEquals(describe(connect(reason), PROXY), ["proxyFailed", state], reason);
  }
  assertEquals(
    describe(connect("proxy authentication required"), { HTTPS_PROXY: "proxy.example:3128" }),
    ["proxyFailed", `${name} wants a user name and a password (status 407)`],
  );
});

Deno.test("behind a proxy the certificate is still the server's", () => {
  const untrusted = connect("invalid peer certificate: UnknownIssuer");
  assertEquals(describe(untrusted, PROXY), describe(untrusted));
});

Deno.test("hosts in NO_PROXY have no proxy to blame", () => {
  const refused = connect("tcp connect error: Connection refused (os error 111)");
  assertEquals(describe(refused, { ...PROXY, NO_PROXY: "arin.net" }), describe(refused));
});

Deno.test("settings that Deno cannot use are named", () => {
  assertEquals(
    describe('Unknown certificate store "bogus" specified (allowed: "system,mozilla")'),
    ["other", "DENO_TLS_CA_STORE names no store of certificates: it takes system and mozilla"],
  );
  const [kind, state] = describe("Failed opening CA file: No such file or directory (os error 2)");
  assertEquals([kind, state?.includes("DENO_CERT")], ["other", true]);
});

Deno.test("words that nobody foresaw are told as they are, without the URL", () => {
  assertEquals(describe(sent("something new")), ["other", sent("something new")]);
  assertEquals(describe(connect("something new")), ["other", "something new"]);
  const ends = "error sending request from 127.0.0.1:49436 for http://127.0.0.1:33121/ " +
    "(127.0.0.1:33121): client error (SendRequest): ";
  assertEquals(
    describe(`${ends}connection closed before message completed`),
    ["unreachable", "the connection was broken off"],
  );
});
