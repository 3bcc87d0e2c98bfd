"""Each kind of frame as the messages that a citizen reads: what is said, in which order, with which buttons."""

import pytest

from guichet.gateway.handoffs import told
from guichet.gateway.wording import load as load_gateway
from tests.gateway.samples import ANNEXE, ANSWER, CHECKLIST, FRAMES, HANDOFF, MAIRIE, NOTICE, OFFICES, paragraph
from tests.gateway.telegram.rendered import WORDING, labels, render, styled, text, whole

HANDOFFS = load_gateway().handoff


def words(frame):
    return {"kind": "text", "text": frame}


def as_frame(made):
    return {"kind": made.kind, **made.body}


def choices(*options, **more):
    listed = [{"choice": f"id{i}", **({"label": o} if isinstance(o, str) else o)} for i, o in enumerate(options)]
    return {"kind": "choices", "text": "Quel âge ?\n1. Rien", "prompt": "Quel âge ?", "options": listed, **more}


def test_words_are_said_as_they_are():
    (said,) = render(words("Bonjour ! 2 < 3 & https://exemple.fr/?a=b&c"))
    assert text(said) == "Bonjour\u00a0! 2 < 3 & https://exemple.fr/?a=b&c"
    assert (said.rows, said.under) == ((), "")


@pytest.mark.parametrize("nothing", ["", " \n", "\u200b"])
def test_nothing_to_say_is_no_message(nothing):
    assert render(words(nothing) | {"closing": True}) == ()


@pytest.mark.parametrize("frame", [words("Je regarde."), ANSWER])
@pytest.mark.parametrize(
    ("agent", "named"), [("Camille", "Camille\u00a0:"), ("", "Un conseiller\u00a0:"), (3, "Un conseiller\u00a0:")]
)
def test_a_person_is_named_before_their_words(frame, agent, named):
    first, *_ = render({**frame, "agent": agent}, author="agent")
    assert text(first).split("\n")[0] == styled([first], "bold")[0] == named


def test_a_number_that_is_asked_for_can_be_sent_by_a_button():
    (said,) = render(as_frame(told.asking("phone", HANDOFFS)), author="system")
    assert said.under == "contact"
    assert text(said).startswith("Écrivez votre numéro de téléphone.")
    assert WORDING.contact in text(said)


@pytest.mark.parametrize(("author", "under"), [("system", "remove"), ("bot", ""), ("agent", "")])
def test_that_button_goes_away_once_the_number_is_noted(author, under):
    assert render(words("C'est noté.") | {"noted": "phone"}, author)[0].under == under
    assert render(words("C'est noté.") | {"noted": "email"}, author)[0].under == ""
    assert render(words("Une précision ?"), author)[0].under == ""
    assert render(words("Votre numéro ?") | {"asks": "phone"}, "bot")[0].under == ""


def test_an_answer_says_what_counts_then_folds_the_rest():
    first, rest = render(ANSWER)
    assert text(first).startswith("Inscrire son enfant à la cantine\nVotre situation\u00a0: École publique\n\n")
    assert "Changer les jours" not in text(first)
    assert styled([rest], "expandable_blockquote") == [
        "Prévenez la mairie une semaine avant.",
        "Attention\u00a0: Un repas non annulé est facturé.",
    ]
    assert styled([rest], "bold")[0] == "Changer les jours de repas"
    assert styled([rest], "italic")[1:] == [
        "Source\u00a0: Inscrire son enfant à la cantine — Service-Public, fiche du 2 mars 2026",
        "Données\u00a0: DILA, fiches.zip, 20 novembre 2026",
    ]
    assert labels(first) == []
    assert labels(rest) == [["👍 Utile", "👎 Pas utile"]]
    assert [button.data for button in rest.rows[0]] == ["f:7:up", "f:7:down"]


def test_a_short_answer_is_one_message_with_its_source():
    (said,) = render({**ANSWER, "more": []})
    assert "Source\u00a0:" in text(said)
    assert len(said.rows) == 1


def test_online_services_have_buttons_but_not_those_of_one_case_only():
    def service(number, url):
        return {"kind": "service", "id": f"R{number}", "title": f"Service {number}", "url": url}

    branch = {
        "kind": "choice",
        "id": "c",
        "options": [{"id": "o", "label": "Oui", "blocks": [service(0, "https://z.fr")]}],
    }
    urls = ["http://a.fr", "https://b.fr/", "https://b.fr/", "https://c.fr/?x&y", "https://d.fr"]
    services = [service(n, url) for n, url in enumerate(urls, 1)]
    (said,) = render({**ANSWER, "blocks": [branch, *services], "more": []})
    assert [(row[0].label, row[0].url) for row in said.rows[:-1]] == [
        ("Service 2", "https://b.fr/"),
        ("Service 4", "https://c.fr/?x&y"),
    ]


