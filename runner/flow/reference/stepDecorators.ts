/** Decorators of steps that work wherever the step runs. */
import type { DecoratorReference, OptionReference } from './model';

const python: OptionReference = {
  name: 'python',
  type: 'str',
  text: 'The version of Python, such as `3.12.4`; without it the one that started the run.',
  example: "'3.12'",
};
const disabled: OptionReference = {
  name: 'disabled',
  type: 'bool',
  text: 'Turn the decorator off, so that the code runs with the packages at hand.',
};
const libraries: OptionReference = {
  name: 'libraries',
  type: 'dict[str, str]',
  text: 'The old name of `packages`, which wins where both name a package.',
};

/** Of @pypi and @conda; those for a whole flow take the same. */
export const PYPI_OPTIONS: readonly OptionReference[] = [
  {
    name: 'packages',
    type: 'dict[str, str]',
    text: "Packages of PyPI with their versions: `{'pandas': '2.2.3'}`; `'>=2'` and the like work too.",
    example: '{}',
  },
  python,
  disabled,
];
export const CONDA_OPTIONS: readonly OptionReference[] = [
  {
    name: 'packages',
    type: 'dict[str, str]',
    text: "Conda packages with their versions: `{'pandas': '2.2.3'}`; a channel goes before the name: `{'pytorch::pytorch': '2.5'}`.",
    example: '{}',
  },
  libraries,
  python,
  disabled,
];

export const STEP_DECORATORS: { readonly [name: string]: DecoratorReference } = {
  retry: {
    text: 'Runs the task again when it fails. For trouble that passes, such as a network that is down; a step that must not do its work twice takes `times=0`, which also overrules `--with retry`.',
    snippet: 'retry(times=${1:3})',
    options: [
      { name: 'times', type: 'int', text: 'How often to try again after the first failure.' },
      {
        name: 'minutes_between_retries',
        type: 'int',
        text: 'Minutes to wait before the next attempt.',
      },
    ],
  },
  catch: {
    text: 'Lets the flow go on when the step fails for good. What the step would have set is missing then; the artifact that `var` names holds the exception, or None when all went well.',
    snippet: "catch(var='${1:failure}')",
    options: [
      {
        name: 'var',
        type: 'str',
        text: 'The artifact that gets the exception. Without it the exception is not kept.',
        example: "'failure'",
      },
      {
        name: 'print_exception',
        type: 'bool',
        text: 'Also print the exception into the log of the task.',
      },
    ],
  },
  timeout: {
    text: 'Ends an attempt that takes too long, as a failure: `@retry` tries again, `@catch` catches it. The times given are added up.',
    snippet: 'timeout(${1|minutes,hours,seconds|}=${2:30})',
    options: [
      { name: 'seconds', type: 'int', text: 'Seconds that an attempt may take.' },
      { name: 'minutes', type: 'int', text: 'Minutes that an attempt may take.' },
      { name: 'hours', type: 'int', text: 'Hours that an attempt may take.' },
    ],
  },
  resources: {
    text: 'What the step needs, wherever it runs: `--with batch` or `--with kubernetes` asks for a machine like that. On this machine it changes nothing.',
    snippet: 'resources(cpu=${1:2}, memory=${2:8192})',
    options: [
      { name: 'cpu', type: 'int', text: 'How many CPUs.' },
      { name: 'memory', type: 'int', text: 'Memory in MB.', example: '8192' },
      { name: 'gpu', type: 'int', text: 'How many GPUs.', example: '1' },
      { name: 'disk', type: 'int', text: 'Disk in MB; Kubernetes only.', example: '20480' },
      {
        name: 'shared_memory',
        type: 'int',
        text: 'Size of `/dev/shm` in MiB, which data loaders with several processes share.',
        example: '1024',
      },
    ],
  },
  environment: {
    text: 'Sets environment variables for the step, before Python starts there.',
    snippet: "environment(vars={'${1:NAME}': '${2:value}'})",
    options: [
      {
        name: 'vars',
        type: 'dict[str, str]',
        text: "The variables by name: `{'OMP_NUM_THREADS': '4'}`.",
        example: '{}',
      },
    ],
  },
  secrets: {
    text: 'Fetches secrets when the task starts and hands them to the step as environment variables.',
    snippet: "secrets(sources=['${1:name}'])",
    options: [
      {
        name: 'sources',
        type: 'list[str | dict]',
        text: "Which secrets: names for the configured backend, or dicts such as `{'type': 'aws-secrets-manager', 'id': 'name'}`.",
        example: '[]',
      },
      { name: 'role', type: 'str', text: 'The role that may read them.' },
      {
        name: 'allow_override',
        type: 'bool',
        text: 'Let a secret replace a variable that is already set.',
      },
    ],
  },
  parallel: {
    text: 'Makes a gang of the step: its tasks run at the same time and know each other. Go there with `self.next(self.train, num_parallel=4)`.',
    options: [],
    current: ['parallel', 'is_parallel'],
  },
  pytorch_parallel: {
    text: 'Like `@parallel`, with everything set that `torch.distributed` reads. It needs a package of its own.',
    options: [
      {
        name: 'master_port',
        type: 'int',
        text: 'The port that the first node listens on.',
        example: '29500',
      },
    ],
    current: ['parallel'],
  },
  card: {
    text: 'Makes a page of the task: of its artifacts, or of what the step puts into `current.card`. A step may have several.',
    snippet: "card(type=${1|'blank','default'|})",
    current: ['card'],
    options: [
      {
        name: 'type',
        type: 'str',
        text: '`default` shows all artifacts, `blank` only what the step appends, `html` the artifact that `options` names; other types come from packages.',
        values: ["'default'", "'blank'", "'html'"],
      },
      {
        name: 'id',
        type: 'str',
        text: "Tells one card of the step from another: `current.card['scores']`.",
        example: "'scores'",
      },
      { name: 'options', type: 'dict', text: 'Options of this type of card.', example: '{}' },
      { name: 'timeout', type: 'int', text: 'Seconds that the card may take to be made.' },
      {
        name: 'save_errors',
        type: 'bool',
        text: 'When the card cannot be made, keep one that shows why.',
      },
      {
        name: 'refresh_interval',
        type: 'int',
        text: 'Seconds between two looks at a card while the step runs.',
      },
      {
        name: 'customize',
        type: 'bool',
        text: 'This one is meant when several cards stand there and `current.card.append` names none.',
      },
      {
        name: 'scope',
        type: 'str',
        text: 'What the card is about. There is only `task`.',
        values: ["'task'"],
      },
      { name: 'rank', type: 'int', text: 'Unused; kept for old flows.' },
    ],
  },
  pypi: {
    text: 'Gives the step an environment with these packages of PyPI. They add to those of `@pypi_base`.',
    snippet: "pypi(packages={'${1:pandas}': '${2:2.2.3}'})",
    options: PYPI_OPTIONS,
  },
  conda: {
    text: 'Gives the step a Conda environment with these packages. They add to those of `@conda_base`.',
    snippet: "conda(packages={'${1:pandas}': '${2:2.2.3}'})",
    options: CONDA_OPTIONS,
  },
};
