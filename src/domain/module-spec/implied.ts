import type { FieldInput } from './fields.js';
import { model as modelSchema, type Model, type Rule, type SmartButton } from './models.js';
import { record as recordSchema, type ModuleSpec, type RecordData } from './module-spec.js';

/** The spec with the models and records that its parts imply: what people find in a module without having said it. */
export function withImplied(spec: ModuleSpec): ModuleSpec {
  return { ...spec, models: [...spec.models, ...impliedModels(spec)], data: [...impliedRecords(spec), ...spec.data] };
}

/** A model for each set of stages. */
export function impliedModels(spec: Pick<ModuleSpec, 'models'>): readonly Model[] {
  return spec.models.flatMap(({ stages, label }) => (stages === undefined ? [] : [modelSchema.parse({
    name: stages.model, label: `${label} stage`.slice(0, 120), labelPlural: `${label} stages`.slice(0, 120), order: 'sequence, id',
    fields: [
      { name: 'sequence', type: 'integer', label: 'Sequence', default: 10 },
      { name: 'name', type: 'char', label: 'Name', required: true, translate: true },
      { name: 'fold', type: 'boolean', label: 'Folded', help: 'The column is folded in the kanban view.' },
      { name: 'closed', type: 'boolean', label: 'Closed', help: 'What is in this stage is done.' },
    ],
    views: { list: { fields: ['sequence', 'name', 'fold', 'closed'], editable: true } },
    access: [...(stages.groups.includes('base.group_user') ? [] : [{ group: 'base.group_user' }]), ...stages.groups.map((group) => ({ group, write: true, create: true, delete: true }))],
  })]));
}

/** The stages that a module brings, by their ids; what is in them is printed from `stages`, where a label is a text whatever it begins with. */
function impliedRecords(spec: Pick<ModuleSpec, 'models'>): readonly RecordData[] {
  return spec.models.flatMap(({ stages }) => (stages?.options ?? []).map(({ id }) => recordSchema.parse({ id, model: stages?.model, values: {} })));
}

/** Fields that a model has by what else is said of it, besides its number, status and currency. */
export function impliedFields({ fields, mailThread, multiCompany, stages, smartButtons }: Model): readonly FieldInput[] {
  return [
    ...(multiCompany ? [{ name: 'company_id', type: 'many2one', label: 'Company', comodel: 'res.company', default: '=company', index: true } satisfies FieldInput] : []),
    ...(stages === undefined ? [] : [{ name: stages.field, type: 'many2one', label: stages.label, comodel: stages.model, onDelete: 'restrict', index: true, copy: false, tracking: mailThread } satisfies FieldInput]),
    ...smartButtons.filter(({ value }) => value === undefined).map((button): FieldInput => ({ name: countField(button), type: 'integer', label: `Number of ${button.label}`.slice(0, 120), groups: button.groups.length > 0 ? button.groups : fields.find(({ name }) => name === button.relation)?.groups, compute: { expression: button.where === undefined ? `count(${button.relation})` : `count(${button.relation}, ${button.where})`, store: false } })),
  ];
}

/** The number that a smart button counts by itself. */
export function countField({ id }: Pick<SmartButton, 'id'>): string {
  return `${id.replace(/^(action_)?(view_|open_)?/, '')}_count`.replace(/^_/, 'record_').slice(0, 60);
}

/** Nobody sees what belongs to a company that is not theirs. */
export function impliedRules({ name, multiCompany }: Model): readonly Rule[] {
  return multiCompany ? [{ id: `${name.replaceAll('.', '_')}_company_rule`, label: `${name}: multi-company`.slice(0, 120), groups: [], where: 'company_id in companies or company_id == null', read: true, write: true, create: true, delete: true }] : [];
}
