"""The images' own commands without a container engine: a root of mounts, read-only, as the images' unprivileged user.

`python -m tests.deploy.rehearsal` as root; the environments and a trained model must be there. It proves that what is
copied suffices, that nothing else is written to, and that gateway, engine and action server answer a citizen.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import ExitStack, contextmanager
from pathlib import Path

from guichet.settings import ROOT
from tests.deploy.containerfile import read
from tests.services import Postgres, RedisServer, postgres, redis
from tests.services.process import free_port

#: What a base image brings, taken from this machine.
SYSTEM = ("usr", "bin", "sbin", "lib", "lib64", "etc")
VAR, PROJECT, LIBRARIES, SECRETS = "var/lib/guichet", "opt/guichet", "opt/venv", "run/secrets"

#: Seconds until the parts answer, and until the bot does.
LOADING, ANSWERING = 240, 30


class Image:
    """The root that a target of the Containerfile would have, with the libraries of an environment of this machine."""

    def __init__(self, target: str, libraries: Path, folder: Path) -> None:
        self.stage = read()[target]
        self.root = folder / target
        self._assemble(libraries, folder)

    def _assemble(self, libraries: Path, folder: Path) -> None:
        interpreter = Path(os.path.realpath(libraries / "bin" / "python")).parent.parent
        subprocess.run(["mount", "-t", "tmpfs", "-o", "mode=755", "image", str(self.root)], check=True)
        for name in SYSTEM:
            if (Path("/") / name).is_symlink():
                (self.root / name).symlink_to(os.readlink(Path("/") / name))
            else:
                self._bind(Path("/") / name, name)
        self._bind(interpreter, str(interpreter).lstrip("/"))
        self._bind(libraries, LIBRARIES)
        self._copy_project()
        self._bind(Path("/dev"), "dev")
        self._bind(Path("/proc"), "proc")
        self._mount("tmp", "-t", "tmpfs", "-o", "mode=1777,size=256m", "tmp")
        self._bind(folder / "secrets", SECRETS)
        self._bind(folder / "var", VAR, writable=True)
        subprocess.run(["mount", "-o", "remount,ro", str(self.root)], check=True)

    def _mount(self, place: str, *how: str) -> None:
        target = self.root / place
        target.mkdir(parents=True, exist_ok=True)
        subprocess.run(["mount", *how, str(target)], check=True)

    def _bind(self, source: Path, place: str, writable: bool = False) -> None:
        self._mount(place, "--bind", str(source))
        if not writable:
            subprocess.run(["mount", "-o", "remount,bind,ro", str(self.root / place)], check=True)

    def close_var(self) -> None:
        """From now on nothing but /tmp can be written, as in compose.yml and on Kubernetes."""
        subprocess.run(["mount", "-o", "remount,bind,ro", str(self.root / VAR)], check=True)

    def _copy_project(self) -> None:
        """What the stages that lead to this one copy of the project, and nothing else."""
        stages = read()
        wanted = [self.stage]
        while wanted:
            for copy in (stage := wanted.pop()).copies():
                if copy.origin:
                    wanted += [stages[copy.origin]] if copy.target == f"/{PROJECT}" else []
                for source in copy.sources if not copy.origin and stage else ():
                    self._copy(source, copy.target)
            if stage.base in stages:
                wanted.append(stages[stage.base])

    def _copy(self, source: str, target: str) -> None:
        place = self.root / target.lstrip("/")
        if not target.startswith(f"/{PROJECT}"):
            return
        if (ROOT / source).is_dir():
            shutil.copytree(ROOT / source, place, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, place)

    def command(self, words: list[str], environment: dict[str, str]) -> list[str]:
        """Words to run inside, as the image's user without any privilege."""
        # The scripts of this machine's environments name its own paths.
        words = ["python", "-m", "guichet", *words[1:]] if words[0] == "guichet" else words
        told = self.stage.environment() | environment
        told["PATH"] = told["PATH"].replace("$PATH", "/usr/bin:/bin")
        user = self.stage.last("USER")
        inside = ["chroot", f"--userspec={user}", "--groups=", str(self.root)]
        place = ["env", "-i", f"--chdir={self.stage.last('WORKDIR')}", *(f"{k}={v}" for k, v in told.items())]
        return ["setpriv", "--no-new-privs", *inside, *place, *words]

    def run(self, words: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(self.command(words, environment), capture_output=True, text=True, check=False)

    @contextmanager
    def serving(self, words: list[str] | None = None, **environment: str):
        """These words, or the image's own command, until the end of the block; what it says goes to our errors."""
        process = subprocess.Popen(self.command(words or self.stage.command(), environment), stdout=sys.stderr)
        try:
            yield process
        finally:
            process.terminate()
            process.wait(20)


def main() -> None:
    if os.environ.get("GUICHET_REHEARSAL") != "inside":
        command = ["unshare", "--mount", "--propagation", "private", sys.executable, "-m", "tests.deploy.rehearsal"]
        done = subprocess.run([*command, *sys.argv[1:]], env=os.environ | {"GUICHET_REHEARSAL": "inside"}, cwd=ROOT)
        raise SystemExit(done.returncode)
    with tempfile.TemporaryDirectory(prefix="guichet-rehearsal-") as folder, ExitStack() as stack:
        stack.callback(subprocess.run, ["umount", "-R", "-l", f"{folder}/gateway", f"{folder}/engine"], check=False)
        for line in (rehearse_gateway if "--gateway-only" in sys.argv else rehearse)(prepared(Path(folder))):
            print(line, flush=True)  # noqa: T201


def rehearse_gateway(folder: Path):
    """The gateway's image alone, without an engine, and a line for each thing that holds."""
    gateway = Image("gateway", ROOT / ".venv-gateway", folder)
    yield from confined(gateway)
    known = free_ports() | {"GUICHET_INTERNAL_TOKEN": word()}
    url = f"http://127.0.0.1:{known['GUICHET_PORT']}"
    with gateway.serving(**known) as process:
        wait_for(lambda: call(url, "/health/live")[0] == 200, LOADING)
        assert call(url, "/api/conversations", {})[0] == 201
    assert process.returncode == 0, process.returncode
    yield "passerelle : vivante, une conversation ouverte, arrêtée en ordre"


def rehearse(folder: Path):
    """Everything, and a line for each thing that holds. Raises `AssertionError`."""
    gateway, engine = images(folder)
    for image in (gateway, engine):
        yield from confined(image)
    done = engine.run(["guichet", "import"], GUICHET_FEED="")
    assert done.returncode == 0, done.stderr
    yield f"import : {done.stdout.splitlines()[0]}"
    yield from one_machine(gateway, engine)
    written = sorted(path.relative_to(folder / "var").as_posix() for path in (folder / "var").iterdir())
    yield f"écrit dans /var/lib/guichet : {', '.join(written)}"
    for image in (gateway, engine):
        image.close_var()
    with postgres() as cluster, redis() as signals:
        yield from several_machines(folder, gateway, engine, cluster, signals)


def one_machine(gateway: Image, engine: Image):
    """The images' own commands on SQLite, in the one folder that they may write."""
    known = free_ports() | {"GUICHET_INTERNAL_TOKEN": word()}
    with engine.serving(**known, GUICHET_ENGINE_HOST="0.0.0.0"), gateway.serving(**known):
        yield f"SQLite : {answered(known)}"


def several_machines(folder: Path, gateway: Image, engine: Image, cluster: Postgres, signals: RedisServer):
    """PostgreSQL, Redis, secrets in files, nothing to write: two gateways, and the action server by itself."""
    secrets = {
        "internal_token": word(),
        "secret_key": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "database_url": cluster.create("guichet"),
        "redis_url": signals.url,
    }
    cluster.create("suivi")
    secrets["tracker_url"] = cluster.url_of("suivi", "psycopg2").replace("+psycopg2", "")
    for name, value in secrets.items():
        (folder / "secrets" / name).write_text(value + "\n")
    known = free_ports() | {f"GUICHET_{name.upper()}_FILE": f"/{SECRETS}/{name}" for name in secrets}
    other = known | {"GUICHET_PORT": str(free_port())}
    with (
        engine.serving(["guichet", "serve", "--only", "actions"], **known),
        engine.serving(["guichet", "serve", "--only", "engine"], **known, GUICHET_ENGINE_HOST="0.0.0.0"),
        gateway.serving(**known),
        gateway.serving(**other),
    ):
        yield f"PostgreSQL et Redis : {answered(known)}"
        yield f"l'autre passerelle : {answered(other)}"
    turns = cluster.run("SELECT string_agg(tablename, ' ') FROM pg_tables WHERE schemaname = 'public'", "suivi")
    yield f"suivi dans PostgreSQL : {turns}"


def free_ports() -> dict[str, str]:
    return {name: str(free_port()) for name in ("GUICHET_PORT", "GUICHET_ENGINE_PORT", "GUICHET_ACTIONS_PORT")}


def word() -> str:
    return base64.urlsafe_b64encode(os.urandom(24)).decode()


def answered(known: dict[str, str]) -> str:
    """How long the gateway of these settings took to be ready, and what the bot then said."""
    url = f"http://127.0.0.1:{known['GUICHET_PORT']}"
    began = time.monotonic()
    wait_for(lambda: call(url, "/health/ready")[0] == 200, LOADING)
    return f"prêt en {time.monotonic() - began:.0f} s, le robot dit {greeting(url)[:40]!r}"


def prepared(folder: Path) -> Path:
    """The folder, with a place for each image, for their secrets, and for databases that belong to their user."""
    for name in ("gateway", "engine", "var", "secrets"):
        (folder / name).mkdir()
    user = int(read()["gateway"].last("USER").split(":")[0])
    os.chown(folder / "var", user, user)
    folder.chmod(0o755)
    return folder


def images(folder: Path) -> tuple[Image, Image]:
    """Both, the engine's with the model of now."""
    gateway = Image("gateway", ROOT / ".venv-gateway", folder)
    engine = Image("engine", ROOT / ".venv-engine", folder)
    subprocess.run(["mount", "-o", "remount,rw", str(engine.root)], check=True)
    bake(engine)
    subprocess.run(["mount", "-o", "remount,ro", str(engine.root)], check=True)
    return gateway, engine


def bake(engine: Image) -> None:
    """What the build does: train, with the models of this machine as its cache."""
    models = engine.root / PROJECT / "models"
    shutil.copytree(ROOT / "models", models, ignore=shutil.ignore_patterns("in-service.json"))
    inside = ["chroot", str(engine.root), "env", "-i", f"--chdir=/{PROJECT}", "HOME=/tmp", "GUICHET_VAR=/tmp/var"]
    subprocess.run([*inside, f"/{LIBRARIES}/bin/python", "-m", "guichet", "train"], check=True, stdout=sys.stderr)


def confined(image: Image):
    """The user of the image can write where it must, and nowhere else."""
    for place, may in (("/var/lib/guichet", True), ("/tmp", True), ("/opt/guichet", False), ("/etc", False)):
        done = image.run(["touch", f"{place}/written"])
        assert (done.returncode == 0) is may, f"{image.stage.name} : {place} {done.stderr}"
    (image.root / VAR / "written").unlink()
    told = image.run(["python", "-c", "import os; print(os.getuid(), open('/proc/self/status').read())"]).stdout
    assert told.startswith("10001 "), told
    assert "CapEff:\t0000000000000000" in told
    assert "NoNewPrivs:\t1" in told
    yield f"{image.stage.name} : uid 10001, sans privilège, n'écrit que dans /var/lib/guichet et /tmp"


def greeting(url: str) -> str:
    """What the bot says to « Bonjour » in a new conversation."""
    _, made = call(url, "/api/conversations", {})
    path, token = f"/api/conversations/{made['id']}", made["token"]
    _, sent = call(url, f"{path}/messages", {"client_id": "1", "text": "Bonjour"}, token)
    after = f"{path}/events?after={sent['seq']}&wait=5"
    events = wait_for(lambda: call(url, after, token=token)[1], ANSWERING)
    assert events[0]["author"] == "bot", events
    assert events[0]["kind"] != "notice", events
    return events[0]["text"]


def call(url: str, path: str, body: dict | None = None, token: str = "") -> tuple[int, object]:
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    request = urllib.request.Request(url + path, json.dumps(body).encode() if body is not None else None, headers)
    try:
        with urllib.request.urlopen(request, timeout=15) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, None
    except (TimeoutError, OSError):
        return 0, None


def wait_for(found, seconds: float):
    """What `found` gives, once it gives something."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := found():
            return value
        time.sleep(0.2)
    raise AssertionError(f"nothing after {seconds} s")


if __name__ == "__main__":
    main()
