import type { UiProblem } from '../../domain/observation.js';
import type { Rule } from './input.js';
import { failure, NOWHERE, type Place } from './place.js';
import { recordPlace, viewPlace, whereabouts, type Sources } from './whereabouts.js';

/** Each page of the module opens without an error in the browser. */
export const ui: Rule = ({ sources, observation }) =>
  (observation.ui?.problems ?? []).map((problem) =>
    failure({ kind: 'ui', ...placeOf(sources, problem), message: problem.message.slice(0, 4000), sentence: `The page "${problem.where}" shows an error when it is opened.` }),
  );

/** Where the words point; else the view that was open, or the action, where its domain or context is what cannot be read. */
function placeOf(sources: Sources, { message, at, view }: UiProblem): Place {
  const action = at === undefined ? null : recordPlace(sources, at);
  if (action !== null && /evaluate python expression|EvalError/.test(message)) return action;
  // Odoo's client wraps what a template threw: what it says itself is "Oops!".
  const causes = [...message.matchAll(/^\s*Caused by: (.*)$/gm)].map((match) => match[1] ?? '');
  const pointed = [message, ...causes].map((words) => whereabouts(sources, words)).find(({ file }) => file !== null);
  if (pointed !== undefined) return pointed;
  return (view === undefined ? null : viewPlace(sources, view)) ?? action ?? NOWHERE;
}
