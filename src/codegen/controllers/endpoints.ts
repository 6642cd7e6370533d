import { parseExpression } from '../../domain/expression/parse.js';
import type { Endpoint } from '../../domain/module-spec/endpoints.js';
import { domainTerms } from '../expression/domain.js';
import { envScope } from '../expression/python-scope.js';
import { valuesCode } from '../expression/value.js';
import { method } from '../models/method.js';
import { Imports } from '../python/imports.js';
import { call, layout, list, type Code } from '../python/layout.js';
import { className } from '../python/names.js';
import type { SpecIndex } from '../spec/spec-index.js';
import { pythonString } from '../text/python-string.js';

/** `controllers/main.py`: what other programs may ask for. Only named fields go in and out. */
export function endpointController(index: SpecIndex): string | null {
  const { endpoints, name } = index.spec;
  if (endpoints.length === 0) return null;
  const imports = new Imports();
  const head = `class ${className(name)}Api(${imports.use('http')}.Controller):`;
  imports.use('request');
  const methods = endpoints.map((endpoint) => printEndpoint(endpoint, index, imports));
  return `${imports.print()}\n\n\n${head}\n${methods.join('\n\n')}\n`;
}

function printEndpoint(endpoint: Endpoint, index: SpecIndex, imports: Imports): string {
  const creates = endpoint.does === 'create';
  const body = creates ? createLines(endpoint, index, imports) : readLines(endpoint, index);
  return method(`${endpoint.id}(self${endpoint.type === 'json' && creates ? ', **given' : ', **kwargs'})`, body, routeLines(endpoint, creates));
}

function routeLines({ route, type, auth }: Endpoint, creates: boolean): string[] {
  return [
    '@http.route(',
    `    "${route}",`,
    `    type="${type === 'json' ? 'jsonrpc' : 'http'}",`,
    `    auth="${auth}",`,
    `    methods=["${type === 'json' || creates ? 'POST' : 'GET'}"],`,
    // Another site's form cannot send what counts here: an API key, or what everybody may send anyhow.
    ...(type === 'http' && creates ? ['    csrf=False,'] : []),
    ...(auth === 'bearer' ? ['    save_session=False,'] : []),
    ...(creates ? [] : ['    readonly=True,']),
    ')',
  ];
}

/** The visitor of a public page has no rights: what they may see or send is said here, and nowhere else. */
const recordsOf = ({ model, auth }: Endpoint): string => `request.env[${pythonString(model)}]${auth === 'public' ? '.sudo()' : ''}`;

function readLines(endpoint: Endpoint, index: SpecIndex): string[] {
  const domain = endpoint.where === undefined ? [] : domainTerms(parseExpression(endpoint.where), { index, model: endpoint.model, place: { kind: 'python', user: 'request.env.user', named: () => null } });
  const search = call(`${recordsOf(endpoint)}.search`, [list(domain)], { limit: String(endpoint.limit) });
  const read = call('records.read', [list(endpoint.fields.map(pythonString))]);
  return [
    ...statement(search, 'records = '),
    ...statement(read, 'found = '),
    endpoint.type === 'json' ? 'return found' : 'return request.make_json_response(found)',
  ];
}

function createLines(endpoint: Endpoint, index: SpecIndex, imports: Imports): string[] {
  const fixed = Object.keys(endpoint.set).length === 0 ? [] : statement(call('values.update', [valuesCode(endpoint.set, envScope(index, imports, null, 'request.env'), endpoint.model)]));
  const names: Code = list(endpoint.fields.map(pythonString));
  return [
    ...(endpoint.type === 'http' ? ['given = request.get_json_data()', 'if not isinstance(given, dict):', `    raise ${imports.use('UserError')}(request.env._("Send one JSON object."))`] : []),
    ...statement(names, 'allowed = '),
    '# Plain values alone: no commands for related records.',
    'values = {',
    '    name: given[name]',
    '    for name in allowed',
    '    if isinstance(given.get(name), (str, int, float, bool))',
    '}',
    ...missingLines(endpoint, index, imports),
    ...fixed,
    `record = ${recordsOf(endpoint)}.create(values)`,
    endpoint.type === 'json' ? 'return {"id": record.id}' : 'return request.make_json_response({"id": record.id}, status=201)',
  ];
}

/** Says what is missing, in words, before the database does in its own. */
function missingLines(endpoint: Endpoint, index: SpecIndex, imports: Imports): string[] {
  const required = endpoint.fields.filter((name) => {
    const field = index.field(endpoint.model, name);
    return field !== null && field.required && field.default === undefined && field.type !== 'boolean';
  });
  if (required.length === 0) return [];
  return [
    ...statement(list(required.map(pythonString)), 'required = '),
    'missing = [name for name in required if values.get(name) in (None, "")]',
    'if missing:',
    `    raise ${imports.use('UserError')}(`,
    '        request.env._("Missing: %s", ", ".join(missing)),',
    '    )',
  ];
}

function statement(code: Code, before = ''): string[] {
  return layout(code, 2, before).split('\n').map((line, i) => (i === 0 ? line : line.slice(8)));
}
