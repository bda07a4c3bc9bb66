/** The attributes of `current`. */
import type { NameReference } from './model';

/** What is always there, then what a decorator adds (`stepDecorators.ts` and `flowDecorators.ts` say which). */
export const CURRENT: readonly NameReference[] = [
  value('flow_name', 'str', 'The name of the flow’s class.'),
  value('run_id', 'str', 'The id of this run.'),
  value('step_name', 'str', 'The step that is running.'),
  value('task_id', 'str', 'The id of this task.'),
  value('retry_count', 'int', 'Which attempt this is: 0 is the first, 1 the first retry.'),
  value('pathspec', 'str', 'The task as people write it: `Flow/run/step/task`.'),
  value('origin_run_id', 'str | None', 'The run that this one resumes; None for an ordinary run.'),
  value('run', 'Run', 'This run as the client shows it.'),
  value('task', 'Task', 'This task as the client shows it.'),
  value('namespace', 'str', 'The namespace of the run: `user:…` unless another one is chosen.'),
  value('username', 'str | None', 'Who started the run.'),
  value('tags', 'set[str]', 'The tags that the run was started with.'),
  value('parameter_names', 'list[str]', 'The names of the flow’s parameters.'),
  value('graph', 'dict', 'The graph of the flow: its steps and where each leads.'),
  value(
    'is_running_flow',
    'bool',
    'Whether a task is running; False where a flow is only imported.',
  ),
  value('tempdir', 'str | None', 'The folder for temporary files that is configured.'),
  {
    name: 'get',
    kind: 'function',
    type: '(key, default=None)',
    text: 'An attribute, or the default where there is none.',
  },
  value('project_name', 'str', 'The project of `@project(name=…)`.'),
  value('branch_name', 'str', 'The branch of the project: `user.…`, `test.…` or `prod`.'),
  value(
    'project_flow_name',
    'str',
    'Project, branch and flow in one name, as deployments have it.',
  ),
  value('is_user_branch', 'bool', 'Neither `--branch` nor `--production` was given.'),
  value('is_production', 'bool', 'Whether this is the production branch.'),
  value(
    'card',
    'CardComponentCollector',
    "The card of this step: `current.card.append(…)` puts something on it; of several, `current.card['id']`.",
  ),
  value(
    'parallel',
    'Parallel',
    'The place of this task in its gang: `node_index`, `num_nodes`, `main_ip`, `control_task_id`.',
  ),
  value('is_parallel', 'bool', 'Whether this task is one of a gang.'),
  value(
    'trigger',
    'Trigger | None',
    'What started the run: `event` and `events`, `run` and `runs`; None when a person did.',
  ),
];

/** What some attributes have themselves. */
export const CURRENT_PARTS: { readonly [attribute: string]: readonly NameReference[] } = {
  parallel: [
    value('node_index', 'int', 'Which task of the gang this is; 0 is the one that controls it.'),
    value('num_nodes', 'int', 'How many tasks the gang has.'),
    value('main_ip', 'str', 'The address of the task that controls the gang.'),
    value('control_task_id', 'str', 'The id of the task that controls the gang.'),
  ],
  trigger: [
    value('event', 'MetaflowEvent | None', 'The latest event that started the run.'),
    value('events', 'list[MetaflowEvent] | None', 'All events that started the run.'),
    value('run', 'Run | None', 'The latest run whose end started this one.'),
    value('runs', 'list[Run] | None', 'All runs whose end started this one.'),
  ],
  card: [
    method('append', '(component, id=None)', 'Puts a component below the others on the card.'),
    method('extend', '(components)', 'Puts several components below the others.'),
    method('clear', '()', 'Takes everything off the card.'),
    method('refresh', '(data=None)', 'Shows the card as it is now, while the step still runs.'),
    value('components', 'dict', 'Components by their ids, to change what they show.'),
  ],
};

function value(name: string, type: string, text: string): NameReference {
  return { name, kind: 'value', type, text };
}

function method(name: string, type: string, text: string): NameReference {
  return { name, kind: 'function', type, text };
}
