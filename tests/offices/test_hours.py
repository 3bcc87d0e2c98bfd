"""Open or not, at the minute: each line is a week of hours, a moment on the clock of the place, and what is said."""

from datetime import datetime, timedelta, timezone

import pytest

from guichet.offices.departements import clock
from guichet.offices.hours import Status, status, week
from guichet.offices.openings import read_openings
from guichet.offices.records import OfficeRecord
from tests.offices.samples import week as hours

USUAL = hours(("Lundi", "Vendredi", "08:30-12:00 13:30-17:00"), ("Samedi", "Samedi", "09:00-12:00"))
EVERY_DAY = hours(("Lundi", "Dimanche", "09:00-18:00"))
ALWAYS = hours(("Lundi", "Dimanche", "00:00-24:00"))
NIGHT = hours(("Vendredi", "Samedi", "20:00-02:00"))
EVENING = hours(("Lundi", "Vendredi", "18:00-24:00"))
NO_BREAK = hours(("Lundi", "Lundi", "09:00-12:00 12:00-17:00"))
WEEKEND = hours(("Samedi", "Lundi", "10:00-12:00"))
TUESDAY = hours(("Mardi", "Mardi", "10:00-12:00"))
BY_APPOINTMENT = hours(("Lundi", "Vendredi", "09:00-17:00"), note="Sur rendez-vous")
EVEN_WEEKS = hours(("Lundi", "Vendredi", "09:00-17:00"), note="Semaines paires")
NOTE_ONLY = [{"nom_jour_debut": "Lundi", "nom_jour_fin": "Vendredi", "commentaire": "Sur rendez-vous"}]
HALF = [{"nom_jour_debut": "Lundi", "nom_jour_fin": "Vendredi", "valeur_heure_debut_1": "09:00:00"}]
MIXED = [*hours(("Lundi", "Lundi", "09:00-12:00")), {"nom_jour_debut": "Mardi", "valeur_heure_debut_1": "09:00:00"}]

