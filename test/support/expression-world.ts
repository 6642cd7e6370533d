import { SpecIndex } from '../../src/codegen/spec/spec-index.js';
import { parseModuleSpec } from '../../src/domain/module-spec/parse.js';

/** Models with a field of each kind that expressions calculate with. */
const MODELS = [
  {
    name: 'world.party', label: 'Party', access: [{ group: 'base.group_user', write: true, create: true, delete: true }],
    fields: [
      { name: 'name', type: 'char', label: 'Name' },
      { name: 'seats', type: 'integer', label: 'Seats' },
      { name: 'open', type: 'boolean', label: 'Open' },
      { name: 'since', type: 'date', label: 'Since' },
    ],
  },
  {
    name: 'world.line', label: 'Line', access: [{ group: 'base.group_user', write: true, create: true, delete: true }],
    fields: [
      { name: 'order_id', type: 'many2one', label: 'Order', comodel: 'world.order', onDelete: 'cascade' },
      { name: 'amount', type: 'integer', label: 'Amount' },
      { name: 'price', type: 'float', label: 'Price' },
      { name: 'kind', type: 'selection', label: 'Kind', options: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }] },
      { name: 'day', type: 'date', label: 'Day' },
      { name: 'done', type: 'boolean', label: 'Done' },
    ],
  },
  {
    name: 'world.order', label: 'Order', access: [{ group: 'base.group_user', write: true, create: true, delete: true }],
    fields: [
      { name: 'name', type: 'char', label: 'Name' },
      { name: 'code', type: 'char', label: 'Code' },
      { name: 'number', type: 'integer', label: 'Number' },
      { name: 'places', type: 'integer', label: 'Places' },
      { name: 'total', type: 'float', label: 'Total' },
      { name: 'paid', type: 'boolean', label: 'Paid' },
      { name: 'kind', type: 'selection', label: 'Kind', options: [{ id: 'a', label: 'A' }, { id: 'b', label: 'B' }] },
      { name: 'day', type: 'date', label: 'Day' },
      { name: 'due', type: 'date', label: 'Due' },
      { name: 'start', type: 'datetime', label: 'Start' },
      { name: 'stop', type: 'datetime', label: 'Stop' },
      { name: 'party_id', type: 'many2one', label: 'Party', comodel: 'world.party' },
      { name: 'line_ids', type: 'one2many', label: 'Lines', comodel: 'world.line', inverse: 'order_id' },
    ],
  },
];

export const WORLD = {
  name: 'world_of_orders', title: 'World', summary: 'A field of each kind', models: MODELS,
  acceptance: [{ id: 'AC-1', title: 'There is a world', given: 'nothing', when: 'one looks', then: 'there is one', scenario: [{ do: 'count', model: 'world.order', equals: 0 }] }],
};

export const worldIndex = (): SpecIndex => new SpecIndex(parseModuleSpec(structuredClone(WORLD)));

/** Null: the field was left empty. Numbers and booleans are never empty in Odoo. */
export interface Party { readonly id: number; readonly name: string | null; readonly seats: number; readonly open: boolean; readonly since: string | null }
export interface Line { readonly id: number; readonly amount: number; readonly price: number; readonly kind: string | null; readonly day: string | null; readonly done: boolean }
export interface Order {
  readonly id: number; readonly name: string | null; readonly code: string | null; readonly number: number; readonly places: number; readonly total: number; readonly paid: boolean;
  readonly kind: string | null; readonly day: string | null; readonly due: string | null; readonly start: string | null; readonly stop: string | null; readonly party_id: Party | null; readonly line_ids: readonly Line[];
}

/** Days from today, moments in hours from now: so that the same orders serve at any time. */
export function worldOrders(now: Date): readonly Order[] {
  const day = (days: number): string => new Date(now.getTime() + days * 86_400_000).toISOString().slice(0, 10);
  const moment = (hours: number): string => new Date(now.getTime() + hours * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
  const party = (id: number, more: Partial<Party>): Party => ({ id, name: null, seats: 0, open: false, since: null, ...more });
  const line = (id: number, more: Partial<Line>): Line => ({ id, amount: 0, price: 0, kind: null, day: null, done: false, ...more });
  const order = (id: number, more: Partial<Order>): Order => ({ id, name: null, code: null, number: 0, places: 0, total: 0, paid: false, kind: null, day: null, due: null, start: null, stop: null, party_id: null, line_ids: [], ...more });
  const small = party(1, { name: 'ada', seats: 3, open: true, since: day(-40) });
  const bare = party(2, {});
  return [
    order(1, {}),
    order(2, { name: 'ada', code: 'X-1', number: 3, places: 2, total: 2.5, paid: true, kind: 'a', day: day(0), due: day(2), start: moment(-30), stop: moment(6), party_id: small, line_ids: [line(1, { amount: 3, price: 1.5, kind: 'a', day: day(-3), done: true }), line(2, { amount: -1, price: 2.25, kind: 'b', day: day(4) })] }),
    order(3, { name: 'Bea', code: 'ada', number: -5, places: 2, total: -0.5, kind: 'b', day: day(2), due: day(-2), start: moment(30), stop: moment(-30), party_id: bare, line_ids: [line(3, {})] }),
    order(4, { name: 'x', number: 2, places: -3, total: 4, paid: true, due: day(0), stop: moment(30), party_id: small }),
    order(5, { code: 'x', number: 4, total: 3, kind: 'a', day: day(-2), start: moment(6), line_ids: [line(4, { amount: 2, price: 0.5, kind: 'a', day: day(0) }), line(5, { amount: 2, price: 0.5, kind: 'a', day: day(2), done: true }), line(6, { amount: 5, price: 4, kind: 'b' })] }),
    order(6, { name: 'ada', code: 'ada', number: 2, places: 2, total: 1, day: day(2), due: day(2), start: moment(3), stop: moment(3), party_id: bare }),
  ];
}
