/**
 * Installs with install.sh from a web server on loopback, in every shell that is here.
 *
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { makeAuthority } from "./support/certificates.ts";
import { localPath, temporaryFolder } from "./support/folders.ts";
import type { Ended } from "./support/program.ts";
import { ROOT } from "./support/program.ts";
import {
  checksumsOf,
  fakeProgram,
  LATEST,
  packProgram,
  PROGRAM_ASSET as ASSET,
  sha256,
  withChecksums,
} from "./support/fake_release.ts";
import {
  cutAnswer,
  endlessAnswer,
  type ReleaseFiles,
  startReleaseServer,
} from "./support/release_server.ts";
import { hasProgram } from "./support/installed.ts";
import { PLAIN_USER } from "./support/shell.ts";

const SCRIPT = localPath(new URL("install.sh", ROOT));

/** What the script needs besides something to download and something to hash with. */
const BASE = "cat chmod dirname gzip id mkdir mktemp mv rm rmdir sed tar uname".split(" ");

const hasShells = Deno.build.os === "linux" && hasProgram("tar") && hasProgram("curl");

/** The shells, as the words before the script. */
const SHELLS = [["dash"], ["bash", "--posix"], ["bash"], ["busybox", "sh"]];

/** A folder to install into, and all that the script can reach. */
interface Bench extends Disposable {
  readonly folder: string;
  readonly home: string;
  readonly bin: string;
  run(options: RunOptions): Promise<Ended>;
  /** The files in the home and in the temporary folder. */
  left(): string[];
}

interface RunOptions {
  readonly url: string;
  readonly args?: readonly string[];
  readonly shell?: readonly string[];
  /** @default curl and sha256sum */
  readonly tools?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** The script comes through a pipe, as one line installs give it. @default true */
  readonly piped?: string;
  readonly user?: string;
  onStart?(child: Deno.ChildProcess): Promise<void>;
}

function openBench(): Bench {
  const { path: folder, ...held } = temporaryFolder();
  const home = `${folder}/home`;
  for (const name of ["home", "tmp", "stubs"]) Deno.mkdirSync(`${folder}/${name}`);
  return {
    folder,
    home,
    bin: `${home}/.local/bin`,
    left: () => [...filesIn(home), ...filesIn(`${folder}/tmp`)],
    async run(options) {
      const { url, args = [], shell = ["dash"], tools = ["curl", "sha256sum"], env } = options;
      const path = linkTools(folder, [...BASE, ...tools], shell[0] === "busybox");
      const words = (options.user ?? "").split(" ").filter((word) => word !== "");
      const before = words.length > 0 ? resolved(words) : [];
      const [program, ...rest] = [...before, ...resolved(shell), "-s", "--", ...args];
      const child = new Deno.Command(program!, {
        args: rest,
        clearEnv: true,
        env: {
          HOME: home,
          TMPDIR: `${folder}/tmp`,
          PATH: `${folder}/stubs:${path}`,
          NETWHO_BASE_URL: url,
          ...env,
        },
        stdin: "piped",
        stdout: "piped",
        stderr: "piped",
      }).spawn();
      const writer = child.stdin.getWriter();
      await writer.write(
        new TextEncoder().encode(options.piped ?? Deno.readTextFileSync(SCRIPT)),
      ).catch(() => {});
      await writer.close().catch(() => {});
      await options.onStart?.(child);
      const { code, stdout, stderr } = await child.output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    },
    [Symbol.dispose]: () => held[Symbol.dispose](),
  };
}

/** A program's path, since the PATH of the script has only what it may use. */
function resolved([name, ...rest]: readonly string[]): string[] {
  return [pathOf(name!)!, ...rest];
}

function pathOf(tool: string): string | null {
  for (const folder of Deno.env.get("PATH")!.split(":")) {
    try {
      if (Deno.statSync(`${folder}/${tool}`).isFile) return `${folder}/${tool}`;
    } catch { /* not in this folder */ }
  }
  return null;
}

/** Makes a folder with these tools alone; those of BusyBox where it is the shell. */
function linkTools(folder: string, tools: readonly string[], isBusyBox: boolean): string {
  const path = Deno.makeTempDirSync({ dir: folder, prefix: "tools" });
  for (const tool of tools) {
    const own = isBusyBox && tool !== "curl" ? pathOf("busybox") : pathOf(tool);
    Deno.symlinkSync(own!, `${path}/${tool}`);
  }
  return path;
}

