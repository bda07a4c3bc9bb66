/** Splits a stream of bytes into lines of UTF-8, however the chunks fall. */
export class LineSplitter {
  private readonly rest: Buffer[] = [];

  /** The lines that this chunk completes, without their newlines. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(0x0a); end !== -1; end = chunk.indexOf(0x0a, start)) {
      lines.push(this.complete(chunk.subarray(start, end)));
      start = end + 1;
    }
    if (start < chunk.length) this.rest.push(chunk.subarray(start));
    return lines;
  }

  private complete(end: Buffer): string {
    if (this.rest.length === 0) return end.toString('utf8');
    const line = Buffer.concat([...this.rest.splice(0), end]);
    return line.toString('utf8');
  }
}
