"""The connection to the runner where no descriptors can be passed on."""

from __future__ import annotations

import os
import sys
import unittest

from metaflow._host.runner_socket import connect

# Speaks for the runner: says the token, a wrong one first, then answers each line.
RUNNER = """
import socket, sys
_, kind, port, token, *options = sys.argv
for word in ("wrong", token):
    connection = socket.create_connection(("127.0.0.1", int(port)))
    connection.sendall((word + "\\n").encode())
    if word != token:
        connection.recv(1)
reader = connection.makefile()
print(kind, options, file=sys.stderr)
for line in reader:
    connection.sendall(("heard " + line).encode())
sys.exit(7)
"""


class Connection(unittest.TestCase):
    def test_carries_lines_both_ways_and_ends_with_the_runner(self):
        # The words of a real command: node, flowdeck.js, hosted.
        command = [sys.executable, "-c", RUNNER, "--ignore", "SIGHUP"]
        read_fd, write_fd, process = connect(command, dict(os.environ))
        self.addCleanup(process.kill)
        os.write(write_fd, b"hello\n")
        self.assertEqual(os.read(read_fd, 100), b"heard hello\n")
        os.close(write_fd)
        self.assertEqual(os.read(read_fd, 100), b"")
        self.assertEqual(process.wait(), 7)
        os.close(read_fd)
