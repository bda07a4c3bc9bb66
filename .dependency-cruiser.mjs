/** The folder rules of ARCHITECTURE.md: an arrow that is not in its picture fails `npm test`. */
const only = (name, from, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: {
    pathNot: [from, ...allowed],
    path: '^(runner|language-server|extension|webviews|test|scripts)/',
  },
});
const pure = ['^runner/errors', '^runner/flow/'];

export default {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: {
        circular: true,
        dependencyTypesNot: ['type-only'],
        viaOnly: { dependencyTypesNot: ['type-only'] },
      },
    },
    only(
      'flow-is-the-core',
      '^runner/flow/',
      ['^runner/errors', '^runner/runs/model'],
      'the domain model knows nothing else',
    ),
    only('analysis-reads-text', '^runner/analysis/', pure, 'text in, model out'),
    only('scheduler-decides', '^runner/scheduler/', pure, 'pure: no compute, no datastore'),
    only(
      'drawing-draws',
      '^runner/drawing/',
      [...pure, '^runner/runs/model'],
      'model in, shapes out',
    ),
    only(
      'language-server',
      '^language-server/',
      [
        ...pure,
        '^runner/analysis/',
        '^runner/workspace/',
        '^runner/drawing/',
        '^runner/runs/model',
      ],
      'analysis, files and the look of a state; never runs',
    ),
    only(
      'extension-is-thin',
      '^extension/',
      [
        '^webviews/[^/]+/contract',
        '^runner/service/protocol',
        '^language-server/protocol',
        ...pure,
        '^runner/drawing/(format|states|words)',
      ],
      'starts, talks to, never looks inside; says states and durations as the pages do',
    ),
    only(
      'webviews-see-their-contract',
      '^webviews/',
      ['^runner/drawing/', '^runner/flow/', '^runner/runs/model', '^runner/service/protocol'],
      'pages draw what they are told',
    ),
    {
      name: 'types-only-into-the-runner',
      severity: 'error',
      comment:
        'contracts and the two outer houses take types from the runner, not code; facts bring the one function that changes them',
      from: { path: '^(extension|webviews)/' },
      to: {
        path: '^runner/(flow|runs)/',
        pathNot: '^runner/flow/facts',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'model-is-types',
      severity: 'error',
      from: { path: '^runner/(flow|drawing)/|^language-server/' },
      to: { path: '^runner/runs/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'pure-folders',
      severity: 'error',
      comment: 'no I/O in pure code',
      from: { path: '^runner/(flow|analysis|scheduler|drawing)/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'no-node-in-pages',
      severity: 'error',
      from: { path: '^webviews/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'vscode-only-in-the-extension',
      severity: 'error',
      from: { path: '^(runner|language-server|webviews)/' },
      to: { path: '^vscode$' },
    },
    {
      name: 'nobody-imports-a-door',
      severity: 'error',
      from: { path: '^runner/', pathNot: '^runner/(cli|service|mcp)/' },
      to: { path: '^runner/(cli|service|mcp)/', pathNot: 'protocol' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)(dist|out|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
