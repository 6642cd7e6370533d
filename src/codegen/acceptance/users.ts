import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';

/** The groups as whose users steps are run, once each. */
export function usersOf(spec: ModuleSpec): string[] {
  return [...new Set(spec.acceptance.flatMap((criterion) => criterion.scenario ?? []).flatMap((step) => (step.user === undefined ? [] : [step.user])))];
}

/** `self.user_librarian` for `group_librarian` or `library.group_librarian`. */
export function userAttribute(group: string): string {
  const name = group.replaceAll('.', '_').toLowerCase();
  return `user_${name.replace(/^group_/, '')}`;
}
