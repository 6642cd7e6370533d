/** The top categories of apps that Odoo's base module defines. */
const CATEGORIES = ['accounting', 'sales', 'human_resources', 'marketing', 'supply_chain', 'website', 'administration', 'services', 'productivity', 'esg', 'customizations'];

/** XML id of a category by its name, `Human Resources/Recruitment` counting as its top; null when Odoo has none of that name. */
export function categoryRef(category: string): string | null {
  const top = (category.split('/')[0] ?? '').trim().toLowerCase().replaceAll('&', 'and').replaceAll(' ', '_');
  return CATEGORIES.includes(top) ? `base.module_category_${top}` : null;
}
