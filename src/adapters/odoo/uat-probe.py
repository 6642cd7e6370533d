"""uat-probe: ends 0 if Odoo's login page answers 200 through the relay's socket, the way the gateway will ask."""
import http.client
import socket
import sys

connection = http.client.HTTPConnection("localhost", timeout=20)
connection.sock = socket.socket(socket.AF_UNIX)
connection.sock.settimeout(20)
try:
    connection.sock.connect("/run/uat/http.sock")
    connection.request("GET", "/web/login")
    status = connection.getresponse().status
except OSError as error:
    sys.exit("no answer: %s" % error)
except http.client.HTTPException as error:
    sys.exit("no answer: %r" % error)
if status != 200:
    sys.exit("HTTP %s" % status)
