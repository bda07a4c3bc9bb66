/** A notebook or a script as a flow, as the protocol asks for it. */
import { cellsOfScript } from '../runner/analysis/refactor/convert/cells';
import { convertToFlow } from '../runner/analysis/refactor/convert/convert';
import type { PythonParser } from '../runner/analysis/source/parser';
import type { ConvertAnswer, ConvertRequest } from './protocol';

export function converted(parser: PythonParser, { name, content }: ConvertRequest): ConvertAnswer {
  const isNotebook = 'cells' in content;
  const cells = isNotebook ? content.cells : cellsOfScript(content.text);
  return convertToFlow(parser, { cells, name, isNotebook });
}
