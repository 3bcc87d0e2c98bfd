"""One conversation with the dialogue over a few sheets written by hand, and how to read a turn; no model, no file."""

from __future__ import annotations

import json
from datetime import datetime, timezone

from guichet.around.forms import Form
from guichet.around.glossary import Meaning
from guichet.around.life import life_steps
from guichet.around.tools import Tool
from guichet.dialogue.counters import Counters
from guichet.dialogue.reply import Dialogue
from guichet.dialogue.turn import Found, Heard, Memory
from guichet.procedure import Link, Mark, Office, Paragraph, RichText
from guichet.search.text import Analyzer
from tests.core.trees import SOURCE, chapter, choice, items, p, sheet

LABELS = {
    "F1": "Perdue, pour un adulte",
    "F2": "Volée, pour un adulte",
    "F3": "Perdue, pour un enfant",
    "F4": "Volée, pour un enfant",
}
PASSPORT_OR_NOT = choice(
    "c1",
    ("Vous avez un passeport", p("Votre passeport")),
    ("Vous n'avez pas de passeport", p("Un acte de naissance")),
)
DIRECTORY_PAGE = "https://lannuaire.service-public.example/navigation/mairie"


def card(id_):
    documents = chapter("Pièces à fournir", p("Une photo"), PASSPORT_OR_NOT)
    return sheet(chapter("Coût", p(f"25 € ({id_})")), documents, id_=id_, title=f"Carte d'identité : {LABELS[id_]}")


def lapsed(id_, recent, old):
    """How long the card has been out of date, asked in both branches: the feed's variable says that it is the same."""
    ways = (
        ("Carte périmée depuis moins de 5 ans", items(*recent)),
        ("Carte périmée depuis plus de 5 ans", items(*old)),
    )
    return choice(id_, *ways, conditions=("T5", "!T5"))


def renewal():
    """A walk of up to three questions: where one lives, then two about papers, and one about the price."""
    price = choice("c1.1.3", ("Premier titre", p("10 €")), ("Titre perdu", p("20 €")))
    passport = choice(
        "c1.1.2",
        ("Passeport en cours de validité", items("Le passeport")),
        ("Passeport périmé", items("Un justificatif")),
    )
    here = (
        chapter("Pièces à fournir", lapsed("c1.1.1", ("La carte",), ("Un acte de naissance",)), passport),
        chapter("Coût", price),
        chapter("Où s'adresser ?", Office("R1", "Mairie", "mairie", DIRECTORY_PAGE)),
    )
    there = (
        chapter(
            "Pièces à fournir", lapsed("c1.2.1", ("La carte et la preuve de nationalité",), ("Un dossier complet",))
        ),
        chapter("Coût", p("30 €")),
        chapter("Où s'adresser ?", Office("R2", "Consulat", "ambassade", "https://consulat.example/trouver")),
    )
    where = choice("c1", ("Vous vivez en France", *here), ("Vous vivez à l'étranger", *there), conditions=("T1", "!T1"))
    title = "Carte d'identité : renouvellement"
    return sheet(where, id_="F20", title=title, description="Refaire une carte qui n'est plus valable.")


def linked(text, *targets):
    return Paragraph(RichText(text, tuple(Mark(0, len(text), "link", target) for target in targets)))


def arrival():
    """A life event of three steps: the second asks a question, the last leads nowhere else."""
    how = choice("c1", ("En train", p("Gare du Nord.")), ("En bateau", p("Quai Sud.")))
    steps = (
        chapter("Préparer", linked("Faites votre passeport.", "F10")),
        chapter("Voyager", how),
        chapter("S'installer", p("Posez vos valises.")),
    )
    return sheet(*steps, id_="F30", title="J'arrive au village", type="life_event")


def trip():
    """A life event that has no step."""
    return sheet(p("Partez tôt."), id_="F31", title="Je pars en voyage", type="life_event")


class FakeCatalogue:
    """Procedures in memory; a sheet can be taken out of service."""

    def __init__(self):
        lost = sheet(
            chapter("Coût", p("25 €")),
            id_="carte_perte_vol",
            title="Carte d'identité perdue ou volée",
            type="editor",
            sheets=tuple(LABELS),
            sheet_labels=tuple(Link(id, label) for id, label in LABELS.items()),
        )
        where = choice("c1", ("En France", chapter("Coût", p("86 €"))), ("À l'étranger", chapter("Coût", p("96 €"))))
        moving = sheet(
            chapter("Où s'adresser ?", p("À la mairie.")), id_="changement_adresse", sheets=(), title="Adresse"
        )
        passport = sheet(
            where,
            id_="F10",
            title="Passeport d'un majeur",
            introduction=(p("Le passeport sert à voyager."),),
            description="Pour voyager hors d'Europe.",
        )
        every = (lost, moving, passport, renewal(), arrival(), trip(), *map(card, LABELS))
        self.sheets = {s.id: s for s in every}

    def procedure(self, id):
        return self.sheets.get(id)

    def title(self, id):
        return self.sheets[id].title if id in self.sheets else ""

    def feed(self):
        return None


