import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

export default [
  { ignores: ['dist/**', '.node/**', '.local/**', 'build/**', '**/*.cjs', '**/*.mjs', 'test/**/fixtures/**'] },
  ...configWithoutCloudSupport,
  {
    // The rule is about errors that a node throws into the editor; src/ knows nothing of n8n.
    files: ['src/**/*.ts'],
    rules: { '@n8n/community-nodes/require-node-api-error': 'off' },
  },
  {
    // docs/decisions/0002-lint-overrides.md: runtime dependencies are the point of this package.
    files: ['package.json'],
    rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
  },
];
