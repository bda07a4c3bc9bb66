/** Where a statement begins: whole flows, steps, parameters, and the `self.next` that a step still lacks. */
import { CompletionItemKind } from 'vscode-languageserver';
import type { CursorPlace } from '../../../runner/analysis/cursor/cursor';
import { metaflowReference } from '../../../runner/analysis/refactor/addImport';
import { PARAMETER_CALLS, SELF_CALLS } from '../../../runner/flow/reference';
import { pythonLine } from '../../markdown';
import { body, definitionsAt, neededSteps } from './definitions';
import type { Here } from './here';
import { lastStep } from './newStep';
import type { Offer } from './offer';
import { nextSteps } from './steps';

type StatementPlace = Extract<CursorPlace, { kind: 'statement' }>;

export function statementsAt(place: StatementPlace, here: Here): Offer[] | undefined {
  const { cursor, flow, step } = here;
  const { scope } = cursor;
  if (!cursor.lastInLine || scope.elsewhere) return undefined;
  if (place.decorated.length > 0) return definitions(place, here);
  if (scope.className === undefined) return cursor.indentation === '' ? wholeFlow(here) : undefined;
  if (!flow) return undefined;
  if (!scope.method) return members(here);
  return step ? transitions(here) : undefined;
}

/** Below `@step`: the whole `def` of a step that is missing. */
function definitions({ word, decorated }: StatementPlace, here: Here): Offer[] | undefined {
  return definitionsAt({ kind: 'definition', word, decorated }, here)?.map((offer) => ({
    ...offer,
    label: `def ${offer.label}`,
    snippet: `def ${offer.snippet ?? offer.label}`,
  }));
}

/** Only where no flow is yet, in a file that is empty or speaks of Metaflow. */
function wholeFlow({ asked }: Here): Offer[] | undefined {
  const { text, flows, module, t } = asked;
  if (flows.length > 0 || (text.trim().length > MAX_WORD && !text.includes('metaflow'))) {
    return undefined;
  }
  const spec = metaflowReference('FlowSpec', module, text);
  const step = metaflowReference('step', module, text);
  // In an empty file both imports belong into the snippet.
  const isNew = spec.edits.length > 0 && step.edits.length > 0;
  const imports = isNew ? 'from metaflow import FlowSpec, step\n\n\n' : '';
  const edits = isNew ? [] : [...spec.edits, ...step.edits];
  const [base, mark] = isNew ? ['FlowSpec', 'step'] : [spec.written, step.written];
  const lines = [
    `class \${1:My}Flow(${base}):`,
    '\t"""${2:What it is for.}"""',
    '',
    `\t@${mark}`,
    '\tdef start(self):',
    "\t\t${3:self.message = 'hello'}",
    '\t\tself.next(self.${4:end})',
    '',
    `\t@${mark}`,
    '\tdef end(self):',
    '\t\t${0:print(self.message)}',
    '',
    '',
    "if __name__ == '__main__':",
    '\t${1:My}Flow()',
    '',
  ];
  return [snippet('flow', t('a whole flow'), imports + lines.join('\n'), edits)];
}

/** What an empty file may hold of a word that is being typed. */
const MAX_WORD = 12;

function snippet(label: string, text: string, code: string, edits: Offer['edits'] = []): Offer {
  return {
    label,
    kind: CompletionItemKind.Snippet,
    origin: 'Flowdeck',
    text: `${text}\n\n\`\`\`python\n${shown(code)}\n\`\`\``,
    snippet: code,
    ...(edits.length > 0 ? { edits } : {}),
  };
}

/** A snippet as it looks when it is written. */
function shown(code: string): string {
  return code
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\d+/g, '')
    .replaceAll('\t', '    ');
}

