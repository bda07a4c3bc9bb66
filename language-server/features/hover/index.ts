/** Hovers: steps, transitions, artifacts and parameters, each told by a file of its own. */
import type { Hover } from 'vscode-languageserver';
import type { AnalysedFlow } from '../../../runner/analysis/analyse';
import type { FoundSymbol } from '../../../runner/analysis/symbols/related';
import type { Asked } from '../../asked';
import type { Feature } from '../../feature';
import { askedSymbol } from '../../symbol';
import { factsFor } from '../runFacts';
import { hoverOf, type HoverAnswer, type Hovered } from './answer';
import { artifactText } from './artifact';
import { metaflowHover } from './metaflow';
import { parameterText } from './parameter';
import { stepText } from './step';
import { transitionText } from './transition';

export const hoverFeature: Feature = {
  capabilities: { hoverProvider: true },
  register(connection, session) {
    connection.onHover(({ textDocument, position }) => {
      const asked = session().askedAt(textDocument.uri, position);
      return asked && hover(asked);
    });
  },
};

/** The first that knows something speaks. */
const ANSWERS: readonly HoverAnswer[] = [symbolHover, metaflowHover];

export function hover(asked: Asked): Hover | undefined {
  for (const answer of ANSWERS) {
    const found = answer(asked);
    if (found) return found;
  }
  return undefined;
}

const TEXTS: {
  readonly [kind in FoundSymbol['symbol']['kind']]: (hovered: Hovered) => string | undefined;
} = {
  step: (hovered) =>
    hovered.found.at.role === 'transition' ? transitionText(hovered) : stepText(hovered),
  artifact: artifactText,
  parameter: parameterText,
};

function symbolHover(asked: Asked): Hover | undefined {
  const found = askedSymbol(asked);
  if (!found) return undefined;
  const flow = flowToTell(found, asked);
  const text = flow && TEXTS[found.symbol.kind]({ found, flow, asked });
  return text === undefined || text === '' ? undefined : hoverOf(text, found.at.range);
}

/** A class that others build on is told by the flow that has run. */
function flowToTell({ here }: FoundSymbol, { facts }: Asked): AnalysedFlow | undefined {
  return here.find(({ description }) => factsFor(description, facts)) ?? here[0];
}
