/** Names that an attribute of a flow cannot have, whatever it is. */

/** What FlowSpec itself gives every flow. */
export const OF_EVERY_FLOW: ReadonlySet<string> = new Set([
  'cmd',
  'foreach_stack',
  'index',
  'input',
  'merge_artifacts',
  'name',
  'next',
  'script_name',
]);

/** Of every version of Python that flows run with. */
const KEYWORDS: ReadonlySet<string> = new Set(
  (
    'False None True and as assert async await break class continue def del elif else except finally for from ' +
    'global if import in is lambda nonlocal not or pass raise return try while with yield'
  ).split(' '),
);

/** Whether Python takes it as a name. */
export function isIdentifier(name: string): boolean {
  return /^[\p{ID_Start}_]\p{ID_Continue}*$/u.test(name) && !KEYWORDS.has(name);
}
