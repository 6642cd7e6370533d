from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        html, _kind = self.env["ir.actions.report"]._render_qweb_html("label_sheet.labels", self.env.company.partner_id.ids)
        self.assertIn(self.env.company.partner_id.name.encode(), html)
