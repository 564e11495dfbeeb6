import { assertEquals } from "@std/assert";
import { recordingHost } from "../../../lib/host/recording/recording_host.ts";
import { replayingHost } from "../../../lib/host/recording/replaying_host.ts";
import type { Host } from "../../../lib/host/host.ts";
import { denoHost } from "../../../lib/host/deno/deno_host.ts";
import { fakeProc } from "../../support/fake_proc.ts";
import { inTemporaryFolder } from "../../support/folders.ts";
import { readProcesses } from "../../support/read_processes.ts";

const SECRET = "hunter2-is-secret";

const stat = (comm: string) => `7 (${comm}) S 1 7 7 0 -1 0 0 0 0 0 0 0 0 0 20 0 1 0 100 0 0`;

/** Programs whose names the kernel cut, with a secret behind the name in every way. */
const PROCESSES = {
  7: {
    files: {
      stat: stat("a-long-script-n"),
      cmdline: `/opt/a-long-script-name.py\0-p\0${SECRET}\0`,
    },
  },
  8: { files: { stat: stat("npm exec deno@2"), cmdline: `npm exec deno@2.9.6 ${SECRET}\0` } },
  9: { files: { stat: stat("exactly-fifteen"), cmdline: `${SECRET}\0x\0` } },
};

const NAMES = ["a-long-script-name.py", "npm exec deno@2.9.6", "exactly-fifteen"];

const read = async (host: Host) => [...(await readProcesses(host)).values()];

Deno.test("no command line is in a recording of Linux, and the names are replayed", () =>
  inTemporaryFolder(async (folder) => {
    const { host } = fakeProc({ processes: PROCESSES });
    const commandLines = () => new Map([[7, `/opt/a-long-script-name.py\0-p\0${SECRET}\0`]]);
    const directory = `${folder}/recording`;
    const recorded = await read(recordingHost({ ...host, commandLines }, directory));
    assertEquals(recorded.map(({ process }) => process), NAMES);
    assertEquals(recorded[0]?.commandLine, `/opt/a-long-script-name.py -p ${SECRET}`);
    for (const { name } of Deno.readDirSync(directory)) {
      for (const file of Deno.readDirSync(`${directory}/${name}`)) {
        const text = Deno.readTextFileSync(`${directory}/${name}/${file.name}`);
        assertEquals(text.includes(SECRET), false, `${name}/${file.name}`);
      }
    }
    const replayed = await read(replayingHost(directory, denoHost()));
    assertEquals(replayed.map(({ process }) => process), NAMES);
    assertEquals(replayed.map(({ commandLine }) => commandLine), [null, null, null]);
    assertEquals(replayed.map(({ parentPid }) => parentPid), [1, 1, 1]);
  }));
