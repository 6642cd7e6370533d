import type { Rule } from './input.js';
import { failure } from './place.js';
import { recordPlace, whereabouts } from './whereabouts.js';

/** Each page of the module opens without an error in the browser. */
export const ui: Rule = ({ sources, observation }) =>
  (observation.ui?.problems ?? []).map(({ where, at, message }) =>
    failure({ kind: 'ui', ...(at === undefined ? whereabouts(sources, message) : recordPlace(sources, at)), message: message.slice(0, 4000), sentence: `The page "${where}" shows an error when it is opened.` }),
  );
