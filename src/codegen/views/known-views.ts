/** The views of Odoo 19's own models that modules extend most. */
export interface KnownViews { readonly form: string; readonly list?: string; readonly search?: string; /** Where a tab goes. */ readonly anchor: 'notebook' | 'sheet'; /** Buttons have a place already. */ readonly header: boolean }

export const KNOWN_VIEWS: Readonly<Record<string, KnownViews>> = {
  'res.partner': { form: 'base.view_partner_form', list: 'base.view_partner_tree', search: 'base.view_res_partner_filter', anchor: 'notebook', header: false },
  'res.users': { form: 'base.view_users_form', list: 'base.view_users_tree', search: 'base.view_users_search', anchor: 'notebook', header: true },
  'res.company': { form: 'base.view_company_form', list: 'base.view_company_tree', anchor: 'notebook', header: false },
  'product.template': { form: 'product.product_template_form_view', list: 'product.product_template_tree_view', search: 'product.product_template_search_view', anchor: 'notebook', header: false },
  'sale.order': { form: 'sale.view_order_form', list: 'sale.view_order_tree', search: 'sale.view_sales_order_filter', anchor: 'notebook', header: true },
  'purchase.order': { form: 'purchase.purchase_order_form', list: 'purchase.purchase_order_tree', search: 'purchase.view_purchase_order_filter', anchor: 'notebook', header: true },
  'account.move': { form: 'account.view_move_form', list: 'account.view_out_invoice_tree', search: 'account.view_account_invoice_filter', anchor: 'notebook', header: true },
  'crm.lead': { form: 'crm.crm_lead_view_form', list: 'crm.crm_case_tree_view_oppor', search: 'crm.view_crm_case_opportunities_filter', anchor: 'notebook', header: true },
  'project.project': { form: 'project.edit_project', list: 'project.view_project', search: 'project.view_project_project_filter', anchor: 'notebook', header: true },
  'project.task': { form: 'project.view_task_form2', list: 'project.view_task_tree2', search: 'project.view_task_search_form', anchor: 'notebook', header: true },
  'hr.employee': { form: 'hr.view_employee_form', list: 'hr.view_employee_tree', search: 'hr.view_employee_filter', anchor: 'notebook', header: true },
  'stock.picking': { form: 'stock.view_picking_form', list: 'stock.vpicktree', search: 'stock.view_picking_internal_search', anchor: 'notebook', header: true },
};

export function knownViews(model: string): KnownViews | null {
  return Object.hasOwn(KNOWN_VIEWS, model) ? KNOWN_VIEWS[model] ?? null : null;
}