def test_a_question_has_a_button_for_each_answer():
    (said,) = render(choices("Oui", "Non", "Je ne sais pas"))
    assert text(said) == "Quel âge\u00a0?"
    assert labels(said) == [["Oui", "Non"], ["Je ne sais pas"]]
    assert [button.data for row in said.rows for button in row] == ["c:id0", "c:id1", "c:id2"]
    assert said.asks


def test_answers_too_long_for_a_button_are_said_in_full_above():
    long = "Vous avez perdu votre carte d'identité à l'étranger"
    (said,) = render(choices(long, "Autre situation"))
    assert text(said).split("\n\n") == ["Quel âge\u00a0?", f"1. {long}", "2. Autre situation"]
    assert labels(said) == [["1. Vous avez perdu votre carte…"], ["2. Autre situation"]]


def test_what_stands_behind_an_answer_is_said():
    step = {"label": "Avant", "deadline": "dans les 3 mois", "procedures": [{"id": "F1", "title": "Carte grise"}]}
    (said,) = render(choices(step, {"label": "Après", "procedure": {"id": "F2", "title": "Permis"}}))
    assert text(said).split("\n\n")[1:] == ["1. Avant\nQuand\u00a0: dans les 3 mois\n• Carte grise", "2. Après\nPermis"]


def test_more_answers_than_a_message_holds_go_on_in_the_next():
    first, second = render(choices(*(f"Réponse {i}" for i in range(50))))
    assert [len(said.rows) for said in (first, second)] == [23, 3]
    assert text(second) == "Choisissez une réponse\u00a0:"
    assert second.rows[0][0].data == "c:id45"


def test_a_question_without_words_still_asks():
    (said,) = render(choices("Oui", "", prompt="", text=" "))
    assert text(said) == "Choisissez une réponse\u00a0:"
    assert labels(said) == [["Oui", "2."]]


def test_a_checklist_has_a_box_for_each_document():
    first, second = render(CHECKLIST)
    assert text(first).startswith("Votre liste\u00a0: Inscrire son enfant à la cantine\nVotre situation\u00a0:")
    assert "\n\n2. Justificatif de domicile de moins de 3 mois\n   – Facture" in text(first).replace("\u00a0", " ")
    assert labels(first)[1] == ["☐ 2. Justificatif de domicile…"]
    assert [row[0].data for row in first.rows] == ["t:1", "t:2", "t:3", "t:4", "t:5"]
    titles = [title for title in styled([second], "bold") if title in vars_of(WORDING.checklist)]
    assert titles[0] == "Sur ces documents"
    assert titles[-2:] == ["Les étapes", "⏰ À faire avant"]
    assert labels(second)[:2] == [["Inscrire son enfant en ligne"], ["Prendre rendez-vous"]]


def vars_of(struct):
    return {getattr(struct, name) for name in struct.__struct_fields__}


def test_a_checklist_without_documents_has_no_boxes():
    (said,) = render({**CHECKLIST, "documents": []})
    assert text(said).startswith("Votre liste\u00a0:")
    assert not any(button.data.startswith("t:") for row in said.rows for button in row)


def test_a_long_checklist_goes_on_in_the_next_message():
    documents = [{"id": f"d{i}", "text": f"Document {i}", "blocks": []} for i in range(60)]
    first, second, _rest = render({**CHECKLIST, "documents": documents})
    assert (first.rows[-1][0].data, second.rows[0][0].data) == ("t:45", "t:46")
    assert text(second).startswith("46. Document 45")


def test_each_office_is_a_message_with_its_place_after_it():
    first, place, second = render(OFFICES)
    assert text(first).startswith("Mairies à Valbourg (99)\u00a0:\n\nMairie de Valbourg\nOuvert jusqu'à 17 h\n1 place")
    assert labels(first) == [["Prendre rendez-vous"], ["Site internet"]]
    assert (place.venue.latitude, place.venue.longitude) == (48.85, 2.35)
    assert (place.venue.title, place.venue.address) == ("Mairie de Valbourg", "1 place du Marché, 99100 Valbourg")
    assert text(second).startswith("Mairie annexe des Tilleuls\n")
    assert "Source\u00a0: Annuaire de l'administration — DILA" in text(second)


