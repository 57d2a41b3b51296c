"""Serves a GGUF model file to this machine only, in a process of its own.

Run as `python -m bot.answering.local_server FILE THREADS`: prints the address that it listens on
and ends when its standard input does, so that it never outlives who started it. The key that
callers must send comes from the environment variable REPORTDESK_LOCAL_KEY.
"""

import os
import sys

import xllamacpp

_CONTEXT = 8192


def main() -> None:
    """Serve until standard input ends."""
    params = xllamacpp.CommonParams()
    params.model.path = sys.argv[1]
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = int(sys.argv[2])
    params.n_ctx = _CONTEXT
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.ui = False
    params.api_keys = [os.environ["REPORTDESK_LOCAL_KEY"]]
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}\n")
    sys.stdout.flush()
    sys.stdin.buffer.read()
    # llama.cpp's threads would hold up an orderly end.
    os._exit(0)


if __name__ == "__main__":
    main()
