import { isEnded, type Session } from './session.js';

/** What a person may do now, in the API's words: `<endpoint>` or `<endpoint>:<decision>`. */
export function allowedActions(session: Pick<Session, 'state' | 'module'>): readonly string[] {
  const cancel = isEnded(session.state) ? [] : ['session-cancel'];
  switch (session.state) {
    case 'spec_review':
      return ['specification-feedback:approve', 'specification-feedback:modify', 'specification-feedback:reject', ...cancel];
    case 'code_review':
      return [...(session.module === null ? [] : ['coding-feedback:accept']), 'coding-feedback:modify', ...cancel];
    case 'uat':
      return ['user-acceptance-result:approve', 'user-acceptance-result:reject', ...cancel];
    default:
      return cancel;
  }
}
