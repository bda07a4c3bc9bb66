/** Where a flow names its steps, artifacts and parameters. */
import { beforeAll, describe, expect, it } from 'vitest';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import type { Occurrence } from '../../../runner/analysis/symbols/model';
import { occurrencesOf } from '../../../runner/analysis/symbols/occurrences';
import { onlyFlow, pythonParser } from './snippet';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

/** `write@12 x` of each place of a name, in the order of the text. */
function places(text: string, name: string): string[] {
  const lines = text.split('\n');
  return occurrencesOf(onlyFlow(parser, text))
    .filter(({ symbol }) => symbol.name === name)
    .map((each) => {
      const { start, end } = each.range;
      expect(lines[start.line]?.slice(start.character, end.character)).toBe(name);
      return `${each.symbol.kind} ${each.role} ${start.line + 1}`;
    });
}

const flow = (
  body: string,
): string => `from metaflow import FlowSpec, Parameter, Config, step, catch
class F(FlowSpec):
${body}`;

describe('a step', () => {
  it('is named by its method, by self.next, by the inputs of a join and by calls', () => {
    const text = flow(`    @step
    def start(self):
        self.next(self.left, self.right)
    @step
    def left(self):
        self.next(self.join)
    @step
    def right(self):
        self.next(self.join)
    @step
    def join(self, inputs):
        self.x = inputs.left.x + inputs.right.x
        one = inputs.left
        self.next(self.end)
    @step
    def end(self):
        self.left()
        super().left()
`);
    expect(places(text, 'left')).toEqual([
      'step transition 5',
      'step definition 7',
      'step input 14',
      'step input 15',
      'step read 19',
      'step read 20',
    ]);
  });

  it('is named by each case of a switch, also by one that is written twice', () => {
    const text = flow(`    @step
    def start(self):
        self.next({'a': self.one, 'b': self.two, 'a': self.one}, condition='kind')
    @step
    def one(self):
        self.next(self.two)
    @step
    def two(self):
        pass
`);
    expect(places(text, 'one')).toEqual([
      'step transition 5',
      'step transition 5',
      'step definition 7',
    ]);
    expect(places(text, 'kind')).toEqual(['artifact text 5']);
  });
});

describe('an artifact', () => {
  it('is named where it is set, read, and in quotes', () => {
    const text = flow(`    @catch(var='items')
    @step
    def start(self):
        self.items = [1]
        self.items += [2]
        print(f'{self.items}', getattr(self, "items"))
        self.next(self.train, foreach='items')
    @step
    def train(self):
        self.next(self.join)
    @step
    def join(self, inputs):
        self.merge_artifacts(inputs, exclude=['items', "other"])
        self.all = [i.items for i in inputs]
        self.next(self.end)
    @step
    def end(self):
        del self.items
`);
    expect(places(text, 'items')).toEqual([
      'artifact write 3',
      'artifact write 6',
      'artifact write 7',
      'artifact read 8',
      'artifact read 8',
      'artifact text 9',
      'artifact text 15',
      'artifact read 16',
      'artifact write 20',
    ]);
  });

  it('is also what the class defines, and what it declares', () => {
    const text = flow(`    SIZE = 3
    model: dict
    alpha = Parameter('alpha', default=SIZE)
    @step
    def start(self):
        self.model = {self.SIZE: [SIZE for SIZE in (1, 2)]}
`);
    expect(places(text, 'SIZE')).toEqual([
      'artifact definition 3',
      'artifact read 5',
      'artifact read 8',
    ]);
    expect(places(text, 'model')).toEqual(['artifact definition 4', 'artifact write 8']);
  });

  it('is not what another method takes as its second argument', () => {
    const text = flow(`    @step
    def start(self):
        self.x = 1
        self.load(1)
    def load(self, frame):
        return frame.x + frame.start.x
    @staticmethod
    def plain(self):
        return self.x
`);
    expect(places(text, 'x')).toEqual(['artifact write 5']);
    expect(places(text, 'start')).toEqual(['step definition 4']);
    expect(places(text, 'load')).toEqual([]);
  });

  it('is not what nothing sets and may be something else', () => {
    const names = (text: string): string[] =>
      occurrencesOf(onlyFlow(parser, text)).map(({ symbol }) => symbol.name);
    const text = flow(`    @step
    def start(self):
        print(self.never, self._steps, self.load())
        self.next(self.misspelt)
`);
    expect(names(text)).toEqual(['start', 'never']);
    expect(names(text.replace('    @step', '    @theirs\n    @step'))).toEqual(['start']);
    expect(names(text.replace('(FlowSpec)', '(FlowSpec, Theirs)'))).toEqual(['start']);
  });

  it('is nothing that every flow has', () => {
    const text = flow(`    @step
    def start(self):
        self.next(self.input, self.index)
`);
    expect(occurrencesOf(onlyFlow(parser, text)).map(({ symbol }) => symbol.name)).toEqual([
      'start',
    ]);
  });
});

describe('a parameter', () => {
  it('is named by its attribute, in decorators and in other defaults, not by its text', () => {
    const text = flow(`    config = Config('config', default='c.json')
    alpha = Parameter('alpha', default=config.alpha)
    @resources(cpu=config.cpu)
    @step
    def start(self):
        print(self.config.alpha, lambda config: config.x)
        self.next({self.config.mode: self.start}, condition='mode')
`);
    expect(places(text, 'config')).toEqual([
      'parameter definition 3',
      'parameter read 4',
      'parameter read 5',
      'parameter read 8',
      'parameter read 9',
    ]);
    expect(places(text, 'alpha')).toEqual(['parameter definition 4']);
  });
});

it('counts columns as the editor does, after characters of any width and with any ends of lines', () => {
  const text = flow(`    @step
    def start(self):
        print('😀é', self.x); self.x = 1
`);
  expect(places(text, 'x')).toEqual(['artifact read 5', 'artifact write 5']);
  const windows = text.replaceAll('\n', '\r\n');
  const roles = (all: readonly Occurrence[]) => all.map(({ role, range }) => ({ role, range }));
  expect(roles(occurrencesOf(onlyFlow(parser, windows)))).toEqual(
    roles(occurrencesOf(onlyFlow(parser, text))),
  );
});
