"""Loads Odoo once, for processes that begin as forks of this one (fork_client.py asks for them).

usage: python3 -I -c <this> SOCKET DATABASE NUMBER TAG (warm.py stands before this)
Says a line when Odoo and the database's registry are loaded, and ends when NUMBER processes have begun.
TAG: the variable of the environment by which the processes of a command are found.

Each has standard input, output, error and environment of the process that asked for it, which is told its exit code. Between it and
this one stands a fork that waits for its end: so this one is gone before there is a module that could reach it.
"""
import ctypes
import json
import os
import socket
import sys


def wear(tag, value):
    """The tag is read in /proc, which shows the memory that a process began with: there it is changed."""
    strings = ctypes.POINTER(ctypes.c_void_p).in_dll(ctypes.CDLL(None), "environ")
    for address in strings:
        if address is None:
            break
        if ctypes.string_at(address).startswith(f"{tag}=".encode()):
            place = address + len(tag) + 1
            if len(ctypes.string_at(place)) != len(value):
                raise ValueError(f"{tag} has another length")
            ctypes.memmove(place, value.encode(), len(value))


def receive(asker):
    """What is asked for, and the three streams that come along."""
    message, streams, _flags, _address = socket.recv_fds(asker, 65536, 3)
    while chunk := asker.recv(65536):
        message += chunk
    return json.loads(message), streams


#: As a program of its own, because a fork that waits would keep all memory of the one that loaded Odoo.
WAIT = """
import os
import sys
code = os.waitstatus_to_exitcode(os.waitpid(int(sys.argv[1]), 0)[1])
os.write(int(sys.argv[2]), str(code if code >= 0 else 128 - code).encode())
"""


def wait_for(process, asker):
    """Tells who asked for the process how it ended, and ends."""
    null = os.open(os.devnull, os.O_RDWR)
    for stream in 0, 1, 2:
        os.dup2(null, stream)
    asker.set_inheritable(True)
    os.execvp("python3", ["python3", "-I", "-S", "-c", WAIT, str(process), str(asker.fileno())])


def become(request, streams, asker, tag):
    """Forks once more, and returns in that fork, which is the one that was asked for."""
    process = os.fork()
    for stream, given in enumerate(streams):
        if process == 0:
            os.dup2(given, stream)
        os.close(given)
    if process != 0:
        wait_for(process, asker)
    os.setsid()
    wear(tag, request["environment"][tag])
    os.environ.update(request["environment"])


def serve(path, number, tag):
    """What a fork has to run, in the fork; None when there were as many as wanted."""
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen(number)
        print("Odoo is loaded", flush=True)
        for _ in range(number):
            asker, _address = server.accept()
            with asker:
                request, streams = receive(asker)
                if os.fork() == 0:
                    server.close()
                    become(request, streams, asker, tag)
                    return request
            for stream in streams:
                os.close(stream)
    os.unlink(path)
    return None


warm(sys.argv[2])  # noqa: F821 (warm.py)
request = serve(sys.argv[1], int(sys.argv[3]), sys.argv[4])
if request is None:
    os._exit(0)
sys.argv = ["-c", *request["arguments"]]
exec(compile(request["script"], "<string>", "exec"), {"__name__": "__main__"})
