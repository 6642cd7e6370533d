import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Shape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'float' | 'double' | 'boolean' | 'timestamp' | 'blob';
  readonly required?: readonly string[];
  readonly members?: Readonly<Record<string, string>>;
  readonly member?: string;
  readonly enum?: readonly string[];
  readonly pattern?: string;
  readonly min?: number;
  readonly max?: number;
}

interface Model {
  readonly targetPrefix: string;
  readonly jsonVersion: string;
  readonly operations: Readonly<Record<string, { readonly input: string; readonly output: string; readonly errors: readonly string[] }>>;
  readonly shapes: Readonly<Record<string, Shape>>;
}

/** AWS's own model of Lightsail, of what deploy.sh uses (model/README.md). */
export const MODEL = JSON.parse(readFileSync(join(__dirname, 'model/lightsail.json'), 'utf8')) as Model;

/** What in a value the model does not allow, each with its place; empty when it is right. Unknown members are wrong too. */
export function violations(shapeName: string, value: unknown, at = '$'): string[] {
  const shape = MODEL.shapes[shapeName];
  if (shape === undefined) return [`${at}: the model has no shape ${shapeName}`];
  const wrong = (what: string): string[] => [`${at}: ${what} (${shapeName})`];
  switch (shape.type) {
    case 'structure': {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrong('is no structure');
      const members = shape.members ?? {};
      const missing = (shape.required ?? []).filter((name) => !(name in value)).flatMap((name) => wrong(`${name} is missing`));
      const inside = Object.entries(value).flatMap(([name, member]) => {
        const of = members[name];
        return of === undefined ? wrong(`${name} is no member`) : violations(of, member, `${at}.${name}`);
      });
      return [...missing, ...inside];
    }
    case 'list':
      if (!Array.isArray(value)) return wrong('is no list');
      return value.flatMap((item, index) => violations(shape.member ?? '', item, `${at}[${index}]`));
    case 'string':
      if (typeof value !== 'string') return wrong('is no string');
      if (shape.enum !== undefined && !shape.enum.includes(value)) return wrong(`“${value}” is none of the values`);
      if (shape.pattern !== undefined && !new RegExp(`^(?:${shape.pattern})$`).test(value)) return wrong(`“${value}” does not match ${shape.pattern}`);
      return [];
    case 'boolean':
      return typeof value === 'boolean' ? [] : wrong('is no boolean');
    case 'integer':
    case 'long':
      if (!Number.isInteger(value)) return wrong('is no whole number');
      return inRange(shape, value as number) ? [] : wrong(`${String(value)} is out of range`);
    default:
      // Timestamps travel as seconds.
      return typeof value === 'number' ? [] : wrong('is no number');
  }
}

const inRange = ({ min = -Infinity, max = Infinity }: Shape, value: number): boolean => value >= min && value <= max;
