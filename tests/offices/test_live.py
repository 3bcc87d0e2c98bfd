"""The live API and its faults: slow, full, broken, gone; the citizen waits a moment at most."""

import json
import time

import pytest

from guichet.offices.live import LiveDirectory, Unavailable
from guichet.offices.records import Commune
from tests.offices.api import COVERAGE, RECORDS, drip, serving
from tests.offices.samples import service, stringified

SAINT_DENIS = Commune("93066", "Saint-Denis", "93", ("93200",), 48.936, 2.357)
PARIS_15 = Commune("75115", "Paris 15e", "75", ("75015",))
OFFICES = [
    service("caf-siege", name="Caf - siège", insee="93048"),
    service("caf-agence", name="Caf - agence", insee="93066"),
    service("mairie-1", name="Mairie - Saint-Denis", kind="mairie", insee="93066"),
    service("mairie-2", name="Mairie annexe - Saint-Denis", kind="mairie", insee="93066"),
    service("com-1", name="Mairie d'outre-mer", kind="mairie_com", insee="93066"),
    service("paris", name="Mairie de Paris - 15e", kind="paris_mairie_arrondissement", insee="75115"),
]
COMPETENT = {
    "code_insee_commune": "93066",
    "nom_commune": "Saint-Denis",
    "code_type_service_local": "caf",
    "id_service_local": json.dumps(["caf-siege"]),
}


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def api():
    with serving({RECORDS: [stringified(office) for office in OFFICES], COVERAGE: [COMPETENT]}) as server:
        yield server


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def live(api, clock):
    return LiveDirectory(api.address, timeout=0.4, lifetime=100, size=2, clock=clock)


def identifiers(offices):
    return [office.id for office in offices]


def status(code, **headers):
    return lambda handler: handler.answer(code, {"error_code": "x"}, **headers)


def body(data, code=200):
    return lambda handler: handler.answer(code, data)


FAULTS = {
    "500": status(500),
    "404": status(404),
    "400": status(400),
    "429": status(429),
    "redirection": status(302, Location="http://exemple.fr/"),
    "pas du JSON": body(b"<html>maintenance</html>"),
    "vide": body(b""),
    "tronqué": body(b'{"results": [{"id"'),
    "une liste": body(b"[]"),
    "sans résultats": body(b'{"total_count": 0}'),
    "résultats d'un autre type": body(b'{"results": {"a": 1}}'),
    "JSON sans fond": body(b'{"results": ' + b"[" * 100_000),
    "démesuré": body(b'{"results": [' + b" " * 5_000_000 + b"]}"),
    "pas de l'UTF-8": body(b'{"results": ["\xff"]}'),
    "muet": lambda handler: time.sleep(1),
    "goutte à goutte": drip,
    "raccroche": lambda handler: handler.connection.close(),
}


def test_le_guichet_competent_d_abord(live):
    found = live.offices("caf", SAINT_DENIS)
    assert [(office.id, office.found) for office in found] == [("caf-siege", "competent")]


def test_sinon_ceux_de_la_commune_le_principal_avant_l_annexe(live):
    found = live.offices("mairie", SAINT_DENIS)
    assert [(office.id, office.found) for office in found] == [("mairie-1", "commune"), ("mairie-2", "commune")]
    assert identifiers(live.offices("mairie", SAINT_DENIS, limit=1)) == ["mairie-1"]


def test_un_arrondissement_et_un_guichet_inconnu(live):
    assert identifiers(live.offices("mairie", PARIS_15)) == ["paris"]
    assert live.offices("inconnu", PARIS_15) == ()


@pytest.mark.parametrize("kind", ['caf" OR "1"="1', "caf\\", "", "é" * 500, "a\nb"])
def test_rien_ne_s_echappe_dans_la_requete(live, api, kind):
    assert live.offices(kind, SAINT_DENIS) == ()
    assert api.requests == []


