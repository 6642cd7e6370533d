from odoo import _, api, fields, models
from odoo.exceptions import UserError


class Book(models.Model):
    _name = "shelf.book"
    _description = "Book"
    _inherit = ["mail.thread"]
    _order = "name"

    name = fields.Char(required=True, tracking=True)
    number = fields.Char(readonly=True, copy=False, default="New")
    pages = fields.Integer()
    read_pages = fields.Integer()
    progress = fields.Float(compute="_compute_progress", aggregator="avg")
    state = fields.Selection([("new", "New"), ("lent", "Lent"), ("lost", "Lost")], default="new", required=True)
    due_date = fields.Date()
    shelf_id = fields.Many2one("shelf.shelf", ondelete="restrict")
    borrower_id = fields.Many2one("res.partner")

    _pages_positive = models.Constraint("CHECK (pages >= 0)", "A book cannot have fewer pages than none.")
    _number_unique = models.Constraint("UNIQUE (number, name)", "This number is taken.")

    @api.depends("pages", "read_pages")
    def _compute_progress(self):
        for book in self:
            book.progress = book.read_pages / book.pages if book.pages else 0.0

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("number", "New") == "New":
                vals["number"] = self.env["ir.sequence"].next_by_code("shelf.book")
        return super().create(vals_list)

    def action_lend(self):
        for book in self:
            if book.state != "new":
                raise UserError(_("This book is not here."))
            book.write({"state": "lent", "due_date": fields.Date.add(fields.Date.context_today(self), days=14)})

    @api.model
    def _cron_find_lost(self):
        limit = fields.Date.subtract(fields.Date.context_today(self), days=90)
        self.search([("state", "=", "lent"), ("due_date", "<", limit)]).write({"state": "lost"})
