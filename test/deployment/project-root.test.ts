import { resolve } from 'node:path';
import { projectRoot } from '../../deployment/local/project-root.js';

test('the project is found from its sources and from what was built of them', () => {
  const root = resolve(__dirname, '../..');
  expect(projectRoot()).toBe(root);
  expect(projectRoot(resolve(root, 'dist/deployment/local'))).toBe(root);
});
