/** The lines of a log that the page keeps: the newest ones, bounded, so that 50 MB of output cost no more than 5. */
import type { LogLine } from '../../runner/service/protocol';
import { carryOver, plainText, settle } from './ansi';

export interface KeptLine {
  readonly stream: 'stdout' | 'stderr';
  readonly at: number;
  /** Settled; colour sequences still in it. */
  readonly text: string;
  /** Colours that the lines before left on. */
  readonly carried: string;
}
export interface Match {
  /** Among the kept lines. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

const MOST_LINES = 20_000;
/** Lines are dropped in blocks, not one by one. */
const SLACK = 2_000;
const MOST_MATCHES = 10_000;

export class LogWindow {
  private kept: KeptLine[] = [];
  private carried = { stdout: '', stderr: '' };
  /** Lines before the kept ones were left out, here or by the sender. */
  skipped = false;

  constructor(private readonly most = MOST_LINES) {}

  get length(): number {
    return this.kept.length;
  }

  at(index: number): KeptLine | undefined {
    return this.kept[index];
  }

  clear(): void {
    this.kept = [];
    this.carried = { stdout: '', stderr: '' };
    this.skipped = false;
  }

  /** Returns how many lines went out at the front. */
  append(lines: readonly LogLine[]): number {
    for (const { stream, at, text } of lines) {
      const settled = settle(text);
      this.kept.push({ stream, at, text: settled, carried: this.carried[stream] });
      this.carried[stream] = carryOver(this.carried[stream], settled);
    }
    const over = this.kept.length - this.most;
    if (over <= Math.min(SLACK, this.most / 2)) return 0;
    this.kept.splice(0, over);
    this.skipped = true;
    return over;
  }

  /** Without regard to case, as far as a person would step through. */
  find(text: string): readonly Match[] {
    const wanted = text.toLowerCase();
    const matches: Match[] = [];
    if (wanted === '') return matches;
    for (let line = 0; line < this.kept.length; line += 1) {
      const plain = plainText(this.kept[line]?.text ?? '').toLowerCase();
      let start = plain.indexOf(wanted);
      while (start >= 0) {
        matches.push({ line, start, end: start + wanted.length });
        if (matches.length >= MOST_MATCHES) return matches;
        start = plain.indexOf(wanted, start + wanted.length);
      }
    }
    return matches;
  }

  /** All kept lines without colours. */
  text(): string {
    return this.kept.map((line) => plainText(line.text)).join('\n');
  }
}
