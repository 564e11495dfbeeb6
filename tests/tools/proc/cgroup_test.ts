import { assertEquals } from "@std/assert";
import { parseCgroup } from "../../../lib/tools/proc/cgroup.ts";

const SERVICES: Record<string, string[] | null> = {
  "": null,
  "0::/\n": null,
  "0::/system.slice/ssh.service\n": ["ssh.service"],
  "0::/system.slice/system-getty.slice/getty@tty1.service\n": ["getty@tty1.service"],
  // What a service has made below itself still belongs to it.
  "0::/system.slice/netdata.service/apps.plugin\n": ["netdata.service"],
  "0::/user.slice/user-1000.slice/session-3.scope\n": null,
  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/sync.service\n": ["sync.service"],
  "0::/user.slice/user-1000.slice/user@1000.service/app.slice/app-mail-12.scope\n": null,
  "0::/user.slice/user-1000.slice/user@1000.service/init.scope\n": null,
  // cgroup v1 and the mixed layout
  "3:memory:/other.service\n1:name=systemd:/system.slice/cron.service\n0::/\n": ["cron.service"],
  "1:name=systemd:/system.slice/cron.service\n0::/system.slice/cron.service\n": ["cron.service"],
  "3:memory:/other.service\n1:name=systemd:/system.slice/cron.service\n": ["cron.service"],
  "2:cpu:/system.slice/cron.service\n": null,
};

for (const [text, services] of Object.entries(SERVICES)) {
  Deno.test(`services of ${JSON.stringify(text)}`, () => assertEquals(parseCgroup(text), services));
}
