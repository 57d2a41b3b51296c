"""The core: npm `emulate`, a stateful Slack Web API, as a Node child process."""

import fcntl
import http.client
import itertools
import json
import shutil
import subprocess
from pathlib import Path
from typing import IO

from .records import JsonDict

HERE = Path(__file__).parent
NEEDS_NODE = (
    "The Slack stand-in needs Node.js 20 or newer with npm, and `{0}` is not on the PATH. "
    "Install Node.js from your system's packages (Debian and Ubuntu: `apt install nodejs npm`; "
    "macOS: `brew install node`) and run the tests again."
)
# emulate answers 403 after 5,000 calls with one token in an hour: the app's and the stand-in's own
# are spread over many that mean the same.
ALIASES = 40
EXHAUSTED = "the Slack stand-in's core took 5,000 calls with one token: start a fresh SlackStandIn"
TEAM = b"T000000001"  # Every core's own; a second workspace says another to the app.


class StandInError(RuntimeError):
    """The stand-in itself cannot do what it was asked."""


def ensure_core() -> str:
    """Install the pinned core once (two test workers wait for each other); return node's path."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        raise StandInError(NEEDS_NODE.format("node" if node is None else "npm"))
    lock = json.loads((HERE / "package-lock.json").read_text("utf-8"))
    wanted = lock["packages"]["node_modules/emulate"]["version"]
    if _installed() != wanted:
        with (HERE / ".install.lock").open("w") as gate:
            fcntl.flock(gate, fcntl.LOCK_EX)  # Let go when the file is closed.
            if _installed() != wanted:
                _install(npm)
    return node


def _installed() -> str | None:
    manifest = HERE / "node_modules" / "emulate" / "package.json"
    # npm writes this last: before it, the folder may be half full.
    finished = HERE / "node_modules" / ".package-lock.json"
    if not manifest.is_file() or not finished.is_file():
        return None
    return str(json.loads(manifest.read_text("utf-8"))["version"])


def _install(npm: str) -> None:
    command = [npm, "ci", "--prefix", str(HERE), "--no-audit", "--no-fund", "--ignore-scripts"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE)
    if done.returncode:
        raise StandInError(f"`npm ci` in {HERE.name} failed:\n{done.stderr.strip()}")


def aliases(token: str) -> list[str]:
    """The tokens that the core counts apart, and that all mean this one."""
    return [token, *(f"{token}-{number}" for number in range(1, ALIASES))]


class Core:
    """A running emulate. `call` speaks its Web API with a token of the seed.

    `team_id` is what its workspace is called outside; `stand_for` makes a new token mean an old.
    """

    def __init__(self, seed: JsonDict, team_id: str = TEAM.decode()) -> None:
        self._seed, self._team = seed, team_id.encode()
        self._turn = itertools.count()
        self._meaning: dict[str, str] = {}
        self._many = {entry["token"] for entry in seed["tokens"]}
        self._process: subprocess.Popen[str] | None = None
        self.port = 0

    def start(self) -> None:
        node = ensure_core()
        self._process = subprocess.Popen(
            [node, str(HERE / "core.mjs"), json.dumps(self._seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=HERE,
        )
        line = self._stdout().readline()
        if not line:
            self.stop()
            raise StandInError("the Slack stand-in's core ended at once; its reason is on stderr")
        self.port = json.loads(line)["port"]

    def stop(self) -> None:
        if self._process is None:
            return
        process, self._process = self._process, None
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()
        try:
            process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def call(self, method: str, token: str, **arguments: object) -> JsonDict:
        """Call the core; an answer of `ok: false` is returned, not raised."""
        given = json.dumps({k: v for k, v in arguments.items() if v is not None})
        body = given.encode().replace(self._team, TEAM)
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {self._of(token)}"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("POST", f"/api/{method}", body, headers)
            response = connection.getresponse()
            content = response.read().replace(TEAM, self._team)
        finally:
            connection.close()
        if response.status == 403:
            raise StandInError(EXHAUSTED)
        if response.status == 404:
            return {"ok": False, "error": "unknown_method"}
        answer: JsonDict = json.loads(content)
        return answer

    def stand_for(self, token: str, old: str) -> None:
        self._meaning[token] = old

    def _of(self, token: str) -> str:
        meant = self._meaning.get(token, token)
        alias = f"{meant}-{next(self._turn) % ALIASES}"
        return alias if alias in self._many else meant

    def must(self, method: str, token: str, **arguments: object) -> JsonDict:
        """Call the core for the stand-in's own needs: anything but ok is a fault of a test."""
        answer = self.call(method, token, **arguments)
        if not answer.get("ok"):
            raise StandInError(f"{method}({arguments}) answered {answer.get('error')}")
        return answer

    def _stdout(self) -> IO[str]:
        if self._process is None or self._process.stdout is None:
            raise StandInError("the core is not running")
        return self._process.stdout
