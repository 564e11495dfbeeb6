/**
 * Tests of the rule on programs in hidden folders.
 *
 * @module
 */
import { programInHiddenFolder } from "../../../../lib/audit/rules/place/program_in_hidden_folder.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("/") + 1), path });

testRule(programInHiddenFolder, {
  facts: { os: "linux" },
  bad: [
    at("/usr/lib/.x/x"),
    at("/var/lib/.../x"),
    at("/home/anna/... /x"),
    at("/.x/x"),
    at("/usr/bin/.x"),
    at("/home/anna/.x"),
    at("/opt/.update/x"),
  ],
  good: [
    ...[
      ".local/bin",
      ".cargo/bin",
      ".nvm/versions/node/v22/bin",
      ".vscode-server/bin/a1",
      ".deno/bin",
    ]
      .map((folder) => at(`/home/anna/${folder}/x`)),
    ...[
      ".vscode/extensions/a/bin",
      ".cache/ms-playwright/chromium-1/chrome-linux",
      ".rustup/x",
      ".bun/bin",
    ]
      .map((folder) => at(`/root/${folder}/x`)),
    at("/home/anna/project/.venv/bin/python"),
    at("/srv/app/node_modules/.pnpm/esbuild@0.25.0/node_modules/esbuild/bin/esbuild"),
    at("/srv/app/.terraform/providers/registry.example/x/provider"),
    at("/nix/store/a1-firefox/bin/.firefox-wrapped"),
    at("/tmp/.mount_SampleAbC123/usr/bin/sample"),
    at("/home/anna/.var/app/org.example.Sample/x"),
    at("/usr/bin/x.y"),
    // The rule on folders for temporary files speaks of it.
    at("/tmp/.x/x"),
    { ...at("/usr/lib/.x/x"), remoteAddress: "127.0.0.1" },
  ],
  unknown: [["path", { process: "x", path: null }]],
});

testRule(programInHiddenFolder, {
  facts: { os: "linux" },
  severity: "medium",
  bad: [at("/root/.ssh/x"), at("/home/anna/.config/.x/x")],
  good: [at("/home/anna/bin/x")],
});

// A tool that nobody has told netwho of.
testRule(programInHiddenFolder, {
  facts: { os: "linux" },
  severity: "low",
  bad: [
    at("/home/anna/.newtool/bin/x"),
    at("/root/.newtool/x"),
    at("/home/anna/project/.newtool/bin/x"),
  ],
  good: [at("/home/anna/.nimble/bin/x"), at("/home/anna/project/.output/bin/x")],
});
