import { describe, expect, it } from 'vitest';
import { FlowdeckError } from '../../../runner/errors';
import type { ParameterDescription, ParameterType } from '../../../runner/flow/description';
import { checkParameterValue, parseFlowArguments } from '../../../runner/flow/parameters';
import { flow } from './describe';

function parameter(
  name: string,
  type: ParameterType = 'str',
  more: Partial<ParameterDescription> = {},
): ParameterDescription {
  return {
    name,
    attribute: name.replaceAll('-', '_'),
    kind: 'parameter',
    type,
    required: false,
    ...more,
  };
}

const description = {
  ...flow('start -> end\nend'),
  parameters: [
    parameter('alpha', 'float', { default: 0.1 }),
    parameter('max-depth', 'int'),
    parameter('verbose', 'bool'),
    parameter('cfg', 'unknown', { kind: 'config', required: true }),
  ],
};

function failure(argv: readonly string[], flowDescription = description): FlowdeckError {
  try {
    parseFlowArguments(flowDescription, argv);
  } catch (error) {
    if (error instanceof FlowdeckError) return error;
    throw error;
  }
  throw new Error('it was accepted');
}

describe('arguments of a flow', () => {
  it.each([
    [[], {}],
    [['--alpha', '0.5'], { alpha: '0.5' }],
    [['--alpha=0.5', '--max-depth', '3'], { alpha: '0.5', 'max-depth': '3' }],
    [['--alpha', '1', '--alpha', '2'], { alpha: '2' }],
    [['--alpha', '-1'], { alpha: '-1' }],
    [['--verbose', 'no'], { verbose: 'no' }],
  ])('%j', (argv, expected) => {
    expect(parseFlowArguments(description, argv)).toEqual(expected);
  });

  it.each([
    [['--alhpa', '1'], 'parameter-unknown', 'Did you mean --alpha?'],
    [
      ['--colour', '1'],
      'parameter-unknown',
      'It has --alpha, --max-depth, --verbose. Options of Flowdeck stand before the file.',
    ],
    [
      ['--cfg', 'x'],
      'parameter-unknown',
      'It has --alpha, --max-depth, --verbose. Options of Flowdeck stand before the file.',
    ],
    [['--verbose'], 'parameter-without-value', 'Write --verbose true.'],
    [['--max-depth', '2.5'], 'parameter-invalid', 'Give a whole number to --max-depth.'],
    [['alpha'], 'argument-unexpected', 'Write parameters after the file as --name value.'],
    [['-a', '1'], 'argument-unexpected', 'Write parameters after the file as --name value.'],
  ])('refuses %j', (argv, code, remedy) => {
    expect(failure(argv)).toMatchObject({ code, remedy, where: { file: '/flows/test.py' } });
  });

  it('asks for what is required and has no default', () => {
    const required = {
      ...description,
      parameters: [
        parameter('data', 'str', { required: true, help: 'a table' }),
        parameter('size', 'int', { required: true, default: 1 }),
      ],
    };
    expect(failure([], required)).toMatchObject({
      code: 'parameter-missing',
      message: 'The parameter --data of TestFlow is required (a table)',
    });
    expect(parseFlowArguments(required, ['--data', ''])).toEqual({ data: '' });
  });
});

/** What Python's `int`, `float`, `json.loads` and click's BOOL take and refuse. */
const VALUES: readonly (readonly [ParameterType, readonly string[], readonly string[]])[] = [
  ['str', ['', 'anything'], []],
  ['unknown', ['anything'], []],
  ['int', ['1', '-1', '+7', ' 3 ', '1_000'], ['', '1.0', '1e3', 'abc', '0x10', '1__0', '_1']],
  [
    'float',
    ['1', '1.', '.5', '-1.5e-3', '1_0.5', 'inf', '-Infinity', 'nan'],
    ['', '.', 'e3', '1,5', '1.e', '--1'],
  ],
  ['bool', ['true', 'False', '1', '0', 'yes', 'off', 'T'], ['', 'maybe', '2']],
  [
    'JSONType',
    ['{}', '[1, null]', '"x"', 'NaN', '[-Infinity, "NaN is fine"]'],
    ['', '{a: 1}', "{'a': 1}", 'None'],
  ],
  ['FilePath', ['a.csv'], ['']],
];

describe.each(VALUES)('a value of type %s', (type, right, wrong) => {
  it.each(right.map((text) => [text]))('may be %j', (text) => {
    expect(checkParameterValue(parameter('p', type), text)).toBeUndefined();
  });
  it.each(wrong.map((text) => [text]))('cannot be %j', (text) => {
    expect(checkParameterValue(parameter('p', type), text)).toContain(' is not ');
  });
});
