"""`deploy/compose.yml` read as Compose reads it: confined containers, closed networks, secrets as files, one story."""

from __future__ import annotations

import ipaddress
import re
import subprocess

import pytest
import yaml

from guichet.setting_readers import SECRETS
from guichet.settings import ROOT
from tests.deploy.containerfile import read

DEPLOY = ROOT / "deploy"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yml").read_text("utf-8"))
SERVICES = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}

#: What the Compose specification knows of a service, as far as we use it.
KEYS = {
    *("build", "cap_add", "cap_drop", "command", "depends_on", "environment", "healthcheck", "image", "logging"),
    *("mem_limit", "networks", "ports", "profiles", "read_only", "restart", "secrets", "security_opt", "shm_size"),
    *("stop_grace_period", "sysctls", "tmpfs", "user", "volumes"),
}


def test_only_what_the_specification_knows():
    top = {key for key in COMPOSE if not key.startswith("x-")}
    assert top <= {"name", "services", "networks", "volumes", "secrets"}
    for name, service in SERVICES.items():
        assert set(service) <= KEYS, name


@pytest.mark.parametrize("name", SERVICES)
def test_what_a_service_names_is_there(name):
    service = SERVICES[name]
    assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    for volume in service.get("volumes", ()):
        source, target = volume.replace("${GUICHET_TLS:-./tls}", "./tls").split(":")[:2]
        assert target.startswith("/")
        assert source in COMPOSE["volumes"] or source in ("./tls", "./sauvegardes") or (DEPLOY / source).exists(), (
            source
        )


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_may_do_no_more_than_it_must(name):
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in service
    if name != "postgres":  # the official image begins as root and gives it up
        assert int(service["user"].split(":")[0]) > 0
        assert "cap_add" not in service


@pytest.mark.parametrize("name", OURS)
def test_our_containers_are_our_images(name):
    service, stages = OURS[name], read()
    stage = stages[service["build"]["target"]]
    assert service["user"] == stage.last("USER")
    assert (DEPLOY / service["build"]["context"]).resolve() == ROOT
    assert (ROOT / service["build"]["dockerfile"]).is_file()
    assert any(volume.split(":")[1] == stage.last("VOLUME") for volume in service["volumes"])


@pytest.mark.parametrize("name", SERVICES)
def test_images_have_a_version(name):
    tag = SERVICES[name]["image"].rpartition(":")[2]
    assert tag != "latest"
    assert re.search(r"\d", tag)


@pytest.mark.parametrize("name", OURS)
def test_secrets_come_from_files_that_are_given(name):
    service = OURS[name]
    environment = service["environment"]
    assert not [key for key in environment if key in SECRETS], "a secret in the environment"
    for key, value in environment.items():
        if key.endswith("_FILE"):
            assert key.removesuffix("_FILE") in SECRETS
            assert value.removeprefix("/run/secrets/") in service["secrets"]


def test_only_the_proxy_is_open_and_the_database_is_closed():
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["nginx"]
    for name in ("front", "inside", "data"):
        assert COMPOSE["networks"][name]["internal"] is True
    for name in ("postgres", "redis"):
        assert SERVICES[name]["networks"] == ["data"]
    for name in ("engine", "engine-2"):
        assert "outside" not in SERVICES[name]["networks"]


def test_the_proxy_knows_the_gateways_by_their_fixed_addresses():
    listed = set(re.findall(r"server ([\d.]+):8000", (DEPLOY / "nginx/gateways-compose.conf").read_text("utf-8")))
    given = {s["networks"]["front"]["ipv4_address"] for name, s in SERVICES.items() if name.startswith("gateway-")}
    assert listed == given
    subnet = ipaddress.ip_network(COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"])
    assert all(ipaddress.ip_address(address) in subnet for address in given)


def test_the_client_that_makes_backups_is_of_the_servers_version():
    bases = {stage.base.rpartition("-")[2] for stage in read().values() if "python:" in stage.base}
    # Debian bookworm has PostgreSQL 15.
    assert bases == {"bookworm"}
    assert SERVICES["postgres"]["image"].endswith("postgres:15-bookworm")


def test_secrets_are_made_once_and_each_can_be_read(tmp_path):
    script = [str(DEPLOY / "make-secrets.sh"), str(tmp_path / "secrets")]
    subprocess.run(script, check=True, capture_output=True)
    made = {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()}
    assert set(made) == set(COMPOSE["secrets"])
    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700
    assert made["postgres_password"].strip() in made["database_url"]
    assert len(set(made.values())) == len(made)
    again = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    assert again.count("gardé") == len(made)
    assert {path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()} == made


def test_the_secrets_made_are_accepted(tmp_path, monkeypatch):
    from guichet.gateway.vault.keys import load_vault
    from guichet.settings import load

    subprocess.run([str(DEPLOY / "make-secrets.sh"), str(tmp_path / "secrets")], check=True, capture_output=True)
    for key, value in SERVICES["gateway-1"]["environment"].items():
        given = re.sub(r"\$\{\w+:?-([^}]*)\}", r"\1", str(value)).replace("/run/secrets", str(tmp_path / "secrets"))
        monkeypatch.setenv(key, given)
    settings = load(tmp_path)
    load_vault(settings)
    assert settings.engine_url == "http://engine:5005"
    assert settings.database_url.startswith("postgresql+asyncpg://guichet:")
    assert settings.internal_token


def test_a_second_engine_is_one_setting_away():
    said = (DEPLOY / "compose.yml").read_text("utf-8")
    assert "http://engine:5005 http://engine-2:5005" in said
    assert SERVICES["engine-2"]["profiles"] == ["renfort"]
