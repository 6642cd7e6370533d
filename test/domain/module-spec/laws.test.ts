import { mistakesOf, withChanges, type Change, type Data } from '../../support/broken-spec.js';

/** A small spec without a mistake; each line of the table breaks one thing in it. */
function sound(): Data {
  return {
    name: 'shop_orders', title: 'Orders', summary: 'Orders of a shop', depends: ['sale'],
    groups: [{ id: 'group_clerk', label: 'Clerk', implies: ['base.group_user'] }, { id: 'group_boss', label: 'Boss', implies: ['group_clerk'] }],
    models: [
      {
        name: 'shop.order', label: 'Order', recName: 'name', order: 'day desc, name', mailThread: true, sequence: { field: 'number', prefix: 'O/%(year)s/' },
        fields: [
          { name: 'name', type: 'char', label: 'Name', required: true, tracking: true },
          { name: 'day', type: 'date', label: 'Day', default: '=today()' },
          { name: 'partner_id', type: 'many2one', label: 'Customer', comodel: 'res.partner', where: 'user_ids != null' },
          { name: 'partner_email', type: 'char', label: 'E-mail', related: 'partner_id.email' },
          { name: 'line_ids', type: 'one2many', label: 'Lines', comodel: 'shop.line', inverse: 'order_id' },
          { name: 'total', type: 'float', label: 'Total', digits: [10, 2], compute: { expression: 'sum(line_ids.price)' } },
          { name: 'kind', type: 'selection', label: 'Kind', options: [{ id: 'new', label: 'New' }, { id: 'used', label: 'Used' }], default: 'new' },
          { name: 'note_count', type: 'integer', label: 'Notes', compute: { words: 'How many notes there are.', depends: ['name'], store: false } },
        ],
        constraints: [{ id: 'name_unique', message: 'Twice', unique: ['name'] }, { id: 'name_long', message: 'Short', check: 'len(name) > 1' }, { id: 'has_day', message: 'No day', holds: 'exists(day)' }],
        states: { options: [{ id: 'draft', label: 'Draft' }, { id: 'sent', label: 'Sent' }], initial: 'draft', transitions: [{ id: 'action_send', label: 'Send', from: ['draft'], to: 'sent', groups: ['group_boss'], guard: 'total > 0', guardMessage: 'Empty', set: { day: '=today()' } }] },
        actions: [{ id: 'action_mark', label: 'Mark', set: { kind: 'used' } }],
        views: { list: { fields: ['name', 'total'], totals: ['total'], order: 'day' }, calendar: { start: 'day' }, kanban: { groupBy: 'state' }, search: { fields: ['name'], filters: [{ id: 'late', label: 'Late', where: 'day < today() and kind == \'new\'' }], groupBy: ['partner_id'] }, first: 'list' },
        access: [{ group: 'group_clerk', write: true, create: true }],
        rules: [{ id: 'rule_mine', label: 'Mine', groups: ['group_clerk'], where: 'create_uid == user' }],
      },
      { name: 'shop.line', label: 'Line', fields: [{ name: 'order_id', type: 'many2one', label: 'Order', comodel: 'shop.order', required: true }, { name: 'price', type: 'float', label: 'Price' }], access: [{ group: 'group_clerk' }] },
    ],
    menus: [{ id: 'menu_root', label: 'Shop' }, { id: 'menu_orders', label: 'Orders', parent: 'menu_root', model: 'shop.order' }],
    data: [{ id: 'order_one', model: 'shop.order', values: { name: 'One', partner_id: '=base.main_partner' } }],
    demo: [{ id: 'line_one', model: 'shop.line', values: { order_id: '=order_one', price: 3 } }],
    acceptance: [{ id: 'AC-1', title: 'Sent', given: 'an order', when: 'it is sent', then: 'it is sent', scenario: [
      { do: 'create', model: 'shop.order', as: 'mine', values: { name: 'Mine' } },
      { do: 'create', model: 'shop.line', values: { order_id: '=mine', price: 2 } },
      { do: 'press', record: 'mine', button: 'action_send', user: 'group_boss' },
      { do: 'expect', record: 'mine', that: "state == 'sent' and total == 2" },
      { do: 'count', model: 'shop.line', where: 'order_id == mine', equals: 1 },
    ] }],
  };
}

const broken = (...changes: readonly Change[]): Data => withChanges(sound(), changes);

