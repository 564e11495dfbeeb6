/**
 * Tests of the rule on programs that pose as threads of the kernel.
 *
 * @module
 */
import { kernelThreadName } from "../../../../lib/audit/rules/place/kernel_thread_name.ts";
import { testRule } from "../../../support/audited.ts";

const named = (process: string) => ({ process, path: `/usr/lib/x/${process.replace(/\//g, "_")}` });

testRule(kernelThreadName, {
  facts: { os: "linux" },
  bad: [
    ...[
      "kworker",
      "kworker/0:1",
      "kworker/u8:2-events",
      "kthreadd",
      "kthreaddi",
      "kworkerds",
      "kdevtmpfsi",
    ].map(named),
    ...["ksoftirqd/0", "kswapd0", "khugepaged", "migration/1", "[kworker/0:0]", "rcu_sched"].map(
      named,
    ),
    { process: "perl", path: "/usr/bin/perl", commandLine: "[kworker/u8:0]" },
    { ...named("kworker/0:1"), remoteAddress: "127.0.0.1" },
  ],
  good: [
    ...["kwalletd5", "kded5", "kioworker", "kdeconnectd", "ksmserver", "kubelet", "keepalived"].map(
      named,
    ),
    { process: "watchdog", path: "/usr/sbin/watchdog" },
    { process: "perl", path: "/usr/bin/perl", commandLine: "perl -e '[1]'" },
    { process: "test", path: "/usr/bin/[", commandLine: "[ -f x ]" },
  ],
  unknown: [["path", { process: "kworker/0:1", path: null }], ["process", { process: null }]],
});
