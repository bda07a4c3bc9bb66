/** Rules about decorators, their options, and parameters: what fires, and the near miss that must not. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { findingsIn } from './fixing';
import { pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** `severity code` of what is found. */
function found(text: string): string[] {
  return findingsIn(parser, text).map(({ severity, code }) => `${severity} ${code}`);
}

const flow = (start: string, onClass = '', members = '', head = ''): string =>
  `from metaflow import *\n${head}${onClass}class F(FlowSpec):\n${members}${start}    @step\n    def end(self):\n        pass\n`;
const onStep = (...lines: string[]): string =>
  `${lines.map((line) => `    ${line}\n`).join('')}    @step\n    def start(self):\n        self.next(self.end)\n`;

/** Over a step with these decorators. */
const over = (...lines: string[]): string[] => found(flow(onStep(...lines)));
/** With this decorator over the class. */
const above = (line: string): string[] => found(flow(onStep(), `${line}\n`));
/** With these members. */
const having = (...lines: string[]): string[] =>
  found(flow(onStep(), '', lines.map((line) => `    ${line}\n`).join('')));

describe('unknown-option', () => {
  it.each([
    ['@resources(memroy=1)', ['error unknown-option']],
    ['@resources(ram=1)', ['error unknown-option']],
    ['@resources(memory=1)', []],
    ['@resources(**SIZES)', []],
    ['@retry(tims=2)', ['error unknown-option']],
    // Extensions and later versions may know it; a slip is a slip.
    ['@conda(channels=["x"])', ['hint unknown-option']],
    ['@conda(librares={})', ['error unknown-option']],
    ['@kubernetes(new_thing=1)', ['hint unknown-option']],
    ['@mine(memroy=1)', []],
  ])('%s', (line, expected) => {
    expect(over(line)).toEqual(expected);
  });

  it.each([
    ["a = Parameter('a', defualt=1)", ['error unknown-option']],
    ["a = Parameter('a', default=1, help='x', required=True, show_default=False)", []],
    ["a = Parameter('a', default='1', multiple=True)", []],
    ["a = IncludeFile('a', is_text=False, encoding='utf-8')", []],
    ["a = Config('a', default_value={}, parser='x.y')", []],
    ["a = Other('a', defualt=1)", []],
  ])('%s', (line, expected) => {
    expect(having(line)).toEqual(expected);
  });

  it('says what was meant, at the name of the option', () => {
    const [finding] = findingsIn(parser, flow(onStep('@resources(cpu=2, memroy=1)')));
    expect(finding).toMatchObject({ remedy: 'Did you mean memory?', meant: 'memory' });
    expect(finding?.range.start.character).toBe('    @resources(cpu=2, '.length);
  });
});

describe('option-type', () => {
  it.each([
    ["@retry(times='x')", ['error option-type']],
    ["@retry(times='2')", []],
    ['@retry(times=None)', ['error option-type']],
    ['@retry(times=N)', []],
    ['@retry(times=1.5)', []],
    ["@timeout(minutes='x')", ['error option-type']],
    ["@timeout(minutes='5')", []],
    ["@environment(vars='A=1')", ['error option-type']],
    ["@environment(vars=['A=1'])", ['error option-type']],
    ["@environment(vars={'A': 1})", []],
    ['@environment(vars=dict(A=1))', []],
    ["@secrets(sources='x')", ['error option-type']],
    ["@secrets(sources=['x'])", []],
    ["@pypi(packages=['x'])", ['error option-type']],
    ["@pypi(packages={'x': '1'})", []],
    ['@card(id=3)', ['error option-type']],
    ["@card(id='three')", []],
    ['@catch(var=1)', ['error option-type']],
    // A run on this computer never looks at it.
    ["@resources(memory='4G')", ['hint option-type']],
    ["@resources(memory='4000')", []],
    ['@resources(memory=None)', []],
  ])('%s', (line, expected) => {
    expect(over(line)).toEqual(expected);
  });

  it('is an error where the step is sent to a cluster', () => {
    expect(over('@batch', "@resources(memory='4G')")).toEqual(['error option-type']);
    expect(over("@kubernetes(memory='4Gi')")).toEqual(['error option-type']);
  });

  it.each([
    ['@project(name=3)', ['error option-type']],
    ["@trigger(event=['a'])", ['error option-type']],
    ["@trigger(events='a')", ['error option-type']],
    ["@trigger(events=['a', {'name': 'b'}])", []],
    ["@trigger_on_finish(flow={'name': 'A', 'project': 'p'})", []],
  ])('%s', (line, expected) => {
    expect(above(line)).toEqual(expected);
  });
});

