/** Run: save, find Python, ask for what is missing, start, show. */
import type { StaticFlow } from '../../language-server/protocol';
import { FlowdeckError } from '../../runner/errors';
import type { App, Command } from '../app';
import { isTrusted } from '../problems';
import { askAll, askRequired } from './askParameters';
import {
  given,
  mustAsk,
  remembered,
  textsOfRun,
  variablesOfConfigs,
  type ParameterTexts,
} from './parameters';
import { interpreter, saveAll, start } from './start';
import { flowTarget, type FlowTarget } from './target';

/** How the parameters come about. */
type Asking = 'required' | 'all' | 'again';

export const runFlow: Command = (app, argument) => run(app, argument, 'required');
export const runWithParameters: Command = (app, argument) => run(app, argument, 'all');
/** With the parameters of the run it is called on, or the last ones of the flow. */
export const runAgain: Command = (app, argument) => run(app, argument, 'again');

async function run(app: App, argument: unknown, asking: Asking): Promise<void> {
  if (!(await isTrusted())) return;
  const target = await flowTarget(app, argument);
  if (!target || !(await saveAll(target))) return;
  const described = await app.language.describe(target.uri, target.flow);
  if (!described) throw noFlow(target);
  const python = await interpreter(app, target.uri);
  if (!python) return;
  const { description } = described;
  const key = `parameters:${target.uri.toString()}#${description.name}`;
  const last = app.context.workspaceState.get<ParameterTexts>(key);
  const texts = await parameters(app, described, target, last, asking);
  if (!texts) return;
  await app.context.workspaceState.update(key, texts);
  const set = python.env['METAFLOW_FLOW_CONFIG'] ?? process.env['METAFLOW_FLOW_CONFIG'];
  const configs = variablesOfConfigs(description.parameters, texts, set);
  const prepared = { ...python, env: { ...python.env, ...configs } };
  const what = { parameters: given(description.parameters, texts) };
  await start(app, target, description.name, prepared, what);
}

async function parameters(
  app: App,
  { description }: StaticFlow,
  target: FlowTarget,
  kept: ParameterTexts | undefined,
  asking: Asking,
): Promise<ParameterTexts | undefined> {
  const all = description.parameters;
  const last = remembered(all, kept);
  if (asking === 'all') return askAll(app, description.name, all, last);
  if (asking === 'required') {
    const texts = await askRequired(app, all, last);
    return texts && { ...texts };
  }
  const model = target.run && (await app.runs.snapshot(target.run));
  const again = model ? textsOfRun(all, model.parameters) : last;
  const missing = mustAsk(all).filter(({ name }) => again[name] === undefined);
  const rest = await askRequired(app, missing, last);
  return rest && { ...again, ...rest };
}

function noFlow({ uri, flow }: FlowTarget): FlowdeckError {
  return new FlowdeckError({
    code: 'no-flow',
    message: flow === undefined ? 'The file defines no flow' : `The file defines no flow ${flow}`,
    where: { file: uri.fsPath },
    remedy: 'A flow is a class that derives from FlowSpec.',
  });
}