test('the sound spec has no mistake', () => expect(mistakesOf(sound())).toEqual([]));

const order = 'models[0]';
const field = (index: number): string => `${order}.fields[${index}]`;
const step = (index: number): string => `acceptance[0].scenario[${index}]`;

const table: readonly (readonly [what: string, path: string, value: unknown, at: string, message: RegExp])[] = [
  // names
  ['a module named like an app', 'name', 'sale', 'name', /module called `sale`/],
  ['a Python word as module name', 'name', 'lambda', 'name', /word of Python/],
  ['an app named twice', 'depends', ['sale', 'sale'], 'depends[1]', /there already/],
  ['a module that depends on itself', 'depends', ['sale', 'shop_orders'], 'depends[1]', /on itself/],
  ['a model that Odoo has', `${order}.name`, 'res.partner', `${order}.name`, /Odoo has a model/],
  ['a field twice', `${field(1)}.name`, 'name', `${field(1)}.name`, /there already/],
  ['a field called id', `${field(7)}.name`, 'id', `${field(7)}.name`, /itself/],
  ['a field called create', `${field(7)}.name`, 'create', `${field(7)}.name`, /method of every model/],
  ['a field called class', `${field(7)}.name`, 'class', `${field(7)}.name`, /word of Python/],
  ['a field called user', `${field(7)}.name`, 'user', `${field(7)}.name`, /something else in expressions/],
  ['a field of the chatter', `${field(7)}.name`, 'message_ids', `${field(7)}.name`, /chatter brings/],
  ['a button called unlink', `${order}.actions[0].id`, 'unlink', `${order}.actions[0].id`, /method of every model/],
  ['a button named like a field', `${order}.actions[0].id`, 'kind', `${order}.actions[0].id`, /names a field/],
  ['two buttons of one name', `${order}.actions[0].id`, 'action_send', `${order}.actions[0].id`, /there already/],
  ['a constraint of 64 characters and more', `${order}.constraints[0].id`, 'x'.repeat(58), `${order}.constraints[0].id`, /PostgreSQL allows 63/],
  ['two constraints of one name', `${order}.constraints[1].id`, 'name_unique', `${order}.constraints[1].id`, /there already/],
  ['an id twice', 'menus[1].id', 'group_boss', 'menus[1].id', /there already/],
  // groups
  ['a group that is not there', 'groups[1].implies', ['group_clark'], 'groups[1].implies[0]', /no group/],
  ['a group of an app that is not in depends', 'groups[1].implies', ['fleet.fleet_group_user'], 'groups[1].implies[0]', /not in depends/],
  ['a group of base that is not there', 'groups[0].implies', ['base.group_users'], 'groups[0].implies[0]', /`base` has no group/],
  ['groups in a circle', 'groups[1].implies', ['group_boss'], 'groups[1].implies', /includes itself/],
  // fields
  ['a comodel that is not there', `${field(2)}.comodel`, 'res.parner', `${field(2)}.comodel`, /no model/],
  ['a comodel of an app that is not in depends', `${field(2)}.comodel`, 'fleet.vehicle', `${field(2)}.comodel`, /app `fleet`/],
  ['a many2one without comodel', `models[1].fields[0].comodel`, undefined, 'models[1].fields[0].comodel', /needs `comodel`/],
  ['a one2many without inverse', `${field(4)}.inverse`, undefined, `${field(4)}.inverse`, /needs `inverse`/],
  ['an inverse that is not there', `${field(4)}.inverse`, 'order', `${field(4)}.inverse`, /no field/],
  ['an inverse that is no relation', `${field(4)}.inverse`, 'price', `${field(4)}.inverse`, /point back/],
  ['an inverse that points elsewhere', 'models[1].fields[0].comodel', 'res.partner', `${field(4)}.inverse`, /point back/],
  ['a selection without options', `${field(6)}.options`, undefined, `${field(6)}.options`, /needs `options`/],
  ['an option twice', `${field(6)}.options[1].id`, 'new', `${field(6)}.options[1].id`, /there twice/],
  ['a size on a date', `${field(1)}.size`, 3, `${field(1)}.size`, /goes with char/],
  ['a translated number', `${field(5)}.translate`, true, `${field(5)}.translate`, /Only texts/],
  ['more decimals than digits', `${field(5)}.digits`, [2, 2], `${field(5)}.digits`, /more digits/],
  ['a required relation that is set to null', 'models[1].fields[0].onDelete', 'set null', 'models[1].fields[0].onDelete', /required relation/],
  ['a default that is no option', `${field(6)}.default`, 'nwe', `${field(6)}.default`, /none of the options/],
  ['a default of another type', `${field(0)}.default`, 7, `${field(0)}.default`, /text is needed/],
  ['a default that is no date', `${field(1)}.default`, 'tomorrow', `${field(1)}.default`, /date is needed/],
  ['a default expression of another type', `${field(1)}.default`, '=1 + 1', `${field(1)}.default`, /gives a number/],
  ['a related path into nothing', `${field(3)}.related`, 'partner.email', `${field(3)}.related`, /no field `partner`/],
  ['a related path over a text', `${field(3)}.related`, 'name.email', `${field(3)}.related`, /no relation/],
  ['a related field of another type', `${field(3)}.type`, 'integer', `${field(3)}.type`, /is a text/],
  ['a compute of both ways', `${field(5)}.compute.words`, 'Add them up.', `${field(5)}.compute`, /either/],
  ['a compute of no way', `${field(7)}.compute.words`, undefined, `${field(7)}.compute`, /either/],
  ['a compute that does not parse', `${field(5)}.compute.expression`, 'sum(', `${field(5)}.compute.expression`, /./],
  ['a compute over a field that is not there', `${field(5)}.compute.expression`, 'sum(line_ids.prize)', `${field(5)}.compute.expression`, /no field `prize`/],
  ['a compute over many without sum', `${field(5)}.compute.expression`, 'line_ids.price * 2', `${field(5)}.compute.expression`, /many values/],
  ['a compute of another type', `${field(5)}.compute.expression`, "concat(name, 'x')", `${field(5)}.compute.expression`, /gives a text/],
  ['a compute of itself', `${field(5)}.compute.expression`, 'total + 1', `${field(5)}.compute.expression`, /from itself/],
  ['a computed field that is required', `${field(5)}.required`, true, `${field(5)}.required`, /cannot be required/],
  ['depends on what is not there', `${field(7)}.compute.depends`, ['nam'], `${field(7)}.compute.depends[0]`, /no field `nam`/],
  ['tracking without a chatter', 'models[1].fields[1].tracking', true, 'models[1].fields[1].tracking', /needs a chatter/],
  ['a where over a field of the comodel that a domain cannot say', `${field(2)}.where`, 'len(name) > 3', `${field(2)}.where`, /field on one side/],
  // models
  ['a recName that is not there', `${order}.recName`, 'nam', `${order}.recName`, /no field/],
  ['an order by what is not stored', `${order}.order`, 'note_count', `${order}.order`, /not stored/],
  ['an order by what is not there', `${order}.order`, 'dya', `${order}.order`, /no field/],
  ['a number in a field of another type', `${order}.sequence.field`, 'day', `${order}.sequence.field`, /char field/],
  ['a prefix that ir.sequence cannot read', `${order}.sequence.prefix`, '%Y/', `${order}.sequence.prefix`, /ir\.sequence/],
  ['no access row', 'models[1].access', [], 'models[1].access', /Nobody may see/],
  ['an access row for a group that is not there', `${order}.access[0].group`, 'clerk', `${order}.access[0].group`, /no group/],
  ['writing without reading', `${order}.access[0].read`, false, `${order}.access[0].read`, /read as well/],
  ['a constraint of two kinds', `${order}.constraints[0].check`, "name != ''", `${order}.constraints[0]`, /exactly one/],
  ['a constraint of no kind', `${order}.constraints[0].unique`, undefined, `${order}.constraints[0]`, /exactly one/],
  ['unique over many', `${order}.constraints[0].unique`, ['line_ids'], `${order}.constraints[0].unique[0]`, /no column/],
  ['a check that follows a relation', `${order}.constraints[1].check`, "partner_id.email != ''", `${order}.constraints[1].check`, /own table only/],
  ['a check that knows the day', `${order}.constraints[1].check`, 'day < today()', `${order}.constraints[1].check`, /does not know today/],
  ['a check that divides by a calculation', `${order}.constraints[1].check`, 'total / (total - 1) > 1', `${order}.constraints[1].check`, /not by a calculation/],
  ['a check of a text in many languages', `${field(0)}.translate`, true, `${order}.constraints[1].check`, /value for each language/],
  ['a check of what each company has', `${field(0)}.companyDependent`, true, `${order}.constraints[1].check`, /value for each company/],
  ['a check of lines', `${order}.constraints[1].check`, 'exists(line_ids)', `${order}.constraints[1].check`, /no column/],
  ['a condition that is no condition', `${order}.constraints[2].holds`, 'total + 1', `${order}.constraints[2].holds`, /true or false/],
  ['a rule that a domain cannot say', `${order}.rules[0].where`, 'total > sum(line_ids.price)', `${order}.rules[0].where`, /sum\(\)/],
  ['a rule over a field of the company', `${order}.rules[0].where`, "partner_id == company.partner_id", `${order}.rules[0].where`, /`company` has no fields/],
  ['a where over a field of the user', `${field(2)}.where`, 'parent_id == user.partner_id', `${field(2)}.where`, /Only a record rule knows/],
  ['a where over a path of the record', `${field(2)}.where`, 'parent_id == record.partner_id.parent_id', `${field(2)}.where`, /one field of the record/],
  ['a button that does nothing', `${order}.actions[0].set`, {}, `${order}.actions[0]`, /does nothing/],
  ['a set of what is not there', `${order}.actions[0].set`, { knd: 'used' }, `${order}.actions[0].set.knd`, /no field `knd`/],
  // states
  ['an initial state that is not there', `${order}.states.initial`, 'drat', `${order}.states.initial`, /no state/],
  ['a transition from nowhere', `${order}.states.transitions[0].from`, ['open'], `${order}.states.transitions[0].from[0]`, /no state/],
  ['a transition to nowhere', `${order}.states.transitions[0].to`, 'open', `${order}.states.transitions[0].to`, /no state/],
  ['a guard over an option that is not there', `${order}.states.transitions[0].guard`, "kind == 'old'", `${order}.states.transitions[0].guard`, /none of the options/],
  ['a message without a guard', `${order}.states.transitions[0].guard`, undefined, `${order}.states.transitions[0].guardMessage`, /no guard/],
  ['a transition that sets the state', `${order}.states.transitions[0].set`, { state: 'sent' }, `${order}.states.transitions[0].set.state`, /sets the state itself/],
  // views and menus
  ['a column that is not there', `${order}.views.list.fields`, ['nmae'], `${order}.views.list.fields[0]`, /no field/],
  ['a decoration that calculates with a date', `${order}.views.list.decorations`, [{ style: 'danger', when: 'day + days(3) < today()' }], `${order}.views.list.decorations[0].when`, /not between dates/],
  ['a decoration that holds a date against a moment', `${order}.views.list.decorations`, [{ style: 'danger', when: 'day < now()' }], `${order}.views.list.decorations[0].when`, /against a moment/],
  ['a kanban over a model of Odoo', 'models[2]', { name: 'sale.order', extends: true, label: 'Order', views: { kanban: { fields: [] } } }, 'models[2].views.kanban', /not added to a model of Odoo/],
  ['a total of texts', `${order}.views.list.totals`, ['name'], `${order}.views.list.totals[0]`, /needs a number/],
  ['a calendar over a text', `${order}.views.calendar.start`, 'name', `${order}.views.calendar.start`, /needs a date/],
  ['a filter over two fields', `${order}.views.search.filters[0].where`, 'name == partner_email', `${order}.views.search.filters[0].where`, /not with another field/],
  ['a filter over a date that it cannot count', `${order}.views.search.filters[0].where`, 'day < today() + days(1.5)', `${order}.views.search.filters[0].where`, /cannot calculate this value/],
  ['a filter that calculates its value', `${order}.views.search.filters[0].where`, 'total > 2 * 3', `${order}.views.search.filters[0].where`, /cannot calculate this value/],
  ['a colour that follows a relation', `${order}.views.list.decorations`, [{ style: 'danger', when: "partner_id.email == ''" }], `${order}.views.list.decorations[0].when`, /own records only/],
  ['a colour that calculates', `${order}.views.list.decorations`, [{ style: 'danger', when: 'len(name) > 3' }], `${order}.views.list.decorations[0].when`, /cannot calculate len/],
  ['a colour by company', `${order}.views.list.decorations`, [{ style: 'danger', when: 'create_uid == user or company == null' }], `${order}.views.list.decorations[0].when`, /does not know `company`/],
  ['a grouping by many', `${order}.views.search.groupBy`, ['line_ids'], `${order}.views.search.groupBy[0]`, /cannot be grouped/],
  ['a menu of a model that is not there', 'menus[1].model', 'shop.ordr', 'menus[1].model', /no model/],
  ['a menu of a model of Odoo', 'menus[1].model', 'res.partner', 'menus[1].model', /has menus for it/],
  ['a menu below nothing', 'menus[1].parent', 'menu_rot', 'menus[1].parent', /no menu/],
  ['a menu below itself', 'menus[0].parent', 'menu_orders', 'menus[0].parent', /below itself/],
  // records
  ['data of a model that is not there', 'data[0].model', 'shop.odrer', 'data[0].model', /no model/],
  ['data without what is required', 'data[0].values', {}, 'data[0].values.name', /requires `name`/],
  ['data for a computed field', 'data[0].values.total', 3, 'data[0].values.total', /is computed/],
  ['demo that names nobody', 'demo[0].values.order_id', '=order_two', 'demo[0].values.order_id', /no record named/],
  ['a relation filled with a text', 'demo[0].values.order_id', 'order_one', 'demo[0].values.order_id', /record is needed/],
  ['a number in quotes', 'demo[0].values.price', '3', 'demo[0].values.price', /number is needed/],
  // scenarios
  ['a step without what it needs', `${step(0)}.model`, undefined, `${step(0)}.model`, /needs `model`/],
  ['a count over a field of a record', `${step(4)}.where`, 'price == mine.total', `${step(4)}.where`, /not with another field/],
  ['a step with what it does not take', `${step(2)}.equals`, 3, `${step(2)}.equals`, /has no `equals`/],
  ['a record that nobody made', `${step(2)}.record`, 'mein', `${step(2)}.record`, /No earlier step/],
  ['a button that is not there', `${step(2)}.button`, 'action_sent', `${step(2)}.button`, /no button/],
  ['an expectation over what is not there', `${step(3)}.that`, 'ttal == 2', `${step(3)}.that`, /no field `ttal`/],
  ['a user of a group that is not there', `${step(2)}.user`, 'group_bos', `${step(2)}.user`, /no group/],
  ['a message although nothing is refused', `${step(2)}.message`, 'no', `${step(2)}.message`, /only when/],
  ['a step that forgets a required field', `${step(0)}.values`, {}, `${step(0)}.values.name`, /requires `name`/],
  // the shape
  ['a key that is not there', `${field(0)}.requird`, true, `${field(0)}.requird`, /no key/],
  ['a type that is not there', `${field(0)}.type`, 'chr', `${field(0)}.type`, /one of/],
  ['a number for a text', 'title', 3, 'title', /has to be a text/],
  ['no title', 'title', undefined, 'title', /is missing/],
  ['a name with capitals', `${order}.name`, 'Shop.Order', `${order}.name`, /not written in the way/],
  ['an unknown Odoo version', 'odooVersion', '12.0', 'odooVersion', /19\.0/],
  // texts
  ['a control character', `${field(0)}.label`, 'Na\u0007me', `${field(0)}.label`, /U\+0007/],
  ['a mark that turns the text around', 'summary', 'a\u202eb', 'summary', /U\+202E/],
  ['half a character', 'summary', 'a\ud800', 'summary', /U\+D800/],
];

