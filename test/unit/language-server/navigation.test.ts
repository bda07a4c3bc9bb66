/** Definition, references, highlights, rename, call hierarchy and workspace symbols over Python snippets. */
import { beforeAll, describe, expect, it } from 'vitest';
import { DocumentHighlightKind, type Location } from 'vscode-languageserver';
import type { Asked } from '../../../language-server/asked';
import {
  incomingCalls,
  outgoingCalls,
  prepareCallHierarchy,
} from '../../../language-server/features/callHierarchy';
import { definition } from '../../../language-server/features/definition';
import { documentHighlights } from '../../../language-server/features/documentHighlight';
import { references } from '../../../language-server/features/references';
import { prepareRename, rename } from '../../../language-server/features/rename';
import { workspaceSymbols } from '../../../language-server/features/workspaceSymbols';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';
import { asking, marking } from './asking';

let parser: PythonParser;
beforeAll(async () => {
  parser = await pythonParser();
});

const FLOW = `from metaflow import FlowSpec, Parameter, step

class TrainFlow(FlowSpec):
    alpha = Parameter('alpha', default=0.1)

    @step
    def start(self):
        self.items = [1, 2]
        self.next(self.train, foreach='items')

    @step
    def train(self):
        self.score = self.alpha * self.input
        self.next(self.join)

    @step
    def join(self, inputs):
        self.score = max(i.score for i in inputs)
        self.next(self.end)

    @step
    def end(self):
        print(self.score)
`;
/** The flow with the cursor before the nth place of a text. */
function at(text: string, nth = 0, flow = FLOW): string {
  let index = -1;
  for (let count = 0; count <= nth; count++) index = flow.indexOf(text, index + 1);
  if (index < 0) throw new Error(`not there: ${text}`);
  return `${flow.slice(0, index)}¦${flow.slice(index)}`;
}
/** `test.py:9:18`, lines and columns from 1. */
const spots = (locations: readonly Location[] | undefined): string[] | undefined =>
  locations?.map(({ uri, range: { start } }) => {
    const name = uri.slice(uri.lastIndexOf('/') + 1);
    return `${name}:${start.line + 1}:${start.character + 1}`;
  });
const editable = (): boolean => true;

const BASE = `from metaflow import FlowSpec, step

class Base(FlowSpec):
    @step
    def start(self):
        self.data = 1
        self.next(self.load)

    @step
    def load(self):
        self.next(self.end)

    @step
    def end(self):
        pass
`;
const HEIR = `from base import Base

class Heir(Base):
    @step
    def load(self):
        super().load()
        print(self.data)
        self.next(self.end)

if __name__ == '__main__':
    Heir()
`.replace('from base', 'from metaflow import step\nfrom base');

describe('definition', () => {
  it.each([
    ['of a step in self.next', at('train, foreach'), ['test.py:12:9']],
    ['of a foreach artifact in quotes', at("items')"), ['test.py:8:14']],
    ['of a parameter', at('alpha * '), ['test.py:4:5']],
    ['of what an input of a join brings', at('score for'), ['test.py:13:14']],
    ['of what reaches a step, not of what another one has set', at('score)'), ['test.py:18:14']],
    ['of an assignment: itself', at('score = max'), ['test.py:18:14']],
  ])('%s', (_, marked, expected) => {
    expect(spots(definition(asking(parser, marked)))).toEqual(expected);
  });

  it.each([
    ['a local name', at('i.score')],
    ['an import', at('Parameter, step')],
    ['self.input', at('input\n')],
    ['self.next', at('next(')],
    ['a word in a comment', `# self.¦score\n${FLOW}`],
  ])('leaves %s to others', (_, marked) => {
    expect(definition(asking(parser, marked))).toBeUndefined();
  });

  it('of a step of a base class leads to each class that has its own', () => {
    const asked = asking(parser, HEIR, { files: { 'base.py': at('load)', 0, BASE) } });
    expect(spots(definition(asked))).toEqual(['base.py:10:9', 'test.py:6:9']);
  });

  it('of super().step() leads to the next class', () => {
    const asked = asking(parser, at('load()', 0, HEIR), { files: { 'base.py': BASE } });
    expect(spots(definition(asked))).toEqual(['base.py:10:9']);
  });

  it('of an artifact leads into another file', () => {
    const asked = asking(parser, at('data)', 0, HEIR), { files: { 'base.py': BASE } });
    expect(spots(definition(asked))).toEqual(['base.py:6:14']);
  });
});