describe('a decorator', () => {
  it.each([
    [['@retry(3)'], ['error decorator-argument']],
    [['@retry()'], []],
    [['@retry'], []],
    [['@mine(3)'], []],
    [["@project(name='p')"], ['error misplaced-decorator']],
    [['@batch(inferentia=1, trainium=1)'], ['error conflicting-options']],
    [['@batch(inferentia=1)'], []],
  ] as const)('%j', (lines, expected) => {
    expect(over(...lines)).toEqual(expected);
  });

  it.each([
    ['@project', ['error missing-option']],
    ["@project(name='')", ['error missing-option']],
    ['@project(**P)', []],
    ['@project(name=NAME)', []],
    ["@project(name='Bad Name')", ['error project-name']],
    [`@project(name='${'a'.repeat(128)}')`, ['error project-name']],
    ["@project(name='good_1')", []],
    ['@trigger', ['error missing-option']],
    ["@trigger(event='a', events=['b'])", ['error conflicting-options']],
    ["@trigger(event='a', events=[])", []],
    ['@exit_hook', ['error missing-option']],
    ['@exit_hook(on_error=[tell])', []],
    ['@schedule', []],
    ['@retry', ['error misplaced-decorator']],
  ])('over the class: %s', (line, expected) => {
    expect(above(line)).toEqual(expected);
  });

  it('below @step is told, unless it is nothing of Metaflow', () => {
    const below = (name: string): string[] =>
      found(flow(onStep().replace('@step\n', `@step\n    @${name}\n`)));
    expect(below('retry')).toEqual(['error misplaced-decorator']);
    expect(below('functools.cache')).toEqual([]);
  });

  it('over a method that is no step is told, unless another one may make a step of it', () => {
    const method = (lines: string): string[] =>
      having(...lines.split('\n'), 'def load(self):', '    pass');
    expect(method('@retry')).toEqual(['error misplaced-decorator']);
    expect(method('@retry\n@mine')).toEqual([]);
    expect(method('@mine')).toEqual([]);
  });

  it('is known by whatever name it was imported', () => {
    const renamed = flow(onStep('@again(tims=2)')).replace(
      'from metaflow import *\n',
      'from metaflow import FlowSpec, step, retry as again\n',
    );
    expect(found(renamed)).toEqual(['error unknown-option']);
    const foreign = flow(onStep('@retry(3)')).replace(
      'from metaflow import *\n',
      'from metaflow import FlowSpec, step\nfrom tenacity import retry\n',
    );
    expect(found(foreign)).toEqual([]);
  });
});

describe('batch-resources', () => {
  it.each([
    [['@batch(memory=0)'], true],
    [["@batch(memory='0')"], true],
    [['@batch(cpu=-1)'], true],
    [['@batch(cpu=0)', '@resources(cpu=2)'], false],
    [['@batch(cpu=0)', '@resources(memory=1)'], false],
    [['@batch', '@resources(memory=-1)'], true],
    [['@resources(memory=-1)'], false],
    [['@batch(memory=N)'], false],
    [['@batch(gpu=0)'], false],
    [['@batch(shared_memory=0)'], true],
    [['@batch(shared_memory=64)'], false],
    [['@batch(swappiness=100)'], true],
    [['@batch(swappiness=0)'], false],
    [['@batch(max_swap=-1)'], true],
    [["@batch(tmpfs_path='tmp')"], true],
    [["@batch(tmpfs_path='/tmp')"], false],
    [['@batch', '@timeout(seconds=30)'], true],
    [['@batch', '@timeout(seconds=60)'], false],
    [['@timeout(seconds=30)'], false],
    [['@batch', '@kubernetes'], true],
    [['@kubernetes(disk=0)'], true],
    [["@kubernetes(qos='best')"], true],
    [["@kubernetes(qos='Guaranteed')"], false],
    [["@kubernetes(gpu_vendor='intel')"], true],
  ] as const)('%j: %s', (lines, fires) => {
    expect(over(...lines)).toEqual(fires ? ['error batch-resources'] : []);
  });
});

