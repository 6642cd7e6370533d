from odoo import fields, models


class Stamp(models.AbstractModel):
    _name = "stamped.mixin"
    _description = "Something with a Stamp"

    stamped_on = fields.Date()

    def action_stamp(self):
        self.write({"stamped_on": fields.Date.context_today(self)})