describe('references', () => {
  it('of a step of a base class are those of its heirs, too', () => {
    const asked = asking(parser, HEIR, { files: { 'base.py': at('load(self', 0, BASE) } });
    const expected = ['base.py:7:24', 'base.py:10:9', 'test.py:6:9', 'test.py:7:17'];
    expect(spots(references(asked, true))?.sort()).toEqual(expected.sort());
    expect(spots(references(asked, false))?.sort()).toEqual(['base.py:7:24', 'test.py:7:17']);
  });

  it('of what two heirs call the same are apart when their base does not name it', () => {
    const heirs = `from metaflow import step
from base import Base

class One(Base):
    @step
    def load(self):
        self.¦own = self.data
        self.next(self.end)

class Two(Base):
    @step
    def load(self):
        self.own = self.data
        self.next(self.end)
`;
    const files = { 'base.py': BASE };
    expect(spots(references(asking(parser, heirs, { files }), true))).toEqual(['test.py:7:14']);
    const shared = heirs.replace('¦', '').replace('self.data', 'self.¦data');
    expect(spots(references(asking(parser, shared, { files }), true))?.sort()).toEqual([
      'base.py:6:14',
      'test.py:13:25',
      'test.py:7:25',
    ]);
  });

  it('are found from a mix-in that is no flow itself', () => {
    const mixin = 'class Saving:\n    def save(self):\n        return self.¦model\n';
    const flow = FLOW.replace('(FlowSpec)', '(Saving, FlowSpec)')
      .replace('import FlowSpec', 'import FlowSpec')
      .replace('\n\n', '\nfrom saving import Saving\n\n')
      .replace('self.items = ', 'self.model = 1; self.items = ');
    const asked = asking(parser, flow, { files: { 'saving.py': mixin } });
    expect(spots(references(asked, true))).toEqual(['test.py:9:14', 'saving.py:3:21']);
  });
});

it('highlights where a name is set and where it is read', () => {
  const asked = asking(parser, at('score)'));
  const kinds = documentHighlights(asked)?.map(({ kind, range }) => [kind, range.start.line + 1]);
  const { Read, Write } = DocumentHighlightKind;
  expect(kinds).toEqual([
    [Write, 13],
    [Write, 18],
    [Read, 18],
    [Read, 23],
  ]);
});

