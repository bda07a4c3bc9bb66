/** The outline of a file: its flows with their parameters and steps. */
import { SymbolKind, type DocumentSymbol } from 'vscode-languageserver';
import type { AnalysedFlow, StepPlace } from '../../runner/analysis/analyse';
import type { Translate } from '../../runner/drawing/words';
import type { ParameterDescription, StepDescription } from '../../runner/flow/description';
import type { Feature } from '../feature';
import type { Range } from '../protocol';

export const documentSymbolsFeature: Feature = {
  capabilities: { documentSymbolProvider: { label: 'Flowdeck' } },
  register(connection, session) {
    connection.onDocumentSymbol(({ textDocument }) => {
      const asked = session().asked(textDocument.uri);
      return asked && documentSymbols(asked.flows, asked.t);
    });
  },
};

export function documentSymbols(flows: readonly AnalysedFlow[], t: Translate): DocumentSymbol[] {
  return flows.map((flow) => ({
    name: flow.description.name,
    detail: t('flow'),
    kind: SymbolKind.Class,
    range: flow.range,
    selectionRange: flow.nameRange,
    children: [...parameterSymbols(flow), ...stepSymbols(flow)].sort(byPlace),
  }));
}

function parameterSymbols(flow: AnalysedFlow): DocumentSymbol[] {
  return flow.description.parameters.flatMap((parameter) => {
    const range = flow.parameters.get(parameter.attribute);
    return range && contains(flow.range, range)
      ? [
          {
            name: parameter.attribute,
            detail: parameterDetail(parameter),
            kind: SymbolKind.Property,
            range,
            selectionRange: range,
          },
        ]
      : [];
  });
}

function parameterDetail(parameter: ParameterDescription): string {
  return parameter.type === 'unknown'
    ? `--${parameter.name}`
    : `--${parameter.name} ${parameter.type}`;
}

/** Only those that stand in the class itself: the editor wants children inside their parent. */
function stepSymbols(flow: AnalysedFlow): DocumentSymbol[] {
  return flow.description.steps.flatMap((step) => {
    const place = flow.steps.get(step.name);
    return place?.file === flow.description.file && contains(flow.range, place.range)
      ? [stepSymbol(step, place)]
      : [];
  });
}

function stepSymbol(step: StepDescription, place: StepPlace): DocumentSymbol {
  return {
    name: step.name,
    detail: step.next.length > 0 ? `→ ${step.next.join(', ')}` : '',
    kind: SymbolKind.Method,
    range: place.range,
    selectionRange: place.nameRange,
  };
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start.line <= inner.start.line && outer.end.line >= inner.end.line;
}

function byPlace(a: DocumentSymbol, b: DocumentSymbol): number {
  return a.range.start.line - b.range.start.line;
}
