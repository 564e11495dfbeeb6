/**
 * Tests of the rule `exposed-model-server`.
 *
 * @module
 */
import { exposedModelServer } from "../../../../lib/audit/rules/reach/exposed_model_server.ts";
import { type AuditedRow, testRule } from "../../../support/audited.ts";

const OLLAMA: AuditedRow = { state: "LISTENING", localPort: 11_434, process: "ollama.exe" };

testRule(exposedModelServer, {
  bad: [
    OLLAMA,
    { ...OLLAMA, process: "wrapper.exe" },
    { ...OLLAMA, process: null, pid: null },
    { ...OLLAMA, localPort: 1234, process: "LM Studio.exe" },
    { ...OLLAMA, localPort: 8080, localAddress: "::", process: "llama-server" },
  ],
  good: [
    { ...OLLAMA, localAddress: "127.0.0.1", localScope: "loopback" },
    { ...OLLAMA, localPort: 1234, process: "node.exe" },
    {
      localPort: 11_434,
      direction: "inbound",
      remoteAddress: "192.168.1.9",
      process: "ollama.exe",
    },
    { remotePort: 443, process: "ollama.exe" },
  ],
  unknown: [["process", { ...OLLAMA, localPort: 1234, process: null }]],
});

testRule(exposedModelServer, {
  severity: "high",
  bad: [{ localPort: 11_434, direction: "inbound", process: "ollama.exe" }],
  good: [{ localPort: 11_434, direction: "outbound", process: "firefox.exe" }],
});
