from odoo.tests import TransactionCase


class TestAcceptance(TransactionCase):
    def test_ac_1(self):
        self.env["res.config.settings"].create({"desk_greeting": "Hello"}).execute()
        self.assertEqual(self.env["ir.config_parameter"].get_param("desk.greeting"), "Hello")
