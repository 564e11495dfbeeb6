/**
 * Addresses of public rules that rules of netwho stand for, each at the state that was read.
 *
 * @module
 */

/** The address of a rule of Sigma (Detection Rule License 1.1), by its path without the ending. */
export function sigmaRule(path: string): string {
  return `https://github.com/SigmaHQ/sigma/blob/8eaafff1f2845a696050e05e72ba1140ee190698/${path}.yml`;
}

/** The address of a rule of Sigma on network connections of Windows: `certutil_initiated_connection`. */
export function sigmaConnectionRule(name: string): string {
  return sigmaRule(`rules/windows/network_connection/net_connection_win_${name}`);
}

/** The address of a hunting rule of Sigma on network connections of Windows. */
export function sigmaHuntingRule(name: string): string {
  return sigmaRule(`rules-threat-hunting/windows/network_connection/net_connection_win_${name}`);
}

/** The address of a rule of Elastic, by its path without the ending. */
export function elasticRule(path: string): string {
  return "https://github.com/elastic/detection-rules/blob/" +
    `14cf530f0d2177023092449cd9d9348b4a8884c2/rules/${path}.toml`;
}

/** The address of a detection of Splunk, by its path without the ending. */
export function splunkDetection(path: string): string {
  return "https://github.com/splunk/security_content/blob/" +
    `b13b314aed0e1778335a55620474e7d27289a20a/detections/${path}.yml`;
}
