import type { Rule } from './input.js';
import { failure, placeIn } from './place.js';

/** Each page of the module opens without an error in the browser. */
export const ui: Rule = ({ module, observation }) =>
  (observation.ui ?? []).map(({ where, message }) =>
    failure({ kind: 'ui', ...placeIn(module, message), message: message.slice(0, 4000), sentence: `The page "${where}" shows an error when it is opened.` }),
  );
