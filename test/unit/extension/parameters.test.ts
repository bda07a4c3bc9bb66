import { describe, expect, it } from 'vitest';
import {
  defaultText,
  given,
  mustAsk,
  isFile,
  remembered,
  textOf,
  textsOfRun,
  variablesOfConfigs,
} from '../../../extension/commands/parameters';
import type { ParameterDescription } from '../../../runner/flow/description';

function parameter(name: string, more: Partial<ParameterDescription> = {}): ParameterDescription {
  return { name, attribute: name, kind: 'parameter', type: 'str', required: false, ...more };
}

const data = parameter('data', { required: true });
const rate = parameter('learning-rate', { attribute: 'rate', type: 'float', default: 0.1 });
const shuffle = parameter('shuffle', { type: 'bool', default: true });
const when = parameter('when', { default: { $expression: 'today()' } });
const config = parameter('settings', { kind: 'config', required: true });
const all = [data, rate, shuffle, when, config];

describe('which parameters are asked for', () => {
  it('asks for those that are required and have no default', () => {
    expect(mustAsk(all)).toEqual([data, config]);
    expect(mustAsk([parameter('x', { required: true, default: 1 })])).toEqual([]);
  });

  it('asks for the place of a file where the value is one', () => {
    const table = parameter('table', { kind: 'include-file' });
    expect([...all, table].filter(isFile)).toEqual([config, table]);
  });
});

describe('textOf', () => {
  it.each([
    [0.1, '0.1'],
    [true, 'True'],
    [false, 'False'],
    ['two words', 'two words'],
    [[1, 'a'], '[1,"a"]'],
    [null, undefined],
    [{ $expression: 'f()' }, undefined],
  ])('%j is %j', (value, text) => {
    expect(textOf(value)).toBe(text);
  });

  it('shows a computed default as its source', () => {
    expect(defaultText(when)).toBe('today()');
  });
});

describe('what the run is given', () => {
  it('is only what differs from the default, by command-line name', () => {
    const texts = { data: 'x.csv', 'learning-rate': '0.1', shuffle: 'False' };
    expect(given(all, texts)).toEqual({ data: 'x.csv', shuffle: 'False' });
  });

  it('names the files of configs in a variable of their own', () => {
    const texts = { data: 'x.csv', settings: '/etc/a.json' };
    expect(given(all, texts)).toEqual({ data: 'x.csv' });
    expect(variablesOfConfigs(all, texts, undefined)).toEqual({
      METAFLOW_FLOW_CONFIG: '{"settings":"/etc/a.json"}',
    });
    expect(variablesOfConfigs(all, texts, '{"other":"b.json"}')).toEqual({
      METAFLOW_FLOW_CONFIG: '{"other":"b.json","settings":"/etc/a.json"}',
    });
    expect(variablesOfConfigs(all, { data: 'x.csv' }, '{"other":"b.json"}')).toEqual({});
  });

  it('includes an empty text that somebody typed', () => {
    expect(given([parameter('note', { default: 'n' })], { note: '' })).toEqual({ note: '' });
  });

  it('leaves out remembered values of parameters that are gone', () => {
    expect(remembered(all, { data: 'x.csv', gone: '1' })).toEqual({ data: 'x.csv' });
  });

  it('repeats the parameters of an earlier run, found by attribute', () => {
    const values = { data: 'x.csv', rate: 0.5, shuffle: true, when: '2026-11-23' };
    expect(textsOfRun(all, values)).toEqual({
      data: 'x.csv',
      'learning-rate': '0.5',
      when: '2026-11-23',
    });
  });
});
