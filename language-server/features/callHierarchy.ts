/** Call hierarchy: which steps lead to a step, and where it goes. */
import {
  SymbolKind,
  type CallHierarchyIncomingCall,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
} from 'vscode-languageserver';
import type { AnalysedFlow } from '../../runner/analysis/analyse';
import type { Asked, AskedDocument } from '../asked';
import type { Feature } from '../feature';
import type { Range } from '../protocol';
import { askedSymbol } from '../symbol';

export const callHierarchyFeature: Feature = {
  capabilities: { callHierarchyProvider: true },
  register(connection, session) {
    const { callHierarchy } = connection.languages;
    callHierarchy.onPrepare(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return (asked && prepareCallHierarchy(asked)) ?? null;
    });
    callHierarchy.onIncomingCalls(({ item }) => {
      const asked = session().asked(flowOf(item)?.uri ?? item.uri);
      return (asked && incomingCalls(asked, item)) ?? null;
    });
    callHierarchy.onOutgoingCalls(({ item }) => {
      const asked = session().asked(flowOf(item)?.uri ?? item.uri);
      return (asked && outgoingCalls(asked, item)) ?? null;
    });
  },
};

/** Travels with an item: the same method may be a step of several flows. */
interface ItemFlow {
  /** Of the flow's file; the step may stand in another. */
  readonly uri: string;
  readonly flow: string;
}

/** One item for each flow in which the step stands there. */
export function prepareCallHierarchy(asked: Asked): CallHierarchyItem[] | undefined {
  const found = askedSymbol(asked);
  if (found?.symbol.kind !== 'step') return undefined;
  const items = found.here.flatMap((flow) => itemOf(flow, found.symbol.name, asked) ?? []);
  return items.length > 0 ? items : undefined;
}

export function incomingCalls(
  asked: AskedDocument,
  item: CallHierarchyItem,
): CallHierarchyIncomingCall[] | undefined {
  const flow = flowIn(asked, item);
  return (
    flow &&
    [...flow.steps].flatMap(([name, place]) => {
      const ranges = targetRanges(place.targets, item.name);
      const from = ranges.length > 0 ? itemOf(flow, name, asked) : undefined;
      return from ? [{ from, fromRanges: ranges }] : [];
    })
  );
}

export function outgoingCalls(
  asked: AskedDocument,
  item: CallHierarchyItem,
): CallHierarchyOutgoingCall[] | undefined {
  const flow = flowIn(asked, item);
  const targets = flow?.steps.get(item.name)?.targets ?? [];
  return (
    flow &&
    [...new Set(targets.map(({ name }) => name))].flatMap((name) => {
      const to = itemOf(flow, name, asked);
      return to ? [{ to, fromRanges: targetRanges(targets, name) }] : [];
    })
  );
}

function targetRanges(
  targets: readonly { readonly name: string; readonly range: Range }[],
  name: string,
): Range[] {
  return targets.filter((target) => target.name === name).map(({ range }) => range);
}

function itemOf(
  flow: AnalysedFlow,
  step: string,
  { uriOf }: Pick<Asked, 'uriOf'>,
): CallHierarchyItem | undefined {
  const place = flow.steps.get(step);
  if (!place) return undefined;
  const data: ItemFlow = { uri: uriOf(flow.description.file), flow: flow.description.name };
  return {
    name: step,
    detail: flow.description.name,
    kind: SymbolKind.Method,
    uri: uriOf(place.file),
    range: place.range,
    selectionRange: place.nameRange,
    data,
  };
}

/** What comes back from the editor. */
function flowOf(item: CallHierarchyItem): ItemFlow | undefined {
  const data: unknown = item.data;
  if (typeof data !== 'object' || data === null || !('uri' in data) || !('flow' in data)) {
    return undefined;
  }
  const { uri, flow } = data;
  return typeof uri === 'string' && typeof flow === 'string' ? { uri, flow } : undefined;
}

function flowIn(asked: AskedDocument, item: CallHierarchyItem): AnalysedFlow | undefined {
  const name = flowOf(item)?.flow;
  return asked.flows.find(({ description }) => description.name === name);
}
