/** Flows that are spread over files of a real folder. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Diagnostic } from 'vscode-languageserver';
import { translator } from '../../../language-server/l10n';
import { Session, type Outgoing } from '../../../language-server/session';
import { Workspace } from '../../../language-server/workspace';
import type { PythonParser } from '../../../runner/analysis/source/parser';
import { pythonParser } from '../analysis/snippet';

let parser: PythonParser;
let folder: string;
beforeAll(async () => {
  parser = await pythonParser();
});
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'flowdeck-workspace-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const BASE = `from metaflow import FlowSpec, step
class Base(FlowSpec):
    @step
    def start(self):
        self.next(self.work)
    @step
    def end(self):
        pass
`;
const HEIR = `from common.base import Base as B
from metaflow import step
class Heir(B):
    @step
    def work(self):
        self.next(self.end)
Heir()
`;

function write(file: string, text: string): string {
  const full = path.join(folder, file);
  mkdirSync(path.dirname(full), { recursive: true });
  writeFileSync(full, text);
  return pathToFileURL(full).toString();
}

async function names(workspace: Workspace): Promise<string[]> {
  const flows = await workspace.summaries([folder]);
  return flows.map(({ name, uri }) => {
    const flow = workspace.flowAt(uri, name);
    const findings = flow ? workspace.files.findings(flow) : [];
    return `${name} ${findings.filter(({ severity }) => severity === 'error').length}`;
  });
}

describe('a workspace', () => {
  it('lists flows, not the classes that they only build on', async () => {
    write('common/base.py', BASE);
    write('heir.py', HEIR);
    expect(await names(new Workspace(parser))).toEqual(['Heir 0']);
  });

  it('sees a base class as it is being edited', async () => {
    const base = write('common/base.py', BASE);
    write('heir.py', HEIR);
    const workspace = new Workspace(parser);
    workspace.documents.open(base, 1, BASE.replace('self.work', 'self.wrok'));
    expect(await names(workspace)).toEqual(['Heir 1']);
    workspace.documents.close(base);
    expect(await names(workspace)).toEqual(['Heir 0']);
  });

  it('takes up new, changed and deleted files', async () => {
    write('heir.py', HEIR);
    const workspace = new Workspace(parser);
    expect(await names(workspace)).toEqual([]);
    write('common/base.py', BASE);
    expect(workspace.filesChanged([path.join(folder, 'common/base.py')])).toBe(true);
    expect(await names(workspace)).toEqual(['Heir 0']);
    rmSync(path.join(folder, 'heir.py'));
    workspace.filesChanged([path.join(folder, 'heir.py')]);
    expect(await names(workspace)).toEqual(['Base 1']);
  });

  it('lists an open document that was never saved with its import', async () => {
    const uri = write('new.py', '');
    const workspace = new Workspace(parser);
    workspace.documents.open(uri, 1, BASE.replace('Base', 'New'));
    expect(await names(workspace)).toEqual(['New 1']);
  });

  it('describes the flow that the guard runs, or the one that is asked for', () => {
    const uri = write(
      'two.py',
      `${BASE.replace('Base', 'A')}\n${BASE.replace('Base', 'B')}\nA()\n`,
    );
    const workspace = new Workspace(parser);
    expect(workspace.flowAt(uri)?.description.name).toBe('A');
    expect(workspace.flowAt(uri, 'B')?.description.name).toBe('B');
    expect(workspace.flowAt(uri, 'C')).toBeUndefined();
  });
});

describe('settings of a project', () => {
  it('leave files out, and are read again when they change', async () => {
    write('old/flow.py', BASE);
    write('flow.py', BASE.replace('Base', 'New'));
    const workspace = new Workspace(parser);
    expect(await names(workspace)).toEqual(['New 1', 'Base 1']);
    write('pyproject.toml', '[tool.flowdeck]\nexclude = ["old/"]\nrules.unknown-step = "hint"\n');
    expect(workspace.filesChanged([path.join(folder, 'pyproject.toml')])).toBe(true);
    expect(await names(workspace)).toEqual(['New 0']);
    workspace.files.severities = { 'unknown-step': 'error' };
    expect(await names(workspace)).toEqual(['New 1']);
    workspace.files.exclude = ['*.py'];
    expect(await names(workspace)).toEqual([]);
  });
});

describe('a session', () => {
  it('says nothing against a class that another file completes', async () => {
    const found = new Map<string, readonly Diagnostic[]>();
    const told: string[] = [];
    const outgoing: Outgoing = {
      diagnostics: (uri, _version, all) => found.set(uri, all),
      flowsEdited: () => told.push('edited'),
      flowsChanged: () => told.push('changed'),
      refreshLenses: () => told.push('lenses'),
      failed: (error) => expect.fail(String(error)),
    };
    const base = write('common/base.py', BASE);
    const heir = write('heir.py', HEIR.replace('self.end', 'self.ende'));
    const session = new Session(parser, true, translator(), outgoing);
    await session.workspace.summaries([folder]);
    session.opened(base, 1, BASE);
    session.opened(heir, 1, HEIR.replace('self.end', 'self.ende'));
    await expect.poll(() => found.has(heir)).toBe(true);
    expect(found.get(heir)?.map((each) => each.code)).toEqual(['unknown-step']);
    expect(found.has(base)).toBe(false);
    expect(told).toContain('changed');
  });
});
