/**
 * Statements → what they do with the names of their scope: Python's rules of scopes and a walk along the ways that
 * execution may take. Careful in one direction: a name that might be read first is needed, one that might be missing is not sure.
 */
import type { Node } from 'web-tree-sitter';
import { READERS } from './readers';
import type { NameFlow } from './use';
import { Walk } from './walk';

/**
 * @param statements side by side in one block of a function or module
 * @param self the name that stands for the flow: where an inner function has one of its own, no `self.x` can be written
 */
export function nameFlow(statements: readonly Node[], self: string): NameFlow {
  const walk = new Walk(READERS, self);
  walk.block(statements);
  return walk.result();
}
