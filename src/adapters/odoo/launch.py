"""Runs Odoo. Its log is JSON lines on stdout (json_log.py and warm.py stand before this).

usage: python3 -c <this> [--warm DATABASE [--wait]] ODOO ARGUMENTS
--warm: load Odoo and that database's registry first.
--wait: log one line, and wait for a line on stdin, a JSON list with the arguments that are still missing.
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

sys.argv = ["odoo", *arguments]
odoo.cli.main()
