import { parse } from 'yaml';
import { mistakesOf, withChanges, type Data } from '../../support/broken-spec.js';

/** A spec without a mistake that has stages, smart buttons, overrides, places and all kinds of views; each line of the table breaks one thing in it. */
const sound = (): Data => parse(`
name: help_desk
title: Help desk
summary: Tickets
depends: [sale]
groups: [{ id: group_agent, label: Agent, privilege: Desk }]
models:
  - name: desk.ticket
    label: Ticket
    mailThread: true
    multiCompany: true
    sequence: { field: number, prefix: "T/%(range_year)s/", yearly: true, perCompany: true }
    fields:
      - { name: name, type: char, label: Name, required: true }
      - { name: priority, type: selection, label: Priority, options: [{ id: low, label: Low }, { id: high, label: High }], widget: priority, readonlyWhen: days > 3 }
      - { name: start, type: date, label: Start }
      - { name: stop, type: date, label: Stop }
      - { name: days, type: integer, label: Days, compute: { expression: stop - start, keepWhen: priority == 'high', inverse: { stop: "=start + days(days)" } } }
      - { name: late, type: boolean, label: Late, compute: { expression: stop < today(), store: false } }
      - { name: color, type: integer, label: Colour }
      - { name: partner_id, type: many2one, label: Customer, comodel: res.partner }
      - { name: line_ids, type: one2many, label: Lines, comodel: desk.line, inverse: ticket_id }
    constraints:
      - { id: once, unique: [name], where: color > 3, message: Twice }
      - { id: free, noOverlap: { start: start, stop: stop, by: [partner_id] }, where: priority == 'high', message: Not free }
    stages:
      model: desk.stage
      groups: [group_agent]
      options: [{ id: stage_new, label: New }, { id: stage_done, label: Done, closed: true }]
      closing: { guard: exists(stop), guardMessage: No end, set: { color: 1 } }
    smartButtons: [{ id: action_view_lines, label: Lines, relation: line_ids, value: days, where: amount > 3 }]
    overrides: [{ id: keep, method: write, fields: [name], guard: color != 1, message: Done, set: { color: 2 } }]
    onchanges: [{ id: start, fields: [start], when: not exists(stop), set: { stop: "=start" } }]
    views:
      kanban: { color: color, progress: { field: priority, colors: { low: info }, sum: days }, quickCreate: [name] }
      graph: { groupBy: [partner_id], measure: days }
      pivot: { rows: [partner_id], columns: [start], measures: [days] }
      search: { panel: [partner_id] }
      activity: true
      first: graph
    access: [{ group: group_agent, write: true, create: true }]
  - name: desk.line
    label: Line
    fields: [{ name: ticket_id, type: many2one, label: Ticket, comodel: desk.ticket }, { name: amount, type: float, label: Amount }]
    access: [{ group: group_agent }]
  - name: sale.order
    extends: true
    label: Order
    fields: [{ name: ticket_id, type: many2one, label: Ticket, comodel: desk.ticket }]
    overrides: [{ id: confirm, method: action_confirm, guard: exists(ticket_id) }]
    views: { form: { placed: [{ field: partner_id, fields: [ticket_id] }, { page: other_information, position: inside, fields: [ticket_id] }] }, list: { placed: [{ field: partner_id, fields: [ticket_id] }] } }
acceptance:
  - id: AC-1
    title: Taken
    given: a ticket
    when: it is taken
    then: it is new
    scenario:
      - { do: create, model: desk.ticket, as: mine, form: true, values: { name: Mine, days: 3 } }
      - { do: expect, record: mine, that: stage_id == stage_new }
      - { do: press, record: mine, button: action_view_lines }
`) as Data;

test('the sound spec has no mistake', () => expect(mistakesOf(sound())).toEqual([]));

const ticket = 'models[0]';
const order = 'models[2]';

