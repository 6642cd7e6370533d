/** What OpenAI's strict structured outputs refuse (platform documentation, "Supported schemas"). */
const SUPPORTED = new Set([
  '$ref', '$defs', 'type', 'properties', 'required', 'additionalProperties', 'items', 'enum', 'const', 'anyOf', 'description', 'title',
  'pattern', 'format', 'multipleOf', 'maximum', 'exclusiveMaximum', 'minimum', 'exclusiveMinimum', 'minItems', 'maxItems',
]);
const MAX_DEPTH = 10;
const MAX_PROPERTIES = 5000;

type Schema = Readonly<Record<string, unknown>>;

/** Each way in which a JSON Schema breaks the rules of strict mode, with its path; none when it is fine. */
export function strictModeProblems(root: unknown): string[] {
  const problems: string[] = [];
  let properties = 0;

  const visit = (schema: unknown, path: string, depth: number): void => {
    if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) {
      problems.push(`${path}: is no schema`);
      return;
    }
    const node = schema as Schema;
    for (const key of Object.keys(node)) if (!SUPPORTED.has(key)) problems.push(`${path}: '${key}' is not permitted`);
    if (depth > MAX_DEPTH) problems.push(`${path}: deeper than ${MAX_DEPTH} levels`);
    const children = node['properties'];
    if (node['type'] === 'object' || children !== undefined) {
      const keys = Object.keys((children as Schema | undefined) ?? {});
      properties += keys.length;
      if (node['additionalProperties'] !== false) problems.push(`${path}: additionalProperties must be false`);
      const required = Array.isArray(node['required']) ? (node['required'] as string[]) : [];
      const missing = keys.filter((key) => !required.includes(key));
      if (missing.length > 0) problems.push(`${path}: required must name every key, missing ${missing.join(', ')}`);
      for (const key of keys) visit((children as Schema)[key], `${path}.${key}`, depth + 1);
    }
    if (node['items'] !== undefined) visit(node['items'], `${path}[]`, depth + 1);
    if (Array.isArray(node['anyOf'])) node['anyOf'].forEach((each, index) => visit(each, `${path}|${index}`, depth));
    for (const [name, each] of Object.entries((node['$defs'] as Schema | undefined) ?? {})) visit(each, `$defs.${name}`, 0);
  };

  visit(root, '$', 0);
  if ((root as Schema)['type'] !== 'object') problems.push('$: the root must be an object');
  if (properties > MAX_PROPERTIES) problems.push(`$: ${properties} properties, at most ${MAX_PROPERTIES}`);
  return problems;
}
