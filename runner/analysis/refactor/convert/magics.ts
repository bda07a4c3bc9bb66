/** What only a notebook understands, as comments: `%matplotlib inline`, `!pip install …`, `name?`. */

/** A line that runs Python all the same: `%time model.fit(x)`. */
const TIMED = /^(\s*)%(?:time|timeit|prun)\s+(?:-\S+\s+)*(\S.*)$/;
const MAGIC = /^\s*(?:[\w.,\s]+=\s*)?(?:%\w|!)|^\s*\?|^\s*[\w.]+\?{1,2}\s*$/;
const SHELL = /^\s*(?:display\s*=\s*)?get_ipython\(\)/;
const WHOLE = /^\s*%%(\w+)/;
/** Cells that these begin are Python. */
const PYTHON_CELLS = new Set(['time', 'timeit', 'capture', 'prun', 'python', 'python3']);

/** The same number of lines. */
export function withoutMagics(text: string): string {
  const lines = text.split(/\r\n|\r|\n/);
  const at = lines.findIndex((line) => line.trim() !== '' && !line.trimStart().startsWith('#'));
  const whole = WHOLE.exec(lines[at] ?? '');
  if (whole && !PYTHON_CELLS.has(whole[1] ?? '')) return lines.map(commented).join('\n');
  return lines
    .map((line, index) => (index === at && whole ? commented(line) : plain(line)))
    .join('\n');
}

function plain(line: string): string {
  const timed = TIMED.exec(line);
  if (timed) return `${timed[1] ?? ''}${timed[2] ?? ''}`;
  return MAGIC.test(line) || SHELL.test(line) ? commented(line) : line;
}

function commented(line: string): string {
  const code = line.trimStart();
  if (code === '' || code.startsWith('#')) return line;
  return `${line.slice(0, line.length - code.length)}# Only in a notebook: ${code}`;
}
