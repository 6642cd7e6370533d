import type { ModuleSpecInput } from '../src/domain/module-spec/module-spec.js';

const PARTS = ['site', 'hall', 'machine', 'tool', 'part', 'supplier_part', 'order', 'order_line', 'inspection', 'defect', 'repair', 'cost'] as const;
const title = (part: string): string => part.split('_').map((word) => word[0]?.toUpperCase() + word.slice(1)).join(' ');

/** A workshop in twelve models, each with fields of many kinds, a relation to the one before it, a constraint, and a scenario. */
export const TWELVE_MODELS: ModuleSpecInput = {
  name: 'workshop_floor',
  title: 'Workshop floor',
  summary: 'Twelve models that hang together',
  acceptance: PARTS.map((part, at) => ({
    id: `AC-${at + 1}`,
    title: `A ${title(part)} is kept`,
    given: 'an empty workshop',
    when: `somebody enters a ${title(part)}`,
    then: 'it is there, and its value has been worked out',
    scenario: [
      { do: 'create', model: `floor.${part}`, as: 'record', values: { name: 'First', amount: 4, price: 2.5 } },
      { do: 'expect', record: 'record', that: 'value == 10 and active' },
      { do: 'create', model: `floor.${part}`, values: { name: 'Less than none', amount: -1 }, refused: true, message: 'less than none' },
    ],
  })),
  models: PARTS.map((part, at) => ({
    name: `floor.${part}`,
    label: title(part),
    labelPlural: `${title(part)}s`,
    mailThread: at % 3 === 0,
    fields: [
      { name: 'name', type: 'char', label: 'Name', required: true },
      { name: 'active', type: 'boolean', label: 'Active' },
      { name: 'amount', type: 'integer', label: 'Amount', default: 1 },
      { name: 'price', type: 'float', label: 'Price' },
      { name: 'value', type: 'float', label: 'Value', compute: { expression: 'amount * price' } },
      { name: 'since', type: 'date', label: 'Since' },
      { name: 'kind', type: 'selection', label: 'Kind', options: [{ id: 'own', label: 'Own' }, { id: 'hired', label: 'Hired' }], default: 'own' },
      { name: 'note', type: 'text', label: 'Note' },
      ...(at === 0 ? [] : [{ name: 'parent_id', type: 'many2one' as const, label: title(PARTS[at - 1] ?? ''), comodel: `floor.${PARTS[at - 1]}` }]),
    ],
    constraints: [{ id: `${part}_amount`, check: 'amount >= 0', message: 'There cannot be less than none.' }],
    access: [{ group: 'base.group_user', write: true, create: true, delete: true }],
  })),
} as ModuleSpecInput;
