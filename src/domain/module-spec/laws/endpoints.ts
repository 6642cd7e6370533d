import type { Endpoint } from '../endpoints.js';
import { tellMissing } from './fields.js';
import { condition, hasField, unique, type Law, type Tell } from './law.js';
import { MODEL_METHODS, PYTHON_KEYWORDS } from './odoo-names.js';
import { notInDomain } from './sayable.js';
import type { SpecNames } from './spec-names.js';
import { checkValues } from './values.js';

/** What a stranger may send: nothing that names another record or holds a file. */
const PLAIN = new Set(['char', 'text', 'integer', 'float', 'boolean', 'date', 'datetime', 'selection']);
const UNANSWERED = new Set(['binary', 'image', 'properties', 'properties_definition']);
const TAKEN = new Set(['self', 'request', 'http', 'given', 'env']);

/** Endpoints have addresses of their own, and give and take no more than they say. */
export const endpointsLaw: Law = (names, tell) => {
  const { endpoints } = names.spec;
  unique(endpoints.map(({ id }, index) => ({ name: id, path: `endpoints[${index}].id` })), 'The endpoint', tell);
  unique(endpoints.map(({ route, type, does }, index) => ({ name: type === 'json' || does === 'create' ? `POST ${route}` : `GET ${route}`, path: `endpoints[${index}].route` })), 'The address', tell);
  endpoints.forEach((endpoint, at) => {
    const path = `endpoints[${at}]`;
    if (PYTHON_KEYWORDS.has(endpoint.id) || TAKEN.has(endpoint.id) || MODEL_METHODS.has(endpoint.id)) tell(`${path}.id`, `\`${endpoint.id}\` cannot name a method here.`, `Take another name, e.g. ${endpoint.id}_records.`);
    if (/^\/(web|my|odoo|report|mail|bus)(\/|$)/.test(endpoint.route)) tell(`${path}.route`, `${endpoint.route} is Odoo’s own.`, 'Begin it with /api/, for example.');
    tellMissing(names, endpoint.model, `${path}.model`, tell);
    if (names.missingModel(endpoint.model) === null) checkEndpoint(names, endpoint, path, tell);
  });
};

function checkEndpoint(names: SpecNames, endpoint: Endpoint, path: string, tell: Tell): void {
  const creates = endpoint.does === 'create';
  endpoint.fields.forEach((field, index) => {
    const place = `${path}.fields[${index}]`;
    if (!hasField(names, endpoint.model, field, place, tell)) return;
    const described = names.field(endpoint.model, field);
    if (described === null) return;
    if (UNANSWERED.has(described.type)) tell(place, `\`${field}\` is no text or number that JSON could hold.`, 'Take it out.');
    if (creates && (described.compute !== undefined || described.readonly)) tell(place, `\`${field}\` is not filled in by people, so not by a program either.`, 'Take it out, or put it into `set`.');
    if (creates && endpoint.auth === 'public' && !PLAIN.has(described.type)) tell(place, `A stranger must not choose \`${field}\`: it names other records, or holds a file.`, 'Take it out, or ask for a user.');
  });
  if (creates && endpoint.where !== undefined) tell(`${path}.where`, 'What is created is not searched.', 'Take `where` out.');
  if (!creates && Object.keys(endpoint.set).length > 0) tell(`${path}.set`, 'What is read is not changed.', 'Take `set` out.');
  if (!creates && endpoint.auth === 'public' && endpoint.where === undefined) tell(`${path}.where`, 'Everybody would read every record.', 'Say which ones with `where`; write `where: "true"` if it is all of them.');
  if (creates && endpoint.type === 'http' && endpoint.auth === 'user') tell(`${path}.auth`, 'A page of another site could send this in the name of who is signed in.', 'Use `type: json`, or `auth: bearer`.');
  const where = condition(endpoint.where, `${path}.where`, names.scope(endpoint.model), tell);
  if (where !== null) notInDomain(where, { kind: 'filter' }, `${path}.where`, tell);
  checkValues(names, endpoint.model, endpoint.set, `${path}.set`, names.scope(null), tell);
}
