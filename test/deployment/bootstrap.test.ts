import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A tiny project around the real bootstrap.sh, in a path with spaces; `npm` is a script that writes down what it is asked for. */
async function project(): Promise<string> {
  const root = join(await mkdtemp(join(tmpdir(), 'boot strap ')), 'a clone');
  for (const folder of ['deployment/local', 'deployment/lightsail', 'deployment/hosts', 'deployment/queue', 'build', 'nodes', 'credentials', 'src', 'bench', 'test/verdicts', 'test/examples', 'test/walls', 'test/mutants', 'test/eval', 'test/fakes', 'test/support', 'bin']) await mkdir(join(root, folder), { recursive: true });
  await cp(resolve(__dirname, '../../deployment/local/bootstrap.sh'), join(root, 'deployment/local/bootstrap.sh'));
  for (const file of ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json', 'src/a.ts']) await writeFile(join(root, file), '{}');
  const npm = `#!/bin/sh\necho "npm $*" >>calls\nif [ -e fail ]; then echo "it went wrong" >&2; exit 1; fi\ncase $1 in ci) mkdir -p node_modules;; run) mkdir -p dist; echo 'console.log("ran", process.argv.slice(2).join("|"))' >dist/x.js;; esac\n`;
  await writeFile(join(root, 'bin/npm'), npm);
  await chmod(join(root, 'bin/npm'), 0o755);
  return root;
}

describe('bootstrap.sh', () => {
  let root: string;
  beforeEach(async () => void (root = await project()));
  afterEach(() => rm(dirname(root), { recursive: true }));

  const env = (): NodeJS.ProcessEnv => ({ ...process.env, PATH: [join(root, 'bin'), dirname(process.execPath), process.env['PATH']].join(delimiter) });
  const boot = (...args: string[]): Promise<{ stdout: string; stderr: string }> => run('sh', [join(root, 'deployment/local/bootstrap.sh'), ...args], { cwd: tmpdir(), env: env() });
  const calls = async (): Promise<string[]> => (await readFile(join(root, 'calls'), 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');

  it('installs, builds and runs with the arguments as they are, from a path with spaces', async () => {
    expect((await boot('dist/x.js', '--once', 'two words')).stdout).toBe('ran --once|two words\n');
    expect(await calls()).toEqual(['npm ci --ignore-scripts --no-audit --no-fund', 'npm run build']);
  });

  it('does nothing twice', async () => {
    await boot('dist/x.js');
    const { stderr } = await boot('dist/x.js');
    expect(stderr).toBe('');
    expect(await calls()).toHaveLength(2);
  });

  it('builds again, and does not install again, when a source changed', async () => {
    await boot('dist/x.js');
    await writeFile(join(root, 'src/a.ts'), 'changed');
    await boot('dist/x.js');
    expect(await calls()).toEqual([expect.stringContaining('npm ci'), 'npm run build', 'npm run build']);
  });

  it('installs again when the lock file changed', async () => {
    await boot('dist/x.js');
    await writeFile(join(root, 'package-lock.json'), '{"changed":1}');
    await boot('dist/x.js');
    expect((await calls()).filter((call) => call.startsWith('npm ci'))).toHaveLength(2);
  });

  it('tells in one sentence what failed and where the log is, and does that step again next time', async () => {
    await writeFile(join(root, 'fail'), '');
    await expect(boot('dist/x.js')).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/it went wrong\nodoo-module-builder: npm-ci failed; all of its output is in .*npm-ci\.log\n$/) });
    await rm(join(root, 'fail'));
    expect((await boot('dist/x.js')).stdout).toContain('ran');
    expect((await calls()).filter((call) => call.startsWith('npm ci'))).toHaveLength(2);
  });

  it('runs once at a time', async () => {
    await Promise.all([boot('dist/x.js'), boot('dist/x.js'), boot('dist/x.js')]);
    expect(await calls()).toHaveLength(2);
  });

  it('says what to install when Node is too old and npm is missing', async () => {
    const tools = join(root, 'tools');
    await mkdir(tools);
    for (const tool of ['sh', 'dirname', 'mkdir', 'flock', 'find', 'sha256sum', 'sort', 'cut', 'cat']) await run('sh', ['-c', `ln -s "$(command -v ${tool})" "$1"`, 'sh', join(tools, tool)]).catch(() => undefined);
    await writeFile(join(tools, 'node'), '#!/bin/sh\necho v20.19.0\n', { mode: 0o755 });
    const failed = run('sh', [join(root, 'deployment/local/bootstrap.sh'), 'dist/x.js'], { env: { PATH: tools, HOME: root } });
    await expect(failed).rejects.toMatchObject({ code: 1, stderr: expect.stringMatching(/^odoo-module-builder: Node 24 or newer is needed.*\n$/) });
  });
});
