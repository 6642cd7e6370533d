import type { Journey } from '../../domain/journey.js';
import type { Criterion } from '../../domain/module-spec/acceptance.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { SpecIndex } from '../spec/spec-index.js';
import { mainPath } from './main-path.js';
import { scenarioSteps } from './scenario.js';

/** For each acceptance criterion the way of a person through the browser: its scenario, else the main path of the model of which it speaks. */
export function journeysOf(spec: ModuleSpec): readonly Journey[] {
  const index = new SpecIndex(spec);
  return spec.acceptance.map((criterion) => journeyOf(criterion, index));
}

function journeyOf(criterion: Criterion, index: SpecIndex): Journey {
  const { id, title, scenario } = criterion;
  const data = index.spec.data.map((record) => record.id);
  const common = { criterion: id, title, data };
  if (scenario !== undefined && scenario.length > 0) return { ...common, steps: scenarioSteps(scenario, index), undrivable: null };
  const steps = mainPath(criterion, index);
  return { ...common, steps: steps ?? [], undrivable: steps === null ? 'its words name no model of the module whose records a person enters' : null };
}
