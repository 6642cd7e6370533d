import { subjects } from '../../bench/subjects.js';

const chosen = async (names: string): Promise<readonly string[]> => {
  process.env['OMB_BENCH_MODULES'] = names;
  try {
    return (await subjects(process.cwd())).map(({ name }) => name);
  } finally {
    delete process.env['OMB_BENCH_MODULES'];
  }
};

test('the bench takes the modules that are named, and all when none is', async () => {
  expect(await chosen('12 models, library')).toEqual(['library', '12 models']);
  expect(await chosen('')).toEqual(['library', 'extension of sale', '12 models']);
});

test('a module that the bench does not know is told, with those that it knows', async () => {
  await expect(chosen('library,twelve')).rejects.toThrow('there is no module "twelve"; there are "library", "extension of sale", "12 models"');
});
