/** A block that Odoo must refuse: by a message of its own or by the database, whose words Odoo translates for the person. */
export const REFUSED_CHECK = `    @contextmanager
    def assertRefused(self, model, message=""):
        """The block must be refused, and the person must read the message."""
        refusal = None
        self.env.flush_all()
        self.env.invalidate_all()
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                yield
                self.env.flush_all()
        except (UserError, IntegrityError) as error:
            refusal = error
        self.assertIsNotNone(refusal, "Odoo accepted what it must refuse")
        if isinstance(refusal, IntegrityError):
            refusal = self.env[model]._sql_error_to_message(refusal)
        self.assertIn(message, str(refusal))`;
