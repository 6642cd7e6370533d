from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestAcceptance(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.book = cls.env["shelf.book"].create({"name": "Emma", "pages": 200})

    def test_ac_1_a_book_is_lent(self):
        self.book.action_lend()
        self.assertEqual(self.book.state, "lent")
        with self.assertRaises(UserError):
            self.book.action_lend()

    def test_ac_2_progress_is_a_share(self):
        self.book.read_pages = 50
        self.assertEqual(self.book.progress, 0.25)
