/**
 * Where fields can be placed in the views of Odoo 19's own models (those of codegen's known views): fields, tabs and groups that
 * stand there by a name, each where it stands first and can be seen. Read from the views of Odoo itself; a test with a real Odoo
 * holds them to it.
 */
const ANCHORS: Readonly<Record<string, { readonly form: Anchors; readonly list: Anchors; readonly search: Anchors }>> = {
  'res.partner': {
    form: { field: 'image_1920 company_type name email phone parent_id company_name street street2 city state_id zip country_id function vat website lang category_id properties child_ids user_id company_registry ref industry_id', page: 'contact_addresses sales_purchases internal_notes', group: 'container_row_2 sale purchase misc warnings' },
    list: { field: 'avatar_128 complete_name vat email phone user_id street city state_id country_id application_statistics category_id company_id properties' },
    search: { field: 'name parent_id email category_id user_id properties' },
  },
  'res.users': {
    form: { field: 'partner_id image_1920 name login email phone role company_ids company_id group_ids lang signature tz api_key_ids device_ids', page: 'access_rights preferences calendar page_security', group: 'other_preferences calendar_preferences other_calendar_preferences' },
    list: { field: 'avatar_128 name login lang login_date role' },
    search: { field: 'name company_ids share' },
  },
  'res.company': {
    form: { field: 'logo name partner_id street street2 city state_id zip country_id vat company_registry currency_id phone email website parent_id color child_ids', page: 'general_info branches', group: 'social_media' },
    list: { field: 'sequence logo name partner_id child_ids' },
    search: { field: '' },
  },
  'product.template': {
    form: { field: 'image_1920 is_favorite name sale_ok type combo_ids service_tracking list_price uom_id standard_price categ_id description product_tag_ids description_sale pricelist_rule_ids weight weight_uom_name volume volume_uom_name', page: 'general_information sales sales_price purchase inventory', group: 'group_general group_standard_price internal_notes sale upsell extra_info description purchase bill inventory group_lots_and_weight' },
    list: { field: 'is_favorite name default_code product_tag_ids barcode company_id list_price standard_price categ_id type uom_id activity_exception_decoration' },
    search: { field: 'name categ_id product_tag_ids attribute_line_ids' },
  },
  'sale.order': {
    form: { field: 'name partner_id partner_invoice_id partner_shipping_id validity_date date_order pricelist_id payment_term_id order_line note tax_totals user_id team_id company_id require_signature require_payment prepayment_percent reference client_order_ref tag_ids fiscal_position_id preferred_payment_method_line_id journal_id invoice_status commitment_date expected_date origin campaign_id medium_id source_id signed_by signed_on signature', page: 'order_lines other_information customer_signature', group: 'sale_header partner_details order_details note_group sale_total sales_person sale_info sale_shipping sale_reporting' },
    list: { field: 'name date_order commitment_date expected_date partner_id user_id activity_ids team_id amount_untaxed amount_tax amount_total tag_ids state invoice_status client_order_ref validity_date' },
    search: { field: 'name partner_id user_id team_id order_line activity_user_id activity_type_id' },
  },
  'purchase.order': {
    form: { field: 'priority name partner_id partner_ref currency_id date_order date_approve date_planned receipt_reminder_email reminder_date_before_receipt order_line note tax_totals user_id origin invoice_status payment_term_id fiscal_position_id', page: 'products purchase_delivery_invoice', group: 'other_info invoice_info' },
    list: { field: 'priority partner_ref name date_order date_approve partner_id company_id activity_ids user_id origin amount_untaxed amount_total state date_planned invoice_status activity_exception_decoration' },
    search: { field: 'name partner_id user_id product_id origin' },
  },
  'account.move': {
    form: { field: 'highest_name name partner_id partner_shipping_id quick_edit_total_amount ref tax_cash_basis_origin_move_id invoice_vendor_bill_id invoice_date date payment_reference partner_bank_id invoice_date_due invoice_payment_term_id taxable_supply_date delivery_date invoice_currency_rate invoice_line_ids narration tax_totals amount_residual line_ids invoice_user_id qr_code_method invoice_incoterm_id incoterm_location fiscal_position_id secured preferred_payment_method_line_id invoice_cash_rounding_id invoice_source_email auto_post auto_post_until checked reversed_entry_id', page: 'invoice_tab aml_tab other_info', group: 'sale_info_group accounting_info_group misc_group' },
    list: { field: 'name invoice_partner_display_name invoice_date date invoice_date_due invoice_origin payment_reference ref invoice_user_id activity_ids company_id amount_untaxed_in_currency_signed amount_tax_signed amount_total_in_currency_signed amount_residual_signed currency_id status_in_payment move_sent_values move_type' },
    search: { field: 'name ref payment_reference amount_total journal_id journal_group_id partner_id invoice_user_id date next_payment_date line_ids activity_user_id activity_type_id' },
  },
  'crm.lead': {
    form: { field: 'name expected_revenue recurring_revenue recurring_plan automated_probability probability partner_id partner_name street street2 city state_id zip country_id website lang_id email_from phone lost_reason_id contact_name email_cc function user_id date_deadline priority tag_ids team_id lead_properties description message_bounce campaign_id medium_id source_id referred date_open date_closed', page: 'internal_notes extra lead', group: 'lead_partner opportunity_partner lead_info lead_priority categorization Misc' },
    list: { field: 'create_date name partner_id contact_name email_from phone city state_id country_id user_id team_id priority activity_ids activity_user_id my_activity_date_deadline campaign_id medium_id source_id expected_revenue recurring_revenue_monthly recurring_revenue recurring_plan stage_id probability lost_reason_id tag_ids lead_properties' },
    search: { field: 'name partner_id tag_ids user_id team_id stage_id country_id city phone_mobile_search activity_state lead_properties' },
  },
  'project.project': {
    form: { field: 'is_favorite name partner_id tag_ids user_id date_start description alias_email alias_name alias_domain_id alias_contact privacy_visibility access_instruction_message account_id allow_recurring_tasks allow_task_dependencies allow_milestones', page: 'description settings', group: 'analytic extra_settings group_tasks_managment group_time_managment' },
    list: { field: 'is_favorite name partner_id company_id date_start milestone_progress next_milestone_id user_id tag_ids last_update_status stage_id' },
    search: { field: 'name tag_ids user_id stage_id partner_id activity_user_id activity_type_id' },
  },
  'project.task': {
    form: { field: 'name priority project_id milestone_id user_ids role_ids tag_ids partner_id date_deadline recurring_task repeat_interval repeat_unit repeat_type repeat_until task_properties description child_ids depend_on_ids email_cc date_assign date_last_stage_update working_hours_open working_days_open working_hours_close working_days_close', page: 'description_page sub_tasks_page task_dependencies extra_info', group: '' },
    list: { field: 'id name project_id milestone_id partner_id user_ids company_id date_deadline priority tag_ids create_date date_last_stage_update state stage_id task_properties parent_id personal_stage_type_id' },
    search: { field: 'name tag_ids stage_id milestone_id partner_id activity_user_id activity_type_id task_properties' },
  },
  'hr.employee': {
    form: { field: 'image_1920 name work_email work_phone mobile_phone category_ids hr_icon_display employee_properties company_id department_id job_id job_title parent_id address_id work_location_id departure_reason_id departure_description departure_date additional_note private_email private_phone legal_name birthday birthday_public_display place_of_birth country_of_birth sex emergency_contact emergency_phone visa_no visa_expire permit_no work_permit_expiration_date has_work_permit country_id identification_id ssnid passport_id passport_expiration_date private_street private_street2 private_city private_state_id private_zip private_country_id distance_home_work distance_home_work_unit marital spouse_complete_name spouse_birthdate children certificate study_field id_card driving_license contract_date_start contract_date_end wage employee_type contract_type_id structure_type_id resource_calendar_id user_id tz hr_responsible_id pin barcode', page: 'work_information resume personal_information payroll_information hr_settings', group: 'departure note hr_birth_group citizenship hr_location_group hr_family_group hr_education_group hr_document_group payroll_group contract settings_group user managers application_group identification_group' },
    list: { field: 'avatar_128 name work_phone work_email hr_presence_state contract_date_start contract_date_end wage employee_type contract_type_id structure_type_id activity_ids activity_user_id activity_date_deadline company_id department_id job_id parent_id birthday work_location_id coach_id user_id category_ids country_id' },
    search: { field: 'name department_id parent_id contract_date_start job_id coach_id category_ids private_car_plate resource_calendar_id' },
  },
  'stock.picking': {
    form: { field: 'priority picking_type_code name partner_id picking_type_id backorder_id scheduled_date date_deadline products_availability date_done origin owner_id picking_properties move_ids move_type user_id note', page: 'operations extra note', group: 'other_infos' },
    list: { field: 'priority name location_id location_dest_id partner_id is_signed user_id scheduled_date products_availability date_deadline date_done origin backorder_id picking_type_id state activity_exception_decoration json_popover' },
    search: { field: 'name partner_id origin product_id picking_type_id move_line_ids lot_id activity_user_id activity_type_id' },
  },
};

interface Anchors { readonly field: string; readonly page?: string; readonly group?: string }

export type AnchorNames = Readonly<Partial<Record<'field' | 'page' | 'group', readonly string[]>>>;

const split = (anchors: Anchors): AnchorNames => Object.fromEntries(Object.entries(anchors).map(([kind, names]: [string, string]) => [kind, names.split(' ').filter((name) => name !== '')]));

/** Names to hold on to, by kind of view; null for a model whose views are not known here. */
export function anchorsOf(model: string): Readonly<Record<'form' | 'list' | 'search', AnchorNames>> | null {
  const known = Object.hasOwn(ANCHORS, model) ? ANCHORS[model] : undefined;
  return known === undefined ? null : { form: split(known.form), list: split(known.list), search: split(known.search) };
}