class FakeAround:
    """What stands around the sheets: one word, one form, one letter, and the real steps of life events."""

    def __init__(self, catalogue):
        self._catalogue = catalogue

    def definition(self, text, sheet=""):
        meaning = Meaning(
            "R10", "quitus", (p("Preuve que rien n'est dû."),), SOURCE, sheets=(Link("F10", "Passeport"),)
        )
        return (meaning,) if "quitus" in text else ()

    def form(self, text):
        form = Form("R11", "90001*02", "", "90001", "Demande de carte", "https://forms.example/1", SOURCE)
        return (form,) if "90001" in text else ()

    def unknown_forms(self, text):
        return ("99999",) if "99999" in text else ()

    def tools(self, text, sheets=()):
        letter = Tool("R12", "letter", "Lettre de résiliation", "https://forms.example/2", SOURCE)
        return (letter,) if "lettre" in text else ()

    def life_steps(self, blocks):
        return life_steps(blocks, self._catalogue.title)


def now():
    return datetime(2026, 11, 23, 9, tzinfo=timezone.utc)


IDEAS = {"perte": ["perdu", "perdue"], "enfant_mineur": ["mineur", "enfant", "fils", "fille"]}
ANALYZER = Analyzer(IDEAS)
LOST_CARD = Found("carte_perte_vol", tuple(LABELS), "Carte d'identité perdue ou volée")
MOVING = Found("changement_adresse", (), "Adresse")
PASSPORT = Found("F10", ("F10",), "Passeport d'un majeur")
RENEWAL = Found("F20", ("F20",), "Carte d'identité : renouvellement")
ARRIVAL = Found("F30", ("F30",), "J'arrive au village")
TRIP = Found("F31", ("F31",), "Je pars en voyage")


def counter(catalogue=None, offices=None, around=True):
    """A dialogue with all that surrounds the sheets; `offices`: a directory, none by default."""
    catalogue = catalogue or FakeCatalogue()
    counters = Counters(offices, now) if offices else None
    return Dialogue(catalogue, ANALYZER, FakeAround(catalogue) if around else None, counters)


class Talk:
    """One conversation: what is said goes in, the last turn is kept."""

    def __init__(self, dialogue, memory=None):
        self.dialogue, self.memory, self.turn = dialogue, memory or Memory(), None

    def say(self, text, intent="describe_situation", decision="none", *found, **entities):
        return self._keep(self.dialogue.reply(Heard(text, intent, decision, found, entities), self.memory))

    def ask(self, text, found, intent="describe_situation"):
        """A message that surely names a procedure."""
        return self.say(text, intent, "answer", found)

    def press(self, frame, number):
        """The button of that number (from 1), as the gateway sends it back."""
        payload = frame["options"][number - 1]["payload"]
        return self.say(payload, "choose", **json.loads(payload.removeprefix("/choose")))

    def unsure(self, text="je ne sais pas"):
        return self._keep(self.dialogue.unsure(Heard(text, "dont_know"), self.memory))

    def again(self):
        return self._keep(self.dialogue.steering.again(self.memory))

    def back(self):
        return self._keep(self.dialogue.steering.back(self.memory))

    def cancel(self):
        return self._keep(self.dialogue.steering.cancel(self.memory))

    def why(self):
        return self._keep(self.dialogue.steering.why(self.memory))

    def resume(self):
        return self._keep(self.dialogue.steering.resume(self.memory))

    def taken_up(self):
        return self._keep(self.dialogue.steering.taken_up(self.memory))

    def _keep(self, turn):
        self.turn, self.memory = turn, turn.memory
        return turn


def only(turn):
    assert turn.responses == ()
    (frame,) = turn.frames
    return frame


def last(turn):
    """The question that a turn ends with."""
    return turn.frames[-1]


def asked_again(turn):
    assert turn.responses == ()
    apology, frame = turn.frames
    assert apology["kind"] == "text"
    assert apology["text"].startswith("Je n'ai pas bien compris")
    return frame


def labels(frame):
    assert frame["kind"] == "choices", frame["text"]
    return [option["label"] for option in frame["options"]]


def kinds(turn):
    """What a turn is made of: the names of its responses, then the kinds of its frames."""
    return [*turn.responses, *(frame["kind"] for frame in turn.frames)]


def shown(turn):
    """Which sheet an answer comes from, and what it says."""
    frame = only(turn)
    assert frame["kind"] == "answer", frame["text"]
    return frame["procedure"]["sheet"] or frame["procedure"]["id"], frame["text"]


def documents(frame):
    """The papers of a checklist."""
    assert frame["kind"] == "checklist", frame["text"]
    return [document["text"] for document in frame["documents"]]
