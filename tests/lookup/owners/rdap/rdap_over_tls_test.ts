/**
 * The program against TLS servers and web proxies on loopback. Certificates and proxies are set by
 * environment variables, which Deno reads once: each case is a process of its own.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Certificate, makeAuthority, makeSelfSigned } from "../../../support/certificates.ts";
import { inTemporaryFolder } from "../../../support/folders.ts";
import { PROGRAM } from "../../../support/program.ts";
import { startTlsServer } from "../../../support/tls_server.ts";

const ANSWER = { startAddress: "8.0.0.0", endAddress: "8.255.255.255", name: "EXAMPLE-NET" };
const LOGIN = "anna:s3cret";
const linux = Deno.build.os === "linux";
const authority = await makeAuthority();

/** Runs a test with a registry's web server that has a certificate. */
async function serving(certificate: Certificate, test: (url: string) => Promise<void>) {
  await using server = startTlsServer(certificate, ANSWER);
  await test(server.url);
}

/** A proxy that answers each request in one way; `null` never answers, `tunnel` does what it is for. */
async function proxied(
  reply: string | null | "tunnel",
  test: (proxy: string, requests: string[]) => Promise<void>,
) {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const open: Deno.Conn[] = [];
  const requests: string[] = [];
  const serve = async (client: Deno.Conn) => {
    const buffer = new Uint8Array(4_000);
    const request = new TextDecoder().decode(buffer.subarray(0, await client.read(buffer) ?? 0));
    requests.push(request);
    if (reply === null) return;
    if (reply !== "tunnel") {
      await client.write(new TextEncoder().encode(reply));
      return client.close();
    }
    const [, hostname, port] = /^CONNECT (\S+):(\d+) /.exec(request)!;
    const server = await Deno.connect({ hostname, port: Number(port) });
    open.push(server);
    await client.write(new TextEncoder().encode("HTTP/1.1 200 OK\r\n\r\n"));
    await Promise.all([
      client.readable.pipeTo(server.writable),
      server.readable.pipeTo(client.writable),
    ]);
  };
  const accepting = (async () => {
    for await (const client of listener) {
      open.push(client);
      serve(client).catch(() => {}); // the other side has gone
    }
  })();
  try {
    await test(`127.0.0.1:${(listener.addr as Deno.NetAddr).port}`, requests);
  } finally {
    listener.close();
    for (const connection of open) {
      try {
        connection.close();
      } catch {
        // It is closed.
      }
    }
    await accepting;
  }
}

/** Asks who owns 8.8.8.8; the variables are those of the runtime's network. */
async function whois(
  url: string,
  variables: Readonly<Record<string, string>> = {},
  seconds = 20,
) {
  const names = ["HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"];
  // Windows knows one variable by both spellings: the one in capitals is it.
  if (Deno.build.os !== "windows") names.push(...names.map((name) => name.toLowerCase()));
  const blank = Object.fromEntries(names.map((name) => [name, ""]));
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...PROGRAM,
      ...["whois", "8.8.8.8", "--no-dns", "--rdap-server", url, "--no-cache"],
      ...["--format", "json", "--verbose", "--timeout", `${seconds}`],
    ],
    env: { ...blank, NO_COLOR: "1", DENO_NO_UPDATE_CHECK: "1", ...variables },
  }).output();
  const decoder = new TextDecoder();
  const told = { stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
  const [row] = JSON.parse(told.stdout) as { networkName: string | null; note: string | null }[];
  return { code, ...told, name: row?.networkName, note: row?.note ?? "" };
}

Deno.test("a server with a certificate of an unknown issuer is not believed, and that is told", () =>
  authority.sign().then((certificate) =>
    serving(certificate, async (url) => {
      const { code, name, note, stderr } = await whois(url);
      assertEquals([code, name], [3, null]);
      const state =
        "cannot be reached: its certificate is not trusted: this computer does not know";
      assertStringIncludes(note, state);
      assertStringIncludes(stderr, state);
      assertStringIncludes(stderr, "inspects TLS");
    })
  ));

