/** What a look at the bytes of a Python file tells, without parsing: whether a flow may be in it. */

export interface Sighting {
  /** It names `FlowSpec`, and has a class. */
  readonly flow: boolean;
  /** Names that its classes may build on, import aliases undone: an heir of a flow need not mention Metaflow. */
  readonly bases: readonly string[];
}

const CLASS = Buffer.from('class');
const FLOW_SPEC = Buffer.from('FlowSpec');
const NOTHING: Sighting = { flow: false, bases: [] };
/** The bases of a class do not take more characters than this. */
const HEAD = 500;

export function sightingOf(content: Buffer): Sighting {
  if (!content.includes(CLASS)) return NOTHING;
  if (content.includes(FLOW_SPEC)) return { flow: true, bases: [] };
  const bases = basesIn(content.toString('latin1'));
  return bases.length === 0 ? NOTHING : { flow: false, bases };
}

function basesIn(text: string): string[] {
  const names = new Set<string>();
  // Also in comments and strings: a file too many does no harm. Patterns begin with a letter, for speed.
  for (const match of text.matchAll(/class[ \t]+\w+[ \t]*\(/g)) {
    const start = match.index + match[0].length;
    const end = text.indexOf(')', start);
    const head = text.slice(start, end < 0 ? start + HEAD : Math.min(end, start + HEAD));
    for (const [name] of head.matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  }
  if (names.size === 0) return [];
  for (const { index, 1: alias = '' } of text.matchAll(/as[ \t]+(\w+)/g)) {
    const name = names.has(alias)
      ? /(\w+)[ \t]+$/.exec(text.slice(lineStart(text, index), index))
      : null;
    if (name?.[1] !== undefined) names.add(name[1]);
  }
  return [...names].filter((name) => !USUAL.has(name)).map(ownCopy);
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at) + 1;
}

/** Bases of nearly every other class in the world, none of them a flow. */
const USUAL = new Set([
  ...['object', 'Exception', 'ValueError', 'RuntimeError', 'ABC', 'Enum', 'str', 'int', 'dict'],
  ...['NamedTuple', 'TypedDict', 'Protocol', 'Generic', 'BaseModel', 'TestCase', 'metaclass'],
]);

/** A piece of a string keeps the whole string in memory. */
function ownCopy(name: string): string {
  return Buffer.from(name, 'latin1').toString('latin1');
}
