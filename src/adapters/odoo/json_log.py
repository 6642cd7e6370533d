"""The log of this process as JSON lines on stdout; all else that anything prints goes to stderr. Stands before the scripts."""
import json
import logging
import os
import sys
import traceback

records = os.fdopen(os.dup(1), "w", buffering=1, encoding="utf-8", errors="backslashreplace")
os.dup2(2, 1)


class JsonLines(logging.Handler):
    def emit(self, record):
        try:
            message = record.getMessage()
        except Exception:  # a record with wrong arguments must not end the run: Odoo's own handler reports it
            message = str(record.msg)
        error = record.exc_info
        records.write(json.dumps({
            "at": record.created,
            "level": record.levelname,
            "logger": record.name,
            "path": record.pathname,
            "line": record.lineno,
            "message": message,
            "traceback": "".join(traceback.format_exception(*error)) if error and error[0] else None,
        }) + "\n")


logging.getLogger().addHandler(JsonLines())
