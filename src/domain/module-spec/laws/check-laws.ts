import type { Mistake } from '../../errors.js';
import type { ModuleSpec } from '../module-spec.js';
import { behaviourLaw } from './behaviour.js';
import { circlesLaw } from './circles.js';
import { fieldsLaw } from './fields.js';
import { groupsLaw } from './groups.js';
import { endpointsLaw } from './endpoints.js';
import type { Law } from './law.js';
import { menusLaw } from './menus.js';
import { modelsLaw } from './models.js';
import { namesLaw } from './names.js';
import { overridesLaw } from './overrides.js';
import { portalLaw } from './portal.js';
import { recordsLaw } from './records.js';
import { renamesLaw } from './renames.js';
import { scenariosLaw } from './scenarios.js';
import { SpecNames } from './spec-names.js';
import { smartButtonsLaw, stagesLaw } from './stages.js';
import { statesLaw } from './states.js';
import { translationsLaw } from './translations.js';
import { upkeepLaw } from './upkeep.js';
import { viewsLaw } from './views.js';

const LAWS: readonly Law[] = [namesLaw, groupsLaw, fieldsLaw, modelsLaw, statesLaw, stagesLaw, smartButtonsLaw, overridesLaw, viewsLaw, circlesLaw, menusLaw, recordsLaw, behaviourLaw, scenariosLaw, portalLaw, endpointsLaw, upkeepLaw, renamesLaw, translationsLaw];

/** What must hold across the keys of a spec, beyond its shape. Every mistake, with its place and how to mend it. */
export function checkLaws(spec: ModuleSpec): readonly Mistake[] {
  const mistakes = new Map<string, Mistake>();
  const names = new SpecNames(spec);
  for (const law of LAWS) {
    law(names, (path, message, hint) => {
      const mistake: Mistake = hint === undefined || hint === '' ? { path, message } : { path, message, hint };
      mistakes.set(JSON.stringify(mistake), mistake);
    });
  }
  return [...mistakes.values()];
}
