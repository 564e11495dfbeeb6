import { assertEquals } from "@std/assert";
import { ASSETS, assetUrl } from "../../../scripts/release/assets.ts";

Deno.test("a release has these files, whose names are known to installers and manifests", () => {
  assertEquals(ASSETS, [
    "install.ps1",
    "install.sh",
    "netwho-linux-arm64.tar.gz",
    "netwho-linux-x64.tar.gz",
    "netwho-powershell-module.zip",
    "netwho-windows-arm64.zip",
    "netwho-windows-x64.zip",
    "netwho.cdx.json",
  ]);
});

Deno.test("an address is of one version, or of the latest", () => {
  assertEquals(
    assetUrl("SHA256SUMS"),
    "https://github.com/netwho/netwho/releases/latest/download/SHA256SUMS",
  );
  assertEquals(
    assetUrl("netwho-linux-x64.tar.gz", { version: "0.1.0" }),
    "https://github.com/netwho/netwho/releases/download/v0.1.0/netwho-linux-x64.tar.gz",
  );
});
