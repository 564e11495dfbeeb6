/**
 * Tests of the rule `mesh-network`.
 *
 * @module
 */
import { meshNetwork } from "../../../../lib/audit/rules/remote/mesh_network.ts";
import { testRule } from "../../../support/audited.ts";

testRule(meshNetwork, {
  bad: [
    { process: "tailscaled" },
    { process: "zerotier-one_x64.exe" },
    {
      process: "tailscaled.exe",
      protocol: "UDP",
      state: null,
      remoteAddress: null,
      remotePort: null,
      localPort: 41_641,
    },
    [{ process: "netbird.exe", pid: 7 }, { process: "netbird.exe", pid: 7, remotePort: 80 }],
  ],
  good: [{ process: "openvpn.exe" }, { process: "svchost.exe" }, { process: "scale.exe" }],
  unknown: [["process", { process: null }]],
});