describe('rename', () => {
  const renamed = (asked: Asked, name: string): { [file: string]: string } | string => {
    const answer = rename(asked, name, editable);
    if (!answer) return 'nothing';
    if ('refused' in answer) return answer.refused;
    return Object.fromEntries(
      Object.entries(answer.changes ?? {}).map(([uri, edits]) => {
        const file = uri.slice('file://'.length);
        const text = asked.textOf(file) ?? '';
        const ranges = edits.map(({ range }) => range);
        const mark = edits[0]?.newText ?? '';
        const cut = marking(text, ranges, ['«', '»']).replaceAll(/«[^»]*»/g, mark);
        return [file.slice(file.lastIndexOf('/') + 1), cut];
      }),
    );
  };
  const instead = (text: string, ...pairs: readonly [string, string][]): string =>
    pairs.reduce((result, [from, to]) => result.replaceAll(from, to), text);

  it('changes a step where it is defined and wherever the flow goes there', () => {
    expect(renamed(asking(parser, at('train, ')), 'fit')).toEqual({
      'test.py': instead(FLOW, ['def train', 'def fit'], ['self.train', 'self.fit']),
    });
  });

  it('changes an artifact also in quotes', () => {
    expect(renamed(asking(parser, at('items = ')), 'models')).toEqual({
      'test.py': instead(FLOW, ['items', 'models']),
    });
  });

  it("changes a parameter's attribute, not its option", () => {
    expect(renamed(asking(parser, at('alpha = ')), 'rate')).toEqual({
      'test.py': instead(FLOW, ['alpha =', 'rate ='], ['self.alpha', 'self.rate']),
    });
  });

  it('changes all files that share the class, from any of them', () => {
    const asked = asking(parser, at('load(self', 0, HEIR), { files: { 'base.py': BASE } });
    expect(renamed(asked, 'read')).toEqual({
      'test.py': instead(HEIR, ['load', 'read']),
      'base.py': instead(BASE, ['load', 'read']),
    });
  });

  it('changes what names it through a class, and a step that its task is compared with', () => {
    const base = BASE.replace('class Base(FlowSpec):', 'class Base(FlowSpec):\n    SIZE = 3');
    const heir = HEIR.replace('import Base', 'import Base as B')
      .replace('(Base)', '(B)')
      .replace('print(self.data)', "print(B.SIZE, Other.SIZE, 'B.SIZE', type(self).SIZE)");
    const size = asking(parser, heir, { files: { 'base.py': at('SIZE', 0, base) } });
    expect(renamed(size, 'LENGTH')).toEqual({
      'base.py': instead(base, ['SIZE', 'LENGTH']),
      'test.py': instead(heir, ['(B.SIZE', '(B.LENGTH'], ['type(self).SIZE', 'type(self).LENGTH']),
    });
    const compared = FLOW.replace(
      'print(self.score)',
      "print(current.step_name == 'train', 'train', current.step_name in ('x', \"train\"))",
    );
    expect(renamed(asking(parser, at('train(self', 0, compared)), 'fit')).toEqual({
      'test.py': instead(
        compared,
        ['def train', 'def fit'],
        ['self.train', 'self.fit'],
        ["== 'train'", "== 'fit'"],
        ['"train"', '"fit"'],
      ),
    });
  });

  it('works with Windows ends of lines and wide characters before the name', () => {
    const text = FLOW.replace('self.items =', "_ = '😀'; self.items =").replaceAll('\n', '\r\n');
    expect(renamed(asking(parser, at('items = ', 0, text)), 'models')).toEqual({
      'test.py': instead(text, ['items', 'models']),
    });
  });

  it.each([
    ['to no name', 'score = max', '2nd', '2nd cannot be a name here.'],
    ['to a keyword', 'score = max', 'class', 'class cannot be a name here.'],
    ['to what every flow has', 'score = max', 'input', 'input means something else in every flow.'],
    ['to a step', 'score = max', 'join', 'TrainFlow has a step named join already.'],
    ['to an artifact', 'train, ', 'items', 'TrainFlow has an artifact named items already.'],
    ['to a parameter', 'items = ', 'alpha', 'TrainFlow has a parameter named alpha already.'],
    ['of start', 'start(', 'begin', 'Metaflow looks for a step named start: it cannot be renamed.'],
  ])('is refused %s', (_, place, name, words) => {
    expect(renamed(asking(parser, at(place)), name)).toBe(words);
  });

  it('is refused to a method, and to names that steps cannot have', () => {
    const flow = `${FLOW}    def helper(self):\n        pass\n`;
    expect(renamed(asking(parser, at('train, ', 0, flow)), 'helper')).toContain('a method named');
    expect(renamed(asking(parser, at('train, ', 0, flow)), 'Fit')).toContain('lower-case letters');
  });

  it('is refused before a name is asked for when it cannot be done everywhere', () => {
    const broken = FLOW.replace('print(self.score)', 'print(self.score');
    const words = (asked: Asked, canEdit: (file: string) => boolean = editable): unknown =>
      prepareRename(asked, canEdit);
    expect(words(asking(parser, at('train, ', 0, broken)))).toEqual({
      refused: 'end in test.py cannot be read as it is: mend it first.',
    });
    const parts = FLOW.replace("'items'", "'it' 'ems'");
    expect(words(asking(parser, at('items = ', 0, parts)))).toEqual({
      refused: 'Step start names items in a text that is put together: rename it by hand.',
    });
    const inherited = asking(parser, at('load()', 0, HEIR), { files: { 'base.py': BASE } });
    expect(words(inherited, (file) => !file.endsWith('base.py'))).toEqual({
      refused: 'It is also named in /flows/base.py, which is not part of this workspace.',
    });
  });

  it('is refused where a name is an artifact in one flow and a method in another', () => {
    const flows = `from metaflow import FlowSpec, step
class Shared:
    def save(self):
        return self.¦model
class One(Shared, FlowSpec):
    @step
    def start(self):
        self.model = 1
class Two(Shared, FlowSpec):
    def model(self):
        pass
`;
    expect(prepareRename(asking(parser, flows), editable)).toEqual({
      refused: 'model is something else in Two, which shares this class: rename it by hand.',
    });
  });

  it('shows the name that is there, and leaves other names to others', () => {
    const range = { start: { line: 11, character: 8 }, end: { line: 11, character: 13 } };
    const found = prepareRename(asking(parser, at('train(self')), editable);
    expect(found).toEqual({ range, placeholder: 'train' });
    expect(prepareRename(asking(parser, at('i.score')), editable)).toBeUndefined();
    expect(rename(asking(parser, at('print')), 'x', editable)).toBeUndefined();
  });
});

