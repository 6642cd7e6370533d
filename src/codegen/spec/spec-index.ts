import type { Field, FieldType } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { withImplied } from '../../domain/module-spec/implied.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import { withBrought } from '../../domain/module-spec/laws/odoo-names.js';
import { allModels, wizardLineModel } from '../../domain/module-spec/implied-models.js';
import { completeModel } from './complete-model.js';

/** What a field is to an expression; `unknown` for what Odoo's own models have and we do not look up. */
export interface FieldFacts { readonly type: FieldType | 'unknown'; readonly comodel: string | null }

/** What every model of Odoo has. */
const COMMON: Readonly<Record<string, FieldFacts>> = {
  id: { type: 'integer', comodel: null },
  display_name: { type: 'char', comodel: null },
  create_date: { type: 'datetime', comodel: null },
  write_date: { type: 'datetime', comodel: null },
  create_uid: { type: 'many2one', comodel: 'res.users' },
  write_uid: { type: 'many2one', comodel: 'res.users' },
};

/** Fields of Odoo's own models that specs mention most. */
const WELL_KNOWN: Readonly<Record<string, Readonly<Record<string, FieldFacts>>>> = {
  'res.users': { partner_id: { type: 'many2one', comodel: 'res.partner' }, company_id: { type: 'many2one', comodel: 'res.company' }, company_ids: { type: 'many2many', comodel: 'res.company' } },
  'res.partner': { child_ids: { type: 'one2many', comodel: 'res.partner' }, parent_id: { type: 'many2one', comodel: 'res.partner' }, user_ids: { type: 'one2many', comodel: 'res.users' }, category_id: { type: 'many2many', comodel: 'res.partner.category' }, country_id: { type: 'many2one', comodel: 'res.country' } },
  'product.template': { product_variant_id: { type: 'many2one', comodel: 'product.product' } },
  'product.product': { product_tmpl_id: { type: 'many2one', comodel: 'product.template' } },
  'sale.order': { partner_id: { type: 'many2one', comodel: 'res.partner' }, user_id: { type: 'many2one', comodel: 'res.users' }, company_id: { type: 'many2one', comodel: 'res.company' }, currency_id: { type: 'many2one', comodel: 'res.currency' }, order_line: { type: 'one2many', comodel: 'sale.order.line' }, amount_untaxed: { type: 'monetary', comodel: null }, amount_total: { type: 'monetary', comodel: null }, state: { type: 'selection', comodel: null }, name: { type: 'char', comodel: null }, date_order: { type: 'datetime', comodel: null } },
  'calendar.event': { start: { type: 'datetime', comodel: null }, stop: { type: 'datetime', comodel: null } },
  'project.task': { date_deadline: { type: 'datetime', comodel: null } },
  'res.company': { currency_id: { type: 'many2one', comodel: 'res.currency' }, partner_id: { type: 'many2one', comodel: 'res.partner' } },
};

/** Fields that nobody looked up: by Odoo's guidelines a name tells what is a relation. */
function byName(name: string): FieldFacts {
  if (name.endsWith('_id') && name !== 'res_id') return { type: 'many2one', comodel: null };
  return { type: name.endsWith('_ids') ? 'many2many' : 'unknown', comodel: null };
}

/** A spec with what its models imply (state, currency, number), and its names looked up fast. */
export class SpecIndex {
  readonly spec: ModuleSpec;
  readonly models: readonly Model[];
  /** Apps that the module builds on, and what they bring. */
  readonly apps: ReadonlySet<string>;
  private readonly byModel: ReadonlyMap<string, ReadonlyMap<string, Field>>;
  private readonly recordModels: ReadonlyMap<string, string>;

  constructor(said: ModuleSpec) {
    const spec = withImplied(said);
    this.spec = spec;
    this.apps = withBrought(spec.depends);
    this.models = allModels(spec).map(completeModel);
    this.byModel = new Map(this.models.map((model) => [model.name, new Map(model.fields.map((field) => [field.name, field]))]));
    this.recordModels = new Map([...spec.data, ...spec.demo].map((record) => [record.id, record.model]));
  }

  /** Of a wizard or its rows: its records go away by themselves. */
  isTransient(model: string): boolean {
    return this.spec.wizards.some((wizard) => wizard.name === model || wizardLineModel(wizard) === model);
  }

  /** True if a `one2many` of this module points back to its model by this field. */
  isInverse(model: string, name: string): boolean {
    return this.models.some(({ fields }) => fields.some(({ comodel, inverse }) => comodel === model && inverse === name));
  }

  /** True if a person wrote the model; false for what wizards and settings imply. */
  isWritten(model: string): boolean {
    return this.spec.models.some(({ name }) => name === model);
  }

  /** A model of this module, new or extended. */
  model(name: string): Model | null {
    return this.models.find((model) => model.name === name) ?? null;
  }

  field(model: string, name: string): Field | null {
    return this.byModel.get(model)?.get(name) ?? null;
  }

  facts(model: string | null, name: string): FieldFacts {
    const field = model === null ? null : this.field(model, name);
    if (field !== null) return { type: field.type, comodel: field.comodel ?? null };
    return COMMON[name] ?? WELL_KNOWN[model ?? '']?.[name] ?? byName(name);
  }

  /** True if somebody looked the field up: nothing else goes by that name where fields are spoken of. */
  knowsField(model: string, name: string): boolean {
    return this.field(model, name) !== null || name in COMMON || name in (WELL_KNOWN[model] ?? {});
  }

  /** True if the first name of a path is a field of the model, so far as we know: of a foreign model every name may be one. */
  hasField(model: string, name: string): boolean {
    if (this.field(model, name) !== null || name in COMMON) return true;
    const own = this.model(model);
    return own === null || own.extends;
  }

  /** The model of a data or demo record, by its id. */
  recordModel(id: string): string | null {
    return this.recordModels.get(id) ?? null;
  }

  /** `group_user` of this module as `library.group_user`; ids of other modules as they are. */
  xmlId(ref: string): string {
    return ref.includes('.') ? ref : `${this.spec.name}.${ref}`;
  }
}
