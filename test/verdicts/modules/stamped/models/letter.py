from odoo import fields, models


class Letter(models.Model):
    _name = "stamped.letter"
    _description = "Letter"
    _inherit = ["stamped.mixin"]

    name = fields.Char(required=True)
    partner_id = fields.Many2one("res.partner", required=True)
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