test.each<readonly [what: string, path: string, value: unknown, at: string, message: RegExp]>([
  // stages
  ['stages in a model that is described', `${ticket}.stages.model`, 'desk.line', `${ticket}.stages.model`, /already/],
  ['stages in a model of Odoo', `${ticket}.stages.model`, 'crm.stage', `${ticket}.stages.model`, /already/],
  ['a stage field that is described', `${ticket}.stages.field`, 'color', `${ticket}.stages.field`, /made from the stages/],
  ['stages that nobody known edits', `${ticket}.stages.groups`, ['group_agnet'], `${ticket}.stages.groups[0]`, /no group/],
  ['a stage that is there twice', `${ticket}.stages.options[1].id`, 'stage_new', `${ticket}.stages.options[1].id`, /already/],
  ['a closing that never happens', `${ticket}.stages.options[1].closed`, false, `${ticket}.stages.closing`, /No stage is closed/],
  ['a message of closing without a guard', `${ticket}.stages.closing.guard`, undefined, `${ticket}.stages.closing.guardMessage`, /no guard/],
  ['a closing that sets the stage', `${ticket}.stages.closing.set`, { stage_id: '=stage_new' }, `${ticket}.stages.closing.set.stage_id`, /cannot be set/],
  ['a closing in which nothing happens', `${ticket}.stages.closing`, {}, `${ticket}.stages.closing`, /Nothing happens/],
  ['stages on a model of Odoo', `${order}.stages`, { model: 'order.stage', groups: ['group_agent'], options: [{ id: 'one', label: 'One' }] }, `${order}.stages`, /new model/],
  // smart buttons
  ['a smart button for no relation', `${ticket}.smartButtons[0].relation`, 'name', `${ticket}.smartButtons[0].relation`, /no one2many/],
  ['a smart button that shows a text', `${ticket}.smartButtons[0].value`, 'name', `${ticket}.smartButtons[0].value`, /shows a number/],
  ['a smart button that sees no such field', `${ticket}.smartButtons[0].where`, 'amuont > 3', `${ticket}.smartButtons[0].where`, /no field/],
  // overrides and onchanges
  ['a method that a new model does not have', `${ticket}.overrides[0].method`, 'action_confirm', `${ticket}.overrides[0].method`, /new model/],
  ['a method that is no button', `${order}.overrides[0].method`, 'compute_all', `${order}.overrides[0].method`, /nor the method of a button/],
  ['fields of what is not written', `${ticket}.overrides[0].method`, 'copy', `${ticket}.overrides[0].fields`, /goes with write/],
  ['a message of an override without a guard', `${ticket}.overrides[0].guard`, undefined, `${ticket}.overrides[0].message`, /no guard/],
  ['something set on what is deleted', `${ticket}.overrides[0]`, { id: 'keep', method: 'unlink', set: { color: 2 } }, `${ticket}.overrides[0].set`, /deleted/],
  ['an override that adds nothing', `${order}.overrides[0].guard`, undefined, `${order}.overrides[0]`, /Nothing is added/],
  ['an onchange that sets what was changed', `${ticket}.onchanges[0].set`, { start: null }, `${ticket}.onchanges[0].set.start`, /was changed/],
  ['an onchange that does nothing', `${ticket}.onchanges[0].set`, {}, `${ticket}.onchanges[0]`, /either/],
  // fields
  ['a widget for another type', `${ticket}.fields[0].widget`, 'priority', `${ticket}.fields[0].widget`, /shows selection/],
  ['a condition of a form over a relation', `${ticket}.fields[1].readonlyWhen`, "partner_id.name == 'x'", `${ticket}.fields[1].readonlyWhen`, /own records/],
  ['what is not stored and stays', `${ticket}.fields[5].compute.keepWhen`, 'color == 1', `${ticket}.fields[5].compute.keepWhen`, /stored/],
  ['a way back to itself', `${ticket}.fields[4].compute.inverse`, { days: 1 }, `${ticket}.fields[4].compute.inverse.days`, /was changed/],
  ['words to search what is stored', `${ticket}.fields[4].compute.searchWords`, 'by days', `${ticket}.fields[4].compute.searchWords`, /without words/],
  // constraints and numbers
  ['a condition of a constraint that has none', `${ticket}.constraints[0]`, { id: 'once', holds: 'color > 1', where: 'color > 3', message: 'x' }, `${ticket}.constraints[0].where`, /goes with/],
  ['a unique index over relations', `${ticket}.constraints[0].where`, "partner_id.name == 'x'", `${ticket}.constraints[0].where`, /own table/],
  ['overlaps of texts', `${ticket}.constraints[1].noOverlap.start`, 'name', `${ticket}.constraints[1].noOverlap.start`, /no date/],
  ['overlaps among several records', `${ticket}.constraints[1].noOverlap.by`, ['line_ids'], `${ticket}.constraints[1].noOverlap.by[0]`, /several/],
  ['overlaps from what is not stored', `${ticket}.constraints[1].noOverlap.by`, ['late'], `${ticket}.constraints[1].noOverlap.by[0]`, /not stored/],
  ['yearly numbers without their year', `${ticket}.sequence.prefix`, 'T/', `${ticket}.sequence.prefix`, /name the year/],
  ['a company for a model of Odoo', `${order}.multiCompany`, true, `${order}.multiCompany`, /new model/],
  // views
  ['a colour that is a text', `${ticket}.views.kanban.color`, 'name', `${ticket}.views.kanban.color`, /a number/],
  ['a bar of what is no selection', `${ticket}.views.kanban.progress.field`, 'name', `${ticket}.views.kanban.progress.field`, /no selection/],
  ['a bar of an option that is not there', `${ticket}.views.kanban.progress.colors`, { hihg: 'info' }, `${ticket}.views.kanban.progress.colors.hihg`, /no option/],
  ['a card that asks for what is not there', `${ticket}.views.kanban.quickCreate`, ['nmae'], `${ticket}.views.kanban.quickCreate[0]`, /no field/],
  ['a graph of what is not stored', `${ticket}.views.graph.groupBy`, ['late'], `${ticket}.views.graph.groupBy[0]`, /cannot be grouped/],
  ['a sum of texts', `${ticket}.views.pivot.measures`, ['name'], `${ticket}.views.pivot.measures[0]`, /is a number/],
  ['a panel of numbers', `${ticket}.views.search.panel`, ['color'], `${ticket}.views.search.panel[0]`, /cannot choose/],
  ['activities without a chatter', `models[1].views`, { activity: true }, 'models[1].views.activity', /chatter/],
  ['a first view that is not there', `${ticket}.views.graph`, undefined, `${ticket}.views.first`, /no graph/],
  // places
  ['a place in a view of a new model', `${ticket}.views.form`, { placed: [{ field: 'name', fields: ['color'] }] }, `${ticket}.views.form.placed[0]`, /new model/],
  ['a place beside nothing', `${order}.views.form.placed[0].field`, undefined, `${order}.views.form.placed[0]`, /exactly one/],
  ['a place beside what is not there', `${order}.views.form.placed[0].field`, 'parnter_id', `${order}.views.form.placed[0].field`, /no field `parnter_id` to hold on to/],
  ['a place in a tab that is not there', `${order}.views.form.placed[1].page`, 'other_info', `${order}.views.form.placed[1].page`, /no page/],
  ['a place inside of a field', `${order}.views.form.placed[0].position`, 'inside', `${order}.views.form.placed[0].position`, /inside of a field/],
  ['a place at a tab of a list', `${order}.views.list.placed[0]`, { page: 'order_lines', fields: ['ticket_id'] }, `${order}.views.list.placed[0].page`, /has no pages/],
  ['a heading beside a field', `${order}.views.form.placed[0].title`, 'More', `${order}.views.form.placed[0].title`, /tab or group/],
  // scenarios
  ['a list in a form', 'acceptance[0].scenario[0].values', { name: 'Mine', line_ids: [] }, 'acceptance[0].scenario[0].values.line_ids', /one value is filled in/],
])('%s is told at its place', (_what, path, value, at, message) => {
  expect(mistakesOf(withChanges(sound(), [[path, value]]))).toContainEqual(expect.objectContaining({ path: at, message: expect.stringMatching(message) }));
});
