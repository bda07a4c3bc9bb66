/** The environment that Python gets: the person's, without what belongs to the editor or to our own Node. */

const EDITOR_PREFIXES = ['ELECTRON_', 'VSCODE_'];
const OF_NODE = new Set([
  'NODE_OPTIONS',
  'NODE_CHANNEL_FD',
  'NODE_CHANNEL_SERIALIZATION_MODE',
  'NODE_UNIQUE_ID',
  'NODE_COMPILE_CACHE',
  'NODE_V8_COVERAGE',
  'NODE_PENDING_DEPRECATION',
  'NODE_NO_WARNINGS',
]);

export function pythonEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !OF_NODE.has(name) && !EDITOR_PREFIXES.some((prefix) => name.startsWith(prefix)),
    ),
  );
}
