from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestAcceptance(HttpCase):
    def test_ac_1_the_bell_answers(self):
        self.assertEqual(self.url_open("/door/bell").json(), {"open": "no"})
