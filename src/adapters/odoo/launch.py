"""Runs Odoo. Its log is JSON lines on stdout (json_log.py, warm.py and counterproof.py stand before this).

usage: python3 -c <this> [--warm DATABASE] [--wait] [--counterproof KEY] ODOO ARGUMENTS
--warm: load Odoo and that database's registry first.
--wait: log one line, and wait for a line on stdin, a JSON list with the arguments that are still missing.
--counterproof: when Odoo has ended, run tests that are wrong on purpose.
"""
import json
import logging
import sys

arguments = sys.argv[1:]
if arguments[:1] == ["--warm"]:
    warm(arguments[1])  # noqa: F821 (warm.py)
    arguments = arguments[2:]
if arguments[:1] == ["--wait"]:
    ready = logging.getLogger("sandbox.launch")
    ready.setLevel(logging.INFO)
    ready.info("Odoo is loaded")
    arguments = [*arguments[1:], *json.loads(sys.stdin.readline())]

import odoo.cli  # noqa: E402

key = None
if arguments[:1] == ["--counterproof"]:
    key = arguments[1]
    arguments = arguments[2:]
sys.argv = ["odoo", *arguments]
try:
    odoo.cli.main()
except SystemExit as end:
    # Anything else is an installation that failed: no test of it counts.
    if key is not None and end.code in (None, 0, 1):
        try:
            counterproof(key)  # noqa: F821
        except Exception:  # what a module did to tests is told by their absence, not by another end of Odoo
            traceback.print_exc()  # noqa: F821
    raise
