"""Buttons that fit a phone, what Telegram is told of them, and ticks that are kept in the labels alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.gateway.channels.telegram.rendering.keyboards import markup, rows, short, ticks, toggled, told_apart
from guichet.gateway.channels.telegram.rendering.messages import Button, Message, answered
from tests.gateway.telegram.bot_api.keyboards import read
from tests.gateway.telegram.rendered import WORDING, check, text


def laid_out(*labels):
    return [[button.label for button in row] for row in rows([Button(label, "c:1") for label in labels])]


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (["Oui", "Non"], [["Oui", "Non"]]),
        (["Oui", "Non", "Je ne sais pas"], [["Oui", "Non"], ["Je ne sais pas"]]),
        (["Lundi", "Mardi", "Jeudi", "Samedi"], [["Lundi", "Mardi", "Jeudi"], ["Samedi"]]),
        (["Oui", "Non", "Je préfère ne pas le dire"], [["Oui", "Non"], ["Je préfère ne pas le dire"]]),
        (["Vous vivez en France", "Vous vivez ailleurs"], [["Vous vivez en France"], ["Vous vivez ailleurs"]]),
        ([], []),
    ],
)
def test_short_labels_share_a_row(labels, expected):
    assert laid_out(*labels) == expected


@pytest.mark.parametrize(
    ("label", "shown"),
    [
        ("Je ne sais pas", "Je ne sais pas"),
        ("Vous êtes  français\nd'origine", "Vous êtes français d'origine"),
        ("Justificatif de domicile de moins de 3 mois", "Justificatif de domicile de moins…"),
        ("Un document de son employeur, ou de la personne", "Un document de son employeur…"),
        ("A" * 50, "A" * 34 + "…"),
    ],
)
def test_a_long_label_is_cut_at_a_word(label, shown):
    assert short(label) == shown


@given(st.text(max_size=200))
def test_no_label_is_wider_than_a_phone(label):
    assert len(short(label).encode("utf-16-le")) // 2 <= 35


def test_labels_that_begin_alike_are_told_apart_by_their_ends():
    lost = "Carte d'identité d'un majeur : renouvellement en cas de perte"
    first = "Carte d'identité d'un majeur : première demande"
    assert told_apart([lost, first, "Autre"]) == ["… renouvellement en cas de perte", "… première demande", "Autre"]
    assert told_apart([lost, lost]) == [lost, lost]
    assert [row[0].label for row in ticks([lost, first])] == [
        "☐ 1. … renouvellement…",
        "☐ 2. … première demande",
    ]


def keyboard(*names):
    return markup(Message("Liste", ticks(names)))["inline_keyboard"]


def test_a_box_is_ticked_and_unticked_in_its_label():
    site = [{"text": "Site", "url": "https://a.fr"}]
    before = [*keyboard("Photo", "Passeport"), site]
    ticked, done, total = toggled(before, "t:2")
    assert [row[0]["text"] for row in ticked] == ["☐ 1. Photo", "☑ 2. Passeport", "Site"]
    assert (done, total) == (1, 2)
    assert toggled(ticked, "t:2") == (before, 0, 2)


@pytest.mark.parametrize("data", ["t:9", "c:abc", ""])
def test_a_button_that_is_no_box_ticks_nothing(data):
    before = [*keyboard("Photo"), [{"text": "Oui", "callback_data": "c:abc"}], [{}]]
    assert toggled(before, data) == (before, 0, 1)


def test_keyboards_under_the_field():
    asked = markup(Message("Votre numéro ?", under="contact"))
    assert asked["keyboard"] == [[{"text": WORDING.contact, "request_contact": True}]]
    assert markup(Message("Merci", under="remove")) == {"remove_keyboard": True}
    assert markup(Message("Bonjour")) is None
    assert read(asked, private=True)


def test_the_answer_takes_the_place_of_the_buttons():
    asked = Message("<b>Quel âge ?</b>", ((Button("Plus de 18 ans", "c:1"),),), asks=True)
    after = answered(asked, "Plus de 18 ans", WORDING)
    assert (after.rows, after.asks) == ((), False)
    assert text(after) == "Quel âge ?\n\nVotre réponse\u00a0: Plus de 18 ans"
    assert answered(asked, "", WORDING).html == asked.html


def test_an_answer_that_does_not_fit_is_left_out():
    asked = Message("a" * 4_080, ((Button("Oui", "c:1"),),), asks=True)
    assert answered(asked, "Oui", WORDING) == Message("a" * 4_080)


def test_an_answer_under_a_plain_message_has_no_tags():
    asked = Message("<b>2 < 3 ?</b>", formatted=False)
    assert answered(asked, "<Oui>", WORDING).html == "<b>2 < 3 ?</b>\n\nVotre réponse\u00a0: <Oui>"


def test_a_plain_message_says_where_its_links_lead():
    sites = ((Button("Site", url="https://a.fr"),), (Button("Oui", "c:1"),))
    message = Message('<b>5 &lt; 6</b> <a href="https://a.fr/?b&amp;c">ici</a>', sites)
    check(message)
    plain = message.plain()
    assert plain.html == "5 < 6 ici (https://a.fr/?b&c)"
    assert plain.rows == ((Button("Oui", "c:1"),),)
    assert not plain.formatted
    assert plain.plain() == plain


def test_addresses_are_left_out_where_a_plain_message_would_be_too_long():
    message = Message("a" * 4_080 + '<a href="https://a.fr/une/adresse">b</a>')
    assert message.plain().html == "a" * 4_080 + "b"
