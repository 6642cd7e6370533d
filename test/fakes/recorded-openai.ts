import type { ModuleSpec } from '../../src/domain/module-spec/module-spec.js';
import { strictSpec } from '../support/shelf-spec.js';
import type { ChatRequest, Reply, Script } from './scripted-openai.js';

/** What a model answered on the way from one wish to its module. */
export interface Recording {
  /** The wish as it was sent. */
  readonly requirements: string;
  readonly spec: ModuleSpec;
  /** Code by slot. A question that quotes one gets the next: it asks for it anew. */
  readonly code: Readonly<Record<string, readonly string[]>>;
  /** The edits that mend what the tests found. */
  readonly repair?: unknown;
  /** By English text, for the first language of the module. */
  readonly translations?: Readonly<Record<string, string>>;
}

/**
 * Answers each question as it was answered before, by what is asked for (the name of the answer's schema) and by whose wish it
 * is (the first fenced text: the wish, its specification, or the module's title). Our own words in a prompt have no say in it.
 */
export function recorded(recordings: readonly Recording[]): Script {
  return (request): Reply => {
    const asked = request.response_format?.json_schema?.name ?? '';
    const [about = '', ...more] = fenced(request);
    const known = recordings.find((each) => isAbout(each, about));
    const answer = known === undefined ? undefined : answerOf(known, asked, request, more.at(-1) ?? '');
    return answer === undefined ? { status: 404, code: 'not_recorded', message: `No answer is recorded for ${asked} about: ${about.slice(0, 80)}` } : { json: answer };
  };
}

const isAbout = ({ requirements, spec }: Recording, text: string): boolean =>
  text.trim() === requirements.trim() || /"name":"(\w+)"/.exec(text)?.[1] === spec.name || text.startsWith(`${spec.title}: ${spec.summary}`);

function answerOf({ spec, code, repair, translations = {} }: Recording, asked: string, { messages }: ChatRequest, last: string): unknown {
  const said = messages.map(({ content }) => content).join('\n');
  switch (asked) {
    case 'module_spec': return strictSpec(spec);
    case 'bodies': return { bodies: [...new Set([...said.matchAll(/^id: (\S+)$/gm)].map(([, id = '']) => id))].map((id) => ({ id, code: nextOf(code[id] ?? [], said) })) };
    case 'repair': return repair;
    case 'translations': return { translations: (JSON.parse(last) as { number: number; text: string }[]).flatMap(({ number, text }) => (translations[text] === undefined ? [] : [{ number, text: translations[text] }])) };
    default: return undefined;
  }
}

/** @returns '' when there is none, which the product calls missing */
const nextOf = (all: readonly string[], said: string): string => all.find((each) => !said.includes(each.trim())) ?? all.at(-1) ?? '';

/** All fenced texts of the first question, in their order. */
function fenced({ messages }: ChatRequest): string[] {
  const said = messages.find(({ role }) => role === 'user')?.content ?? '';
  return [...said.matchAll(/<<<BEGIN (\w[\w ]* [0-9a-f]{16})>>>\n([\s\S]*?)\n<<<END \1>>>/g)].map(([, , text = '']) => text);
}
