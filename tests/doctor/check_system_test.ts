import { assertEquals } from "@std/assert";
import { checkSystem } from "../../lib/doctor/check_system.ts";
import { denoHost } from "../../lib/host/deno/deno_host.ts";
import type { Host } from "../../lib/host/host.ts";
import { recordingHost } from "../../lib/host/recording/recording_host.ts";
import { replayingHost } from "../../lib/host/recording/replaying_host.ts";
import { fakeHost } from "../support/fake_host.ts";
import { inTemporaryFolder, localPath } from "../support/folders.ts";

const check = (os: Host["os"], version: string | null) => {
  const { check, status, value } = checkSystem(fakeHost({ os, systemVersion: () => version }));
  assertEquals(check, "system");
  return [status, value];
};

Deno.test("Windows from 10 version 1709 on is what netwho is made for", () => {
  const builds: [string, string][] = [
    ["6.1.7601", "warning"], // Windows 7
    ["6.3.9600", "warning"], // Server 2012 R2
    ["10.0.10240", "warning"], // the first Windows 10
    ["10.0.14393", "warning"], // Server 2016
    ["10.0.15063", "warning"], // 1703
    ["10.0.16299", "ok"], // 1709
    ["10.0.17763", "ok"], // Server 2019
    ["10.0.22631", "ok"], // Windows 11
    ["10.0.26100", "ok"], // Server 2025
    ["10.1.1", "ok"],
    ["11.0.1", "ok"],
  ];
  for (const [version, status] of builds) {
    assertEquals(check("windows", version), [status, `Windows ${version}`]);
  }
});

Deno.test("a version that is unknown, or of no known form, is no fault", () => {
  assertEquals(check("windows", null), ["ok", "Windows"]);
  assertEquals(check("windows", "server"), ["ok", "Windows server"]);
  assertEquals(check("linux", "4.19.0-27-amd64"), ["ok", "Linux 4.19.0-27-amd64"]);
});

Deno.test("a version is replayed as recorded; older recordings have none", () =>
  inTemporaryFolder((folder) => {
    const machine = fakeHost({ ...denoHost(), systemVersion: () => "10.0.14393" });
    assertEquals(recordingHost(machine, `${folder}/a`).systemVersion(), "10.0.14393");
    const elsewhere = fakeHost({ ...denoHost(), systemVersion: () => "6.1.0" });
    assertEquals(replayingHost(`${folder}/a`, elsewhere).systemVersion(), "10.0.14393");
    const older = localPath(new URL("../recordings/windows-en", import.meta.url));
    assertEquals(replayingHost(older, elsewhere).systemVersion(), null);
  }));
