/** Writes a tar archive (POSIX.1-2001, "pax") of regular files that depends on their names and bytes alone. Pure. */

export interface TarEntry {
  /** With `/` between parts, relative. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const BLOCK = 512;
/** Two empty blocks end an archive. */
const END = Buffer.alloc(2 * BLOCK);
const NAME_LENGTH = 100;
const encoder = new TextEncoder();

/** @param time of every entry, epoch seconds */
export function tarOf(entries: readonly TarEntry[], time: number): Uint8Array {
  return Buffer.concat([...entries.flatMap((entry) => partsOf(entry, time)), END]);
}

function partsOf({ name, bytes }: TarEntry, time: number): Uint8Array[] {
  const nameBytes = encoder.encode(name);
  // A plain header has room for short names only, and is ASCII by the standard.
  const plain = nameBytes.length <= NAME_LENGTH && nameBytes.every((byte) => byte < 0x80);
  const extension = plain ? [] : withContent('x', encoder.encode('pax'), paxRecord(name), time);
  return [...extension, ...withContent('0', nameBytes, bytes, time)];
}

function withContent(
  type: string,
  name: Uint8Array,
  bytes: Uint8Array,
  time: number,
): Uint8Array[] {
  const padding = (BLOCK - (bytes.length % BLOCK)) % BLOCK;
  return [header(type, name, bytes.length, time), bytes, Buffer.alloc(padding)];
}

function header(type: string, name: Uint8Array, size: number, time: number): Uint8Array {
  const block = Buffer.alloc(BLOCK);
  block.set(name.subarray(0, NAME_LENGTH), 0);
  block.write(octal(0o644, 8), 100);
  block.write(octal(0, 8), 108);
  block.write(octal(0, 8), 116);
  block.write(octal(size, 12), 124);
  block.write(octal(time, 12), 136);
  // The checksum counts its own field as spaces.
  block.write('        ', 148);
  block.write(type, 156);
  block.write('ustar\x0000', 257, 'latin1');
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

/** A number field of that width, ended by NUL. */
function octal(value: number, width: number): string {
  return `${value.toString(8).padStart(width - 1, '0')}\0`;
}

/** `<length> path=<name>\n`, where the length counts its own digits. */
function paxRecord(name: string): Uint8Array {
  const content = encoder.encode(` path=${name}\n`);
  let length = content.length;
  while (String(length).length + content.length !== length) {
    length = String(length).length + content.length;
  }
  return Buffer.concat([encoder.encode(String(length)), content]);
}
