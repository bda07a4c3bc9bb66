/** The beginning of gzipped bytes that may be cut off. */
import { constants, createGunzip, gunzipSync } from 'node:zlib';

const GZIP_MAGIC = [0x1f, 0x8b] as const;

export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === GZIP_MAGIC[0] && bytes[1] === GZIP_MAGIC[1];
}

export interface InflatedStart {
  readonly bytes: Uint8Array;
  /** All that the given input holds was inflated, up to a proper end. */
  readonly ended: boolean;
}

/** At most `limit` bytes; undefined when the input is not gzip's. Memory is bounded by `limit`, whatever the input claims. */
export async function inflateStart(
  packed: Uint8Array,
  limit: number,
): Promise<InflatedStart | undefined> {
  return inflateWhole(packed, limit) ?? (await inflatePart(packed, limit));
}

/** Small and complete blobs are the usual case, and one synchronous call is ten times cheaper than a stream. */
function inflateWhole(packed: Uint8Array, limit: number): InflatedStart | undefined {
  const SMALL = 64 * 1024;
  if (packed.length > SMALL) return undefined;
  try {
    const maxOutputLength = Math.max(1, Math.min(limit, SMALL * 4));
    return { bytes: gunzipSync(packed, { maxOutputLength }), ended: true };
  } catch {
    // Too large, cut off or damaged: the stream tells which.
    return undefined;
  }
}

function inflatePart(packed: Uint8Array, limit: number): Promise<InflatedStart | undefined> {
  return new Promise((resolve) => {
    const parts: Uint8Array[] = [];
    let length = 0;
    const stream = createGunzip();
    const finish = (ended: boolean, failed: boolean): void => {
      stream.destroy();
      if (failed && length === 0) resolve(undefined);
      else
        resolve({
          bytes: Buffer.concat(parts).subarray(0, limit),
          ended: ended && length <= limit,
        });
    };
    stream.on('data', (part: Uint8Array) => {
      parts.push(part);
      length += part.length;
      if (length > limit) finish(false, false);
    });
    stream.on('end', () => {
      finish(true, false);
    });
    stream.on('error', (error: NodeJS.ErrnoException) => {
      // Input that merely stops is what we asked for; what came before it is good.
      finish(false, error.errno !== constants.Z_BUF_ERROR);
    });
    stream.end(packed);
  });
}
