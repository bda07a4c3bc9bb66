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
  for (const match of text.matchAll(/^[ \t]*class[ \t]+\w+[ \t]*\(/gm)) {
    const start = match.index + match[0].length;
    const end = text.indexOf(')', start);
    const head = text.slice(start, end < 0 ? start + HEAD : Math.min(end, start + HEAD));
    for (const [name] of head.matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  }
  if (names.size === 0) return [];
  for (const [, name = '', alias = ''] of text.matchAll(/\b(\w+)[ \t]+as[ \t]+(\w+)/g)) {
    if (names.has(alias)) names.add(name);
  }
  return [...names].filter((name) => !USUAL.has(name)).map(ownCopy);
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