test.each(table)('%s is told at its place', (_what, path, value, at, message) => {
  const found = mistakesOf(broken([path, value]));
  expect(found).toContainEqual(expect.objectContaining({ path: at, message: expect.stringMatching(message) }));
});

test('a first view that is not there is told', () => {
  expect(mistakesOf(broken([`${order}.views.first`, 'kanban'], [`${order}.views.kanban`, undefined]))).toEqual([{ path: `${order}.views.first`, message: 'There is no kanban view.', hint: expect.any(String) }]);
});

test('a mistake about a name, a key or a record says how to mend it', () => {
  for (const [what, path, value] of table) {
    for (const { message, hint } of mistakesOf(broken([path, value]))) {
      if (/There is no|has no|there already|needs `|is in|cannot be|Nobody|No earlier/.test(message)) expect([what, message, hint]).toEqual([what, message, expect.stringMatching(/./)]);
    }
  }
});

test('whatever stands in the place of a value, the answer is a spec or a list of mistakes', () => {
  const places: string[] = [];
  const walk = (value: unknown, path: string): void => {
    if (path !== '') places.push(path);
    if (Array.isArray(value)) value.forEach((item, index) => walk(item, `${path}[${index}]`));
    else if (typeof value === 'object' && value !== null) for (const [key, inner] of Object.entries(value)) walk(inner, path === '' ? key : `${path}.${key}`);
  };
  walk(sound(), '');
  expect(places.length).toBeGreaterThan(200);
  for (const place of places) for (const odd of [null, -1, '= (', {}, ['constructor'], '__proto__', 'constructor']) expect(Array.isArray(mistakesOf(broken([place, odd])))).toBe(true);
});

test('a mistyped name is answered with the right one', () => {
  const hints = (path: string, value: unknown): string => mistakesOf(broken([path, value])).map(({ hint }) => hint).join(' ');
  expect(hints(`${field(2)}.comodel`, 'res.parner')).toContain('Did you mean `res.partner`?');
  expect(hints(`${field(5)}.compute.expression`, 'sum(line_ids.prize)')).toContain('Did you mean `price`?');
  expect(hints(`${field(0)}.type`, 'chr')).toContain('Did you mean `char`?');
  expect(hints(`${field(0)}.requird`, true)).toContain('Did you mean `required`?');
  expect(hints(`${step(2)}.button`, 'action_sent')).toContain('Did you mean `action_send`?');
});

test('required relations in a circle are told on both models', () => {
  const spec = broken([`${order}.fields[8]`, { name: 'first_line_id', type: 'many2one', label: 'First', comodel: 'shop.line', required: true }]);
  expect(mistakesOf(spec).filter(({ message }) => /circle/.test(message)).map(({ path }) => path)).toEqual(['models[0].fields[8].required', 'models[1].fields[0].required']);
});

test('fifty mistakes are all told at once, of the shape and of the laws', () => {
  const spec = sound();
  const [first] = spec.models as [Data];
  const names = Array.from({ length: 50 }, (_, index) => `wrong_${index}`);
  (first.fields as Data[]).push(...names.map((name, index) => (index % 2 === 0 ? { name, type: 'many2one', label: name, comodel: `no.such${index}model` } : { name, type: 'nothing', label: name })));
  spec.depends = [];
  const all = mistakesOf(spec);
  expect(all.filter(({ message }) => /one of/.test(message))).toHaveLength(25);
  expect(all.filter(({ message }) => /There is no model `no\.such/.test(message))).toHaveLength(25);
});

test.each<[string, string, unknown]>([
  ['a name', 'name', undefined],
  ['a title', 'title', undefined],
  ['a label', `${field(0)}.label`, undefined],
  ['a label that is empty', `${order}.label`, ''],
  ['a type', `${field(5)}.type`, 'flaot'],
  ['a rule’s condition', `${order}.rules[0].where`, undefined],
  ['a criterion’s id', 'acceptance[0].id', 'one'],
  ['a step’s word', `${step(2)}.do`, 'push'],
  ['a state to go to', `${order}.states.transitions[0].to`, undefined],
  ['the fields of a list', `${order}.views.list.fields`, 5],
  ['a field', field(7), 5],
])('a law still speaks when %s is missing or wrong elsewhere, and of nothing that follows from it', (_, path, value) => {
  const found = mistakesOf(broken([path, value], ['menus[1].model', 'shop.ordr'])).map((mistake) => mistake.path);
  expect(found[0]).toMatch(new RegExp(`^${path.replaceAll(/[[\].]/g, '\\$&')}`));
  expect(found.slice(1).filter((place) => !place.startsWith(path))).toEqual(['menus[1].model']);
});

test('a model’s name with capitals is one mistake, wherever the model is spoken of', () => {
  expect(mistakesOf(broken([`${order}.name`, 'Shop.Order'])).map(({ path }) => path)).toEqual([`${order}.name`]);
});

test('no law speaks where a list that gives names is wrong as a whole', () => {
  expect(mistakesOf(broken([`${order}.fields`, 'none'])).map(({ path }) => path)).toEqual([`${order}.fields`]);
});

test('a law still speaks when an optional key elsewhere has a wrong shape', () => {
  const paths = mistakesOf(broken(['website', 'nowhere'], ['menus[1].model', 'shop.ordr'])).map(({ path }) => path);
  expect(paths).toEqual(['website', 'menus[1].model']);
});