function filesIn(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder)).flatMap(({ name, isDirectory }) =>
    isDirectory ? [`${name}/`, ...filesIn(`${folder}/${name}`)] : [name]
  ).sort();
}

/** The files of a release, under "latest" or a version. */
async function release(version = "0.1.0", folder = LATEST): Promise<ReleaseFiles> {
  return await withChecksums({ [ASSET]: await packProgram(fakeProgram(version)) }, folder);
}

/** The wanted files after a run that installed. */
const INSTALLED = [".local/", "bin/", "netwho"];

async function versionOf(path: string): Promise<string> {
  const { stdout } = await new Deno.Command(path, { args: ["--version"] }).output();
  return new TextDecoder().decode(stdout).trim();
}

for (const shell of SHELLS) {
  const isHere = hasShells && hasProgram(shell[0]!);
  Deno.test({
    name: `install.sh in ${shell.join(" ")}: the right checksum installs, the program runs`,
    ignore: !isHere,
    async fn() {
      using bench = openBench();
      await using server = startReleaseServer(await release());
      const { code, stdout, stderr } = await bench.run({ url: server.url, shell });
      assertEquals([code, stderr], [0, ""]);
      assertEquals(bench.left(), INSTALLED);
      assertEquals(await versionOf(`${bench.bin}/netwho`), "netwho 0.1.0");
      assertEquals(Deno.statSync(`${bench.bin}/netwho`).mode! & 0o777, 0o755);
      assertEquals(server.asked, [`${LATEST}SHA256SUMS`, LATEST + ASSET]);
      assertMatch(stdout, /^Installed netwho 0\.1\.0 as .*\/home\/\.local\/bin\/netwho$/m);
      assertStringIncludes(stdout, `export PATH='${bench.bin}':"$PATH"`);
    },
  });

  Deno.test({
    name: `install.sh in ${shell.join(" ")}: a wrong checksum leaves nothing`,
    ignore: !isHere,
    async fn() {
      using bench = openBench();
      const files = await release();
      const other = await packProgram(fakeProgram("6.6.6"));
      await using server = startReleaseServer({ ...files, [LATEST + ASSET]: other });
      const { code, stderr } = await bench.run({ url: server.url, shell });
      assertEquals(code, 1);
      assertStringIncludes(stderr, `The checksum of ${ASSET} is wrong. Nothing was installed.`);
      assertStringIncludes(stderr, `found:  ${await sha256(other)}`);
      assertEquals(bench.left(), []);
    },
  });

  Deno.test({
    name: `install.sh in ${shell.join(" ")}: ended midway, it leaves nothing and no download`,
    ignore: !isHere,
    async fn() {
      for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130], ["SIGHUP", 129]] as const) {
        using bench = openBench();
        const left = Promise.withResolvers<boolean>();
        await using server = startReleaseServer({
          ...await release(),
          [LATEST + ASSET]: () => endlessAnswer(left.resolve),
        });
        const ended = await bench.run({
          url: server.url,
          shell,
          async onStart(child) {
            await server.waitFor(LATEST + ASSET);
            child.kill(signal);
          },
        });
        assertEquals([signal, ended.code], [signal, code], ended.stderr);
        assertEquals(await left.promise, true);
        assertEquals(bench.left(), []);
      }
    },
  });
}

/** A test with a bench, where there are shells. */
function test(name: string, fn: (bench: Bench) => Promise<void>, ignore = false): void {
  Deno.test({
    name: `install.sh: ${name}`,
    ignore: ignore || !hasShells,
    async fn() {
      using bench = openBench();
      await fn(bench);
    },
  });
}

const TOOLS = [
  ["curl", "shasum"],
  ["curl", "openssl"],
  ["wget", "sha256sum"],
];

for (const tools of TOOLS) {
  test(`with ${tools.join(" and ")} alone`, async (bench) => {
    await using server = startReleaseServer(await release());
    const { code, stderr } = await bench.run({ url: server.url, tools });
    assertEquals([code, stderr], [0, ""]);
    assertEquals(bench.left(), INSTALLED);
    const files = await release("6.6.6");
    await using liar = startReleaseServer({
      ...await release(),
      [LATEST + ASSET]: files[LATEST + ASSET]!,
    });
    assertEquals((await bench.run({ url: liar.url, tools })).code, 1);
    assertEquals(await versionOf(`${bench.bin}/netwho`), "netwho 0.1.0");
  }, !tools.every(hasProgram));
}

