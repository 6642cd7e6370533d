import { SPECIAL_NAMES } from '../../expression/ast.js';
import { UNKNOWN, type Scope, type Type } from '../../expression/types.js';
import { nearest } from '../../nearest.js';
import { field as fieldSchema, type Field } from '../fields.js';
import { impliedFields, withImplied } from '../implied.js';
import { allModels } from '../implied-models.js';
import type { Model } from '../models.js';
import type { ModuleSpec, RecordData } from '../module-spec.js';
import { AUTOMATIC_FIELDS, THREAD_FIELDS, appOf, wellKnownModels, withBrought } from './odoo-names.js';

const AUTOMATIC: Readonly<Record<(typeof AUTOMATIC_FIELDS)[number], Type>> = {
  id: { kind: 'number' }, display_name: { kind: 'text' }, create_date: { kind: 'datetime' }, write_date: { kind: 'datetime' },
  create_uid: { kind: 'one', model: 'res.users' }, write_uid: { kind: 'one', model: 'res.users' },
};

/** Fields of Odoo's own models that specs follow most; all others of them are unknown, not wrong. */
const FOREIGN: ReadonlyMap<string, ReadonlyMap<string, Type>> = byModel({
  'res.users': { partner_id: { kind: 'one', model: 'res.partner' }, company_id: { kind: 'one', model: 'res.company' }, company_ids: { kind: 'many', model: 'res.company' }, name: { kind: 'text' }, login: { kind: 'text' } },
  'res.partner': { name: { kind: 'text' }, email: { kind: 'text' }, parent_id: { kind: 'one', model: 'res.partner' }, child_ids: { kind: 'many', model: 'res.partner' }, country_id: { kind: 'one', model: 'res.country' }, user_ids: { kind: 'many', model: 'res.users' } },
  'product.template': { name: { kind: 'text' }, product_variant_id: { kind: 'one', model: 'product.product' } },
  'product.product': { name: { kind: 'text' }, product_tmpl_id: { kind: 'one', model: 'product.template' } },
  'calendar.event': { start: { kind: 'datetime' }, stop: { kind: 'datetime' } },
  'project.task': { date_deadline: { kind: 'datetime' } },
  'res.company': { name: { kind: 'text' }, currency_id: { kind: 'one', model: 'res.currency' }, partner_id: { kind: 'one', model: 'res.partner' } },
});

const PLAIN: Readonly<Partial<Record<Field['type'], Type>>> = {
  char: { kind: 'text' }, text: { kind: 'text' }, html: { kind: 'text' }, integer: { kind: 'number' }, float: { kind: 'number' }, monetary: { kind: 'number' },
  boolean: { kind: 'boolean' }, date: { kind: 'date' }, datetime: { kind: 'datetime' },
};

/** Only the module's own settings are spoken of. */
const SETTINGS = 'res.config.settings';

export interface Missing {
  readonly message: string;
  readonly hint: string;
}

/** Every name of a spec, with what the spec implies: the state, number and currency fields, and Odoo's own. */
export class SpecNames {
  readonly brought: ReadonlySet<string>;
  /** Records of the module's data, those of its stages too. */
  readonly data: readonly RecordData[];
  private readonly models: ReadonlyMap<string, Model>;
  private readonly fields: ReadonlyMap<string, ReadonlyMap<string, Type>>;
  private readonly records: ReadonlyMap<string, string>;

  constructor(readonly spec: ModuleSpec) {
    this.brought = withBrought(spec.depends);
    const implied = withImplied(spec);
    const { data } = implied;
    const models = allModels(implied);
    this.data = data;
    this.models = new Map(models.map((model) => [model.name, model]));
    this.fields = new Map(models.map((model) => [model.name, ownFields(model)]));
    this.records = new Map([...data, ...spec.demo].map((record) => [record.id, record.model]));
  }

  model(name: string): Model | null {
    return this.models.get(name) ?? null;
  }

  /** Null when the model exists for all we know; else what is wrong and how to mend it. */
  missingModel(name: string): Missing | null {
    return this.models.has(name) ? null : this.missingForeignModel(name, [...this.models.keys()]);
  }