function members(here: Here): Offer[] {
  const { asked, flow } = here;
  const { t, module, text } = asked;
  const mark = metaflowReference('step', module, text);
  const endStep = flow ? lastStep(flow.description) : 'end';
  const step = (head: string, inside: string): string =>
    `@${mark.written}\ndef ${head}:\n\t${inside}`;
  const needed = neededSteps(here).map(({ name, joins, next }) =>
    snippet(
      `@step ${name}`,
      joins ? t('The join that is not written yet.') : t('The step that is not written yet.'),
      step(`${name}(self${joins ? ', inputs' : ''})`, body(name === endStep, next)),
      mark.edits,
    ),
  );
  const onwards = `\${2:pass}\n\tself.next(self.\${3:${endStep}})`;
  const forms: Offer[] = [
    snippet('step', t('A step.'), step('${1:name}(self)', onwards), mark.edits),
    snippet(
      'join',
      t('A step that brings branches, or the items of a foreach, together.'),
      step(
        '${1:join}(self, inputs)',
        `self.\${2:results} = [each.\${3:result} for each in inputs]\n\tself.next(self.\${4:${endStep}})`,
      ),
      mark.edits,
    ),
    snippet(
      'foreach',
      t('A step for each item of a list, and the join after it.'),
      [
        step(
          '${1:split}(self)',
          "self.${2:items} = ${3:[1, 2, 3]}\n\tself.next(self.${4:work}, foreach='${2:items}')",
        ),
        step('${4:work}(self)', 'self.${5:result} = self.input\n\tself.next(self.${6:join})'),
        step(
          '${6:join}(self, inputs)',
          `self.\${7:results} = [each.\${5:result} for each in inputs]\n\tself.next(self.\${8:${endStep}})`,
        ),
      ].join('\n\n'),
      mark.edits,
    ),
    snippet(
      'branch',
      t('Two steps side by side, and the join after them.'),
      [
        step('${1:split}(self)', 'self.next(self.${2:left}, self.${3:right})'),
        step('${2:left}(self)', 'self.next(self.${4:join})'),
        step('${3:right}(self)', 'self.next(self.${4:join})'),
        step(
          '${4:join}(self, inputs)',
          `self.merge_artifacts(inputs)\n\tself.next(self.\${5:${endStep}})`,
        ),
      ].join('\n\n'),
      mark.edits,
    ),
    snippet(
      'switch',
      t('A step that chooses which step comes next.'),
      step(
        '${1:choose}(self)',
        "self.${2:choice} = '${3:small}'\n\tself.next({'${3:small}': self.${4:one}, '${5:large}': self.${6:other}}, condition='${2:choice}')",
      ),
      mark.edits,
    ),
  ];
  return [...needed, ...forms, ...parameterSnippets(here)];
}

const PARAMETERS: { readonly [call: string]: readonly [label: string, code: string] } = {
  Parameter: ['parameter', "${1:alpha} = CALL('${1:alpha}', default=${2:0.1}, help='${3}')"],
  Config: ['config', "${1:config} = CALL('${1:config}', default='${2:config.json}')"],
  IncludeFile: ['file', "${1:data} = CALL('${1:data}', default='${2:data.csv}', help='${3}')"],
};

function parameterSnippets({ asked: { module, text } }: Here): Offer[] {
  return Object.entries(PARAMETERS).map(([call, [label, code]]) => {
    const { written, edits } = metaflowReference(call, module, text);
    const about = PARAMETER_CALLS[call]?.text ?? '';
    return snippet(label, about, code.replace('CALL', written), edits);
  });
}

/** The end of a step that does not say yet what comes next. */
function transitions(here: Here): Offer[] {
  const { flow, step, self = 'self', asked, method } = here;
  if (!flow || !step || step.next.length > 0 || step.name === lastStep(flow.description)) return [];
  const indent = method?.bodyRange?.start.character;
  if (indent !== undefined && here.cursor.indentation.length !== indent) return [];
  const { t } = asked;
  const text = SELF_CALLS['next']?.text ?? '';
  const steps = nextSteps(here)
    .slice(0, MAX_STEPS)
    .map(({ name }) => ({
      label: `${self}.next(${self}.${name})`,
      kind: CompletionItemKind.Snippet,
      origin: t('transition'),
      text,
    }));
  const form = (label: string, about: string, code: string): Offer => ({
    ...snippet(label, about, code),
    text: `${pythonLine(shown(code))}\n\n${about}`,
    filter: `${self}.next ${label}`,
    again: code.includes(`${self}.$1`),
  });
  return [
    ...steps,
    form('next', t('The step that comes next.'), `${self}.next(${self}.$1)`),
    form(
      'branch',
      t('Two steps side by side.'),
      `${self}.next(${self}.\${1:left}, ${self}.\${2:right})`,
    ),
    form(
      'foreach',
      t('A step for each item of a list.'),
      `${self}.next(${self}.\${1:work}, foreach='\${2:items}')`,
    ),
    form(
      'switch',
      t('One of several steps, chosen by a value.'),
      `${self}.next({'\${1:small}': ${self}.\${2:one}, '\${3:large}': ${self}.\${4:other}}, condition='\${5:choice}')`,
    ),
  ];
}

/** Of steps proposed as the next one. */
const MAX_STEPS = 3;
