import type { Step } from '../../domain/module-spec/acceptance.js';
import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Importable, Imports } from '../python/imports.js';

interface Check {
  readonly uses: readonly Importable[];
  readonly modules: readonly 'unicodedata'[];
  readonly code: string;
}

/** Methods of the test class by which steps look at what the module sent, planned, told and printed. */
const CHECKS: Readonly<Partial<Record<Step['do'], Check>>> = {
  mailed: {
    uses: ['html2plaintext'], modules: [],
    code: `    def mails_about(self, record, text, who=None):
        """Mails about the record that say the text, to that contact or user."""
        about = [("model", "=", record._name), ("res_id", "=", record.id)]
        mails = self.env["mail.mail"].sudo().search(about)
        if who is not None:
            contact = who.partner_id if who._name == "res.users" else who
            mails = mails.filtered(
                lambda mail: contact in mail.recipient_ids
                or (contact.email and contact.email in (mail.email_to or ""))
            )
        said = {mail: f"{mail.subject}\\n{html2plaintext(mail.body_html)}" for mail in mails}
        return mails.filtered(lambda mail: text in said[mail])`,
  },
  activity: {
    uses: [], modules: [],
    code: `    def activities_of(self, record, text, who=None):
        """Activities of the record that say the text, for that user."""
        return record.sudo().activity_ids.filtered(
            lambda activity: text in (activity.summary or "")
            and (who is None or activity.user_id == who)
        )`,
  },
  posted: {
    uses: ['html2plaintext'], modules: [],
    code: `    def messages_of(self, record, text):
        """Messages in the chatter of the record that say the text."""
        return record.sudo().message_ids.filtered(
            lambda message: text in html2plaintext(message.body or "")
        )`,
  },
  printed: {
    uses: ['BytesIO', 'PdfReader'], modules: ['unicodedata'],
    code: `    def assertPrinted(self, report, record, text):
        """The PDF must say the text; where it breaks lines is up to the paper."""
        printer = record.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = printer._render_qweb_pdf(report, record.ids)
        self.assertEqual(kind, "pdf")
        pages = PdfReader(BytesIO(content)).pages
        said = "".join(page.extract_text() for page in pages)

        def letters(words):
            return "".join(unicodedata.normalize("NFKC", words).split())

        self.assertIn(letters(text), letters(said))`,
  },
};

/** Those that the scenarios of a spec use. */
export function behaviourChecks(spec: ModuleSpec, imports: Imports): string[] {
  const used = new Set(spec.acceptance.flatMap(({ scenario }) => (scenario ?? []).map((step) => step.do)));
  return [...used].flatMap((kind) => {
    const check = CHECKS[kind];
    if (check === undefined) return [];
    check.uses.forEach((name) => imports.use(name));
    check.modules.forEach((name) => imports.useModule(name));
    return [check.code];
  });
}
