from odoo import fields, models


class LettersByYear(models.Model):
    _name = "stamped.year"
    _description = "Letters by Year"
    _auto = False

    year = fields.Char(readonly=True)
    letters = fields.Integer(readonly=True)

    @property
    def _table_query(self):
        return """
            SELECT min(id) AS id, to_char(stamped_on, 'YYYY') AS year, count(*) AS letters
              FROM stamped_letter GROUP BY to_char(stamped_on, 'YYYY')
        """
