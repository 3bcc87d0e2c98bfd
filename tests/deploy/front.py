"""The real nginx with the project's own configuration, on free ports and with a certificate of the moment."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from pathlib import Path

import httpx

from guichet.settings import ROOT, Settings
from tests.services.process import Service, free_port

NGINX = ROOT / "deploy" / "nginx"
NAME = "guichet.mairie.example"

#: What a distribution's own nginx.conf says around ours; all that it writes is in the folder.
AROUND = """
daemon off; master_process off; pid {folder}/nginx.pid; error_log {folder}/around.log notice;
events {{ worker_connections 512; }}
http {{
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  {more}
  include {folder}/guichet.conf;
}}
"""


class Front(Service):
    """nginx before gateways on these ports; `changes`: what is replaced in our configuration, from → to."""

    def __init__(self, folder: Path, gateways: list[int], changes: dict[str, str] | None = None) -> None:
        super().__init__(folder)
        self.plain_port = free_port()
        make_certificate(folder)
        servers = "".join(f"server 127.0.0.1:{port} max_fails=1 fail_timeout=2s;\n" for port in gateways)
        listed = (NGINX / "gateways.conf").read_text("utf-8")
        listed = listed.replace("server 127.0.0.1:8000 max_fails=1 fail_timeout=2s;", servers)
        (folder / "gateways.conf").write_text(listed, "utf-8")
        (folder / "guichet.conf").write_text(self._here(changes or {}), "utf-8")
        (folder / "nginx.conf").write_text(AROUND.format(folder=folder, more=""), "utf-8")

    def _here(self, changes: dict[str, str]) -> str:
        """Our configuration with this machine's paths and ports; each change must find what it replaces."""
        text = (NGINX / "guichet.conf").read_text("utf-8")
        own = {
            "listen [::]:443 ssl http2;": "",
            "listen [::]:80;": "",
            "listen 443 ": f"listen 127.0.0.1:{self.port} ",
            "listen 80;": f"listen 127.0.0.1:{self.plain_port};",
            "/etc/nginx/guichet/": f"{self.folder}/",
            "/var/log/nginx/": f"{self.folder}/",
        }
        for before, after in (own | changes).items():
            assert before in text, before
            text = text.replace(before, after)
        return text

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}"

    def command(self) -> list[str]:
        return [binary(), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


class Gateway(Service):
    """The real gateway as a process of its own, as it is behind the proxy: one proxy, fed by these settings."""

    def __init__(self, folder: Path, settings: Settings) -> None:
        super().__init__(folder)
        self._environment = {
            "GUICHET_VAR": str(folder),
            "GUICHET_PORT": str(self.port),
            "GUICHET_ENGINE_PORT": str(settings.engine_port),
            "GUICHET_DATABASE_URL": settings.database_url,
            "GUICHET_RATE_PER_MINUTE": str(settings.rate_per_minute),
            "GUICHET_PROXIES": "1",
            "PYTHONPATH": str(ROOT),
        }

    def command(self) -> list[str]:
        told = [f"{name}={value}" for name, value in self._environment.items()]
        return ["env", *told, sys.executable, "-m", "guichet.gateway"]

    def answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0 and self._ready()

    def _ready(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/health/live", timeout=1, trust_env=False).is_success
        except httpx.HTTPError:
            return False


def binary() -> str:
    """nginx, also where only root looks for it."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin") or "nginx"


def make_certificate(folder: Path) -> None:
    (folder / "tls").mkdir()
    files = ["-keyout", str(folder / "tls/privkey.pem"), "-out", str(folder / "tls/fullchain.pem")]
    kind = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", f"/CN={NAME}"]
    subprocess.run(["openssl", "req", "-x509", *kind, *files], check=True, capture_output=True)
