from odoo import fields, models


class MoveBooks(models.TransientModel):
    _name = "shelf.move.books"
    _description = "Move Books"

    shelf_id = fields.Many2one("shelf.shelf", required=True)
    book_ids = fields.Many2many("shelf.book")

    def action_move(self):
        self.book_ids.shelf_id = self.shelf_id
        return {"type": "ir.actions.act_window_close"}
