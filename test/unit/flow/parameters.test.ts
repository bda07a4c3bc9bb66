import { describe, expect, it } from 'vitest';
import type { ParameterDescription, ParameterType } from '../../../runner/flow/description';
import { checkParameterValue } from '../../../runner/flow/parameters';

function parameter(name: string, type: ParameterType = 'str'): ParameterDescription {
  return {
    name,
    attribute: name.replaceAll('-', '_'),
    kind: 'parameter',
    type,
    required: false,
  };
}

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
