/** `alpha = Parameter('alpha', default=0.1)` → ParameterDescription. */
import {
  isExpression,
  type Json,
  type ParameterDescription,
  type ParameterType,
} from '../../flow/description';
import type { AssignmentModel, CallModel, ModuleModel } from '../model';
import { metaflowName, type ResolveModule } from './names';
import type { Range } from '../positions';

export interface PlacedParameter {
  readonly description: ParameterDescription;
  readonly file: string;
  /** Of the attribute's name. */
  readonly range: Range;
}

type Kind = ParameterDescription['kind'];

const KINDS: { readonly [name: string]: Kind } = {
  Parameter: 'parameter',
  IncludeFile: 'include-file',
  Config: 'config',
};
/** The order of each one's own arguments, for those that are given by position. */
const POSITIONS: { readonly [kind in Kind]: readonly string[] } = {
  parameter: ['name', 'default', 'type', 'help', 'required'],
  config: ['name', 'default', 'default_value', 'help', 'required'],
  'include-file': ['name', 'required', 'is_text', 'encoding', 'help'],
};

/** `undefined` when the call is of something else. */
export function describeParameter(
  member: AssignmentModel,
  call: CallModel,
  module: ModuleModel,
  resolve: ResolveModule,
): PlacedParameter | undefined {
  const called = metaflowName(call.callee, module, resolve);
  const kind = called !== undefined && Object.hasOwn(KINDS, called) ? KINDS[called] : undefined;
  if (!kind) return undefined;
  const argument = (name: string): Json | undefined =>
    call.keywords[name] ?? call.positional[POSITIONS[kind].indexOf(name)];
  const isFloat = call.floats.has('default') || call.floats.has('1');
  const name = argument('name');
  const given = argument('default') ?? undefined;
  const optional = (given ?? argument('default_value') ?? null) !== null;
  const help = argument('help');
  const inferred = isFloat ? 'float' : typeOfDefault(given);
  const type = typeNamed(argument('type'), module, resolve) ?? inferred;
  return {
    file: module.file,
    range: member.nameRange,
    description: {
      name: typeof name === 'string' ? name : member.name,
      attribute: member.name,
      kind,
      type: kind === 'parameter' ? type : 'FilePath',
      ...(given === undefined ? {} : { default: given }),
      // A default makes the value optional, whatever `required` says.
      required: argument('required') === true && !optional,
      ...(typeof help === 'string' ? { help } : {}),
    },
  };
}

const BUILT_IN: ReadonlySet<string> = new Set<ParameterType>(['str', 'int', 'float', 'bool']);

/** The type that the source names; `undefined` when it names none. */
function typeNamed(
  written: Json | undefined,
  module: ModuleModel,
  resolve: ResolveModule,
): ParameterType | undefined {
  if (written === undefined || written === null) return undefined;
  if (!isExpression(written)) return 'unknown';
  const name = written.$expression;
  if (isBuiltIn(name)) return name;
  return metaflowName(name, module, resolve) === 'JSONType' ? 'JSONType' : 'unknown';
}

function isBuiltIn(name: string): name is ParameterType {
  return BUILT_IN.has(name);
}

function typeOfDefault(value: Json | undefined): ParameterType {
  // A function's value is text unless a type is given; other names may stand for anything.
  if (isExpression(value)) return value.$expression.startsWith('lambda') ? 'str' : 'unknown';
  if (value === undefined || typeof value === 'string') return 'str';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'number' ? 'int' : 'unknown';
}
