/** Unit tests by default; `*.real.test.ts` need Docker, `*.e2e.test.ts` a whole stack (see deployment/local/test.ts). */
module.exports = {
  testEnvironment: 'node',
  // Speed is the bench's matter; a test only has to end.
  testTimeout: 60_000,
  roots: ['<rootDir>/test'],
  testSequencer: '<rootDir>/build/long-first.cjs',
  testMatch: ['**/*.test.ts'],
  transform: { '^.+\\.[cm]?ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'commonjs' } }] },
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/.local', '<rootDir>/.node'],
};
