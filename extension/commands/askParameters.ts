/** Asks for parameters: one box each for those that must be given, or a list of all. */
import path from 'node:path';
import * as vscode from 'vscode';
import type { ParameterDescription } from '../../runner/flow/description';
import { CheckParameter } from '../../runner/service/protocol';
import type { App } from '../app';
import { asFlowdeckError } from '../service';
import { defaultText, isFile, mustAsk, type ParameterTexts } from './parameters';

/** Undefined: the person gave up. */
type Answer = Promise<ParameterTexts | undefined>;

/** A box for each parameter that must be given and is not in `texts`. */
export async function askRequired(
  app: App,
  parameters: readonly ParameterDescription[],
  last: ParameterTexts,
): Answer {
  const asked = mustAsk(parameters);
  const texts: Record<string, string> = {};
  for (const [index, parameter] of asked.entries()) {
    const position = { step: index + 1, totalSteps: asked.length };
    const text = await askOne(app, parameter, last[parameter.name], position);
    if (text === undefined) return undefined;
    texts[parameter.name] = text;
  }
  return texts;
}

type Row =
  | (vscode.QuickPickItem & { readonly action: 'run' })
  | (vscode.QuickPickItem & { readonly action: 'edit'; readonly parameter: ParameterDescription });

/** A list of all parameters with their values; each can be edited, then Run. */
export async function askAll(
  app: App,
  flow: string,
  parameters: readonly ParameterDescription[],
  last: ParameterTexts,
): Answer {
  const texts: Record<string, string> = { ...last };
  for (;;) {
    const picked = await vscode.window.showQuickPick<Row>(rows(flow, parameters, texts), {
      title: vscode.l10n.t('Run {0} with parameters', flow),
      placeHolder: vscode.l10n.t('Choose a parameter to change it, or Run'),
      ignoreFocusOut: true,
    });
    if (!picked) return undefined;
    if (picked.action === 'edit') {
      const { parameter } = picked;
      const text = await askOne(app, parameter, texts[parameter.name] ?? defaultText(parameter));
      if (text !== undefined) texts[parameter.name] = text;
      continue;
    }
    const missing = mustAsk(parameters).filter(({ name }) => texts[name] === undefined);
    const rest = await askRequired(app, missing, texts);
    if (rest) return { ...texts, ...rest };
  }
}

function rows(
  flow: string,
  parameters: readonly ParameterDescription[],
  texts: ParameterTexts,
): Row[] {
  const run: Row = { action: 'run', label: `$(play) ${vscode.l10n.t('Run {0}', flow)}` };
  const edits = parameters.map((parameter): Row => {
    const text = texts[parameter.name] ?? defaultText(parameter);
    const changed = texts[parameter.name] !== undefined ? ` ${vscode.l10n.t('(set)')}` : '';
    return {
      action: 'edit',
      parameter,
      label: `${parameter.name} = ${text ?? vscode.l10n.t('(none)')}`,
      description: `${parameter.type}${changed}`,
      ...(parameter.help === undefined ? {} : { detail: parameter.help }),
    };
  });
  return [run, ...edits];
}

async function askOne(
  app: App,
  parameter: ParameterDescription,
  value: string | undefined,
  position: { readonly step: number; readonly totalSteps: number } = { step: 1, totalSteps: 1 },
): Promise<string | undefined> {
  const count = position.totalSteps > 1 ? ` (${position.step}/${position.totalSteps})` : '';
  if (isFile(parameter)) return pickFile(parameter, value, count);
  const kind = parameter.type === 'unknown' ? '' : ` · ${parameter.type}`;
  return vscode.window.showInputBox({
    title: `${parameter.name}${kind}${count}`,
    prompt: parameter.help ?? vscode.l10n.t('Value of the parameter {0}', parameter.name),
    ...(value === undefined ? {} : { value }),
    ignoreFocusOut: true,
    validateInput: (text) => check(app, parameter, text),
  });
}

/** Of an included file or a config: its place on this machine. */
async function pickFile(
  parameter: ParameterDescription,
  value: string | undefined,
  count: string,
): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: `${parameter.name}${count}${parameter.help === undefined ? '' : ` · ${parameter.help}`}`,
      openLabel: vscode.l10n.t('Use this file'),
      canSelectMany: false,
      ...(value !== undefined && path.isAbsolute(value)
        ? { defaultUri: vscode.Uri.file(value) }
        : {}),
    })) ?? [];
  return picked?.fsPath;
}

async function check(
  app: App,
  parameter: ParameterDescription,
  text: string,
): Promise<string | undefined> {
  // Nothing was typed yet: no reason for a red box with a quoted nothing.
  if (text === '' && parameter.type !== 'str' && parameter.type !== 'unknown') {
    return vscode.l10n.t('Type a value ({0})', parameter.type);
  }
  try {
    return (await app.service.request(CheckParameter, { parameter, text })).error;
  } catch (error) {
    return asFlowdeckError(error).message;
  }
}
