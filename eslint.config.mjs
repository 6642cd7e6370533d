import { configWithoutCloudSupport } from '@n8n/node-cli/eslint';

export default [
  { ignores: ['dist/**', '.node/**', '.local/**', 'build/**', '**/*.cjs', '**/*.mjs', 'test/**/fixtures/**'] },
  ...configWithoutCloudSupport,
  {
    // n8n's rules are about what n8n loads (nodes/, credentials/); the rest of the product knows nothing of n8n.
    files: ['src/**/*.ts', 'deployment/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: {
      '@n8n/community-nodes/require-node-api-error': 'off',
      // tsc resolves imports, and knows the export maps that this rule's resolver does not.
      'import-x/no-unresolved': 'off',
      // A control character in a pattern is what these files look for.
      'no-control-regex': 'off',
      'no-misleading-character-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { varsIgnorePattern: '^_$', argsIgnorePattern: '^_' }],
    },
  },
  {
    // Starts processes (n8n, image builds) and is not part of the package; src/ may not.
    files: ['deployment/**/*.ts', 'bench/**/*.ts', 'test/**/*.ts'],
    rules: { '@n8n/community-nodes/no-dangerous-functions': 'off', '@n8n/community-nodes/no-hardcoded-secrets': 'off' },
  },
  {
    // Tested by the DockerPool node; the rule does not see `testedBy` in nodes/shared/credentials.ts. A contract test does.
    files: ['credentials/OdooSandboxHostApi.credentials.ts'],
    rules: { '@n8n/community-nodes/credential-test-required': 'off' },
  },
  {
    // docs/decisions/0002-lint-overrides.md: runtime dependencies are the point of this package.
    files: ['package.json'],
    rules: { '@n8n/community-nodes/no-runtime-dependencies': 'off' },
  },
];