  /** The same for a model that has to be somebody else's. */
  missingForeignModel(name: string, own: readonly string[]): Missing | null {
    const app = appOf(name);
    if (app !== null) return this.brought.has(app) ? null : { message: `\`${name}\` comes with Odoo's app \`${app}\`, which is not in depends.`, hint: `Add \`${app}\` to depends.` };
    const typo = nearest(name, [...own, ...wellKnownModels()]);
    // An app that we do not list may bring it; with none of those in depends nobody does.
    if (typo === '' && this.spec.depends.some((depend) => depend !== 'base' && depend !== 'mail')) return null;
    return { message: `There is no model \`${name}\`.`, hint: typo || 'Add it to models, or the app that brings it to depends.' };
  }

  fieldType(model: string, name: string): Type | null {
    const own = this.fields.get(model)?.get(name);
    if (own !== undefined) return own;
    if (isAutomatic(name)) return AUTOMATIC[name];
    const foreign = FOREIGN.get(model)?.get(name);
    if (foreign !== undefined) return foreign;
    if (model === SETTINGS) return null;
    const described = this.models.get(model);
    return described === undefined || described.extends ? UNKNOWN : null;
  }

  fieldNames(model: string): readonly string[] {
    return [...(this.fields.get(model)?.keys() ?? []), ...(FOREIGN.get(model)?.keys() ?? []), ...AUTOMATIC_FIELDS];
  }

  /** A field as the spec writes it; null for implied and foreign ones. */
  field(model: string, name: string): Field | null {
    return this.models.get(model)?.fields.find((field) => field.name === name) ?? null;
  }

  recordModel(id: string): string | null {
    return this.records.get(id) ?? null;
  }

  recordIds(): readonly string[] {
    return [...this.records.keys()];
  }

  /** Where bare names are fields of `model`. `names`: records that go by a name there. */
  scope(model: string | null, options: { readonly record?: string; readonly names?: ReadonlyMap<string, string | null>; readonly dataRecords?: boolean } = {}): Scope {
    return {
      model,
      record: options.record ?? null,
      named: (name) => options.names?.get(name) ?? (options.dataRecords === true ? this.recordModel(name) : null),
      field: (owner, name) => this.fieldType(owner, name),
      fieldNames: (owner) => this.fieldNames(owner),
    };
  }
}

/** Names that expressions already use for something else. */
export const EXPRESSION_NAMES: ReadonlySet<string> = new Set([...SPECIAL_NAMES, 'true', 'false', 'null', 'not', 'and', 'or', 'in']);

/** Maps, because a spec may well ask for a field called `constructor`. */
function byModel(fields: Readonly<Record<string, Readonly<Record<string, Type>>>>): ReadonlyMap<string, ReadonlyMap<string, Type>> {
  return new Map(Object.entries(fields).map(([model, own]) => [model, new Map(Object.entries(own))]));
}

function isAutomatic(name: string): name is keyof typeof AUTOMATIC {
  return Object.hasOwn(AUTOMATIC, name);
}

function ownFields(model: Model): ReadonlyMap<string, Type> {
  const found = new Map<string, Type>();
  if (model.mailThread) for (const name of THREAD_FIELDS) found.set(name, UNKNOWN);
  if (model.sequence !== undefined) found.set(model.sequence.field, { kind: 'text' });
  for (const field of model.fields) {
    found.set(field.name, typeOfField(field));
    if (field.barcode !== undefined) found.set(`${field.name}_barcode`, UNKNOWN);
    if (field.type === 'monetary') found.set(field.currencyField ?? 'currency_id', { kind: 'one', model: 'res.currency' });
  }
  for (const implied of impliedFields(model)) if (!found.has(implied.name)) found.set(implied.name, typeOfField(fieldSchema.parse(implied)));
  if (model.states !== undefined) found.set(model.states.field, { kind: 'text', options: model.states.options.map(({ id }) => id) });
  return found;
}

export function typeOfField(field: Field): Type {
  switch (field.type) {
    case 'many2one': return { kind: 'one', model: field.comodel ?? null };
    case 'one2many': case 'many2many': return { kind: 'many', model: field.comodel ?? null };
    case 'reference': return { kind: 'one', model: null };
    case 'selection': return { kind: 'text', options: (field.options ?? []).map(({ id }) => id) };
    default: return PLAIN[field.type] ?? UNKNOWN;
  }
}
