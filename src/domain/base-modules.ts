/** What the template databases of every sandbox have installed: `base,web,mail` and what Odoo installs with them. A test holds it to the image. */
export const BASE_MODULES: ReadonlySet<string> = new Set([
  'api_doc', 'auth_passkey', 'auth_signup', 'auth_totp', 'auth_totp_mail', 'base', 'base_import',
  'base_import_module', 'base_install_request', 'base_setup', 'bus', 'google_gmail', 'html_editor', 'iap',
  'iap_mail', 'mail', 'mail_bot', 'microsoft_outlook', 'partner_autocomplete', 'phone_validation', 'privacy_lookup',
  'rpc', 'sms', 'snailmail', 'web', 'web_tour', 'web_unsplash',
]);

/** Odoo apps that a module builds on beyond those. @param depends of its manifest */
export function appsOf(depends: readonly string[]): readonly string[] {
  return depends.filter((name) => !BASE_MODULES.has(name));
}
