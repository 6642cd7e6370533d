"""uat-supervisor LOGFILE COMMAND...: keeps one command of a UAT instance running until the container ends.

A command that ends is started again after 1, 2, 4 ... 30 seconds; one that ran for a minute counts as well again.
What it says goes to LOGFILE, which never grows past two times LOG_BYTES (it lives in a small tmpfs).
"""
import logging.handlers
import subprocess
import sys
import time

LOG_BYTES = 2 * 1024 * 1024
LONGEST_PAUSE_S = 30
WELL_AFTER_S = 60

handler = logging.handlers.RotatingFileHandler(sys.argv[1], maxBytes=LOG_BYTES, backupCount=1, errors="replace")
log = logging.getLogger()
log.addHandler(handler)
log.setLevel(logging.INFO)

pause = 1
while True:
    began = time.monotonic()
    child = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    for line in child.stdout:
        log.info("%s", line.rstrip("\n"))
    code = child.wait()
    if time.monotonic() - began > WELL_AFTER_S:
        pause = 1
    log.info("supervisor: the command ended with %s, again in %s s", code, pause)
    time.sleep(pause)
    pause = min(pause * 2, LONGEST_PAUSE_S)
