import { generateModule } from '../../src/codegen/generate.js';
import { storedSpec } from '../support/stored-spec.js';

const { spec, bodies } = storedSpec('examples/sale-commission');
const file = (path: string): string => String(generateModule(spec, bodies).find((each) => each.path === path)?.content);

test('figures over a model of Odoo stand beside its own views, and a menu opens them, the first one first', () => {
  const views = file('views/sale_order_views.xml');
  expect(views.match(/<field name="priority" eval="1000"\/>/g)).toHaveLength(2);
  expect(views).toContain('<field name="view_mode">pivot,graph</field>');
  expect(views).toContain("'view_id': ref('sale_order_view_pivot')");
  expect(file('views/menus.xml')).toContain('action="sale_order_action"');
});
