const SIGNATURES: readonly [name: string, ...bytes: number[]][] = [
  // Packed twice.
  ['gzip', 0x1f, 0x8b],
  ['zip', 0x50, 0x4b, 0x03, 0x04],
  ['zip', 0x50, 0x4b, 0x05, 0x06],
  ['zstd', 0x28, 0xb5, 0x2f, 0xfd],
  ['bzip2', 0x42, 0x5a, 0x68],
  ['xz', 0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00],
  ['7z', 0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c],
  ['PDF', 0x25, 0x50, 0x44, 0x46, 0x2d],
  ['an office document', 0xd0, 0xcf, 0x11, 0xe0],
  ['UTF-16 text', 0xff, 0xfe],
  ['UTF-16 text', 0xfe, 0xff],
];

/** What the file is, where its first bytes say that it is no JSON: an answer that helps more than "byte 0 is wrong". */
export function foreignFormat(start: Uint8Array): string | null {
  for (const [name, ...bytes] of SIGNATURES) {
    if (start.length >= bytes.length && bytes.every((byte, at) => start[at] === byte)) return name;
  }
  return null;
}
