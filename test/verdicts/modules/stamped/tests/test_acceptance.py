from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        partner = self.env["res.partner"].create({"name": "Ada"})
        letter = self.env["stamped.letter"].create({"name": "Hello", "partner_id": partner.id})
        letter.action_stamp()
        self.assertTrue(letter.stamped_on)
        self.env.flush_all()
        self.assertEqual(self.env["stamped.year"].search([]).letters, 1)
