/**
 * Tests of the rule on Java that asks a directory.
 *
 * @module
 */
import { javaDirectoryLookup } from "../../../../lib/audit/rules/tools/java_directory_lookup.ts";
import { testRule } from "../../../support/audited.ts";

testRule(javaDirectoryLookup, {
  bad: [
    { process: "java.exe", remotePort: 389 },
    { process: "javaw.exe", remotePort: 1099 },
    { process: "java", path: "/usr/lib/jvm/bin/java", remotePort: 1389 },
    { process: "java", remotePort: 3268, state: "SYN_SENT" },
  ],
  good: [
    { process: "java.exe", remotePort: 389, remoteAddress: "10.0.0.9" },
    { process: "java.exe", remotePort: 1099, remoteAddress: "127.0.0.1" },
    { process: "java.exe" },
    { process: "java.exe", remotePort: 51_000, localPort: 389, direction: "inbound" },
    { process: "ldp.exe", remotePort: 389 },
  ],
  unknown: [
    ["direction", { process: "java", remotePort: 389, direction: null }],
    ["process", { process: null, remotePort: 389 }],
  ],
});
