import { FENCE_RULE } from './fence.js';

/** What Python for a generated module may be; the gates hold it. */
export const CODE_RULES = `You write Python for a module of Odoo 19.

${FENCE_RULE}

Rules:
- Python 3.12, Odoo's ORM, no SQL. Imports only inside the body and only of Python's math, re, datetime, itertools, collections; no eval, exec, open, getattr, setattr, no dunder attributes, no network, no files, no threads.
- Odoo 19: models.Constraint (not _sql_constraints), <list> (not <tree>), no attrs or states attributes, aggregator (not group_operator), res.groups has privilege_id and user_ids.
- Messages for people through self.env._("…"), with placeholders as arguments. Errors for people are ValidationError in constraints and UserError in buttons.
- Methods run on recordsets: loop with "for record in self". A compute sets its field on every record.
- sudo() only if the words ask for rights beyond the person's.`;