test("with BusyBox and its wget alone", async (bench) => {
  const options = { shell: ["busybox", "sh"], tools: ["wget", "sha256sum"] };
  await using server = startReleaseServer(await release());
  assertEquals((await bench.run({ url: server.url, ...options })).code, 0);
  assertEquals(bench.left(), INSTALLED);
  await using empty = startReleaseServer({});
  const { code, stderr } = await bench.run({ url: empty.url, ...options });
  assertEquals(code, 1);
  assertMatch(stderr, /404 Not Found[^]*Cannot download http:/);
}, !hasProgram("busybox"));

for (const downloader of ["curl", "wget"]) {
  test(`with ${downloader}: no such file, a cut answer, a list without the file`, async (bench) => {
    const tools = [downloader, "sha256sum"];
    const files = await release();
    const archive = files[LATEST + ASSET] as Uint8Array<ArrayBuffer>;
    const sums = { [`${LATEST}SHA256SUMS`]: files[`${LATEST}SHA256SUMS`]! };
    const cases: [ReleaseFiles, RegExp][] = [
      [{}, /404[^]*Cannot download .*SHA256SUMS/],
      [sums, /404[^]*Cannot download .*linux/],
      [{ ...sums, [LATEST + ASSET]: () => cutAnswer(archive) }, /Cannot download .*linux/],
      [{ ...files, [`${LATEST}SHA256SUMS`]: "<html>Log in</html>\n" }, /does not name it/],
    ];
    for (const [given, wanted] of cases) {
      await using server = startReleaseServer(given);
      const { code, stderr } = await bench.run({ url: server.url, tools });
      assertEquals(code, 1);
      assertMatch(stderr, wanted);
      assertEquals(bench.left(), []);
    }
  }, !hasProgram(downloader));
}

test("a version and a folder; the version there is replaced whole", async (bench) => {
  const dir = `${bench.home}/my tools`;
  await using server = startReleaseServer({
    ...await release("0.2.0", "download/v0.2.0/"),
    ...await release("0.3.0"),
  });
  const { url } = server;
  assertEquals((await bench.run({ url, args: ["--dir", dir, "--version", "v0.2.0"] })).code, 0);
  const old = await Deno.open(`${dir}/netwho`);
  assertEquals((await bench.run({ url, args: [`--dir=${dir}`] })).code, 0);
  assertEquals(await versionOf(`${dir}/netwho`), "netwho 0.3.0");
  // A program that runs keeps its own file: it was not written over.
  assertEquals(await new Response(old.readable).text(), fakeProgram("0.2.0"));
  assertEquals(bench.left(), ["my tools/", "netwho"]);
  assertEquals((await bench.run({ url, args: ["--version", "0.9.9"] })).code, 1);
});

test("a mirror that gives another version than asked for", async (bench) => {
  await using server = startReleaseServer(await release("0.1.0", "download/v0.2.0/"));
  const { code, stderr } = await bench.run({ url: server.url, args: ["--version", "0.2.0"] });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Asked for netwho 0.2.0, and got netwho 0.1.0.");
  assertEquals(bench.left(), []);
});

test("a program that does not run here is not put in place", async (bench) => {
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.writeTextFileSync(`${bench.bin}/netwho`, fakeProgram("0.1.0"), { mode: 0o755 });
  const archive = await packProgram("#!/bin/sh\necho no such library >&2; exit 127\n");
  await using server = startReleaseServer({
    [LATEST + ASSET]: archive,
    [`${LATEST}SHA256SUMS`]: await checksumsOf({ [ASSET]: archive }),
  });
  const { code, stderr } = await bench.run({ url: server.url });
  assertEquals(code, 1);
  assertMatch(stderr, /netwho does not run here\. Nothing was installed\.\nno such library\n/);
  assertEquals(bench.left(), INSTALLED);
  assertEquals(await versionOf(`${bench.bin}/netwho`), "netwho 0.1.0");
});

