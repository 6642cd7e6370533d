import type { PythonCall, PythonFacts, SourceFacts } from '../../domain/source-facts.js';
import { isTest } from './gate.js';

export interface OwnField {
  readonly name: string;
  /** e.g. `Many2one` */
  readonly type: string;
  readonly call: PythonCall;
  readonly path: string;
  readonly line: number;
}

/** A model as far as the module's Python says what it is: all its classes together. */
export interface OwnModel {
  readonly name: string;
  /** False when it builds on a model of Odoo (other than the mail mixins), which brings what cannot be seen here. */
  readonly whole: boolean;
  readonly attributes: ReadonlySet<string>;
  readonly fields: readonly OwnField[];
  readonly methods: ReadonlySet<string>;
}

type PythonClass = PythonFacts['classes'][number];

/** Parents whose fields and methods the gates know by pattern. */
export const MIXINS: ReadonlySet<string> = new Set(['mail.thread', 'mail.activity.mixin']);

const named = (value: unknown): string[] => [value ?? []].flat().filter((each): each is string => typeof each === 'string');

/** The models that a class is about: the one that it makes, else those that it extends. */
export function modelsOf({ assignments }: PythonClass): string[] {
  const own = assignments['_name'];
  return typeof own === 'string' ? [own] : named(assignments['_inherit']);
}

export function fieldsOf({ assignments, lines }: PythonClass, path: string): OwnField[] {
  return Object.entries(assignments).flatMap(([name, value]) => {
    const call = value as PythonCall | null;
    const type = typeof call === 'object' && call !== null && 'call' in call ? /^fields\.([A-Z]\w+)$/.exec(String(call.call))?.[1] : undefined;
    return type === undefined || call === null ? [] : [{ name, type, call, path, line: lines[name] ?? 1 }];
  });
}

export function ownModels({ python }: Pick<SourceFacts, 'python'>): ReadonlyMap<string, OwnModel> {
  const made = new Set(python.flatMap(({ classes }) => classes.flatMap(({ assignments }) => (typeof assignments['_name'] === 'string' ? [assignments['_name']] : []))));
  const models = new Map<string, { name: string; whole: boolean; attributes: Set<string>; fields: OwnField[]; methods: Set<string> }>();
  for (const { path, classes } of python.filter((source) => !isTest(source.path))) {
    for (const each of classes) {
      for (const name of modelsOf(each)) {
        const model = models.get(name) ?? { name, whole: made.has(name), attributes: new Set<string>(), fields: [], methods: new Set<string>() };
        if (named(each.assignments['_inherit']).some((parent) => !MIXINS.has(parent) && parent !== name) || '_inherits' in each.assignments) model.whole = false;
        for (const attribute of Object.keys(each.assignments)) model.attributes.add(attribute);
        model.fields.push(...fieldsOf(each, path));
        for (const method of each.methods) model.methods.add(method.name);
        models.set(name, model);
      }
    }
  }
  return models;
}
