/** The graph rules refuse a flow exactly when official Metaflow's linter does: over random graphs, sound and broken. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeDecorator, KNOWN_DECORATORS } from '../../runner/flow/decorators';
import type { FlowDescription, StepDescription } from '../../runner/flow/description';
import { checkFlow } from '../../runner/flow/rules';
import { flow } from '../unit/flow/describe';

const python = path.resolve(import.meta.dirname, '../../.venv-test/bin/python');

const LINT = `
import importlib.util, json, sys
from metaflow.graph import FlowGraph
from metaflow.lint import linter, LintWarn
spec = importlib.util.spec_from_file_location("flows", sys.argv[1])
module = importlib.util.module_from_spec(spec)
sys.modules["flows"] = module
spec.loader.exec_module(module)
verdicts = []
for flow in module.FLOWS:
    try:
        linter.run_checks(FlowGraph(flow))
        verdicts.append("")
    except LintWarn as warning:
        verdicts.append(str(warning) or "refused")
    except (IndexError, KeyError, RecursionError) as error:  # it stumbles over some broken graphs
        verdicts.append(repr(error))
print(json.dumps(verdicts))
`;

const DECORATORS = `
import json
from metaflow.plugins import FLOW_DECORATORS, STEP_DECORATORS
print(json.dumps({d.name: d.defaults for d in [*STEP_DECORATORS, *FLOW_DECORATORS]}))
`;

function run(script: string, ...args: string[]): unknown {
  return JSON.parse(execFileSync(python, ['-c', script, ...args], { encoding: 'utf8' }));
}

/** Steps named `g…` are marked with @parallel. */
const isGang = (name: string): boolean => name.startsWith('g');

/** A flow of the tests' notation, with its gangs marked. */
function described(text: string): FlowDescription {
  const description = flow(text);
  const steps = description.steps.map((step) =>
    isGang(step.name) ? { ...step, decorators: [describeDecorator('parallel', {})] } : step,
  );
  return { ...description, steps };
}

/** One step of the tests' notation. */
function stepSource(step: StepDescription): string {
  const self = (name: string): string => `self.${name}`;
  const cases = Object.entries(step.switchCases ?? {}).map(([key, to]) => `'${key}': self.${to}`);
  const words = step.condition
    ? `{${cases.join(', ')}}, condition='${step.condition}'`
    : [
        ...step.next.map(self),
        ...(step.foreachArtifact ? [`foreach='${step.foreachArtifact}'`] : []),
        ...(step.numParallel === undefined ? [] : [`num_parallel=${step.numParallel}`]),
      ].join(', ');
  const body = step.next.length > 0 ? `self.next(${words})` : 'pass';
  const mark = isGang(step.name) ? '    @parallel\n    @step\n' : '    @step\n';
  return `${mark}    def ${step.name}(self${step.takesInputs ? ', inputs' : ''}):\n        ${body}\n`;
}

function source(texts: readonly string[]): string {
  const classes = texts.map(
    (text, index) =>
      `class F${index}(FlowSpec):\n${described(text).steps.map(stepSource).join('')}`,
  );
  const names = texts.map((_, index) => `F${index}`);
  return `from metaflow import FlowSpec, parallel, step\n${classes.join('\n')}\nFLOWS = [${names.join(', ')}]\n`;
}

/** Sound flows, grown from the inside: a block is a step, a sequence, a branch, a foreach, a gang, a switch or a loop. */
function soundFlow(next: () => number): string {
  let count = 0;
  const lines: string[] = [];
  const name = (letter = 's'): string => `${letter}${count++}`;
  /** Adds a block that goes on to `to`, and returns its first step. */
  const block = (to: string, depth: number): string => {
    const own = name();
    const joined = (targets: (join: string) => string): void => {
      const join = name();
      lines.push(`${own} ${targets(join)}`, `${join}< -> ${to}`);
    };
    const gang = (join: string): string => {
      const member = name('g');
      lines.push(`${member} -> ${join}`);
      return member;
    };
    const blocks = [
      () => lines.push(`${own} -> ${to}`),
      () => lines.push(`${own} -> ${block(to, depth - 1)}`),
      () => joined((join) => `-> ${block(join, depth - 1)} ${block(join, depth - 1)}`),
      () => joined((join) => `=> ${block(join, depth - 1)} items`),
      () => joined((join) => `#> ${gang(join)} 2`),
      () => {
        const after = name();
        const ways = [block(after, depth - 1), next() % 3 === 0 ? after : block(after, depth - 1)];
        lines.push(`${own} ?> ${ways.join(' ')} mode`, `${after} -> ${to}`);
      },
      () => {
        const after = name();
        lines.push(`${own} ?> ${own} ${after} mode`, `${after} -> ${to}`);
      },
    ];
    blocks[depth === 0 ? 0 : next() % blocks.length]?.();
    return own;
  };
  const first = block('end', 3);
  return [`start -> ${first}`, ...lines, 'end'].join('\n');
}

/** Changes one word or line of a sound flow. */
function damaged(text: string, next: () => number): string {
  const lines = text.split('\n');
  const at = next() % lines.length;
  const line = lines[at] ?? '';
  const steps = lines.map((each) => (each.split(' ')[0] ?? '').replace('<', ''));
  const other = steps[next() % steps.length] ?? 'end';
  const words = line.split(' ');
  const changes = [
    () => lines.splice(at, 1),
    () => (lines[at] = line.includes('<') ? line.replace('<', '') : line.replace(/^\w+/, '$&<')),
    () => {
      if (words.length > 2) words[2] = other;
      lines[at] = words.join(' ');
    },
    () => (lines[at] = line.includes(' -> ') ? `${line} ${other}` : line),
  ];
  changes[next() % changes.length]?.();
  return lines.join('\n');
}

describe('the graph rules', () => {
  it('refuse what the official linter refuses', () => {
    const flows = fc.sample(
      fc.tuple(fc.boolean(), fc.infiniteStream(fc.nat(1000))).map(([damage, stream]) => {
        const next = (): number => Number(stream.next().value);
        const sound = soundFlow(next);
        return damage ? damaged(sound, next) : sound;
      }),
      { numRuns: 600, seed: 4 },
    );
    const folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-rules-'));
    try {
      const file = path.join(folder, 'flows.py');
      writeFileSync(file, source(flows));
      const official = run(LINT, file) as string[];
      const disagreements = flows.flatMap((text, index) => {
        const ours = checkFlow(described(text)).map((finding) => finding.message);
        const theirs = official[index] ?? 'missing';
        return ours.length > 0 === (theirs !== '') ? [] : [{ text, ours, theirs }];
      });
      expect(disagreements).toEqual([]);
      const refused = official.filter((verdict) => verdict !== '').length;
      expect(refused).toBeGreaterThan(flows.length / 4);
      expect(refused).toBeLessThan((flows.length * 3) / 4);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the known decorators', () => {
  it('have the official names and defaults', () => {
    const official = run(DECORATORS) as Record<string, unknown>;
    // Ours are numbers, as Metaflow documents them; it keeps them as text.
    const expected: Record<string, unknown> = {
      ...official,
      retry: { times: 3, minutes_between_retries: 2 },
    };
    const internal = Object.keys(official).filter((name) =>
      /_internal$|^unbounded_test/.test(name),
    );
    for (const name of internal) Reflect.deleteProperty(expected, name);
    const ours = Object.fromEntries(
      Object.entries(KNOWN_DECORATORS).map(([name, { defaults }]) => [name, defaults]),
    );
    expect(ours).toEqual(expected);
  });
});