Deno.test("a certificate that signed itself, one for another server, one that has expired", async () => {
  const trusting = async (certificate: Certificate, state: string) =>
    await serving(certificate, (url) =>
      inTemporaryFolder(async (folder) => {
        const file = `${folder}/authority.pem`;
        await Deno.writeTextFile(file, authority.cert);
        const { code, name, note } = await whois(url, { DENO_CERT: file });
        assertEquals([code, name], [3, null]);
        assertStringIncludes(note, state);
      }));
  await trusting(await makeSelfSigned(), "its certificate is not trusted: it is signed by itself");
  await trusting(
    await authority.sign({ names: ["login.hotel.example"] }),
    "its certificate is for login.hotel.example, not for 127.0.0.1",
  );
  await trusting(
    await authority.sign({ notBefore: new Date("2020-01-01"), notAfter: new Date("2020-02-01") }),
    "its certificate has expired on 2020-02-01, and this computer's clock says ",
  );
  await trusting(
    await authority.sign({ notBefore: new Date("2090-01-01"), notAfter: new Date("2091-01-01") }),
    "its certificate is not valid yet: it will be from 2090-01-01 on",
  );
});

Deno.test("an inspecting company's certificate counts once it is given", async () => {
  await serving(await authority.sign(), (url) =>
    inTemporaryFolder(async (folder) => {
      const file = `${folder}/authority.pem`;
      await Deno.writeTextFile(file, authority.cert);
      assertEquals((await whois(url, { DENO_CERT: file })).name, "EXAMPLE-NET");
      const missing = await whois(url, { DENO_CERT: `${folder}/missing.pem` });
      assertEquals(missing.name, null);
      assertStringIncludes(missing.note, "that DENO_CERT names cannot be used");
    }));
});

Deno.test({
  name: "an inspecting company's certificate among the system's counts with the system's store",
  ignore: !linux,
  fn: async () =>
    await serving(await authority.sign(), (url) =>
      inTemporaryFolder(async (folder) => {
        const SSL_CERT_FILE = `${folder}/authority.pem`;
        await Deno.writeTextFile(SSL_CERT_FILE, authority.cert);
        const stores = { SSL_CERT_FILE, DENO_TLS_CA_STORE: "system,mozilla" };
        assertEquals((await whois(url, stores)).name, "EXAMPLE-NET");
        const mozilla = await whois(url, { ...stores, DENO_TLS_CA_STORE: "mozilla" });
        assertStringIncludes(mozilla.note, "its certificate is not trusted");
      })),
});

Deno.test("a proxy that works leads to the server; NO_PROXY leads past one that does not", async () => {
  await serving(await authority.sign(), (url) =>
    inTemporaryFolder(async (folder) => {
      const DENO_CERT = `${folder}/authority.pem`;
      await Deno.writeTextFile(DENO_CERT, authority.cert);
      await proxied("tunnel", async (proxy, requests) => {
        const HTTPS_PROXY = `http://${LOGIN}@${proxy}`;
        assertEquals((await whois(url, { DENO_CERT, HTTPS_PROXY })).name, "EXAMPLE-NET");
        assertEquals(requests.length, 1);
        assertStringIncludes(requests[0]!, `Proxy-Authorization: Basic ${btoa(LOGIN)}`);
      });
      await proxied("HTTP/1.1 403 Forbidden\r\n\r\n", async (proxy, requests) => {
        const direct = { DENO_CERT, HTTPS_PROXY: `http://${proxy}`, NO_PROXY: "127.0.0.1" };
        assertEquals((await whois(url, direct)).name, "EXAMPLE-NET");
        assertEquals(requests, []);
      });
    }));
});

Deno.test("a proxy that refuses is named in the error, and its password nowhere", async () => {
  const url = "https://rdap.example/";
  const refused = async (reply: string | null, state: string, login = `${LOGIN}@`) =>
    await proxied(reply, async (proxy) => {
      const variables = { HTTPS_PROXY: `http://${login}${proxy}` };
      const answer = await whois(url, variables, reply === null ? 3 : undefined);
      assertEquals([answer.code, answer.name], [3, null]);
      assertStringIncludes(answer.note, state.replace("%", `the proxy ${proxy} (HTTPS_PROXY)`));
      const all = answer.stdout + answer.stderr;
      assert(!all.includes("s3cret") && !all.includes(btoa(LOGIN)), all);
    });
  const denied = "HTTP/1.1 407 Proxy Authentication Required\r\n" +
    "Proxy-Authenticate: NTLM\r\ncontent-length: 0\r\n\r\n";
  await refused(denied, "% refuses the user name and password that it names (status 407)");
  await refused(denied, "% wants a user name and a password (status 407)", "");
  await refused("HTTP/1.1 403 Forbidden\r\n\r\n", "% refuses to connect to it");
  await refused("HTTP/1.1 502 Bad Gateway\r\n\r\n", "% refuses to connect to it");
  await refused("", "% broke off the connection");
  await refused(null, "rdap.example did not answer in time through %");
});
