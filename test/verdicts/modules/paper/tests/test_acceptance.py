from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        self.assertEqual(self.env.ref("paper.paperformat_card").format, "A6")
