from odoo import fields, models


class Shelf(models.Model):
    _name = "shelf.shelf"
    _description = "Shelf"
    _order = "name"

    name = fields.Char(required=True)
    capacity = fields.Integer(default=10)
    book_ids = fields.One2many("shelf.book", "shelf_id")
