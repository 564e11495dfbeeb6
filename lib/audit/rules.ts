/**
 * The table of rules. To add one, add a file in `rules/` and a row here; options, help and
 * `docs/rules.md` follow from it.
 *
 * @module
 */
import type { Rule } from "./engine/rule.ts";
import { manyCloseWait } from "./rules/crowds/many_close_wait.ts";
import { manyClosing } from "./rules/crowds/many_closing.ts";
import { manySynReceived } from "./rules/crowds/many_syn_received.ts";
import { manySynSent } from "./rules/crowds/many_syn_sent.ts";
import { manyTimeWait } from "./rules/crowds/many_time_wait.ts";
import { pidOfTwoNames } from "./rules/crowds/pid_of_two_names.ts";
import { portOfTwoPrograms } from "./rules/crowds/port_of_two_programs.ts";
import { unlistedProcess } from "./rules/crowds/unlisted_process.ts";
import { abusedTopLevelDomain } from "./rules/names/abused_top_level_domain.ts";
import { asksForOwnAddress } from "./rules/names/asks_for_own_address.ts";
import { miningPool } from "./rules/names/mining_pool.ts";
import { pasteOrUploadService } from "./rules/names/paste_or_upload_service.ts";
import { webServiceByScript } from "./rules/names/web_service_by_script.ts";
import { disguisedName } from "./rules/place/disguised_name.ts";
import { doubleExtension } from "./rules/place/double_extension.ts";
import { kernelThreadName } from "./rules/place/kernel_thread_name.ts";
import { knownNameWrongSigner } from "./rules/place/known_name_wrong_signer.ts";
import { lookAlikeFolder } from "./rules/place/look_alike_folder.ts";
import { lookAlikeName } from "./rules/place/look_alike_name.ts";
import { namelessUnsignedProgram } from "./rules/place/nameless_unsigned_program.ts";
import { newProgramFile } from "./rules/place/new_program_file.ts";
import { programFileGone } from "./rules/place/program_file_gone.ts";
import { programInDownloads } from "./rules/place/program_in_downloads.ts";
import { programInHiddenFolder } from "./rules/place/program_in_hidden_folder.ts";
import { programInLinuxTemp } from "./rules/place/program_in_linux_temp.ts";
import { programInOddFolder } from "./rules/place/program_in_odd_folder.ts";
import { programInTemp } from "./rules/place/program_in_temp.ts";
import { programOnShare } from "./rules/place/program_on_share.ts";
import { renamedTool } from "./rules/place/renamed_tool.ts";
import { serviceHostWithoutService } from "./rules/place/service_host_without_service.ts";
import { systemNameElsewhere } from "./rules/place/system_name_elsewhere.ts";
import { unusualParent } from "./rules/place/unusual_parent.ts";
import { adwsByOddProgram } from "./rules/ports/adws_by_odd_program.ts";
import { alternateWebPort } from "./rules/ports/alternate_web_port.ts";
import { clearTextService } from "./rules/ports/clear_text_service.ts";
import { directoryByOddProgram } from "./rules/ports/directory_by_odd_program.ts";
import { ftpByOddProgram } from "./rules/ports/ftp_by_odd_program.ts";
import { ipsecByOddProgram } from "./rules/ports/ipsec_by_odd_program.ts";
import { kerberosByOddProgram } from "./rules/ports/kerberos_by_odd_program.ts";
import { knownBackdoorPort } from "./rules/ports/known_backdoor_port.ts";
import { ldapToInternet } from "./rules/ports/ldap_to_internet.ts";
import { mailByOddProgram } from "./rules/ports/mail_by_odd_program.ts";
import { malwareCallbackPort } from "./rules/ports/malware_callback_port.ts";
import { rdpByOddProgram } from "./rules/ports/rdp_by_odd_program.ts";
import { rdpThroughTunnel } from "./rules/ports/rdp_through_tunnel.ts";
import { smbByOddProgram } from "./rules/ports/smb_by_odd_program.ts";
import { smbToInternet } from "./rules/ports/smb_to_internet.ts";
import { smtpOnPort26 } from "./rules/ports/smtp_on_port_26.ts";
import { telnet } from "./rules/ports/telnet.ts";
import { torNetwork } from "./rules/ports/tor_network.ts";
import { unknownListener } from "./rules/ports/unknown_listener.ts";
import { unnamedProgramPublicPeer } from "./rules/ports/unnamed_program_public_peer.ts";
import { webServerCallsOut } from "./rules/ports/web_server_calls_out.ts";
import { winrmByUser } from "./rules/ports/winrm_by_user.ts";
import { exposedDataStore } from "./rules/reach/exposed_data_store.ts";
import { exposedModelServer } from "./rules/reach/exposed_model_server.ts";
import { openToAll } from "./rules/reach/open_to_all.ts";
import { remoteDesktopSession } from "./rules/reach/remote_desktop_session.ts";
import { sweepsNetwork } from "./rules/reach/sweeps_network.ts";
import { touchesManyPorts } from "./rules/reach/touches_many_ports.ts";
import { vncSession } from "./rules/reach/vnc_session.ts";
import { windowsServiceFromInternet } from "./rules/reach/windows_service_from_internet.ts";
import { meshNetwork } from "./rules/remote/mesh_network.ts";
import { netsupportElsewhere } from "./rules/remote/netsupport_elsewhere.ts";
import { remoteAccessService } from "./rules/remote/remote_access_service.ts";
import { remoteAccessSession } from "./rules/remote/remote_access_session.ts";
import { remoteAccessTool } from "./rules/remote/remote_access_tool.ts";
import { severalRemoteAccessTools } from "./rules/remote/several_remote_access_tools.ts";
import { tunnelProgram } from "./rules/remote/tunnel_program.ts";
import { tunnelService } from "./rules/remote/tunnel_service.ts";
import { beaconRule } from "./rules/time/beacon_rule.ts";
import { longConnection } from "./rules/time/long_connection.ts";
import { newPeer } from "./rules/time/new_peer.ts";
import { newProgram } from "./rules/time/new_program.ts";
import { probedPorts } from "./rules/time/probed_ports.ts";
import { sweptHosts } from "./rules/time/swept_hosts.ts";
import { accessoryConnection } from "./rules/tools/accessory_connection.ts";
import { archiveToolConnection } from "./rules/tools/archive_tool_connection.ts";
import { assemblyToolConnection } from "./rules/tools/assembly_tool_connection.ts";
import { certutilConnection } from "./rules/tools/certutil_connection.ts";
import { commandPromptConnection } from "./rules/tools/command_prompt_connection.ts";
import { errorReporterWithoutArguments } from "./rules/tools/error_reporter_without_arguments.ts";
import { forgottenToolConnection } from "./rules/tools/forgotten_tool_connection.ts";
import { helpViewerConnection } from "./rules/tools/help_viewer_connection.ts";
import { javaDirectoryLookup } from "./rules/tools/java_directory_lookup.ts";
import { linuxShellConnection } from "./rules/tools/linux_shell_connection.ts";
import { linuxTextToolConnection } from "./rules/tools/linux_text_tool_connection.ts";
import { lolbasConnection } from "./rules/tools/lolbas_connection.ts";
import { mshtaConnection } from "./rules/tools/mshta_connection.ts";
import { msiexecConnection } from "./rules/tools/msiexec_connection.ts";
import { netcatConnection } from "./rules/tools/netcat_connection.ts";
import { officeBeyondMicrosoft } from "./rules/tools/office_beyond_microsoft.ts";
import { officeOddPort } from "./rules/tools/office_odd_port.ts";
import { powershellConnection } from "./rules/tools/powershell_connection.ts";
import { rundll32Connection } from "./rules/tools/rundll32_connection.ts";
import { scriptHostConnection } from "./rules/tools/script_host_connection.ts";
import { silentToolConnection } from "./rules/tools/silent_tool_connection.ts";
import { telnetConnection } from "./rules/tools/telnet_connection.ts";
import { toolWithoutArguments } from "./rules/tools/tool_without_arguments.ts";
import { winlogonConnection } from "./rules/tools/winlogon_connection.ts";

