import { createHash } from 'node:crypto';
import type { ChatRequest, Reply, Script } from './scripted-openai.js';

/** One answer that was given, by what it was asked for. */
export interface Recording {
  /** Name of the schema of the answer: `module_spec`, `bodies`, `repair`, `spec_revision`. */
  readonly schema: string;
  /** sha256 of the fenced text that stands first in the question: the requirements, or the specification. Any when left out. */
  readonly about?: string;
  readonly answer: unknown;
}

export const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Answers each question as it was answered before; the first recording that fits, each as often as it is asked for. */
export function recorded(recordings: readonly Recording[]): Script {
  return (request): Reply => {
    const schema = request.response_format?.json_schema?.name ?? '';
    const about = digestOf(firstFenced(request));
    const found = recordings.find((each) => each.schema === schema && (each.about === undefined || each.about === about));
    return found === undefined ? { status: 404, code: 'not_recorded', message: `No answer is recorded for ${schema} about ${about}.` } : { json: found.answer };
  };
}

function firstFenced({ messages }: ChatRequest): string {
  const said = messages.find(({ role }) => role === 'user')?.content ?? '';
  return /<<<BEGIN (\w[\w ]* [0-9a-f]{16})>>>\n([\s\S]*?)\n<<<END \1>>>/.exec(said)?.[2] ?? '';
}
