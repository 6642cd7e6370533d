/** The portal user of a contact, made when the first step asks for them. */
export const CUSTOMER = `    def customer(self, partner):
        """The portal user of a contact."""
        if partner.user_ids:
            return partner.user_ids[0]
        return new_test_user(
            self.env,
            login=f"customer-{partner.id}@example.com",
            groups="base.group_portal",
            context={"no_reset_password": True},
            name=partner.name,
            partner_id=partner.id,
        )`;

/** Pages and endpoints over HTTP. What is refused has no answer: an error, or another page than the one asked for. */
export const ANSWER = `    def answer(self, user, path, kind="page", given=None):
        """What Odoo answers over HTTP, as a text; None when it refuses."""
        self.env.flush_all()
        password = user and user.login.ljust(8, "x")
        self.authenticate(user and user.login, password)
        if kind == "jsonrpc":
            given = {"jsonrpc": "2.0", "method": "call", "params": given or {}}
        with mute_logger("odoo.http", "odoo.sql_db"):
            reply = self.url_open(path, json=given)
        self.env.invalidate_all()
        if reply.status_code >= 400 or not reply.url.endswith(path):
            return None
        if kind == "page":
            return Markup(reply.text).unescape()
        said = reply.json()
        if kind == "jsonrpc" and "error" in said:
            return None
        return dumps(said, ensure_ascii=False)

    def assertAnswer(self, text, shows=(), hides=()):
        """It was not refused, and has the texts that it must have, and no other of these."""
        self.assertIsNotNone(text, "Odoo refused what it must answer")
        for part in shows:
            self.assertIn(part, text)
        for part in hides:
            self.assertNotIn(part, text)`;

/** The same by an API key of the user. */
export const BEARER = `    def bearer_answer(self, user, path, given=None):
        """What Odoo answers to a program that has a key of the user; None when it refuses."""
        until = fields.Datetime.now() + relativedelta(hours=1)
        keys = self.env["res.users.apikeys"].with_user(user).sudo()
        headers = {"Authorization": f"Bearer {keys._generate(None, 'test', until)}"}
        self.env.flush_all()
        with mute_logger("odoo.http", "odoo.sql_db"):
            reply = self.url_open(path, json=given, headers=headers)
        self.env.invalidate_all()
        if reply.status_code >= 400:
            return None
        return dumps(reply.json(), ensure_ascii=False)`;
