/**
 * Entry point of the chunk for Sigma rules: only `netwho audit --sigma` loads it, with a package for YAML
 * that is larger than all of `audit` (ADR 5).
 *
 * @module
 */
export { loadSigma } from "../audit/sigma/load_sigma.ts";
export { brokenInWords, sigmaRemarks } from "../audit/sigma/sigma_remarks.ts";
