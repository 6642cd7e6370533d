from odoo import api, fields, models


class Partner(models.Model):
    _inherit = "res.partner"

    rank = fields.Selection([("a", "A"), ("b", "B")], default="b")
    is_top = fields.Boolean(compute="_compute_is_top", search="_search_is_top")

    @api.depends("rank")
    def _compute_is_top(self):
        for partner in self:
            partner.is_top = partner.rank == "a"

    @api.model
    def _search_is_top(self, operator, value):
        return [("rank", "in" if operator == "in" else "not in", ["a"])]
