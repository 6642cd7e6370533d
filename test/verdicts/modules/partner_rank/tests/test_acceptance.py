from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        partner = self.env["res.partner"].create({"name": "Ada", "rank": "a"})
        self.assertTrue(partner.is_top)