def test_after_three_places_on_a_map_there_are_buttons():
    said = render({**OFFICES, "offices": [{**MAIRIE, "id": str(i)} for i in range(4)]})
    assert [bool(one.venue) for one in said] == [False, True] * 3 + [False]
    assert labels(said[-1])[-1] == ["Voir sur un plan"]


def test_after_the_last_place_on_a_map_comes_the_source():
    said = render({**OFFICES, "offices": [ANNEXE, MAIRIE], "notes": ["Appelez avant."]})
    assert text(said[-1]).startswith("Appelez avant.\n\nSource\u00a0:")
    assert not said[-1].rows


@pytest.mark.parametrize("wrong", [{"latitude": 91.0}, {"longitude": float("nan")}, {"latitude": None}, {"title": " "}])
def test_an_office_without_a_place_is_on_no_map(wrong):
    assert not any(said.venue for said in render({**OFFICES, "offices": [{**MAIRIE, **wrong}]}))


def test_an_address_that_telegram_does_not_follow_is_written():
    (said,) = render({**OFFICES, "offices": [{**ANNEXE, "url": "http://mairie.exemple.fr"}], "source": None})
    assert "Site internet\u00a0: http://mairie.exemple.fr" in text(said)


def test_a_wait_tells_what_is_known_and_a_number_to_copy():
    frame = as_frame(told.waiting("DEM-7F3K-Q2", told.Place(2, 5), "J'ai prévenu un conseiller.", HANDOFFS))
    (said,) = render(frame, "system")
    assert "Votre place dans la file\u00a0: 2.\nAttente\u00a0: environ 5 min." in text(said)
    assert styled([said], "code") == ["DEM-7F3K-Q2"]


def test_without_words_of_its_own_a_handoff_says_its_text():
    (said,) = render(HANDOFF, "system")
    assert text(said) == HANDOFF["text"].replace(" :", "\u00a0:")
    assert styled([said], "code") == ["DEM-7F3K-Q2"]


@pytest.mark.parametrize("kind", ["text", "handoff", "answer"])
def test_a_goodbye_asks_how_it_was(kind):
    frame = FRAMES.get(kind, words("Au revoir !"))
    *_, last = render({**frame, "closing": True})
    assert text(last) == "Êtes-vous satisfait de cet échange\u00a0?"
    assert [button.data for row in last.rows for button in row] == ["s:1", "s:2", "s:3", "s:4", "s:5"]
    assert len(render({**frame, "closing": "yes"})) == len(render(frame))


def test_danger_comes_with_its_numbers_each_on_a_line():
    (said,) = render(NOTICE)
    lines = text(said).split("\n")
    assert lines[0] == "⚠️ Appelez le 112 maintenant"
    assert "112\u00a0: les secours, partout en Europe, gratuit, jour et nuit" in lines
    assert "le tchat des jeunes, si vous préférez écrire" in lines
    assert {"112", "114"} <= set(styled([said], "bold"))
    assert labels(said) == [["le tchat des jeunes"]]


def test_the_counter_out_of_order_points_elsewhere():
    notice = load_gateway().notices.unavailable
    links = [{"label": link.label, "url": link.url} for link in notice.links]
    (said,) = render({"kind": "notice", "level": "info", "text": notice.text, "links": links, "retry": 4}, "system")
    assert text(said).endswith("Appeler Allô Service Public\u00a0: 39 39")
    assert labels(said) == [["Chercher sur service-public.gouv.fr"]]


@pytest.mark.parametrize("kind", FRAMES)
@pytest.mark.parametrize(
    "broken", [{"blocks": [{"kind": "later"}], "cost": [{"kind": "later"}], "calls": 3, "offices": 4, "owner": 5}]
)
def test_a_frame_that_cannot_be_read_says_its_text(kind, broken):
    said = render({**FRAMES[kind], **broken})
    assert [one.rows for one in said] == [()]
    assert whole(said).replace("\u00a0", " ") == FRAMES[kind]["text"]


@pytest.mark.parametrize("level", ["later", "info.title", ""])
def test_a_callout_of_an_unknown_level_leaves_the_text(level):
    callout = {"kind": "callout", "level": level, "blocks": [paragraph("Attention au chien.")]}
    assert whole(render({**ANSWER, "blocks": [callout]})) == ANSWER["text"]
