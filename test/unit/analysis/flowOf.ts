/** Steps with the lines of their bodies → the text of a flow. */

/** `name` or `name(inputs)` → its lines. */
export interface Steps {
  readonly [signature: string]: string;
}

const indented = (text: string, by: number): string =>
  text
    .split('\n')
    .map((line) => `${' '.repeat(by)}${line}\n`)
    .join('');

/** @param members what stands before the steps */
export function flowOf(steps: Steps, members = '', head = ''): string {
  const defined = Object.entries(steps).map(([signature, body]) => {
    const [name = '', inputs] = signature.split(/[()]/);
    const parameters = inputs === undefined ? 'self' : `self, ${inputs}`;
    return `    @step\n    def ${name}(${parameters}):\n${indented(body, 8)}`;
  });
  return `from metaflow import *\n${head}\nclass F(FlowSpec):\n${indented(members, 4)}${defined.join('')}`;
}