/** Every rule of netwho's own. */
export const RULES: readonly Rule[] = [
  // Where the program lies, what it is called
  systemNameElsewhere,
  lookAlikeName,
  disguisedName,
  doubleExtension,
  unusualParent,
  serviceHostWithoutService,
  programInOddFolder,
  programInTemp,
  programInDownloads,
  programOnShare,
  knownNameWrongSigner,
  lookAlikeFolder,
  programFileGone,
  renamedTool,
  namelessUnsignedProgram,
  newProgramFile,
  kernelThreadName,
  programInLinuxTemp,
  programInHiddenFolder,
  // Programs that should not talk
  toolWithoutArguments,
  linuxShellConnection,
  accessoryConnection,
  forgottenToolConnection,
  certutilConnection,
  scriptHostConnection,
  mshtaConnection,
  powershellConnection,
  rundll32Connection,
  errorReporterWithoutArguments,
  assemblyToolConnection,
  winlogonConnection,
  helpViewerConnection,
  msiexecConnection,
  officeOddPort,
  officeBeyondMicrosoft,
  javaDirectoryLookup,
  linuxTextToolConnection,
  telnetConnection,
  netcatConnection,
  commandPromptConnection,
  archiveToolConnection,
  silentToolConnection,
  lolbasConnection,
  // Ports and protocols
  knownBackdoorPort,
  malwareCallbackPort,
  alternateWebPort,
  unknownListener,
  unnamedProgramPublicPeer,
  torNetwork,
  clearTextService,
  telnet,
  ftpByOddProgram,
  mailByOddProgram,
  smtpOnPort26,
  ipsecByOddProgram,
  kerberosByOddProgram,
  directoryByOddProgram,
  ldapToInternet,
  adwsByOddProgram,
  smbByOddProgram,
  smbToInternet,
  rdpByOddProgram,
  rdpThroughTunnel,
  winrmByUser,
  webServerCallsOut,
  // Who reaches this computer
  exposedDataStore,
  exposedModelServer,
  openToAll,
  remoteDesktopSession,
  sweepsNetwork,
  touchesManyPorts,
  vncSession,
  windowsServiceFromInternet,
  // Remote control and tunnels
  meshNetwork,
  netsupportElsewhere,
  remoteAccessService,
  remoteAccessSession,
  remoteAccessTool,
  severalRemoteAccessTools,
  tunnelProgram,
  tunnelService,
  // Names and owners of the other end
  abusedTopLevelDomain,
  asksForOwnAddress,
  miningPool,
  pasteOrUploadService,
  webServiceByScript,
  // Crowds of connections, and rows that contradict each other
  manyCloseWait,
  manyClosing,
  manySynReceived,
  manySynSent,
  manyTimeWait,
  pidOfTwoNames,
  portOfTwoPrograms,
  unlistedProcess,
  // What was seen before
  newProgram,
  newPeer,
  beaconRule,
  longConnection,
  probedPorts,
  sweptHosts,
];
