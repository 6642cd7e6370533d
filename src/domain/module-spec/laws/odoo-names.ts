import { ODOO_MODULES } from '../../odoo-modules.js';

/** Models of Odoo's apps that specs speak of most, by the app that brings them. Others are accepted when `depends` names more than base. */
const BY_APP: Readonly<Record<string, string>> = {
  base: 'res.partner res.partner.category res.partner.title res.partner.industry res.users res.groups res.company res.currency res.country res.country.state res.country.group res.lang res.bank res.partner.bank ir.attachment ir.model ir.model.fields ir.sequence ir.sequence.date_range ir.cron ir.config_parameter ir.ui.menu ir.ui.view ir.actions.act_window',
  mail: 'mail.thread mail.activity.mixin mail.activity mail.activity.type mail.message mail.template mail.followers discuss.channel mail.alias',
  uom: 'uom.uom',
  product: 'product.product product.template product.category product.pricelist product.supplierinfo product.attribute product.attribute.value product.tag',
  account: 'account.move account.move.line account.account account.journal account.payment account.payment.term account.tax account.fiscal.position',
  analytic: 'account.analytic.account account.analytic.line account.analytic.plan',
  sale: 'sale.order sale.order.line',
  sales_team: 'crm.team crm.tag',
  crm: 'crm.lead crm.stage crm.lost.reason',
  purchase: 'purchase.order purchase.order.line',
  stock: 'stock.picking stock.picking.type stock.move stock.move.line stock.location stock.warehouse stock.quant stock.lot stock.rule stock.route',
  mrp: 'mrp.production mrp.bom mrp.bom.line mrp.workcenter mrp.workorder',
  project: 'project.project project.task project.tags project.milestone project.task.type',
  hr: 'hr.employee hr.department hr.job hr.work.location hr.employee.category',
  hr_holidays: 'hr.leave hr.leave.type hr.leave.allocation',
  hr_timesheet: 'hr.timesheet',
  hr_expense: 'hr.expense',
  hr_recruitment: 'hr.applicant hr.candidate',
  resource: 'resource.calendar resource.resource',
  calendar: 'calendar.event calendar.attendee calendar.event.type',
  event: 'event.event event.registration event.type event.tag',
  fleet: 'fleet.vehicle fleet.vehicle.model fleet.vehicle.model.brand',
  maintenance: 'maintenance.equipment maintenance.request maintenance.team',
  repair: 'repair.order',
  website: 'website website.page website.menu',
  point_of_sale: 'pos.order pos.config pos.session pos.category',
  survey: 'survey.survey survey.question',
  lunch: 'lunch.order lunch.product',
};

const APP_OF: ReadonlyMap<string, string> = new Map(Object.entries(BY_APP).flatMap(([app, models]) => models.split(' ').map((model) => [model, app] as const)));

/** Models of Odoo that say in which currency their amounts are, in a field `currency_id` of their own. */
export const WITH_CURRENCY: ReadonlySet<string> = new Set('account.analytic.line account.move account.move.line account.payment hr.employee hr.expense pos.order product.pricelist product.product product.template project.project purchase.order purchase.order.line res.company sale.order sale.order.line'.split(' '));

/** The app that brings a model; null for one that is not in the list. */
export function appOf(model: string): string | null {
  return APP_OF.get(model) ?? null;
}

export function wellKnownModels(): Iterable<string> {
  return APP_OF.keys();
}

/** The apps named and all that they bring; base and mail always (added where needed). */
export function withBrought(depends: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>(['base', 'mail']);
  const visit = (app: string): void => {
    found.add(app);
    for (const brought of ODOO_MODULES.get(app) ?? []) if (!found.has(brought)) visit(brought);
  };
  depends.forEach(visit);
  return found;
}

/** Attributes and methods of Odoo's models: a field or method of that name breaks them. */
export const MODEL_METHODS: ReadonlySet<string> = new Set((
  'browse copy copy_data create default_get ensure_one env exists export_data fields_get filtered filtered_domain flush flush_model flush_recordset get_base_url get_external_id get_metadata grouped ids init invalidate_model invalidate_recordset '
  + 'load mapped modified name_create name_search new onchange origin pool read read_group search search_count search_fetch search_read sorted sudo toggle_active unlink update web_read web_save with_company with_context with_env with_prefetch with_user write '
  + 'action_archive action_unarchive message_post message_subscribe message_unsubscribe activity_schedule concat union get_formview_action get_view get_views'
).split(' '));

/** Fields that Odoo gives every model itself. */
export const AUTOMATIC_FIELDS = ['id', 'display_name', 'create_date', 'create_uid', 'write_date', 'write_uid'] as const;

/** What a model with a chatter has besides. */
export const THREAD_FIELDS = ['message_ids', 'message_follower_ids', 'message_partner_ids', 'message_is_follower', 'message_needaction', 'message_has_error', 'message_attachment_count', 'message_main_attachment_id', 'website_message_ids', 'has_message', 'activity_ids', 'activity_state', 'activity_user_id', 'activity_type_id', 'activity_date_deadline', 'activity_summary', 'my_activity_date_deadline'] as const;

export const PYTHON_KEYWORDS: ReadonlySet<string> = new Set('and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(' '));
