import type { DeclaredTest } from '../../domain/observation.js';
import type { SourceFacts } from '../../domain/source-facts.js';

/** The tests that a run must have run: methods `test_*` in `tests/test_*.py`. */
export function declaredTests({ python }: SourceFacts): DeclaredTest[] {
  return python
    .filter(({ path }) => /^tests\/test_[^/]*\.py$/.test(path))
    .flatMap(({ path, classes }) => {
      const module = path.replace(/\.py$/, '').replaceAll('/', '.');
      return classes.flatMap((each) => each.methods.filter(({ name }) => name.startsWith('test_')).map(({ name, line }) => ({ module, class: each.name, method: name, line })));
    });
}