test("an archive without netwho", async (bench) => {
  const archive = await packProgram(fakeProgram("0.1.0"), "other");
  await using server = startReleaseServer({
    [LATEST + ASSET]: archive,
    [`${LATEST}SHA256SUMS`]: await checksumsOf({ [ASSET]: archive }),
  });
  const { code, stderr } = await bench.run({ url: server.url });
  assertEquals(code, 1);
  assertStringIncludes(stderr, "Cannot unpack");
  assertEquals(bench.left(), []);
});

test("a folder that may not be written to: said before anything is downloaded", async (bench) => {
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.chmodSync(bench.bin, 0o555);
  await using server = startReleaseServer(await release());
  const { url } = server;
  const refused = await bench.run({ url, user: PLAIN_USER });
  assertEquals(refused.code, 1);
  assertStringIncludes(refused.stderr, `you may not write to ${bench.bin}.`);
  const below = await bench.run({ url, user: PLAIN_USER, args: ["--dir", `${bench.bin}/a/b`] });
  assertStringIncludes(below.stderr, `you may not write to ${bench.bin}.`);
  Deno.chmodSync(bench.bin, 0o755);
  Deno.writeTextFileSync(`${bench.bin}/file`, "");
  const file = await bench.run({ url, args: ["--dir", `${bench.bin}/file/a`] });
  assertStringIncludes(file.stderr, `${bench.bin}/file is a file.`);
  Deno.mkdirSync(`${bench.bin}/netwho`);
  assertStringIncludes((await bench.run({ url })).stderr, "netwho is a folder");
  assertEquals(server.asked, []);
});

test("over TLS, by a certificate that is trusted, and only by one", async (bench) => {
  const authority = await makeAuthority();
  const ca = `${bench.folder}/ca.pem`;
  Deno.writeTextFileSync(ca, authority.cert);
  await using server = startReleaseServer(await release(), await authority.sign());
  const { code, stderr } = await bench.run({ url: server.url });
  assertEquals(code, 1);
  assertMatch(stderr, /certificate/);
  assertEquals(bench.left(), []);
  const env = { CURL_CA_BUNDLE: ca };
  assertEquals((await bench.run({ url: server.url, env })).code, 0);
  assertEquals(bench.left(), INSTALLED);
});

test("TLS that leads to a server without it", async (bench) => {
  const authority = await makeAuthority();
  Deno.writeTextFileSync(`${bench.folder}/ca.pem`, authority.cert);
  await using plain = startReleaseServer(await release());
  const sums = `${LATEST}SHA256SUMS`;
  const elsewhere = () => Response.redirect(`${plain.url}/${sums}`);
  await using server = startReleaseServer({ [sums]: elsewhere }, await authority.sign());
  const env = { CURL_CA_BUNDLE: `${bench.folder}/ca.pem` };
  const { code } = await bench.run({ url: server.url, env });
  assertEquals(code, 1);
  assertEquals(plain.asked, []);
  assertEquals(bench.left(), []);
});

test("tools that are missing are named", async (bench) => {
  await using server = startReleaseServer(await release());
  const { url } = server;
  const cases: [string[], RegExp][] = [
    [["curl"], /none of sha256sum, shasum and openssl/],
    [["sha256sum"], /neither curl nor wget/],
  ];
  for (const [tools, wanted] of cases) {
    const { code, stderr } = await bench.run({ url, tools });
    assertEquals(code, 1);
    assertMatch(stderr, wanted);
    assertEquals(bench.left(), []);
  }
});

test("machines without a build", async (bench) => {
  await using server = startReleaseServer(await release());
  const foreign = Deno.build.arch === "x86_64" ? "aarch64" : "x86_64";
  const cases: [string, string, RegExp][] = [
    ["Linux", "riscv64", /Cannot install for riscv64: there are builds for x86_64 and aarch64/],
    ["Darwin", "arm64", /Cannot install for Darwin/],
    ["MINGW64_NT-10.0", "x86_64", /use install\.ps1/],
    // The machine has no loader for the other one's programs, as Alpine has none at all.
    ["Linux", foreign, /ld-linux-\S+ is missing\. netwho needs glibc/],
  ];
  for (const [system, machine, wanted] of cases) {
    const stub = `#!/bin/sh\ncase $1 in -s) echo ${system} ;; -m) echo ${machine} ;; esac\n`;
    Deno.writeTextFileSync(`${bench.folder}/stubs/uname`, stub, { mode: 0o755 });
    const { code, stderr } = await bench.run({
      url: server.url,
      tools: ["curl", "sha256sum", "sh"],
    });
    assertEquals(code, 1);
    assertMatch(stderr, wanted);
  }
  assertEquals(server.asked, []);
  assertEquals(bench.left(), []);
});

