"""A process that runs as a fork of one in which Odoo is loaded (fork_server.py): this one lends it its streams, and ends as it does.

usage: python3 -I -S -c <this> SOCKET SCRIPT [ARGUMENTS]
"""
import json
import os
import socket
import sys

path, script, *arguments = sys.argv[1:]
with socket.socket(socket.AF_UNIX) as server:
    server.connect(path)
    message = json.dumps({"script": script, "arguments": arguments, "environment": dict(os.environ)}).encode()
    sent = socket.send_fds(server, [message], [0, 1, 2])
    server.sendall(message[sent:])
    server.shutdown(socket.SHUT_WR)
    code = server.recv(16)
# Nothing: who waits for it was killed.
os._exit(int(code or 137))
