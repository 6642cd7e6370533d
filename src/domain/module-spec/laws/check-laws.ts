import type { Mistake } from '../../errors.js';
import type { ModuleSpec } from '../module-spec.js';

/** What must hold across the keys of a spec, beyond its shape. Every mistake, with its place and how to mend it. */
export function checkLaws(spec: ModuleSpec): readonly Mistake[] {
  return spec.models.length === 0 && spec.acceptance.length === 0 ? [{ path: '', message: 'The spec says nothing.' }] : [];
}