test("--attestation: gh must say yes", async (bench) => {
  await using server = startReleaseServer(await release());
  const options = { url: server.url, args: ["--attestation"] };
  assertMatch((await bench.run(options)).stderr, /gh is missing/);
  for (const [exit, wanted] of [[1, []], [0, INSTALLED]] as const) {
    const gh = `#!/bin/sh\necho "$*" >'${bench.folder}/asked'\nexit ${exit}\n`;
    Deno.writeTextFileSync(`${bench.folder}/stubs/gh`, gh, { mode: 0o755 });
    assertEquals((await bench.run(options)).code, exit);
    assertMatch(
      Deno.readTextFileSync(`${bench.folder}/asked`),
      /^attestation verify \/.*netwho-linux-\w+\.tar\.gz --repo netwho\/netwho\n$/,
    );
    assertEquals(bench.left(), wanted);
  }
});

test("it says what is first on the PATH, and what it does not know", async (bench) => {
  await using server = startReleaseServer(await release());
  const { url } = server;
  Deno.writeTextFileSync(`${bench.folder}/stubs/netwho`, fakeProgram("0.0.1"), { mode: 0o755 });
  const path = linkTools(bench.folder, [...BASE, "curl", "sha256sum"], false);
  const env = { PATH: `${bench.folder}/stubs:${path}:${bench.bin}` };
  const { stdout } = await bench.run({ url, env });
  assertStringIncludes(stdout, `comes first on your PATH: ${bench.folder}/stubs/netwho`);
  for (
    const args of [["--directory", "x"], ["--dir"], ["--version", ""], ["--version=a/b"], ["x"]]
  ) {
    assertEquals((await bench.run({ url, args })).code, 2, args.join(" "));
  }
  const help = await bench.run({ url, args: ["--help"] });
  assertEquals(help.code, 0);
  assertMatch(help.stdout, /--uninstall/);
});

test("--uninstall takes away what was installed, and nothing else", async (bench) => {
  await using server = startReleaseServer(await release());
  const { url } = server;
  assertEquals((await bench.run({ url })).code, 0);
  Deno.writeTextFileSync(`${bench.bin}/other`, "");
  const { code, stdout } = await bench.run({ url, args: ["--uninstall"] });
  assertEquals(code, 0);
  assertStringIncludes(stdout, `Removed ${bench.bin}/netwho`);
  assertEquals(bench.left(), [".local/", "bin/", "other"]);
  assertEquals((await bench.run({ url, args: ["--uninstall"] })).code, 1);
});

test("a script that is cut on its way does nothing", async (bench) => {
  await using server = startReleaseServer(await release());
  const text = Deno.readTextFileSync(SCRIPT);
  const lines = text.trimEnd().split("\n");
  // Between any two lines, and in the middle of the last one.
  const cuts = [...lines.keys()].map((at) => lines.slice(0, at).join("\n"));
  for (
    const piped of [...cuts.filter((_, at) => at % 7 === 0), cuts.at(-1)!, `${cuts.at(-1)}\nmai`]
  ) {
    await bench.run({ url: server.url, piped });
  }
  assertEquals(server.asked, []);
  assertEquals(bench.left(), []);
});

