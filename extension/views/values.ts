/** Values of artifacts as read-only documents: where they come from, then as much of the value as can be shown. */
import * as vscode from 'vscode';
import { formatSize } from '../../runner/drawing/format';
import {
  LookAtArtifact,
  type ArtifactLook,
  type ArtifactPlace,
  type RunRef,
} from '../../runner/service/protocol';
import { VALUE_SCHEME } from '../ids';
import type { RunnerService } from '../service';

/** Answers what a value's document says; a document that was closed and is opened again asks again. */
export class Values implements vscode.TextDocumentContentProvider {
  constructor(private readonly service: RunnerService) {}

  async provideTextDocumentContent(
    uri: vscode.Uri,
    token: vscode.CancellationToken,
  ): Promise<string> {
    const place = placeOfValue(uri);
    const abort = new AbortController();
    const listening = token.onCancellationRequested(() => abort.abort());
    try {
      return textOf(place, await this.service.request(LookAtArtifact, place, abort.signal));
    } finally {
      listening.dispose();
    }
  }
}

/** The last part of the path is the title of the document's tab. */
export function valueUri({ ref, step, artifact, task }: ArtifactPlace): vscode.Uri {
  return vscode.Uri.from({
    scheme: VALUE_SCHEME,
    path: `/${ref.flow}/${ref.run}/${step}/${artifact}`,
    query: JSON.stringify({ root: ref.root, ...(task === undefined ? {} : { task }) }),
  });
}

/** @throws Error for a document that this extension did not make. */
export function placeOfValue(uri: vscode.Uri): ArtifactPlace {
  const [, flow, run, step, artifact] = uri.path.split('/');
  const { root, task } = JSON.parse(uri.query) as { root?: unknown; task?: unknown };
  if (!flow || !run || !step || !artifact || typeof root !== 'string') {
    throw new Error(`not a value: ${uri.toString()}`);
  }
  const ref: RunRef = { root, flow, run };
  return { ref, step, artifact, ...(typeof task === 'string' ? { task } : {}) };
}

/** Lines of comment, as Python has them, then the value. */
export function textOf({ ref, step }: ArtifactPlace, look: ArtifactLook): string {
  const { task, tasks, row, text, cut } = look;
  const head = [
    [ref.flow, ref.run, step, task, row.name].join('/'),
    `${row.type} · ${formatSize(row.size)}`,
    ...(tasks > 1 ? [vscode.l10n.t('Of one of the {0} tasks of the step', tasks)] : []),
    ...(row.problem === undefined ? [] : [row.problem]),
    ...(cut ? [vscode.l10n.t('Too long to be shown whole')] : []),
  ];
  const value = text === undefined ? '' : `\n${text}${cut ? '\n…' : ''}\n`;
  return `${head.map((line) => `# ${line}`).join('\n')}\n${value}`;
}
