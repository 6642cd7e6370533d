/** The one database of a UAT instance; no other is in reach of its Odoo. */
export const UAT_DATABASE = 'uat';
