import { assertEquals, assertGreater, assertMatch } from "@std/assert";
import { COMMANDS } from "../../lib/cli/commands.ts";
import { main } from "../../lib/cli/main.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { temporaryFolder } from "../support/folders.ts";

/** The arguments of the commands that cannot run without any. */
const ARGUMENTS: Readonly<Record<string, readonly string[]>> = {
  nslookup: ["www.example"],
  whois: ["8.8.8.8"],
  inspect: ["443"],
  diff: ["now", "-"],
  kill: ["443", "--dry-run"],
  close: ["--port", "443", "--dry-run"],
};

for (const os of ["windows", "linux"]) {
  Deno.test(`a replay on ${os} that lacks a call ends every command with 3`, async () => {
    using folder = temporaryFolder();
    Deno.mkdirSync(`${folder.path}/host`);
    Deno.writeTextFileSync(`${folder.path}/host/index.tsv`, "os\t1.out\t0\t-\n");
    Deno.writeTextFileSync(`${folder.path}/host/1.out`, JSON.stringify(os));
    const { readFile, listDirectory } = denoHost();
    // The history is read from a database of the user's, not from a recording.
    const replayable = COMMANDS.filter(({ name, options }) =>
      name !== "history" && options.some(({ name }) => name === "replay")
    );
    assertGreater(replayable.length, 10);
    for (const { name } of replayable) {
      const host = fakeHost({ readFile, listDirectory });
      const args = [
        ...ARGUMENTS[name] ?? [],
        ...name === "log" ? ["--db", `${folder.path}/h.db`] : [],
      ];
      const code = await main([name, ...args, "--replay", folder.path], host);
      assertEquals([name, code], [name, 3], host.stderr());
      assertMatch(
        host.stderr(),
        /^netwho: Cannot replay "[^"]+": it was not recorded\nA replay can repeat only what was /,
        name,
      );
    }
  });
}

Deno.test("what an added lookup asks for and the recording lacks ends the command too", async () => {
  using folder = temporaryFolder();
  const netstat = "  TCP    192.0.2.7:50123    8.8.8.8:443    ESTABLISHED    4711\r\n";
  for (const [tool, text] of [["netstat", netstat], ["tasklist", '"a.exe","4711","x","0","1 K"']]) {
    Deno.mkdirSync(`${folder.path}/${tool}`);
    Deno.writeTextFileSync(`${folder.path}/${tool}/index.tsv`, "*\t1.out\t0\t-\n");
    Deno.writeTextFileSync(`${folder.path}/${tool}/1.out`, text!);
  }
  const { readFile, listDirectory } = denoHost();
  for (const options of [[], ["--resolve"], ["--owner"], ["--resolve", "--owner", "--rdap"]]) {
    const host = fakeHost({ readFile, listDirectory });
    const code = await main(["connections", ...options, "--replay", folder.path], host);
    assertEquals([...options, code], [...options, options.length === 0 ? 0 : 3], host.stderr());
  }
});
