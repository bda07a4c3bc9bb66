/** Calls that a flow is made of: its parameters, and what its steps say to it. */
import type { CallReference, OptionReference } from './model';

const help: OptionReference = {
  name: 'help',
  type: 'str',
  text: 'What `run --help` and the form of the editor say about it.',
  example: "''",
  default: 'None',
};
const showDefault: OptionReference = {
  name: 'show_default',
  type: 'bool',
  text: 'Whether the help tells the default.',
  default: 'True',
};
const parser: OptionReference = {
  name: 'parser',
  type: 'Callable[[str], Any] | str',
  text: 'Makes a value of the text: a function, or where to find one (`package.module.function`).',
  default: 'None',
};

function named(what: string): OptionReference {
  return {
    name: 'name',
    type: 'str',
    text: `The name on the command line: ${what}. Steps read it under the name of the attribute.`,
  };
}

function required(otherwise: string): OptionReference {
  return {
    name: 'required',
    type: 'bool',
    text: `A run must be given one. With ${otherwise} it has no effect.`,
    default: 'False',
    values: ['True', 'False'],
  };
}

/** By their names in `metaflow`. */
export const PARAMETER_CALLS: { readonly [name: string]: CallReference } = {
  Parameter: {
    text: 'A value that is given when a run starts. Steps read it as `self.name`; they cannot change it.',
    positional: 5,
    options: [
      named('`--name value`'),
      {
        name: 'default',
        type: 'str | int | float | bool | dict | list | Callable',
        text: 'The value when none is given; a function is called when the run starts. Its type is the parameter’s, unless `type` says otherwise.',
        default: 'None',
      },
      {
        name: 'type',
        type: 'type',
        text: 'What the text of the command line is read as. `JSONType` is for lists and dicts.',
        values: ['str', 'int', 'float', 'bool', 'JSONType'],
        default: 'that of `default`, else str',
      },
      help,
      required('a default'),
      showDefault,
    ],
  },
  Config: {
    text: "Settings that are read before the run: from a file (`--config name file.json`) or a text (`--config-value name '{…}'`). Read as `self.name.key`, and in decorators as `config_expr('name.key')`.",
    positional: 5,
    options: [
      named('`--config name file`'),
      {
        name: 'default',
        type: 'str | Callable',
        text: 'The file to read when none is given.',
        example: "'config.json'",
        default: 'None',
      },
      {
        name: 'default_value',
        type: 'str | dict | Callable',
        text: 'The value when there is neither a file nor a text. Give it or `default`, not both.',
        example: '{}',
        default: 'None',
      },
      help,
      required('a default'),
      parser,
      {
        name: 'plain',
        type: 'bool',
        text: 'Keep what the parser gives as it is, instead of making a ConfigValue of it.',
        default: 'False',
        values: ['True', 'False'],
      },
      showDefault,
    ],
  },
  IncludeFile: {
    text: 'A file of this machine whose content is kept with the run: `--name path`. Steps read the content as `self.name`.',
    positional: 5,
    options: [
      named('`--name path`'),
      required('a default'),
      {
        name: 'is_text',
        type: 'bool',
        text: 'Read it as text; with False the value is bytes.',
        default: 'True',
        values: ['True', 'False'],
      },
      {
        name: 'encoding',
        type: 'str',
        text: 'How the text is encoded.',
        example: "'utf-8'",
        default: "'utf-8'",
      },
      help,
      {
        name: 'default',
        type: 'str | Callable',
        text: 'The file to take when none is given.',
        example: "'data.csv'",
        default: 'None',
      },
      parser,
      showDefault,
    ],
  },
};

/** What a step calls on `self`. */
export const SELF_CALLS: { readonly [name: string]: CallReference } = {
  next: {
    text: 'Says which step comes next, as the last statement of a step: `self.next(self.a)`; several steps are branches, `self.next(self.a, self.b)`; `foreach` runs a step for each item of a list.',
    positional: 1,
    options: [
      {
        name: '*steps',
        type: 'step | dict[str, step]',
        text: 'The next step as `self.name`. Several run side by side, and a join with `inputs` brings them together. A dict names a step for each value of `condition`.',
      },
      {
        name: 'foreach',
        type: 'str',
        text: 'The artifact with the items, in quotes. The step runs once for each, with it as `self.input`.',
        default: 'None',
      },
      {
        name: 'num_parallel',
        type: 'int',
        text: 'How many tasks the gang of a `@parallel` step has.',
        default: 'None',
      },
      {
        name: 'condition',
        type: 'str',
        text: 'The artifact, in quotes, whose value says which step of the dict comes next.',
        default: 'None',
      },
    ],
  },
  merge_artifacts: {
    text: 'In a join: takes over the artifacts of the branches. What the step has set itself stays; where branches disagree on another one, it has to be set before or excluded.',
    positional: 3,
    options: [
      { name: 'inputs', type: 'Inputs', text: 'The `inputs` of the join.' },
      {
        name: 'exclude',
        type: 'list[str]',
        text: 'Artifacts to leave behind.',
        example: '[]',
        default: '[]',
      },
      {
        name: 'include',
        type: 'list[str]',
        text: 'Take over these alone; not together with `exclude`.',
        example: '[]',
        default: '[]',
      },
    ],
  },
};

/** What every step finds on `self`, besides artifacts and parameters. */
export const SELF_VALUES = {
  input: 'The item of the foreach that this task works on; None outside of one.',
  index: 'The position of that item in the foreach, from 0; None outside of one.',
  foreach_stack:
    'Index, number of items and item of each foreach around this task, outermost first.',
} as const;