def test_une_fiche_abimee_ne_cache_pas_les_autres(api, live):
    api.tables[RECORDS].insert(0, {"id": None, "nom": 3, "pivot": '[{"type_service_local": "mairie"', "adresse": "["})
    api.tables[RECORDS].insert(0, stringified(service("x", name="", kind="mairie")))
    assert identifiers(live.offices("mairie", SAINT_DENIS)) == ["mairie-1", "mairie-2"]


def test_une_reponse_est_gardee_un_temps(api, live, clock):
    live.offices("caf", SAINT_DENIS)
    asked = len(api.requests)
    clock.now += 99
    live.offices("caf", SAINT_DENIS)
    assert len(api.requests) == asked
    clock.now += 2
    live.offices("caf", SAINT_DENIS)
    assert len(api.requests) == 2 * asked


def test_la_memoire_est_bornee(api, live):
    for kind in ("caf", "mairie", "inconnu", "autre"):
        live.offices(kind, SAINT_DENIS)
    asked = len(api.requests)
    live.offices("autre", SAINT_DENIS)
    assert len(api.requests) == asked
    live.offices("caf", SAINT_DENIS)
    assert len(api.requests) > asked


@pytest.mark.parametrize("fault", FAULTS)
def test_en_panne_l_ancienne_reponse_sert_encore(api, live, clock, fault):
    live.offices("caf", SAINT_DENIS)
    api.fault = FAULTS[fault]
    clock.now += 10_000
    start = time.monotonic()
    assert identifiers(live.offices("caf", SAINT_DENIS)) == ["caf-siege"]
    assert time.monotonic() - start < 2


@pytest.mark.parametrize("fault", FAULTS)
def test_en_panne_et_sans_ancienne_reponse_c_est_dit(api, live, fault):
    api.fault = FAULTS[fault]
    with pytest.raises(Unavailable) as caught:
        live.offices("caf", SAINT_DENIS)
    assert "\n" not in str(caught.value)
    assert " — " in str(caught.value)


def test_personne_a_cette_adresse(api, clock):
    live = LiveDirectory("http://127.0.0.1:1", timeout=0.4, clock=clock)
    with pytest.raises(Unavailable):
        live.offices("caf", SAINT_DENIS)


def test_apres_trois_echecs_on_la_laisse_tranquille_puis_on_essaie_une_fois(api, live, clock):
    api.fault = status(500)
    for _ in range(5):
        with pytest.raises(Unavailable):
            live.offices("caf", SAINT_DENIS)
    assert len(api.requests) == 3
    clock.now += 61
    with pytest.raises(Unavailable):
        live.offices("caf", SAINT_DENIS)
    assert len(api.requests) == 4
    api.fault = None
    clock.now += 61
    assert identifiers(live.offices("caf", SAINT_DENIS)) == ["caf-siege"]
    assert live.offices("inconnu", SAINT_DENIS) == ()


@pytest.mark.parametrize(("wanted", "pause"), [("120", 120), ("999999", 3600), ("demain", 0)])
def test_elle_dit_quand_revenir_et_on_la_croit_une_heure_au_plus(api, live, clock, wanted, pause):
    api.fault = status(429, Retry_After=wanted)
    with pytest.raises(Unavailable):
        live.offices("caf", SAINT_DENIS)
    api.fault = None
    if pause:
        clock.now += pause - 1
        with pytest.raises(Unavailable):
            live.offices("caf", SAINT_DENIS)
        clock.now += 2
    assert identifiers(live.offices("caf", SAINT_DENIS)) == ["caf-siege"]


def test_elle_ne_mene_pas_ailleurs(api, live):
    def elsewhere(handler):
        api.fault = None
        handler.answer(302, {}, Location=api.address + handler.path)

    api.fault = elsewhere
    with pytest.raises(Unavailable, match="302"):
        live.offices("caf", SAINT_DENIS)


def test_un_succes_efface_les_echecs(api, live):
    for kind in ("a1", "a2", "a3"):
        api.fault = status(500)
        for _ in range(2):
            with pytest.raises(Unavailable, match="500"):
                live.offices(kind, SAINT_DENIS)
        api.fault = None
        assert live.offices(kind, SAINT_DENIS) == ()
