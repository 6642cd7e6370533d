"""Runs Odoo. Its log is JSON lines on stdout (json_log.py, which stands before this).

usage: python3 -c <this> [--warm] ODOO ARGUMENTS
--warm: import Odoo, then wait for a line on stdin, which names the database, before it starts.
"""
import sys

arguments = sys.argv[1:]
if arguments[:1] == ["--warm"]:
    import odoo.cli.server  # noqa: F401
    import odoo.http  # noqa: F401
    import odoo.service.server  # noqa: F401
    import odoo.modules.registry  # noqa: F401
    arguments = [*arguments[1:], "-d", sys.stdin.readline().strip()]

import odoo.cli  # noqa: E402

sys.argv = ["odoo", *arguments]
odoo.cli.main()
