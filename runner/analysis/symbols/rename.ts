/** Another name for a step, an artifact or a parameter, everywhere at once, or why that cannot be. */
import { isStepName } from '../../flow/rules/invalid-step-name';
import type { AnalysedFlow } from '../analyse';
import type { FileEdit } from '../fixes/fix';
import { namedElsewhere, type Sources } from './elsewhere';
import { mentionsOf } from './mentions';
import type { SymbolKind } from './model';
import { isIdentifier, OF_EVERY_FLOW } from './names';
import { occurrencesOf, symbolKinds } from './occurrences';
import { placesOf, type FoundSymbol } from './related';

export type Refusal =
  /** Metaflow looks for a step of this name. */
  | { readonly why: 'looked-for'; readonly name: string }
  /** What is an artifact in one flow is a method in another that shares the class. */
  | { readonly why: 'other-kind'; readonly name: string; readonly flow: string }
  /** While a method cannot be parsed, places in it would be missed. */
  | { readonly why: 'broken'; readonly method: string; readonly file: string }
  /** In a text with escapes, or put together of parts. */
  | { readonly why: 'hidden'; readonly name: string; readonly step: string }
  | { readonly why: 'not-editable'; readonly file: string }
  /** Not a name in Python, or one that Python changes by itself. */
  | { readonly why: 'no-name'; readonly name: string }
  | { readonly why: 'no-step-name'; readonly name: string }
  | { readonly why: 'reserved'; readonly name: string }
  | {
      readonly why: 'taken';
      readonly name: string;
      readonly by: SymbolKind | 'method';
      readonly flow: string;
    };

/** Why the symbol cannot be renamed to anything. */
export function refusal(
  found: FoundSymbol,
  isEditable: (file: string) => boolean,
): Refusal | undefined {
  const { symbol, flows } = found;
  const { name, kind } = symbol;
  for (const flow of flows) {
    if (kind === 'step' && isLookedFor(flow, name)) return { why: 'looked-for', name };
    if (symbolKinds(flow)(name) !== kind) {
      return { why: 'other-kind', name, flow: flow.description.name };
    }
    const hidden = hiddenIn(flow, name);
    if (hidden !== undefined) return { why: 'hidden', name, step: hidden };
  }
  const foreign = placesOf(found).find(({ file }) => !isEditable(file));
  return foreign ? { why: 'not-editable', file: foreign.file } : brokenIn(flows);
}

/** Why it cannot have this name. */
export function refusalOf(found: FoundSymbol, newName: string): Refusal | undefined {
  if (!isIdentifier(newName) || newName.startsWith('__')) return { why: 'no-name', name: newName };
  if (OF_EVERY_FLOW.has(newName)) return { why: 'reserved', name: newName };
  if (found.symbol.kind === 'step' && !isStepName(newName)) {
    return { why: 'no-step-name', name: newName };
  }
  for (const flow of found.flows) {
    const by = takenBy(flow, newName);
    if (by) return { why: 'taken', name: newName, by, flow: flow.description.name };
  }
  return undefined;
}

export function renameEdits(found: FoundSymbol, newName: string, sources: Sources): FileEdit[] {
  const places = [...placesOf(found), ...namedElsewhere(found, sources)];
  return places.map(({ file, range }) => ({ file, range, newText: newName }));
}

function takenBy(flow: AnalysedFlow, name: string): SymbolKind | 'method' | undefined {
  const kind = symbolKinds(flow)(name);
  if (kind === undefined) return 'method';
  // Also what is only called and may come from a library.
  const isThere = flow.classes.some(({ model }) =>
    mentionsOf(model).some((mention) => mention.name === name),
  );
  return kind !== 'artifact' || isThere ? kind : undefined;
}

/** Without a mark, Metaflow knows start and end by their names. */
function isLookedFor({ description }: AnalysedFlow, name: string): boolean {
  return (
    (name === 'start' && description.startStep === 'start') ||
    (name === 'end' && description.endStep === 'end')
  );
}

/** The step that names it in a text which is not simply that name in quotes. */
function hiddenIn(flow: AnalysedFlow, name: string): string | undefined {
  for (const { name: step, foreachArtifact, condition } of flow.description.steps) {
    const inText = foreachArtifact === name || condition === name;
    const isSeen = occurrencesOf(flow).some(
      ({ symbol, role, inside }) => symbol.name === name && role === 'text' && inside === step,
    );
    if (inText && !isSeen) return step;
  }
  return undefined;
}

function brokenIn(flows: readonly AnalysedFlow[]): Refusal | undefined {
  for (const { model, module } of flows.flatMap(({ classes }) => classes)) {
    for (const member of model.members) {
      if (member.kind === 'function' && member.broken) {
        return { why: 'broken', method: member.name, file: module.file };
      }
    }
  }
  return undefined;
}
