/**
 * Tests of the rule on programs of Linux in folders for temporary files.
 *
 * @module
 */
import { programInLinuxTemp } from "../../../../lib/audit/rules/place/program_in_linux_temp.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("/") + 1), path });

testRule(programInLinuxTemp, {
  facts: { os: "linux" },
  bad: [
    at("/tmp/x"),
    at("/tmp/.X11-unix/x"),
    at("/var/tmp/deep/x"),
    at("/dev/shm/x"),
    at("/run/shm/x"),
    at("/run/user/1000/x"),
    at("/var/run/user/1000/x"),
    at("/run/x"),
    at("/dev/x"),
    at("/var/log/x"),
    at("/tmp/x (deleted)"),
    { ...at("/tmp/x"), state: "LISTENING", localAddress: "::" },
    { ...at("/tmp/x"), remoteAddress: "10.0.0.9" },
  ],
  good: [
    at("/usr/bin/x"),
    at("/opt/tmp/x"),
    at("/home/anna/tmp/x"),
    at("/tmp/.mount_SampleAbC123/usr/bin/sample"),
    at("/tmp/newroot/usr/bin/x"),
    at("/tmp/snap.rootfs_a1/usr/bin/x"),
    at("/run/current-system/sw/bin/x"),
    at("/run/wrappers/bin/x"),
    at("/run/host/usr/bin/x"),
    at("/run/containerd/io.containerd.runtime.v2.task/x"),
    at("/run/media/anna/disk/x"),
    at("/snap/sample/12/bin/x"),
    // Another rule speaks of it.
    { process: "kworker/0:1", path: "/tmp/k" },
    { ...at("/tmp/x"), remoteAddress: "127.0.0.1" },
    { ...at("/tmp/x"), state: "LISTENING", localAddress: "127.0.0.53" },
    { process: "x.exe", path: "C:\\tmp\\x.exe" },
  ],
  unknown: [["path", { process: "x", path: null }], ["process", { process: null }]],
});

testRule(programInLinuxTemp, {
  facts: { os: "linux" },
  severity: "low",
  bad: [at("/tmp/go-build123/b001/exe/main")],
  good: [at("/usr/bin/main")],
});
