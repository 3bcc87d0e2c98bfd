"""Les quantités, les dates et les nombres en lettres d'une phrase."""

from datetime import date
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.language import fold
from guichet.matching.dates import read_dates
from guichet.matching.intervals import Interval, at
from guichet.matching.numerals import spell_in_digits
from guichet.matching.quantities import DAYS, YEAR, read_quantities


def read(text):
    """(kind, noun or unit, low, high, which ends are closed) of each quantity, times in their own unit."""
    found = []
    for q in read_quantities(spell_in_digits(fold(text))):
        scale = DAYS.get(q.unit, 1)
        ends = ("(" if q.interval.low_open else "[") + (")" if q.interval.high_open else "]")
        found.append((q.kind, q.noun or q.unit, q.interval.low / scale, q.interval.high / scale, ends))
    return found


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("Moins de 18 ans", ("time", "an", -inf, 18, "[)")),
        ("Plus de 5 ans", ("time", "an", 5, inf, "(]")),
        ("Date d'expiration : +de 5 ans", ("time", "an", 5, inf, "(]")),
        ("3 ans ou moins", ("time", "an", -inf, 3, "[]")),
        ("65 ans ou +", ("time", "an", 65, inf, "[]")),
        ("Vous n'avez pas 18 ans", ("time", "an", -inf, 18, "[)")),
        ("Dès 16 ans", ("time", "an", 16, inf, "[]")),
        ("Entre 18 et 25 ans", ("time", "an", 18, 25, "[]")),
        ("13 à 15 ans inclus", ("time", "an", 13, 15, "[]")),
        ("16 ou 17 ans", ("time", "an", 16, 17, "[]")),
        ("Entre 21 ans et moins de 26 ans", ("time", "an", 21, 26, "[)")),
        ("bientôt 18 ans", ("time", "an", 17, 18, "[)")),
        ("15 ans et demi", ("time", "an", 15.5, 15.5, "[]")),
        ("jusqu'à 10 salariés", ("count", "salaries", -inf, 10, "[]")),
        ("deux gosses", ("count", "gosses", 2, 2, "[]")),
        ("Revenus inférieurs à 12 000 €", ("money", "", -inf, 12000, "[)")),
        ("inférieur ou égal à 607,75 €", ("money", "", -inf, 607.75, "[]")),
        ("12k€", ("money", "", 12000, 12000, "[]")),
        ("Taux de 80 % ou plus", ("percent", "", 80, inf, "[]")),
        ("20 m² ou moins", ("area", "", -inf, 20, "[]")),
    ],
)
def test_une_quantité_et_ses_bornes(text, quantity):
    assert read(text) == [quantity]


@pytest.mark.parametrize("text", ["1re catégorie", "le 2e tour", "", "cas général", "les deux", "AB-123-CD"])
def test_ce_qui_ne_compte_rien(text):
    assert [q for q in read(text) if q[0] != "number"] == []


def test_un_an_et_trois_mois_est_une_seule_durée():
    (quantity,) = read_quantities(spell_in_digits("un an et trois mois"))
    assert quantity.interval == at(YEAR + 3 * DAYS["mois"])


def test_vingt_quatre_mois_sont_deux_ans():
    assert read_quantities("24 mois")[0].interval == read_quantities("2 ans")[0].interval


@pytest.mark.parametrize(
    ("text", "form"), [("depuis 3 ans", "since"), ("il y a 3 ans", "since"), ("dans 3 mois", "future")]
)
def test_depuis_et_dans_se_distinguent(text, form):
    assert read_quantities(text)[0].form == form


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("seize ans", "16 ans"),
        ("vingt et un ans", "21 ans"),
        ("soixante et onze", "71"),
        ("quatre-vingt-dix-neuf", "99"),
        ("cent quatre-vingts euros", "180 euros"),
        ("mille neuf cent quatre-vingt-dix", "1990"),
        ("deux mille quinze", "2015"),
        ("seize ou dix-sept ans", "16 ou 17 ans"),
        ("un an", "1 an"),
        ("un passeport neuf", "un passeport neuf"),
        ("pour un enfant", "pour un enfant"),
        ("j'ai un enfant", "j'ai 1 enfant"),
    ],
)
def test_les_nombres_en_lettres(text, digits):
    assert spell_in_digits(text) == digits


TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "first", "last", "bound"),
    [
        ("avant 1988", "1988-01-01", "1988-12-31", "before"),
        ("depuis le 1er octobre 2009", "2009-10-01", "2009-10-01", "since"),
        ("en 2018 ou après", "2018-01-01", "2018-12-31", "since"),
        ("après octobre 2017", "2017-10-01", "2017-10-31", "after"),
        ("entre 2016 et 2021", "2016-01-01", "2021-12-31", "in"),
        ("du 15 juillet 2022 au 28 juillet 2023", "2022-07-15", "2023-07-28", "in"),
        ("du 1er au 14 juillet 2022", "2022-07-01", "2022-07-14", "in"),
        ("de janvier à juin 2022", "2022-01-01", "2022-06-30", "in"),
        ("expirée le 12/03/2020", "2020-03-12", "2020-03-12", "in"),
        ("l'an dernier", "2025-01-01", "2025-12-31", "in"),
    ],
)
def test_les_dates(text, first, last, bound):
    (dated,) = read_dates(fold(text), TODAY)
    days = [date.fromordinal(day).isoformat() for day in (dated.first, dated.last)]
    assert (*days, dated.bound) == (first, last, bound)


@pytest.mark.parametrize("text", ["1500 euros", "2000 habitants", "loi de 1948", "le 12 mars", "31/02/2020", "75001"])
def test_ce_qui_n_est_pas_une_date(text):
    assert read_dates(text, TODAY) == ()


def test_depuis_une_année_dit_autre_chose_d_une_règle_et_d_un_fait():
    (dated,) = read_dates("depuis 2015", TODAY)
    assert dated.condition().high == inf
    assert dated.fact() == Interval(date(2015, 1, 1).toordinal(), date(2015, 12, 31).toordinal())


@given(st.text(max_size=80))
def test_aucun_texte_ne_fait_échouer_la_lecture(text):
    folded = spell_in_digits(fold(text))
    for quantity in read_quantities(folded):
        assert 0 <= quantity.start < quantity.end <= len(folded)
    for dated in read_dates(folded, TODAY):
        assert dated.first <= dated.last or dated.bound == "in"
