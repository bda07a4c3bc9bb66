/** What plainly cannot be an artifact: pickle refuses it, or it means nothing in another process. */
import type { Node } from 'web-tree-sitter';
import type { NameFlow, NameUse } from './use';

/** Calls that give a thing of this process. */
const LIVE_THINGS =
  /^(?:(?:io|gzip|bz2|lzma|codecs)\.)?open\(|^(?:threading|multiprocessing|asyncio)\.(?:R?Lock|Event|Condition|B?o?u?n?d?e?d?Semaphore|Thread|Queue|Pool|Process)\(|^sqlite3\.connect\(|^socket\.socket\(|^subprocess\.Popen\(|^(?:iter|tempfile\.\w*TemporaryFile|ThreadPoolExecutor|ProcessPoolExecutor|concurrent\.futures\.\w+)\(|\.open\((?:"|'|\)|mode)|\.cursor\(\)$/;

/** Why a name's value cannot go on to another step; `undefined` when nothing speaks against it. */
export function unstorable(name: string, pieces: readonly NameFlow[]): string | undefined {
  for (const { how } of pieces
    .flatMap((each) => each.uses)
    .filter((use) => use.name === name && use.writes)) {
    if (!how) continue;
    if (how.kind === 'function' || how.kind === 'class') {
      return `${name} is defined inside of the step: artifacts cannot hold a local ${how.kind}`;
    }
    if (how.kind === 'import') return `${name} is a module, which artifacts cannot hold`;
    if (how.kind === 'value' && how.type === 'lambda') {
      return `${name} is a lambda, which artifacts cannot hold`;
    }
    if (how.kind === 'value' && how.type === 'generator_expression') {
      return `${name} is a generator, which artifacts cannot hold`;
    }
    const source = how.kind === 'value' || how.kind === 'with' ? how.source : '';
    if (LIVE_THINGS.test(source)) {
      return `${name} is something of this process (${source.split('(', 1)[0] ?? ''}), which artifacts cannot hold`;
    }
  }
  return undefined;
}

/** Names that only import statements among these bind: code elsewhere gets them by the same statement. */
export function importedOnly(
  pieces: readonly NameFlow[],
  statements: readonly Node[],
): Set<string> {
  const imports = statements.filter(isImport);
  const writes = pieces.flatMap((each) => each.uses).filter((use) => use.writes);
  const isImported = ({ start }: NameUse): boolean =>
    imports.some((each) => each.startIndex <= start && start < each.endIndex);
  const others = new Set(writes.filter((use) => !isImported(use)).map(({ name }) => name));
  return new Set(writes.map(({ name }) => name).filter((name) => !others.has(name)));
}

export function isImport({ type }: Node): boolean {
  return type === 'import_statement' || type === 'import_from_statement';
}