# Monday is 2026-11-23.
CASES = [
    # One day.
    (USUAL, "75", "2026-11-23 08:29", False, "Fermé, ouvre à 8 h 30"),
    (USUAL, "75", "2026-11-23 08:30", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "75", "2026-11-23 11:29", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "75", "2026-11-23 11:30", True, "Ferme dans 30 min"),
    (USUAL, "75", "2026-11-23 11:59", True, "Ferme dans 1 min"),
    (USUAL, "75", "2026-11-23 11:39:01", True, "Ferme dans 21 min"),
    (USUAL, "75", "2026-11-23 12:00", False, "Fermé, ouvre à 13 h 30"),
    (USUAL, "75", "2026-11-23 13:30", True, "Ouvert jusqu'à 17 h"),
    (USUAL, "75", "2026-11-23 16:40", True, "Ferme dans 20 min"),
    (USUAL, "75", "2026-11-23 17:00", False, "Fermé, ouvre demain à 8 h 30"),
    (USUAL, "75", "2026-11-23 00:00", False, "Fermé, ouvre à 8 h 30"),
    (USUAL, "75", "2026-11-23 23:59", False, "Fermé, ouvre demain à 8 h 30"),
    (NO_BREAK, "75", "2026-11-23 11:50", True, "Ouvert jusqu'à 17 h"),
    # The end of the week.
    (USUAL, "75", "2026-11-27 17:30", False, "Fermé, ouvre demain à 9 h"),
    (USUAL, "75", "2026-11-28 10:00", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "75", "2026-11-28 12:30", False, "Fermé, ouvre lundi à 8 h 30"),
    (USUAL, "75", "2026-11-29 10:00", False, "Fermé, ouvre demain à 8 h 30"),
    (WEEKEND, "75", "2026-11-29 10:30", True, "Ouvert jusqu'à 12 h"),
    (WEEKEND, "75", "2026-11-24 10:30", False, "Fermé, ouvre samedi à 10 h"),
    (TUESDAY, "75", "2026-11-24 13:00", False, "Fermé, ouvre mardi 1er décembre à 10 h"),
    # Midnight.
    (NIGHT, "75", "2026-11-27 23:59", True, "Ouvert jusqu'à 2 h"),
    (NIGHT, "75", "2026-11-28 01:00", True, "Ouvert jusqu'à 2 h"),
    (NIGHT, "75", "2026-11-29 01:45", True, "Ferme dans 15 min"),
    (NIGHT, "75", "2026-11-29 02:00", False, "Fermé, ouvre vendredi à 20 h"),
    (EVENING, "75", "2026-11-23 20:00", True, "Ouvert jusqu'à minuit"),
    (EVENING, "75", "2026-11-24 00:00", False, "Fermé, ouvre à 18 h"),
    (ALWAYS, "75", "2026-11-23 03:00", True, "Ouvert en continu"),
    (ALWAYS, "75", "2026-11-29 23:59", True, "Ouvert en continu"),
    # Public holidays.
    (USUAL, "75", "2026-11-11 10:00", False, "Fermé aujourd'hui (jour férié), ouvre demain à 8 h 30"),
    (USUAL, "75", "2026-12-25 10:00", False, "Fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    (USUAL, "67", "2026-12-25 10:00", False, "Fermé aujourd'hui (jour férié), ouvre lundi à 8 h 30"),
    (USUAL, "67", "2026-12-26 10:00", False, "Fermé aujourd'hui (jour férié), ouvre lundi à 8 h 30"),
    (USUAL, "75", "2026-12-26 10:00", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "57", "2026-04-03 10:00", False, "Fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    (USUAL, "75", "2026-04-03 10:00", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "75", "2026-04-04 12:00", False, "Fermé, ouvre mardi à 8 h 30"),
    (USUAL, "972", "2026-05-22 10:00", False, "Fermé aujourd'hui (jour férié), ouvre demain à 9 h"),
    (USUAL, "971", "2026-05-22 10:00", True, "Ouvert jusqu'à 12 h"),
    (USUAL, "976", "2026-04-27 10:00", False, "Fermé aujourd'hui (jour férié), ouvre demain à 8 h 30"),
    (USUAL, "75", "2026-05-07 18:00", False, "Fermé, ouvre samedi à 9 h"),
    (EVERY_DAY, "75", "2026-11-11 10:00", None, "Jour férié, horaires à vérifier"),
    (EVERY_DAY, "75", "2026-11-10 19:00", False, "Fermé, ouvre jeudi à 9 h"),
    # Notes.
    (BY_APPOINTMENT, "75", "2026-11-23 10:00", True, "Ouvert jusqu'à 17 h (Sur rendez-vous)"),
    (EVEN_WEEKS, "75", "2026-11-23 10:00", None, "Ouvert jusqu'à 17 h sous conditions : Semaines paires"),
    # Half-known.
    ([], "75", "2026-11-23 10:00", None, "Horaires non communiqués"),
    (None, "75", "2026-11-23 10:00", None, "Horaires non communiqués"),
    (NOTE_ONLY, "75", "2026-11-23 10:00", None, "Horaires incomplets dans l'annuaire, vérifiez avant de venir"),
    (HALF, "75", "2026-11-23 10:00", None, "Horaires incomplets dans l'annuaire, vérifiez avant de venir"),
    (MIXED, "75", "2026-11-24 10:00", None, "Horaires incomplets dans l'annuaire, vérifiez avant de venir"),
    (MIXED, "75", "2026-11-23 10:00", True, "Ouvert jusqu'à 12 h"),
    # Clocks that change: Sunday 29 March 2026 has no 2:30, and two on 25 October.
    (NIGHT, "75", "2026-03-29 01:50", True, "Ferme dans 10 min"),
    (ALWAYS, "75", "2026-10-25 02:30", True, "Ouvert en continu"),
]


def office(openings, departement="75", **more):
    return OfficeRecord("a", "Guichet", ("mairie",), departement=departement, openings=read_openings(openings), **more)


def moment(text, departement):
    return datetime.fromisoformat(text).replace(tzinfo=clock(departement))


@pytest.mark.parametrize(("openings", "departement", "at", "open_", "text"), CASES)
def test_ce_qui_est_dit(openings, departement, at, open_, text):
    assert status(office(openings, departement), moment(at, departement)) == Status(open_, text)


@pytest.mark.parametrize(
    ("departement", "utc", "text"),
    [
        ("974", "2026-11-23 05:00", "Ouvert jusqu'à 12 h"),
        ("75", "2026-11-23 05:00", "Fermé, ouvre à 8 h 30"),
        ("971", "2026-11-23 13:00", "Ouvert jusqu'à 12 h"),
        ("973", "2026-11-23 12:00", "Ouvert jusqu'à 12 h"),
        ("975", "2026-11-23 12:00", "Ouvert jusqu'à 12 h"),
        ("976", "2026-11-23 06:00", "Ouvert jusqu'à 12 h"),
        ("988", "2026-11-22 23:00", "Ouvert jusqu'à 12 h"),
        ("987", "2026-11-23 19:00", "Ouvert jusqu'à 12 h"),
        ("986", "2026-11-22 21:00", "Ouvert jusqu'à 12 h"),
        ("", "2026-11-23 09:00", "Ouvert jusqu'à 12 h"),
    ],
)
def test_a_chaque_territoire_son_heure(departement, utc, text):
    now = datetime.fromisoformat(utc).replace(tzinfo=timezone.utc)
    assert status(office(USUAL, departement), now).text == text


@pytest.mark.parametrize(
    ("note", "at", "text"),
    [
        ("Fermeture exceptionnelle le 24 décembre 2026.", "2026-12-24 10:00", "exceptionnelle), ouvre samedi à 9 h"),
        ("La mairie sera fermée du 21 au 24/12/2026", "2026-12-22 10:00", None),
        ("La mairie sera fermée du 21/12/2026 au 24/12/2026", "2026-12-22 10:00", "exceptionnelle), ouvre samedi"),
        ("Fermé du lundi 21 décembre au 2 janvier 2027 inclus", "2026-12-22 10:00", None),
        ("Fermé du lundi 21 décembre 2026 au 2 janvier 2027", "2026-12-22 10:00", "ouvre lundi 4 janvier à 8 h 30"),
        ("Fermé du 3 au 20 août", "2026-08-10 10:00", None),
        ("Ouvert du 1er août 2026 au 31 août 2026", "2026-08-10 10:00", None),
        ("Ouverte le 24 décembre 2026, fermée le 23 décembre 2026", "2026-12-24 10:00", None),
        ("Fermeture le 31/02/2026", "2026-02-27 10:00", None),
    ],
)
def test_une_fermeture_exceptionnelle_datee_ferme_et_rien_d_autre(note, at, text):
    said = status(office(USUAL, opening_note=note), moment(at, "75"))
    if text is None:
        assert said == Status(True, "Ouvert jusqu'à 12 h")
    else:
        assert said.open is False
        assert text in said.text


def test_aucune_ouverture_en_vue():
    note = "Fermé du 1er juin 2026 au 1er juin 2027"
    said = status(office(USUAL, opening_note=note), moment("2026-11-23 10:00", "75"))
    assert said == Status(False, "Fermé aujourd'hui (fermeture exceptionnelle)")


def test_une_heure_sans_fuseau_est_refusee():
    with pytest.raises(ValueError, match="aware"):
        status(office(USUAL), datetime(2026, 11, 23, 10))


def test_ouvert_ou_ferme_se_suivent_sans_trou():
    """Every minute of two weeks says open exactly when a range holds it."""
    start = moment("2026-11-16 00:00", "75")
    for step in range(0, 14 * 24 * 60, 7):
        now = start + timedelta(minutes=step)
        at = now.hour * 60 + now.minute
        ranges = {5: [(540, 720)], 6: []}.get(now.weekday(), [(510, 720), (810, 1020)])
        assert status(office(USUAL), now).open == any(first <= at < last for first, last in ranges), now


def test_la_semaine_telle_que_l_annuaire_la_donne():
    openings = [*USUAL, *hours(("Dimanche", "Dimanche", "00:00-24:00"), note="Urgences")]
    assert week(office(openings)) == (
        {"days": "Lundi au vendredi", "times": "8 h 30 – 12 h, 13 h 30 – 17 h", "note": ""},
        {"days": "Samedi", "times": "9 h – 12 h", "note": ""},
        {"days": "Dimanche", "times": "24 h sur 24", "note": "Urgences"},
    )
    assert week(office(hours(("Lundi", "Mardi", "09:00-12:00"))))[0]["days"] == "Lundi et mardi"
    assert week(office(NOTE_ONLY))[0] == {
        "days": "Lundi au vendredi",
        "times": "horaires non communiqués",
        "note": "Sur rendez-vous",
    }
