from odoo import fields, models


class Partner(models.Model):
    _inherit = "res.partner"

    borrowed_ids = fields.One2many("shelf.book", "borrower_id", string="Borrowed Books")
