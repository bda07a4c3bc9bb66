/** The public names of `metaflow`, its decorators aside. */
import type { NameReference } from './model';

export const NAMES: readonly NameReference[] = [
  type('FlowSpec', 'The class that a flow derives from.'),
  call('step', '@step', 'Makes a method of a flow one of its steps.'),
  {
    name: 'current',
    kind: 'value',
    text: 'What runs at the moment: `current.run_id`, `current.step_name`, …',
  },
  type('Parameter', 'A value that is given when a run starts: `--alpha 0.5`.'),
  type('Config', 'Settings from a file or a text, which decorators and parameters may use too.'),
  type('IncludeFile', 'A file whose content is kept with the run.'),
  {
    name: 'JSONType',
    kind: 'value',
    text: 'The type of a parameter whose value is JSON: a list, a dict.',
  },
  call(
    'config_expr',
    '(expression)',
    "A value worked out from configs later on: `config_expr('config.cpu * 2')`, for decorators.",
  ),
  type(
    'ConfigValue',
    'What a Config holds: a dict whose keys are attributes too, and which cannot be changed.',
  ),
  type('Flow', "A flow in the datastore: `Flow('TrainFlow').latest_run`."),
  type('Run', "A past run: `Run('TrainFlow/12').data.model`."),
  type('Step', 'A step of a past run, with its tasks.'),
  type('Task', 'A task of a past run: its artifacts, logs and times.'),
  type('DataArtifact', 'An artifact of a past task.'),
  type('Metaflow', 'All flows of the datastore.'),
  call('namespace', '(name)', 'Chooses whose runs the client shows; None shows those of everyone.'),
  call('get_namespace', '()', 'The namespace that is chosen.'),
  call('default_namespace', '()', 'Goes back to your own namespace.'),
  call(
    'metadata',
    '(name)',
    'Chooses where the client reads of runs: `local@/path`, `service@https://…`.',
  ),
  call('get_metadata', '()', 'Where the client reads of runs.'),
  call('default_metadata', '()', 'Goes back to where runs are read of by default.'),
  call('inspect_spin', '(folder)', 'Lets the client read what `spin` left behind.'),
  type('Runner', "Runs a flow from a program: `with Runner('flow.py').run() as running: …`."),
  type('NBRunner', 'Runs a flow of a notebook’s cell.'),
  type('S3', 'Reads and writes many objects in S3 at once: `with S3(run=self) as s3: …`.'),
  call(
    'parallel_map',
    '(function, items)',
    'A function over all items, in several processes; the results in their order.',
  ),
  call('parallel_imap_unordered', '(function, items)', 'The same, with each result as it comes.'),
  call('profile', '(label)', "Measures how long a block takes: `with profile('load'): …`."),
  type('FlowMutator', 'The base of own decorators that change a flow before it runs.'),
  type('StepMutator', 'The base of own decorators that change a step before it runs.'),
  type('UserStepDecorator', 'The base of own decorators that run before and after a step.'),
  call(
    'user_step_decorator',
    '@user_step_decorator',
    'Makes a generator function a decorator of steps.',
  ),
  {
    name: 'USER_SKIP_STEP',
    kind: 'value',
    text: 'What an own decorator yields so that the step is passed over.',
  },
  call(
    'namespaced_event_name',
    '(name)',
    'The name of an event within the project’s branch, for `@trigger`.',
  ),
  call(
    'conda_environment_yml_parser',
    '(text)',
    'Reads an `environment.yml`: a parser of a Config.',
  ),
  call(
    'pyproject_toml_parser',
    '(text)',
    'Reads the dependencies of a `pyproject.toml`: a parser of a Config.',
  ),
  call('requirements_txt_parser', '(text)', 'Reads a `requirements.txt`: a parser of a Config.'),
  call('yaml_parser', '(text)', 'Reads YAML: a parser of a Config.'),
];

function type(name: string, text: string): NameReference {
  return { name, kind: 'class', text };
}

function call(name: string, form: string, text: string): NameReference {
  return { name, kind: 'function', type: form, text };
}
