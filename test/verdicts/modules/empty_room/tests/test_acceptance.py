from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        self.assertTrue(self.env.company.name)
