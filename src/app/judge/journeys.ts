import type { DrivenStep } from '../../domain/journey.js';
import type { CheckDetail } from '../../domain/verdict.js';
import type { JudgeInput, Rule } from './input.js';
import { essence, failure, NOWHERE, type Place } from './place.js';
import { pointedPlace } from './ui.js';
import { viewPlace, type Sources } from './whereabouts.js';

/** What each criterion asks for can be done in a browser, as far as it could be driven. */
export const journeys: Rule = ({ criteria, sources, observation }) =>
  (observation.driven ?? []).filter(({ status }) => status === 'red').map((step) => {
    const title = criteria.find(({ id }) => id === step.criterion)?.title ?? step.criterion;
    const message = step.message ?? '';
    return failure({
      kind: 'ui', criterion: step.criterion, ...placeOf(sources, step), screenshot: step.screenshot, message: `${step.words}: ${message}`.slice(0, 4000),
      sentence: `"${title}" (${step.criterion}) cannot be done in a browser: step ${step.step}, ${step.words}. ${essence(message)}`,
    });
  });

/** Where the words point, a traceback above all; else the button's line, else the form. */
function placeOf(sources: Sources, { message, model }: DrivenStep): Place {
  const words = message ?? '';
  const button = /The form hides the button “.*” \((\w+)\)/.exec(words)?.[1];
  if (button !== undefined) {
    const found = sources.facts.xml.flatMap(({ path, elements }) => elements.filter(({ tag, attributes }) => tag === 'button' && attributes['name'] === button).map(({ line }) => ({ file: path, line })));
    if (found.length === 1 && found[0] !== undefined) return found[0];
  }
  const pointed = /Traceback|Error:/.test(words) ? pointedPlace(sources, words) : undefined;
  return pointed ?? (model === null ? null : viewPlace(sources, { model, type: 'form' })) ?? NOWHERE;
}

/** Every step for the report, also those of which nothing can be said, with the reason. */
export function journeyDetails({ observation: { driven } }: JudgeInput): readonly CheckDetail[] {
  return (driven ?? []).map(({ criterion, step, words, status, message }) => ({
    what: step === 0 ? `${criterion}: ${words}` : `${criterion}, step ${step}: ${words}`,
    status: status === 'not_driven' ? 'not_run' : status,
    note: status === 'not_driven' ? `not driven, because ${message ?? 'nobody knows why'}`.slice(0, 1000) : (message?.slice(0, 1000) ?? null),
  }));
}
