/**
 * Answers of all registries with what a careful reader makes of them, which are not part of the
 * repository: `../shared/rdap` beside the checkout.
 */
import { assertEquals } from "@std/assert";
import { denoHost } from "../../../../lib/host/deno/deno_host.ts";
import type { OwnerRecord } from "../../../../lib/model/owner.ts";
import { namesIn } from "../../../support/folders.ts";
import { answer, startRdapServer } from "../../../support/rdap_server.ts";
import { runMain } from "../../../support/run_main.ts";

const FOLDER = new URL("../../../../../shared/rdap/", import.meta.url);

const files = (namesIn(FOLDER) ?? []).filter((name) => name.endsWith(".json"));

for (const file of files) {
  Deno.test(`the answer in ../shared/rdap/${file} is read right`, async () => {
    const { address, answer: json, right } = JSON.parse(
      Deno.readTextFileSync(new URL(file, FOLDER)),
    );
    await using server = startRdapServer();
    server.on(`ip/${address}`, answer(json));
    const { stdout, stderr, code } = await runMain([
      ...["whois", address, "--no-dns", "--rdap-server", server.baseUrl, "--format", "json"],
    ], { host: { fetch: denoHost().fetch } });
    assertEquals([code, stderr], [0, ""]);
    const [{ organization, network, registryCountry, allocated, abuseContact }] = JSON.parse(
      stdout,
    ) as [OwnerRecord];
    assertEquals({ organization, network, registryCountry, allocated, abuseContact }, right);
  });
}

if (files.length === 0) {
  Deno.test.ignore("answers of all registries: ../shared is missing", () => {});
}