describe('a time limit', () => {
  it.each([
    ['@timeout(minutes=0.5)', ['error timeout-without-time']],
    ['@timeout(seconds=0, minutes=0)', ['error timeout-without-time']],
    ['@timeout(seconds=1)', []],
    ["@timeout(seconds='1')", []],
    ['@timeout(minutes=N)', []],
  ])('%s', (line, expected) => {
    expect(over(line)).toEqual(expected);
  });
});

describe('parameters', () => {
  it.each([
    ["a = Parameter('x', type=int, default='x')", ['error parameter-default']],
    ["a = Parameter('x', type=int, default='5')", []],
    ["a = Parameter('x', type=int, default=1.5)", []],
    ["a = Parameter('x', type=float, default=1)", []],
    ["a = Parameter('x', type=str, default=1)", []],
    ["a = Parameter('x', type=bool, default=1)", ['error parameter-default']],
    ["a = Parameter('x', type=bool, default='yes')", []],
    ["a = Parameter('x', type=bool, default='maybe')", ['error parameter-default']],
    ["a = Parameter('x', type=JSONType, default='{bad')", ['error parameter-default']],
    ["a = Parameter('x', type=JSONType, default='{\"a\": 1}')", []],
    ["a = Parameter('x', type=JSONType, default={'a': 1})", []],
    ["a = Parameter('x', 'many', int)", ['error parameter-default']],
    ["a = Parameter('x', type=int, default=[])", ['error parameter-default']],
    ["a = Parameter('x', default=[])", []],
    ["a = Parameter('x', type=int, default=None)", []],
    ["a = Parameter('x', type=int, default=count())", []],
    ["a = Parameter('x', type=click.Choice(['a']), default='b')", []],
    ["a = Parameter('x', type='int')", ['error parameter-type']],
    ["a = Parameter('x', type=int)", []],
    ["a = Parameter('my x')", ['error parameter-name']],
    ["a = Parameter('1x')", ['error parameter-name']],
    ["a = Parameter('my-x')", []],
    ["a = Parameter('_x')", []],
    ["a = Parameter('größe')", []],
    ['a = Parameter(NAME)', []],
    ["a = Config('c', default='a.json', default_value={})", ['error conflicting-options']],
  ])('%s', (line, expected) => {
    expect(having(line)).toEqual(expected);
  });

  it.each([
    [["a = Parameter('x')", "b = Parameter('X')"], ['error duplicate-parameter']],
    [["a = Parameter('x')", "b = Parameter('y')"], []],
    [["a = Parameter('x')", "b = Config('x', default_value={})"], []],
    [["a = Parameter('x')", "a = Parameter('x')"], []],
  ] as const)('%j', (lines, expected) => {
    expect(having(...lines)).toEqual(expected);
  });
});

describe('unknown-import', () => {
  it.each([
    ['Paramter', ['warning unknown-import']],
    ['retyr', ['warning unknown-import']],
    ['retry', []],
    ['checkpoint', []],
    ['huggingface_hub', []],
    ['nim', []],
    ['metaflow_config', []],
    ['_vendor', []],
  ])('from metaflow import %s', (name, expected) => {
    expect(found(flow(onStep(), '', '', `from metaflow import ${name}\n`))).toEqual(expected);
  });

  it('leaves the modules of Metaflow alone', () => {
    expect(found(flow(onStep(), '', '', 'from metaflow.plugins import retyr\n'))).toEqual([]);
  });
});
