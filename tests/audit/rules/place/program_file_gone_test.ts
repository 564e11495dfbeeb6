/**
 * Tests of the rule on programs whose file is gone.
 *
 * @module
 */
import { GONE_NOTE } from "../../../../lib/capture/linux/linux_files.ts";
import { programFileGone } from "../../../../lib/audit/rules/place/program_file_gone.ts";
import { testRule } from "../../../support/audited.ts";

const gone = (path: string) => ({
  process: path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1),
  path,
  file: { isGone: true },
});

testRule(programFileGone, {
  facts: { os: null },
  bad: [
    gone("/srv/x"),
    gone("/home/anna/.x/x"),
    gone("/tmp/x"),
    { process: "x", path: "/srv/x (deleted)" },
    { process: "x", path: "/var/www/x", note: GONE_NOTE },
    { process: "x", path: "/memfd:x (deleted)" },
    { process: "x", path: "/memfd:" },
    gone("/usr/lib/.x/x"),
    gone("C:\\Tools\\x.exe"),
    gone("C:\\Users\\ann\\AppData\\Local\\Temp\\x.exe"),
    gone("C:\\Windows\\Temp\\x.exe"),
    gone("C:\\Users\\Public\\x.exe"),
  ],
  good: [
    { process: "sshd", path: "/usr/sbin/sshd" },
    { process: "x", path: "/home/anna/x", file: {} },
    { process: "x.exe", path: "C:\\Tools\\x.exe", file: {} },
    { process: "runc", path: "/memfd:runc_cloned:/proc/self/exe (deleted)" },
    { process: "notes (deleted)", path: "/home/anna/notes (deleted)", file: {} },
    { process: "System", pid: 4, path: null },
    { ...gone("/home/anna/x"), remoteAddress: "127.0.0.1" },
  ],
  unknown: [
    ["file", { process: "x.exe", path: "C:\\Tools\\x.exe" }],
    ["path", { process: "x", path: null }],
    ["process", { process: null, path: null }],
  ],
});

testRule(programFileGone, {
  facts: { os: null },
  severity: "low",
  bad: [
    gone("/usr/sbin/sshd"),
    gone("/usr/lib/systemd/systemd"),
    gone("/opt/sample/sample-browser"),
    gone("/snap/sample/12/bin/x"),
    gone("C:\\Program Files\\Sample\\x.exe"),
    gone("C:\\Windows\\System32\\svchost.exe"),
  ],
  good: [{ process: "x", path: "/usr/bin/x", file: {} }],
});

testRule(programFileGone, {
  facts: { os: null },
  severity: "medium",
  bad: [
    gone("/home/anna/.vscode-server/bin/a1/node"),
    gone("/home/anna/.local/share/sample/x"),
    gone("/home/anna/project/target/debug/x"),
    gone("C:\\Users\\ann\\AppData\\Local\\Sample\\app-1.0\\x.exe"),
  ],
  good: [{ process: "x", path: "/usr/bin/x", file: {} }],
});
