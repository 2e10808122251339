/** What may import what. `npm run boundaries` checks it. */
const pure = '(^|/)(domain|projections/[^/]+/evolve)';

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'domain-is-pure',
      comment:
        'Domain code is functions over data: no Nest, no ORM, no driver, no node built-in that does I/O.',
      severity: 'error',
      from: { path: pure, pathNot: '[.]spec[.]ts$' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'core'],
        pathNot: ['^node_modules/(zod|vader-sentiment|gpt-tokenizer)/', '^(node:)?crypto$'],
      },
    },
    {
      name: 'domain-knows-no-infrastructure',
      severity: 'error',
      from: { path: pure, pathNot: '[.]spec[.]ts$' },
      to: {
        path: '^libs/(messaging|runtime|local-stack|testing)/|[.](command|query|entity|module|controller)[.]ts$',
      },
    },
    {
      name: 'contracts-import-only-zod',
      severity: 'error',
      from: { path: '^libs/contracts/', pathNot: '[.]spec[.]ts$' },
      to: { pathNot: ['^libs/contracts/', '^node_modules/zod/'] },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/([^/]+)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-do-not-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|test)/' },
    },
    {
      name: 'libs-by-their-index',
      comment: 'From outside, a library is its index.',
      severity: 'error',
      from: { path: '^(apps|test|bench)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: '^libs/[^/]+/src/index[.]ts$' },
    },
    {
      name: 'libs-by-their-index-among-libs',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/[^/]+/src/.+', pathNot: ['^libs/[^/]+/src/index[.]ts$', '^libs/$1/'] },
    },
    {
      name: 'testing-only-in-tests',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: ['[.]spec[.]ts$', '^libs/testing/', '/test/'] },
      to: { path: '^libs/testing/' },
    },
    {
      name: 'local-stack-only-for-launcher-and-tests',
      comment: 'Services are told where their servers are.',
      severity: 'error',
      from: {
        path: '^(apps|libs)/',
        pathNot: ['[.]spec[.]ts$', '^libs/(testing|local-stack)/', '^apps/launcher/'],
      },
      to: { path: '^libs/local-stack/' },
    },
    {
      name: 'names-that-say-something',
      severity: 'error',
      from: {},
      to: {
        path: '^(apps|libs)/.*(^|/)(utils?|helpers?|common|misc)([.]ts$|/)|^(apps|libs)/.*[.]service[.]ts$',
      },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps/web|dist)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
