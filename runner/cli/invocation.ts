/** How the person called us, so that "what to type next" works when it is copied. */
import path from 'node:path';

/** `flowdeck`, or `node dist/flowdeck.js` when that was typed. */
export function invocation(argv: readonly string[] = process.argv, cwd = process.cwd()): string {
  const script = argv[1] ?? '';
  if (!script.endsWith('.js')) return 'flowdeck';
  const relative = path.relative(cwd, script);
  return `node ${quoteWord(relative.startsWith('..') ? script : relative)}`;
}

/** For a POSIX shell; harmless words stay as they are. */
export function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
