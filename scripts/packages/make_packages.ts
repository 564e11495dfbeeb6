/**
 * Makes the manifests of a release for package managers, from the version in deno.json and the release's
 * list of checksums:
 *
 *     deno run --allow-read --allow-write scripts/packages/make_packages.ts SHA256SUMS FOLDER
 *
 * The folder gets `scoop/netwho.json` and `winget/manifests/…`.
 *
 * @module
 */
import { packageFacts } from "./package_facts.ts";
import { scoopManifest } from "./scoop_manifest.ts";
import { wingetManifests } from "./winget_manifests.ts";

if (import.meta.main) {
  const [list, folder, ...rest] = Deno.args;
  if (list === undefined || folder === undefined || rest.length > 0) {
    console.error("Usage: make_packages.ts SHA256SUMS FOLDER");
    Deno.exit(2);
  }
  try {
    const facts = packageFacts(await Deno.readTextFile(list));
    const files = new Map([["scoop/netwho.json", scoopManifest(facts)]]);
    for (const [path, text] of wingetManifests(facts)) files.set(`winget/${path}`, text);
    for (const [path, text] of files) {
      await Deno.mkdir(`${folder}/${path}`.replace(/\/[^/]*$/, ""), { recursive: true });
      await Deno.writeTextFile(`${folder}/${path}`, text);
      console.log(path);
    }
  } catch (error) {
    console.error(`make_packages: ${error instanceof Error ? error.message : error}`);
    Deno.exitCode = 1;
  }
}
