/**
 * Tests of the rule on web servers that call out.
 *
 * @module
 */
import { webServerCallsOut } from "../../../../lib/audit/rules/ports/web_server_calls_out.ts";
import { testRule } from "../../../support/audited.ts";

testRule(webServerCallsOut, {
  bad: [
    { process: "w3wp.exe", remotePort: 4447 },
    { process: "httpd", remotePort: 9443 },
    { process: "Tomcat9.exe", remotePort: 1389 },
    { process: "php-fpm8.2", remotePort: 5000 },
    { process: "php-fpm: pool www", remotePort: 5000 },
    { process: "nginx", remotePort: 2222, state: "SYN_SENT" },
  ],
  good: [
    { process: "w3wp.exe", localPort: 443, remotePort: 50_123, direction: "inbound" },
    { process: "w3wp.exe", remotePort: 1433, remoteAddress: "10.0.0.4" },
    { process: "nginx", remotePort: 8080, remoteAddress: "127.0.0.1" },
    { process: "phpstorm64.exe", remotePort: 4447 },
    { process: "chrome.exe", remotePort: 9443 },
    { state: "LISTENING", localPort: 443, process: "nginx" },
    { remotePort: 4447, state: "TIME_WAIT", pid: 0 },
  ],
  unknown: [
    ["direction", { process: "w3wp.exe", remotePort: 4447, direction: null }],
    ["process", { process: null, remotePort: 4447 }],
  ],
});

testRule(webServerCallsOut, {
  severity: "low",
  bad: [{ process: "php-cgi.exe", remotePort: 443 }, { process: "httpd.exe", remotePort: 80 }],
  good: [{ process: "curl", remotePort: 443 }],
});
