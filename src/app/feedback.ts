import { z } from 'zod/v4';
import type { Session } from '../domain/session.js';
import type { App } from './app.js';
import { readJson } from './stage-artifacts.js';

const feedbackSchema = z.object({
  text: z.string(),
  remarks: z.array(z.object({ criterion: z.string(), text: z.string() })).optional(),
  from: z.enum(['spec_review', 'code_review', 'uat']),
});

/** What a person said last, as the API stored it. */
export type Feedback = z.output<typeof feedbackSchema>;

/** Null when the person has said nothing that is not yet worked in. */
export async function readFeedback(app: App, session: Session): Promise<Feedback | null> {
  return session.feedback === null ? null : feedbackSchema.parse(await readJson(app, session, session.feedback));
}

/** Text and remarks as one text. */
export function feedbackText(feedback: Feedback): string {
  const remarks = (feedback.remarks ?? []).map((remark) => `${remark.criterion}: ${remark.text}`);
  return [feedback.text, ...remarks].filter((line) => line.trim() !== '').join('\n');
}
