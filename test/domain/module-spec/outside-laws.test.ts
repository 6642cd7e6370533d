import { BuilderError } from '../../../src/domain/errors.js';
import { parseModuleSpec } from '../../../src/domain/module-spec/parse.js';
import { storedInput } from '../../support/stored-spec.js';

type Data = Record<string, unknown>;

/** The mistakes of an example with one thing broken, as "place: words". */
function mistakes(path: string, change: (spec: Data) => void): string[] {
  const spec = storedInput(path);
  change(spec);
  try {
    parseModuleSpec(spec);
    return [];
  } catch (error) {
    if (!(error instanceof BuilderError)) throw error;
    return error.mistakes.map(({ path: place, message }) => `${place}: ${message}`);
  }
}

const at = (spec: Data, ...keys: readonly (string | number)[]): Data => keys.reduce<unknown>((value, key) => (value as Record<string | number, unknown>)[key], spec) as Data;
const BIKES = 'examples/bike-rental';
const TOOLS = 'examples/tool-pool';

test.each<[string, string, (spec: Data) => void, string]>([
  ['a portal without the app', BIKES, (spec) => { spec['depends'] = []; }, 'depends: Portal pages need Odoo’s app `portal`.'],
  ['a portal of a field that customers may not read', BIKES, (spec) => { at(spec, 'models', 1, 'portal')['list'] = ['note']; }, 'models[1].portal.list[0]: `note` is for certain groups only, and a customer is in none of them.'],
  ['a portal whose path leads to no contact', BIKES, (spec) => { at(spec, 'models', 1, 'portal')['customer'] = 'bike_id'; }, 'models[1].portal.customer: This leads to `bike.bike`, not to a contact.'],
  ['a portal with a report that is not there', BIKES, (spec) => { at(spec, 'models', 1, 'portal')['report'] = 'report_rent'; }, 'models[1].portal.report: There is no report `report_rent`.'],
  ['a portal with a report of something else', BIKES, (spec) => { Object.assign(at(spec, 'reports', 0), { model: 'bike.bike', title: 'x', sections: [{ text: 'x' }] }); }, 'models[1].portal.report: `report_rental` prints `bike.bike`, not `bike.rental`.'],
  ['a portal with a report for employees', BIKES, (spec) => { at(spec, 'reports', 0)['groups'] = ['group_counter']; }, 'models[1].portal.report: `report_rental` is for certain groups only, and a customer is in none of them.'],
  ['a portal with a report that says what customers may not read', BIKES, (spec) => { at(spec, 'reports', 0, 'sections', 1)['text'] = 'Note: {{note}}'; }, 'models[1].portal.report: `report_rental` says `note`, which is for certain groups only.'],
  ['a portal with two models at one address', BIKES, (spec) => { at(spec, 'models', 0)['portal'] = { path: 'rentals', list: ['name'], customer: 'create_uid.partner_id' }; }, 'models[1].portal.path: /my/rentals is the address of bike.bike already.'],
  ['a public endpoint that shows everything', BIKES, (spec) => { delete at(spec, 'endpoints', 0)['where']; }, 'endpoints[0].where: Everybody would read every record.'],
  ['a public endpoint that takes records of others', BIKES, (spec) => { Object.assign(at(spec, 'endpoints', 1), { model: 'bike.rental', fields: ['partner_id'], set: {} }); }, 'endpoints[1].fields[0]: A stranger must not choose `partner_id`: it names other records, or holds a file.'],
  ['a form of another site', BIKES, (spec) => { Object.assign(at(spec, 'endpoints', 1), { type: 'http', auth: 'user' }); }, 'endpoints[1].auth: A page of another site could send this in the name of who is signed in.'],
  ['an address of Odoo', BIKES, (spec) => { at(spec, 'endpoints', 0)['route'] = '/web/login'; }, 'endpoints[0].route: /web/login is Odoo’s own.'],
  ['one address twice', BIKES, (spec) => { at(spec, 'endpoints', 2)['route'] = '/api/bikes'; }, 'endpoints[2].route: The address `GET /api/bikes` is there already, at endpoints[0].route.'],
  ['a step as a customer who is no contact', BIKES, (spec) => { at(spec, 'acceptance', 3, 'scenario', 6)['customer'] = 'bike'; }, 'acceptance[3].scenario[6].customer: `bike` is no contact that an earlier step made.'],
  ['a page of a record that is not there', BIKES, (spec) => { at(spec, 'acceptance', 3, 'scenario', 6)['path'] = '/my/rentals/{none}'; }, 'acceptance[3].scenario[6].path: No earlier step made a record called `none`.'],
  ['a call of no endpoint', BIKES, (spec) => { at(spec, 'acceptance', 5, 'scenario', 5)['endpoint'] = 'free_bike'; }, 'acceptance[5].scenario[5].endpoint: There is no endpoint `free_bike`.'],
  ['demo that presses what is not there', BIKES, (spec) => { at(spec, 'demo', 5)['press'] = ['action_hand']; }, 'demo[5].press[0]: `bike.rental` has no button `action_hand`.'],
  ['a barcode of a number', BIKES, (spec) => { at(spec, 'models', 0, 'fields', 3)['barcode'] = 'QR'; }, 'models[0].fields[3].barcode: `barcode` goes with char, not with monetary.'],
  ['a translation nobody asked for', BIKES, (spec) => { at(spec, 'translations')['es'] = { Bike: 'Bici' }; }, 'translations.es: `es` is not among the languages.'],
  ['a translation that fills in something else', BIKES, (spec) => { at(spec, 'translations', 'de')['Missing: %s'] = 'Es fehlt: %d'; }, 'translations.de: “Missing: %s” fills in %s, its translation %d.'],
  ['a migration from the future', TOOLS, (spec) => { at(spec, 'migrations', 0)['version'] = '1.10.0'; }, 'migrations[0].version: The module is version 1.1.0, which is older.'],
  ['a renamed field that is still there', TOOLS, (spec) => { at(spec, 'migrations', 0)['fields'] = [{ model: 'tool.tool', from: 'came', to: 'next_check' }]; }, 'migrations[0].fields[0].from: `came` is still a field of `tool.tool`.'],
  ['a state renamed to none', TOOLS, (spec) => { at(spec, 'migrations', 0)['options'] = [{ model: 'tool.tool', field: 'state', from: 'broken', to: 'repaired' }]; }, "migrations[0].options[0].to: 'repaired' is none of the options of `state`."],
  ['a hook too early', TOOLS, (spec) => { spec['hooks'] = { beforeInstall: { set: [{ model: 'tool.tool', values: { name: 'x' } }] } }; }, 'hooks.beforeInstall.set[0].model: Before the installation `tool.tool` has nothing of this module.'],
])('%s is refused, and told where', (_, path, change, told) => {
  expect(mistakes(path, change)).toContain(told);
});
