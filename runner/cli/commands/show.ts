/** `flowdeck show`: the graph as text, or the FlowDescription as JSON. */
import {
  isExpression,
  type FlowDescription,
  type ParameterDescription,
} from '../../flow/description';
import { describeFlow, type DescribeOptions } from '../describe';
import { EXIT } from '../failure';
import { graphText } from '../graphText';
import { tableLines } from '../table';
import type { Terminal } from '../terminal';

export interface ShowOptions extends DescribeOptions {
  readonly json?: boolean;
}

export async function showCommand(
  file: string,
  options: ShowOptions,
  terminal: Terminal,
): Promise<number> {
  const { description } = await describeFlow(file, options);
  terminal.out(
    options.json === true
      ? `${JSON.stringify(description, undefined, 2)}\n`
      : descriptionText(description, terminal),
  );
  return EXIT.ok;
}

function descriptionText(description: FlowDescription, terminal: Terminal): string {
  const { name, file, doc, parameters, decorators } = description;
  const title = `${terminal.style('bold', name)}  ${terminal.style('dim', file)}\n`;
  const flowDecorators = decorators.map((each) => `@${each.name}`).join(' ');
  const parts = [
    title,
    ...(flowDecorators === '' ? [] : [`${flowDecorators}\n`]),
    ...(doc.trim() === '' ? [] : [`${doc.trim()}\n`]),
    `\n${graphText(description)}`,
    ...(parameters.length === 0 ? [] : [`\n${parameterText(parameters, terminal)}`]),
  ];
  return parts.join('');
}

function parameterText(parameters: readonly ParameterDescription[], terminal: Terminal): string {
  const lines = tableLines(
    parameters.map((parameter) => [
      `--${parameter.name}`,
      parameter.type === 'unknown' ? '' : parameter.type,
      defaultText(parameter),
      parameter.help ?? '',
    ]),
    { width: terminal.columns, indent: '  ' },
  );
  return `${terminal.style('dim', 'Parameters:')}\n${lines.join('\n')}\n`;
}

function defaultText({ default: value, required }: ParameterDescription): string {
  if (value === undefined) return required ? 'required' : '';
  return isExpression(value) ? value.$expression : JSON.stringify(value);
}
