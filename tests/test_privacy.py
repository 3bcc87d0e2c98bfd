"""Masking of personal data: tables of examples, and properties over generated numbers."""

from __future__ import annotations

import itertools
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.privacy import Kind, find, mask

#: Texts that the widget reads as well, before it sends them; it tells all kinds but these.
SHARED = json.loads((Path(__file__).parent / "data" / "personal_data.json").read_text(encoding="utf-8"))
LEFT_TO_THE_SERVER = {Kind.EMAIL, Kind.PHONE, Kind.PLATE}

LABELS = {kind: f"[{kind.value}]" for kind in Kind}

MASKED = [
    ("Mon numéro est le 06 12 34 56 78", "Mon numéro est le [phone]"),
    ("0612345678", "[phone]"),
    ("06.12.34.56.78", "[phone]"),
    ("06-12-34-56-78", "[phone]"),
    ("06/12/34/56/78", "[phone]"),
    ("0612 345 678 merci", "[phone] merci"),
    ("+33 6 12 34 56 78", "[phone]"),
    ("+33 (0)6 12 34 56 78", "[phone]"),
    ("0033612345678", "[phone]"),
    ("+262 692 12 34 56", "[phone]"),
    ("tél:01\u00a023\u00a045\u00a067\u00a089.", "tél:[phone]."),
    ("écrivez à jeanne.dupont@exemple.fr svp", "écrivez à [email] svp"),
    ("JEANNE_D+caf@mail.exemple.co.uk", "[email]"),
    ("jeanne @ exemple.fr", "[email]"),
    ("plaque AB-123-CD, AA 229 BC", "plaque [plate], [plate]"),
    ("ma moto 1234 ab 75", "ma moto [plate]"),
    ("6304 0000 0000 0000 018", "[card]"),
    ("FR76 3000 6000 0112 3456 7890 189", "[iban]"),
    ("fr7630006000011234567890189 merci", "[iban] merci"),
    ("RIB FR76-3000-6000-0112-3456-7890-189 voilà", "RIB [iban] voilà"),
    ("DE89 3704 0044 0532 0130 00", "[iban]"),
    ("1 85 05 78 006 084 91", "[social_security]"),
    ("née, 269054958815780, à Angers", "née, [social_security], à Angers"),
    ("numéro de sécu : 2 69 05 49 588 157", "numéro de sécu : [social_security]"),
    ("ma sécurité sociale 269054958815799", "ma sécurité sociale [social_security]"),
    ("carte 4111 1111 1111 1111 refusée", "carte [card] refusée"),
    ("5500-0055-5555-5559", "[card]"),
    ("378282246310005", "[card]"),
    ("mon numéro fiscal est 30 12 345 678 901", "mon numéro fiscal est [tax_number]"),
    ("SPI 3012345678901", "SPI [tax_number]"),
    (
        "jeanne@exemple.fr ou 06 12 34 56 78 ou 07 12 34 56 78",
        "[email] ou [phone] ou [phone]",
    ),
]

KEPT = [
    "la fiche F21089 et la fiche F1344",
    "le formulaire cerfa 12100*02 ou 15776*01",
    "j'habite à 35000 Rennes depuis le 06/07/2024 à 10 h",
    "rendez-vous le 06.07.2024 10 h",
    "né le 01 02 1985 12 h 30",
    "il me faut 1 234 567,89 euros",
    "86 euros de timbre, 25 jours",
    "j'ai appelé le 39 39, le 3646 et le 116 117",
    "le 0 800 130 000 ne répond pas",
    "le 0806 001 620 non plus",
    "SIRET 732 829 320 00074",
    "SIREN 732829320",
    "mon dossier 3012345678901 est bloqué",
    "commande 4111 1111 1111 1112",
    "FR76 3000 6000 0112 3456 7890 188",
    "1 85 05 78 006 084 90",
    "passeport 12AB34567, permis 120935100234",
    "code postal 97411 à la Réunion",
    "je veux @ un rendez-vous",
    "loi n° 2024-42 du 26 janvier 2024, article 1649-0 A",
    "le 15, le 17, le 18, le 112 ou le 3114",
]


