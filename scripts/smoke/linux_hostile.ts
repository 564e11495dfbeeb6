/**
 * Tries the executable for Linux in an environment that wants to steer it; part of linux.ts.
 *
 * @module
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { VERSION } from "../../lib/version.ts";
import { makeAuthority } from "../../tests/support/certificates.ts";
import { temporaryFolder } from "../../tests/support/folders.ts";
import { startTlsServer } from "../../tests/support/tls_server.ts";
import { LINUX_EXECUTABLE } from "./executable.ts";
import { runHostile } from "./hostile.ts";

const VERSION_LINE = `netwho ${VERSION}\n`;

/** Runs the executable in a folder, with these variables alone. */
async function run(
  args: readonly string[],
  { env = {}, cwd }: { env?: Record<string, string>; cwd?: string } = {},
): Promise<{ code: number; stdout: string; stderr: string }> {
  return await runHostile(LINUX_EXECUTABLE, args, { env, cwd });
}

Deno.test("no file is made for the keys of connections", async () => {
  using folder = temporaryFolder();
  const keys = `${folder.path}/keys`;
  const { stdout } = await run(["--version"], { env: { SSLKEYLOGFILE: keys } });
  assertEquals(stdout, VERSION_LINE);
  assertEquals([...Deno.readDirSync(folder.path)], []);
});

Deno.test("no JavaScript runs but netwho's own, whatever the environment and folders hold", async () => {
  using folder = temporaryFolder();
  const { path } = folder;
  const foreign = `${path}/foreign.js`;
  const mark = `${path}/ran`;
  const script = `Deno.writeTextFileSync(${JSON.stringify(mark)}, "");`;
  await Deno.writeTextFile(foreign, script);
  // Where the runtime places its built-in files, by name: those must win.
  for (const name of ["cli.js", "main.js", "mod.js"]) {
    await Deno.mkdir(`${path}/deno-compile-netwho`, { recursive: true });
    await Deno.writeTextFile(`${path}/deno-compile-netwho/${name}`, script);
  }
  await Deno.writeTextFile(`${path}/deno-compile-netwho/package.json`, '{"type":"commonjs"}');
  await Deno.writeTextFile(`${path}/deno.json`, `{"imports":{"./cli.js":"./foreign.js"}}`);
  await Deno.writeTextFile(`${path}/package.json`, `{"main":"foreign.js"}`);
  const env = {
    TMPDIR: path,
    DENO_INTERNAL_CHILD_ENTRYPOINT: foreign,
    NODE_CHANNEL_FD: "0",
    NODE_UNIQUE_ID: "1",
    NODE_OPTIONS: `--require ${foreign} --import ${foreign}`,
    NODE_PATH: path,
    DENO_DIR: path,
    DENO_V8_FLAGS: "--help",
    DENO_PRELOAD: foreign,
    DENO_AUTO_SERVE: "1",
    DENO_SERVE_ADDRESS: "tcp:127.0.0.1:0",
    DENO_COMPAT: "1",
    OTEL_DENO: "1",
  };
  assertEquals(await run(["--version"], { env, cwd: path }), {
    code: 0,
    stdout: VERSION_LINE,
    stderr: "",
  });
  const listing = await run(["--format", "json", "--limit", "1"], { env, cwd: path });
  assertEquals(listing.code, 0, listing.stderr);
  assert(Array.isArray(JSON.parse(listing.stdout)));
  assertEquals([...Deno.readDirSync(path)].some(({ name }) => name === "ran"), false);
});

Deno.test("a channel of a parent in Node does no harm", async () => {
  for (const NODE_CHANNEL_FD of ["0", "3", "99", "x", ""]) {
    const ended = await run(["--version"], { env: { NODE_CHANNEL_FD } });
    assertEquals(ended, { code: 0, stdout: VERSION_LINE, stderr: "" }, NODE_CHANNEL_FD);
  }
});

Deno.test("no .env of the current folder is read", async () => {
  using folder = temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/.env`, "FORCE_COLOR=1\n");
  const args = ["--format", "table"];
  const coloured = await run(args, { env: { FORCE_COLOR: "1" }, cwd: folder.path });
  assertStringIncludes(coloured.stdout, "\x1b[");
  const plain = await run(args, { cwd: folder.path });
  assertEquals([plain.code, plain.stdout.includes("\x1b[")], [0, false]);
});

/** A registration that holds the address that is asked about. */
const NETWORK = {
  objectClassName: "ip network",
  handle: "NET-192-0-2-0-1",
  startAddress: "8.8.8.0",
  endAddress: "8.8.8.255",
  name: "EXAMPLE-NET",
  country: "US",
};

const authority = await makeAuthority();

/** Asks a server with TLS for an owner. Returns whether it was asked, and what netwho says. */
async function ask(env: Record<string, string>): Promise<[asked: boolean, said: string]> {
  await using server = startTlsServer(await authority.sign(), NETWORK);
  const { stdout, stderr } = await run([
    ...["whois", "8.8.8.8", "--no-dns", "--no-cache", "--rdap-server", server.url],
    ...["--format", "json", "--timeout", "20"],
  ], { env });
  assertEquals(server.asked.length > 0, stdout.includes("EXAMPLE-NET"), stderr);
  return [server.asked.length > 0, stderr];
}

/** Writes a store that has the authority. */
function writeStore(folder: string): string {
  const path = `${folder}/authority.pem`;
  Deno.writeTextFileSync(path, authority.cert);
  return path;
}

Deno.test("a certificate of the system's store counts: SSL_CERT_FILE stands in for one", async () => {
  using folder = temporaryFolder();
  assertEquals((await ask({ SSL_CERT_FILE: writeStore(folder.path) }))[0], true);
});

Deno.test("a certificate of nobody's store does not count", async () => {
  const [isAsked, said] = await ask({});
  assertEquals(isAsked, false);
  assertStringIncludes(said, "127.0.0.1");
});

Deno.test("the user's own choice of stores stands", async () => {
  using folder = temporaryFolder();
  const env = { SSL_CERT_FILE: writeStore(folder.path), DENO_TLS_CA_STORE: "mozilla" };
  assertEquals((await ask(env))[0], false);
});

Deno.test("a system without certificates, or with broken ones, is no reason to crash", async () => {
  using folder = temporaryFolder();
  const broken = `${folder.path}/broken.pem`;
  await Deno.writeTextFile(broken, "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n");
  const stores: Record<string, string>[] = [
    { SSL_CERT_FILE: `${folder.path}/none.pem`, SSL_CERT_DIR: `${folder.path}/none` },
    { SSL_CERT_FILE: broken },
    { SSL_CERT_FILE: folder.path },
  ];
  for (const env of stores) {
    const [isAsked, said] = await ask(env);
    assertEquals([isAsked, said.includes("panic")], [false, false], said);
  }
});