test("lists that a mirror changed: other line ends, a last line that is cut, two checksums", async (bench) => {
  const files = await release();
  const list = files[`${LATEST}SHA256SUMS`] as string;
  const other = `${"1".repeat(64)}  ${ASSET}\n`;
  const cases: [string, RegExp | null][] = [
    [list.replaceAll("\n", "\r\n"), null],
    [list.trimEnd(), null],
    [list.replaceAll("  ", " *"), null],
    [list + other, /names it several times/],
    [other + list, /names it several times/],
    [list.replace(`  ${ASSET}`, `  ../${ASSET}`), /does not name it/],
    [list.replace(/\w+ {2}netwho-linux/, "$(touch pwned)  netwho-linux"), /does not name it/],
  ];
  for (const shell of SHELLS.filter(([program]) => hasProgram(program!))) {
    for (const [text, refusal] of cases) {
      await using server = startReleaseServer({ ...files, [`${LATEST}SHA256SUMS`]: text });
      const { code, stderr } = await bench.run({ url: server.url, shell });
      assertEquals([shell, code], [shell, refusal === null ? 0 : 1], stderr);
      assertMatch(stderr, refusal ?? /^$/);
      assertEquals(server.asked.includes(LATEST + ASSET), refusal === null);
    }
  }
});

test("folders as people write them", async (bench) => {
  await using server = startReleaseServer(await release());
  const { url } = server;
  for (const dir of [`${bench.bin}/`, `${bench.bin}//`, `${bench.bin}/.`, "~/.local/bin/"]) {
    const path = linkTools(bench.folder, [...BASE, "curl", "sha256sum"], false);
    const env = { PATH: `${path}:${bench.bin}` };
    const { code, stdout } = await bench.run({ url, args: [`--dir=${dir}`], env });
    assertEquals(code, 0, dir);
    assertStringIncludes(stdout, `Installed netwho 0.1.0 as ${bench.bin}/netwho\n`);
    assert(!/PATH/.test(stdout), stdout);
  }
  assertEquals(bench.left(), INSTALLED);
  for (const dir of ["/a:b", "/a\nb"]) {
    assertEquals((await bench.run({ url, args: ["--dir", dir] })).code, 2);
  }
});

test("what it says to type is quoted as a shell needs it", async (bench) => {
  await using server = startReleaseServer(await release());
  const folder = `${bench.home}/it's $(touch pwned) "b`;
  const { stdout } = await bench.run({ url: server.url, args: ["--dir", folder] });
  const line = /^ {2}(export .*)$/m.exec(stdout)![1]!;
  const { stdout: path } = await new Deno.Command("sh", {
    args: ["-c", `${line}; netwho --version; printf %s "$PATH"`],
    cwd: bench.folder,
  }).output();
  const told = new TextDecoder().decode(path);
  assertStringIncludes(told, `netwho 0.1.0\n${folder}:/`);
  assertStringIncludes(stdout, `verify '${folder.replace("'", "'\\''")}/netwho' --repo`);
});

test(
  "root with the home of another user is told so, before anything is downloaded",
  async (bench) => {
    await using server = startReleaseServer(await release());
    const { url } = server;
    Deno.chownSync(bench.home, 65534, 65534);
    const { code, stderr } = await bench.run({ url });
    assertEquals(code, 1);
    assertMatch(stderr, /you are root, and .+\/home is the home of another user/);
    assertEquals([server.asked, bench.left()], [[], []]);
    assertEquals((await bench.run({ url, args: ["--dir", `${bench.home}/bin`] })).code, 0);
    assertEquals((await bench.run({ url, args: ["--dir", "~/bin", "--uninstall"] })).code, 0);
  },
  Deno.build.os === "windows" || Deno.uid() !== 0,
);

test("--uninstall takes away a link that leads nowhere", async (bench) => {
  await using server = startReleaseServer({});
  Deno.mkdirSync(bench.bin, { recursive: true });
  Deno.symlinkSync("nowhere", `${bench.bin}/netwho`);
  assertEquals((await bench.run({ url: server.url, args: ["--uninstall"] })).code, 0);
  assertEquals(bench.left(), [".local/", "bin/"]);
});

test("shellcheck finds nothing", async () => {
  // Below warnings each version has opinions of its own.
  const args = ["--severity=warning", SCRIPT];
  const { code, stdout } = await new Deno.Command("shellcheck", { args }).output();
  assertEquals(new TextDecoder().decode(stdout), "");
  assertEquals(code, 0);
}, !hasProgram("shellcheck"));

Deno.test("install.sh: ASCII, without eval and sudo", () => {
  const text = Deno.readTextFileSync(SCRIPT);
  assertMatch(text, /^[\n\x20-\x7e]*$/);
  assert(!/\beval\b|\bsudo\b/.test(text));
  assertMatch(text, /\nmain "\$@"\n$/);
});
