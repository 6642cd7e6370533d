import { packTar } from '../../src/adapters/docker/tar.js';

test.each(['../evil.py', 'a/../../evil.py', '/etc/passwd', 'a\\..\\b.py', './a.py', 'a//b.py', '', '..'])('the path %j is not put into a sandbox', async (path) => {
  await expect(packTar([{ path, content: 'x' }])).rejects.toMatchObject({ code: 'path_refused' });
});
