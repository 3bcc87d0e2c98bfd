"""The Kubernetes manifests: valid to the letter of the API, confined, in agreement with the images and the metrics."""

from __future__ import annotations

import re

import kubernetes_validate
import pytest
import yaml

from guichet.gateway.gauges import GAUGES
from guichet.setting_readers import SECRETS
from guichet.settings import ROOT
from tests.deploy.containerfile import read

FOLDER = ROOT / "deploy" / "kubernetes"
OBJECTS = [
    (path.name, thing)
    for path in sorted(FOLDER.glob("*.yaml"))
    for thing in yaml.safe_load_all(path.read_text("utf-8"))
]
NAMES = [f"{file}:{thing['kind']}/{thing['metadata']['name']}" for file, thing in OBJECTS]


def of(kind):
    return {thing["metadata"]["name"]: thing for _, thing in OBJECTS if thing["kind"] == kind}


def pods():
    found = {name: thing["spec"]["template"] for name, thing in of("Deployment").items()}
    return found | {n: job["spec"]["jobTemplate"]["spec"]["template"] for n, job in of("CronJob").items()}


@pytest.mark.parametrize(("file", "thing"), OBJECTS, ids=NAMES)
@pytest.mark.parametrize("version", ["1.30", "1.37"])
def test_it_is_valid(file, thing, version):
    kubernetes_validate.validate(thing, version, strict=True)


def test_a_fault_would_be_seen():
    broken = of("Deployment")["gateway"] | {"spec": of("Deployment")["gateway"]["spec"] | {"replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(broken, "1.30", strict=True)


@pytest.mark.parametrize("name", pods())
def test_a_pod_may_do_no_more_than_it_must(name):
    spec = pods()[name]["spec"]
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
    user = f"{spec['securityContext']['runAsUser']}:{spec['securityContext']['runAsGroup']}"
    assert user == read()["gateway"].last("USER") == read()["engine"].last("USER")
    for container in spec["containers"]:
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert {"requests", "limits"} <= set(container["resources"])
        assert re.search(r":\d", container["image"])


@pytest.mark.parametrize("name", pods())
def test_what_a_pod_mounts_and_reads_is_there(name):
    spec = pods()[name]["spec"]
    volumes = {volume["name"]: volume for volume in spec["volumes"]}
    for volume in volumes.values():
        claim = volume.get("persistentVolumeClaim")
        assert claim is None or claim["claimName"] in of("PersistentVolumeClaim")
    for container in spec["containers"]:
        assert {mount["name"] for mount in container["volumeMounts"]} <= set(volumes)
        assert {mount["mountPath"] for mount in container["volumeMounts"]} >= {"/tmp", "/var/lib/guichet"}
        for source in container.get("envFrom", ()):
            assert source["configMapRef"]["name"] in of("ConfigMap")
        for variable in container.get("env", ()):
            assert variable["name"] not in SECRETS
            if variable["name"].endswith("_FILE"):
                assert variable["name"].removesuffix("_FILE") in SECRETS


@pytest.mark.parametrize("name", of("Deployment"))
def test_a_deployment_survives_a_restart_of_what_is_below(name):
    deployment = of("Deployment")[name]["spec"]
    assert deployment["replicas"] >= 2
    assert deployment["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    labels = deployment["template"]["metadata"]["labels"]
    for kind in ("PodDisruptionBudget", "Deployment"):
        selected = of(kind)[name]["spec"]["selector"]["matchLabels"]
        assert selected.items() <= labels.items()
    assert of("Service")[name]["spec"]["selector"].items() <= labels.items()
    assert deployment["template"]["spec"]["containers"][0].keys() >= {"startupProbe", "livenessProbe", "readinessProbe"}


def test_only_the_deployments_own_pods_are_served():
    jobs = [job["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"] for job in of("CronJob").values()]
    for service in of("Service").values():
        selected = service["spec"]["selector"]
        assert not [labels for labels in jobs if selected.items() <= labels.items()]


@pytest.mark.parametrize("name", of("HorizontalPodAutoscaler"))
def test_autoscaling_reads_metrics_that_exist(name):
    scaler = of("HorizontalPodAutoscaler")[name]["spec"]
    assert scaler["scaleTargetRef"]["name"] in of("Deployment")
    assert scaler["minReplicas"] == of("Deployment")[name]["spec"]["replicas"]
    text = (FOLDER / "prometheus-adapter" / "values.yaml").read_text("utf-8")
    for metric in scaler["metrics"]:
        told = metric.get("pods") or metric.get("external")
        if told:
            assert told["metric"]["name"].removeprefix("guichet_") in GAUGES
            assert told["metric"]["name"] in text


def test_probes_ask_what_is_served():
    for name, port in (("gateway", "http"), ("engine", "engine")):
        container = of("Deployment")[name]["spec"]["template"]["spec"]["containers"][0]
        assert [p["containerPort"] for p in container["ports"] if p["name"] == port] == [
            int(read()[name].last("EXPOSE"))
        ]
        for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
            assert container[probe]["httpGet"]["port"] == port


def test_everything_is_closed_and_each_path_is_opened_by_name():
    policies = of("NetworkPolicy")
    assert policies["closed"]["spec"]["podSelector"] == {}
    assert policies["closed"]["spec"]["policyTypes"] == ["Ingress", "Egress"]
    callers = policies["engine"]["spec"]["ingress"][0]["from"]
    assert [caller["podSelector"]["matchLabels"] for caller in callers] == [
        {"app.kubernetes.io/name": "gateway"},
        {"app.kubernetes.io/component": "purge"},
    ]
    known = {pod["metadata"]["labels"]["app.kubernetes.io/name"] for pod in pods().values()}
    for policy in policies.values():
        selected = policy["spec"]["podSelector"].get("matchLabels", {}).get("app.kubernetes.io/name")
        assert selected is None or selected in known


def test_all_is_in_one_namespace_and_holds_no_secret():
    (namespace,) = of("Namespace")
    assert {thing["metadata"].get("namespace", namespace) for _, thing in OBJECTS} == {namespace}
    assert not of("Secret")
