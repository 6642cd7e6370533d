import { Teardown } from '../../bench/teardown.js';

describe('the end of a bench', () => {
  test('the last begun ends first, each once, and one that fails does not keep the others', async () => {
    const ended: string[] = [];
    const teardown = new Teardown();
    teardown.add(async () => void ended.push('database'));
    teardown.add(() => Promise.reject(new Error('stuck')));
    const sandbox = teardown.add(async () => void ended.push('sandbox'));
    teardown.add(async () => void ended.push('n8n'));
    await sandbox();
    expect(await teardown.all()).toEqual([new Error('stuck')]);
    expect(ended).toEqual(['sandbox', 'n8n', 'database']);
    expect(await teardown.all()).toEqual([]);
  });

  test('who asks twice waits for the same end', async () => {
    let calls = 0;
    const end = new Teardown().add(async () => void calls++);
    await Promise.all([end(), end()]);
    expect(calls).toBe(1);
  });
});
