/** Imports go one way (DESIGN.md, "Layers and folders"). */
const only = (name, from, allowed) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: '^(src|nodes|credentials)/', pathNot: [from, ...allowed] },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true, dependencyTypesNot: ['type-only'] } },
    only('domain-stands-alone', '^src/domain/', []),
    only('ports-know-the-domain', '^src/ports/', ['^src/domain/']),
    only('codegen-knows-the-domain', '^src/codegen/', ['^src/domain/']),
    only('app-knows-no-adapter', '^src/app/', ['^src/(domain|ports|codegen)/', '^src/(config|log)\\.ts$']),
    { name: 'adapters-know-no-app', severity: 'error', from: { path: '^src/adapters/' }, to: { path: '^(src/(app|gateway|compose)|nodes|credentials)' } },
    { name: 'no-adapter-imports-another', severity: 'error', from: { path: '^src/adapters/([^/]+)/' }, to: { path: '^src/adapters/', pathNot: '^src/adapters/$1/' } },
    { name: 'n8n-stays-in-nodes', severity: 'error', from: { path: '^src/' }, to: { path: 'n8n-(workflow|core)|^(nodes|credentials)/' } },
    { name: 'n8n-core-is-for-tests', severity: 'error', from: { path: '^(src|nodes|credentials)/' }, to: { path: 'n8n-core' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.js'] },
  },
};
