/**
 * Tests of the rule on programs that run from the network.
 *
 * @module
 */
import { programOnShare } from "../../../../lib/audit/rules/place/program_on_share.ts";
import { testRule } from "../../../support/audited.ts";

const at = (path: string) => ({ process: path.slice(path.lastIndexOf("\\") + 1), path });

testRule(programOnShare, {
  bad: [
    at("\\\\files\\tools\\x.exe"),
    at("\\\\192.168.1.9\\c$\\Windows\\Temp\\x.exe"),
    at("\\\\?\\UNC\\files\\tools\\x.exe"),
    at("\\Device\\Mup\\files\\tools\\x.exe"),
    at("\\Device\\Mup\\;LanmanRedirector\\;Z:0000000000012345\\files\\tools\\x.exe"),
    at("\\Device\\LanmanRedirector\\files\\tools\\x.exe"),
    at("\\\\tsclient\\C\\x.exe"),
    at("\\\\127.0.0.1\\ADMIN$\\x.exe"),
  ],
  good: [
    at("Z:\\tools\\x.exe"),
    at("C:\\tools\\x.exe"),
    at("\\\\?\\C:\\tools\\x.exe"),
    at("\\Device\\HarddiskVolume3\\tools\\x.exe"),
    at("\\\\wsl$\\Debian\\usr\\bin\\x.exe"),
    at("\\\\wsl.localhost\\Debian\\usr\\bin\\x.exe"),
    at("\\\\files\\tools\\svchost.exe"),
    { process: "x", path: "//files/tools/x" },
  ],
  unknown: [["path", { process: "x.exe", path: null }]],
});

testRule(programOnShare, {
  severity: "high",
  bad: [
    at("\\\\files.example@SSL\\DavWWWRoot\\x.exe"),
    at("\\\\files.example@8080\\share\\x.exe"),
    at("\\Device\\WebDavRedirector\\;Z:0000000000012345\\files.example\\share\\x.exe"),
    at("\\\\8.8.8.8\\share\\x.exe"),
    at("\\\\2001-4860-4860--8888.ipv6-literal.net\\share\\x.exe"),
  ],
  good: [at("C:\\x.exe")],
});

testRule(programOnShare, {
  severity: "low",
  bad: [
    at("\\\\corp.example\\SYSVOL\\corp.example\\scripts\\x.exe"),
    at("\\\\corp.example\\NETLOGON\\x.exe"),
    at("\\\\vmware-host\\Shared Folders\\x.exe"),
    at("\\\\VBoxSvr\\share\\x.exe"),
  ],
  good: [at("C:\\x.exe")],
});
