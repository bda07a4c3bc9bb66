/** `flowdeck convert`: a notebook or a script as a flow, which is written, not run. */
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { cellsOfNotebook, cellsOfScript } from '../../analysis/refactor/convert/cells';
import { convertToFlow } from '../../analysis/refactor/convert/convert';
import { FlowdeckError } from '../../errors';
import { EXIT } from '../failure';
import { bundledParser } from '../lint/parser';
import type { Terminal } from '../terminal';

export interface ConvertOptions {
  readonly output?: string;
}

/** @throws FlowdeckError `argument-path`, `not-convertible`, `output-exists` */
export async function convertCommand(
  file: string,
  { output }: ConvertOptions,
  terminal: Terminal,
): Promise<number> {
  const text = await textOf(file);
  const { name, ext } = path.parse(file);
  const isNotebook = ext === '.ipynb';
  const cells = isNotebook ? cellsOfNotebook(text) : cellsOfScript(text);
  if (!cells) throw notConvertible('It is no notebook of Jupyter', file);
  const converted = convertToFlow(await bundledParser(), { cells, name, isNotebook });
  if ('refused' in converted) {
    const { refused, cell } = converted;
    throw notConvertible(cell === undefined ? refused : `${refused} (cell ${cell})`, file);
  }
  if (output === undefined) {
    terminal.out(converted.text);
    return EXIT.ok;
  }
  await writeNew(output, converted.text);
  terminal.out(`${converted.flow} is in ${output}\n`);
  return EXIT.ok;
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new FlowdeckError(
      { code: 'argument-path', message: `${file} cannot be read`, where: { file } },
      { cause: error },
    );
  }
}

/** Never over something that is there. */
async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    throw new FlowdeckError(
      exists
        ? {
            code: 'output-exists',
            message: `${file} is there already`,
            remedy: 'Choose another name for --output.',
          }
        : { code: 'argument-path', message: `${file} cannot be written`, where: { file } },
      { cause: error },
    );
  }
}

function notConvertible(message: string, file: string): FlowdeckError {
  return new FlowdeckError({ code: 'not-convertible', message, where: { file } });
}
