import { parseExpression } from '../../domain/expression/parse.js';
import type { Field, FieldType } from '../../domain/module-spec/fields.js';
import type { Model } from '../../domain/module-spec/models.js';
import { printDomain } from '../expression/domain.js';
import { defaultCode } from '../expression/value.js';
import { methodScope } from '../expression/python-scope.js';
import { hasInverse, hasSearch } from './compute-back.js';
import type { Imports } from '../python/imports.js';
import { call, layout, list, text, tuple, type Code } from '../python/layout.js';
import { underscored } from '../python/names.js';
import { pythonString } from '../text/python-string.js';
import type { SpecIndex } from '../spec/spec-index.js';

const CLASS: Readonly<Record<FieldType, string>> = {
  char: 'Char', text: 'Text', html: 'Html', integer: 'Integer', float: 'Float', monetary: 'Monetary', boolean: 'Boolean', date: 'Date', datetime: 'Datetime',
  binary: 'Binary', image: 'Image', json: 'Json', selection: 'Selection', many2one: 'Many2one', one2many: 'One2many', many2many: 'Many2many', reference: 'Reference',
  many2one_reference: 'Many2oneReference', properties: 'Properties', properties_definition: 'PropertiesDefinition',
};

/** `    name = fields.Char(…)`. */
export function printField(field: Field, model: Model, index: SpecIndex, imports: Imports): string {
  const [positional, own] = typeArguments(field, model, index);
  const code = call(`${imports.use('fields')}.${CLASS[field.type]}`, positional, { ...own, ...commonArguments(field, model, index, imports) });
  return `    ${layout(code, 1, `${field.name} = `)}`;
}

const string = (value: string | undefined): Code | undefined => (value === undefined ? undefined : pythonString(value));
const flag = (value: boolean): Code | undefined => (value ? 'True' : undefined);

/** What only this type takes. */
function typeArguments(field: Field, model: Model, index: SpecIndex): readonly [readonly Code[], Readonly<Record<string, Code | undefined>>] {
  switch (field.type) {
    case 'char': return [[], { size: field.size === undefined ? undefined : String(field.size), translate: flag(field.translate) }];
    case 'text': case 'html': return [[], { translate: flag(field.translate) }];
    case 'float': return [[], { digits: field.digits === undefined ? undefined : tuple(field.digits.map(String)) }];
    case 'monetary': return [[], { currency_field: field.currencyField === undefined || field.currencyField === 'currency_id' ? undefined : string(field.currencyField) }];
    case 'image': return [[], { max_width: field.maxWidth === undefined ? undefined : String(field.maxWidth), max_height: field.maxWidth === undefined ? undefined : String(field.maxWidth) }];
    case 'selection': {
      if (field.related !== undefined) return [[], {}];
      const grouped = model.states?.field === field.name ? 'True' : undefined;
      return [[], { selection: list((field.options ?? []).map((option) => tuple([pythonString(option.id), text(option.label)]))), group_expand: grouped }];
    }
    case 'reference': return [[], { selection: list((field.models ?? []).map((name) => tuple([pythonString(name), text(index.model(name)?.label ?? name)]))) }];
    case 'many2one': return [[], {
      comodel_name: string(field.comodel), ondelete: string(field.onDelete), domain: chooser(field, index),
      check_company: flag(model.multiCompany && index.model(field.comodel ?? '')?.multiCompany === true),
      group_expand: model.stages?.field === field.name ? pythonString('_read_group_expand_full') : undefined,
    }];
    case 'one2many': return [[], { comodel_name: string(field.comodel), inverse_name: string(field.inverse) }];
    case 'many2many': return [[], { comodel_name: string(field.comodel), ...relationTable(field, model), domain: chooser(field, index) }];
    case 'many2one_reference': return [[], { model_field: string(field.modelField) }];
    case 'properties': return [[], { definition: string(field.definition) }];
    default: return [[], {}];
  }
}

/** The records that may be chosen; a text, so that the form evaluates it for the record at hand. */
function chooser(field: Field, index: SpecIndex): Code | undefined {
  if (field.where === undefined || field.comodel === undefined) return undefined;
  return text(printDomain(parseExpression(field.where), { index, model: field.comodel, place: { kind: 'chooser' } }));
}

/** Two relations between the same models, or of a model to itself, need a table and columns of their own. */
function relationTable(field: Field, model: Model): Record<string, Code> {
  const alike = model.fields.filter((other) => other.type === 'many2many' && other.comodel === field.comodel);
  if (field.comodel !== model.name && alike.length < 2) return {};
  const table = `${underscored(model.name)}_${field.name}_rel`.slice(0, 63);
  return { relation: pythonString(table), column1: pythonString(`${underscored(model.name)}_id`), column2: pythonString(field.comodel === model.name ? 'other_id' : `${underscored(field.comodel ?? '')}_id`) };
}

function commonArguments(field: Field, model: Model, index: SpecIndex, imports: Imports): Readonly<Record<string, Code | undefined>> {
  const computed = field.compute !== undefined;
  const numbered = model.sequence?.field === field.name;
  const scope = methodScope(index, imports, null);
  return {
    string: text(field.label),
    related: string(field.related),
    compute: computed ? pythonString(`_compute_${field.name}`) : undefined,
    inverse: hasInverse(field) ? pythonString(`_inverse_${field.name}`) : undefined,
    search: hasSearch(field, model, index) ? pythonString(`_search_${field.name}`) : undefined,
    store: computed && field.compute?.store === true ? 'True' : undefined,
    required: field.required && !computed && field.related === undefined ? 'True' : undefined,
    readonly: field.readonly && !computed ? 'True' : undefined,
    copy: field.copy === undefined ? undefined : field.copy ? 'True' : 'False',
    index: indexed(field, model, index),
    company_dependent: flag(field.companyDependent),
    default: numbered ? 'lambda self: self.env._("New")' : model.stages?.field === field.name ? `lambda self: self.env[${pythonString(field.comodel ?? '')}].search([], limit=1)` : field.default === undefined ? undefined : defaultCode(field.default, scope),
    tracking: flag(field.tracking),
    groups: field.groups.length === 0 ? undefined : pythonString(field.groups.map((group) => index.xmlId(group)).join(',')),
    help: field.help === undefined ? undefined : text(field.help),
  };
}

/** Where a `one2many` points back here, Odoo looks for the many of one record all the time: its own lint asks for the index. */
function indexed(field: Field, model: Model, index: SpecIndex): Code | undefined {
  if (field.index) return 'True';
  const stored = field.related === undefined && field.compute?.store !== false && !field.companyDependent;
  if (!stored || index.isTransient(model.name) || !index.isInverse(model.name, field.name)) return undefined;
  return field.required && field.compute === undefined ? 'True' : pythonString('btree_not_null');
}
