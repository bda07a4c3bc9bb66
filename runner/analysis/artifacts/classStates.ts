/** What every task of a flow has from its class: parameters, and values that Metaflow makes read-only. */
import type { ParameterDescription } from '../../flow/description';
import type { AnalysedFlow } from '../analyse';
import type { ArtifactState, ArtifactStates } from './model';
import type { Members } from './members';

/** What a step gets, in Python's words; anything for JSON and for what only running the code can tell. */
const OF_PARAMETERS: { readonly [type in ParameterDescription['type']]: string | undefined } = {
  str: 'str',
  int: 'int',
  float: 'float',
  bool: 'bool',
  JSONType: undefined,
  FilePath: 'str',
  unknown: undefined,
};
const OF_KINDS = { config: 'ConfigValue', 'include-file': 'str' } as const;

export function classStates(flow: AnalysedFlow, members: Members): ArtifactStates {
  const types = new Map(
    flow.description.parameters.map(({ attribute, kind, type }) => [
      attribute,
      kind === 'parameter' ? OF_PARAMETERS[type] : OF_KINDS[kind],
    ]),
  );
  const states = new Map<string, ArtifactState>();
  for (const name of [...types.keys(), ...flow.constants]) {
    const found = members.find(name);
    if (!found) continue;
    const type = types.get(name);
    const write = {
      name,
      file: found.place.module.file,
      range: found.member.nameRange,
      value: { kind: 'other' } as const,
      ...(type === undefined ? {} : { type }),
    };
    states.set(name, { presence: 'surely', merged: false, writes: [write] });
  }
  return states;
}
