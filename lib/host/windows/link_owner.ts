/**
 * Who made a link or a junction of Windows.
 *
 * @module
 */
import { longPath } from "../file_paths.ts";
import { readSid } from "./security_id.ts";
import { windowsApi } from "./windows_api.ts";
import { type Functions, orNull, windowsLibrary } from "./windows_library.ts";
import { wideText } from "./wide_text.ts";

const KERNEL32 = {
  CreateFileW: {
    parameters: ["buffer", "u32", "u32", "pointer", "u32", "u32", "pointer"],
    result: "usize",
  },
  CloseHandle: { parameters: ["usize"], result: "i32" },
} as const;

const ADVAPI32 = {
  GetKernelObjectSecurity: {
    parameters: ["usize", "u32", "buffer", "u32", "buffer"],
    result: "i32",
  },
} as const;

const READ_CONTROL = 0x2_0000;
const SHARE_ALL = 0x7;
const OPEN_EXISTING = 3;
const OPEN_THE_LINK = 0x0200_0000 | 0x0020_0000; // BACKUP_SEMANTICS for folders, OPEN_REPARSE_POINT
const INVALID_HANDLE = 0xffff_ffff_ffff_ffffn;
const OWNER_SECURITY_INFORMATION = 1;
/** Where a SECURITY_DESCRIPTOR that stands in one piece says where its owner is. */
const OWNER_OFFSET = 4;
const DESCRIPTOR_BYTES = 20;
/** A descriptor with the longest identifier, in bytes. */
const LONGEST_OWNER = DESCRIPTOR_BYTES + 8 + 4 * 15;

/** The identifiers of SYSTEM, the group of administrators, and the installer of Windows. */
const SYSTEM_OWNERS: readonly string[] = [
  "S-1-5-18",
  "S-1-5-32-544",
  "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464",
];

type Kernel = Functions<typeof KERNEL32>;
type Advapi = Functions<typeof ADVAPI32>;

const kernel = windowsLibrary("kernel32.dll", KERNEL32);
const advapi = windowsLibrary("advapi32.dll", ADVAPI32);

/** Whether Windows, an administrator or the user of this run owns a link; one that nobody knows is foreign. */
export function linkOwner(path: string): "trusted" | "foreign" {
  const owner = orNull(() => ownerOf(path, { ...kernel(), ...advapi() }));
  if (owner === null) return "foreign";
  const isOwn = () => owner === windowsApi().userSid();
  return SYSTEM_OWNERS.includes(owner) || isOwn() ? "trusted" : "foreign";
}

/** The owner of what is at a path, of a link itself, by its identifier; null where it is not told. */
export function ownerOf(
  path: string,
  { CreateFileW, CloseHandle, GetKernelObjectSecurity }: Kernel & Advapi,
): string | null {
  const name = wideText(longPath(path));
  const handle = CreateFileW(
    name,
    READ_CONTROL,
    SHARE_ALL,
    null,
    OPEN_EXISTING,
    OPEN_THE_LINK,
    null,
  );
  if (BigInt(handle) === INVALID_HANDLE) return null;
  const descriptor = new Uint8Array(LONGEST_OWNER);
  const isTold = GetKernelObjectSecurity(
    handle,
    OWNER_SECURITY_INFORMATION,
    descriptor,
    descriptor.length,
    new Uint32Array(1),
  );
  CloseHandle(handle);
  return isTold ? readOwner(descriptor) : null;
}

/** The owner in a SECURITY_DESCRIPTOR; null without one. */
export function readOwner(descriptor: Uint8Array): string | null {
  if (descriptor.length < DESCRIPTOR_BYTES) return null;
  const view = new DataView(descriptor.buffer, descriptor.byteOffset, descriptor.byteLength);
  const at = view.getUint32(OWNER_OFFSET, true);
  return at < DESCRIPTOR_BYTES ? null : readSid(descriptor.subarray(at));
}