describe('call hierarchy', () => {
  it('is the graph of the steps', () => {
    const asked = asking(parser, at('join(self'));
    const [item, ...more] = prepareCallHierarchy(asked) ?? [];
    expect(item).toMatchObject({ name: 'join', detail: 'TrainFlow' });
    expect(more).toEqual([]);
    if (!item) return;
    const incoming = incomingCalls(asked, item) ?? [];
    expect(incoming.map(({ from, fromRanges }) => [from.name, fromRanges.length])).toEqual([
      ['train', 1],
    ]);
    const outgoing = outgoingCalls(asked, item) ?? [];
    expect(outgoing.map(({ to }) => to.name)).toEqual(['end']);
    expect(marking(FLOW, outgoing[0]?.fromRanges ?? [])).toContain('self.next(self.[end])');
  });

  it('begins at no other name', () => {
    expect(prepareCallHierarchy(asking(parser, at('items = ')))).toBeUndefined();
  });

  it('follows one flow where a step belongs to several', () => {
    const asked = asking(parser, at('load(self', 0, HEIR), { files: { 'base.py': BASE } });
    const [item] = prepareCallHierarchy(asked) ?? [];
    const incoming = item && incomingCalls(asked, item);
    expect(incoming?.map(({ from }) => [from.name, from.uri, from.detail])).toEqual([
      ['start', 'file:///flows/base.py', 'Heir'],
    ]);
  });
});

describe('workspace symbols', () => {
  const names = (query: string, ...more: Parameters<typeof asking>[2][]): string[] => {
    const asked = asking(parser, `${HEIR}¦`, { files: { 'base.py': BASE }, ...more[0] });
    return workspaceSymbols(asked.family(), query, asked.uriOf).map(
      ({ name, containerName, location }) =>
        `${containerName ?? ''}.${name} ${location.uri.slice(location.uri.lastIndexOf('/') + 1)}`,
    );
  };

  it('are flows and steps, each where it stands, once', () => {
    expect(names('').sort()).toEqual([
      '.Base base.py',
      '.Heir test.py',
      'Base.end base.py',
      'Base.load base.py',
      'Base.start base.py',
      'Heir.load test.py',
    ]);
  });

  it('are found by letters in order, those that begin so first', () => {
    expect(names('e')).toEqual(['Base.end base.py', '.Heir test.py', '.Base base.py']);
    expect(names('LD')).toEqual(['Heir.load test.py', 'Base.load base.py']);
    expect(names('xyz')).toEqual([]);
  });
});