@pytest.mark.parametrize(("text", "expected"), MASKED)
def test_une_donnee_personnelle_est_masquee(text, expected):
    assert mask(text, LABELS).text == expected


@pytest.mark.parametrize("text", KEPT)
def test_ce_qui_sert_a_la_demarche_reste_lisible(text):
    assert mask(text, LABELS) == type(mask("", LABELS))(text, ())


@pytest.mark.parametrize("case", [*SHARED["found"], *SHARED["kept"]], ids=lambda case: case["what"])
def test_le_serveur_masque_ce_que_le_widget_signale(case):
    text, position = "", 0
    for finding in find(case["text"]):
        if finding.kind not in LEFT_TO_THE_SERVER:
            text += case["text"][position : finding.start] + LABELS[finding.kind]
            position = finding.end
    assert text + case["text"][position:] == case.get("masked", case["text"])


def test_les_natures_trouvees_sont_dites_une_fois_dans_l_ordre():
    assert mask("06 12 34 56 78, a@b.fr, 07 12 34 56 78", LABELS).kinds == (Kind.PHONE, Kind.EMAIL)


def test_la_corse_compte_pour_19_et_18():
    for departement, digits in (("2A", "19"), ("2B", "18")):
        key = 97 - int(f"18505{digits}006084") % 97
        assert mask(f"18505{departement}006084{key:02d}", LABELS).text == "[social_security]"
        assert mask(f"1 85 05 {departement.lower()} 006 084 {key:02d}", LABELS).text == "[social_security]"


def luhn_number(body: str) -> str:
    return next(body + str(d) for d in range(10) if _luhn_sum(body + str(d)) % 10 == 0)


def _luhn_sum(digits: str) -> int:
    return sum(sum(divmod(int(d) * (1 + i % 2), 10)) for i, d in enumerate(reversed(digits)))


digits = st.text("0123456789", min_size=1, max_size=40)
words = st.text("abcdefghijklmnopqrstuvwxyz éè,;!?", max_size=30)


@given(words, words, st.dates(), st.sampled_from("12"), st.integers(1, 95), st.integers(0, 999999))
def test_tout_numero_de_securite_sociale_valide_est_masque(before, after, birth, sex, departement, rest):
    body = f"{sex}{birth:%y%m}{departement:02d}{rest:06d}"
    number = f"{body}{97 - int(body) % 97:02d}"
    assert mask(f"{before} {number} {after}", LABELS).text == f"{before} [social_security] {after}"


@given(words, words, st.text("0123456789", min_size=23, max_size=23))
def test_tout_iban_francais_valide_est_masque(before, after, account):
    key = 98 - int(f"{account}152700") % 97
    grouped = " ".join(f"FR{key:02d}{account}"[i : i + 4] for i in range(0, 27, 4))
    assert mask(f"{before} {grouped}, {after}", LABELS).text == f"{before} [iban], {after}"


@given(words, words, st.sampled_from("45"), st.text("0123456789", min_size=14, max_size=14))
def test_toute_carte_valide_est_masquee(before, after, first, body):
    number = luhn_number(first + body)
    assert number not in mask(f"{before} {number} {after}", LABELS).text


@given(st.text(max_size=200))
def test_masquer_deux_fois_c_est_masquer_une_fois(text):
    once = mask(text, LABELS).text
    assert mask(once, LABELS).text == once


@given(st.text(st.characters(exclude_categories=("Nd",), exclude_characters="@"), max_size=200))
def test_un_texte_sans_chiffre_ni_arobase_ne_change_pas(text):
    assert mask(text, LABELS).text == text


@given(st.text("0123456789 +.-/@aFR", max_size=300))
def test_les_trouvailles_ne_se_chevauchent_pas(text):
    findings = find(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(findings))


PIECES = (
    "0",
    "1 ",
    "a.",
    "a@",
    "FR76 ",
    "06 ",
    "a@a.",
    "'",
    "3 34 ",
    " arobase a",
    "(at)a.",
    "AB-",
    "12 AB ",
    "AB 123 ",
    "06  ",
)


@pytest.mark.parametrize("piece", PIECES)
def test_un_texte_repetitif_ne_bloque_pas(piece):
    start = time.process_time()
    find((piece * 5000)[:5000])
    assert time.process_time() - start < 0.5
