"""People in danger: who is recognised and who is not, the pattern language, what is shown, a file that is wrong."""

import time
from pathlib import Path

import pytest
import yaml

from guichet.danger import DANGERS
from guichet.danger_file import check_dangers, load_dangers
from guichet.errors import GuichetError
from guichet.expressions import ExpressionError, Expressions, sentences
from guichet.language import normalize
from guichet.settings import ROOT

SENTENCES = yaml.safe_load(Path(__file__).with_name("danger_sentences.yml").read_text("utf-8"))
DANGER_SETS = ("seen", "heldout", "hard", "later")
NEAR_MISSES = [text for texts in SENTENCES["near_misses"].values() for text in texts]

#: Share of the sentences recognised at all, and as the right danger; `seen` ones must all be.
FLOORS = {"heldout": (0.97, 0.94), "hard": (0.97, 0.92), "later": (0.97, 0.92)}


@pytest.fixture(scope="module")
def dangers():
    return load_dangers(ROOT / DANGERS)


def heard(dangers, text):
    danger = dangers.recognise(text)
    return danger.id if danger else None


@pytest.mark.parametrize(("id", "text"), [(id, text) for id, texts in SENTENCES["seen"].items() for text in texts])
def test_une_personne_en_danger_est_entendue(dangers, id, text):
    assert heard(dangers, text) == id


@pytest.mark.parametrize("text", NEAR_MISSES)
def test_des_mots_qui_ressemblent_au_danger_n_en_sont_pas(dangers, text):
    assert heard(dangers, text) is None


@pytest.mark.parametrize("name", FLOORS)
def test_les_tournures_gardées_à_part_sont_entendues(dangers, name):
    found = [(id, heard(dangers, text)) for id, texts in SENTENCES[name].items() for text in texts]
    recall, right = FLOORS[name]
    assert sum(got is not None for _, got in found) / len(found) >= recall
    assert sum(got == id for id, got in found) / len(found) >= right


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("mon mari me frappe et je veux mourir", "suicide"),
        ("Bonjour. Je refais ma carte d'identité. Mon mari me frappe. Merci", "violences_conjugales"),
        ("il a un couteau, mon fils saigne beaucoup", "urgence_medicale"),
        ("je suis mort de fatigue et mon père me frappe", "enfant_en_danger"),
        ("MON MARI ME FRAPPE !!!", "violences_conjugales"),
    ],
)
def test_le_danger_le_plus_urgent_répond_même_au_milieu_d_autre_chose(dangers, text, id):
    assert heard(dangers, text) == id


@pytest.mark.parametrize("text", ["", "?", "...", "😀", "\u200b", "a" * 1000, "mon " * 300, "<enfant> … (a|b)"])
def test_n_importe_quel_texte_se_lit(dangers, text):
    assert heard(dangers, text) is None


def test_écouter_ne_coûte_presque_rien(dangers):
    """A few times what it costs to read the spelling, which the search does too; milliseconds for the worst message."""
    texts = NEAR_MISSES * 3
    assert spent(dangers.recognise, texts) < 8 * spent(normalize, texts)
    worst = "mon mari est en train de me " * 36
    assert spent(dangers.recognise, [worst]) < 0.1


def spent(function, texts):
    start = time.perf_counter()
    for text in texts:
        function(text)
    return time.perf_counter() - start


LISTS = {"conjoint": ["mon (mari|ex)"], "rond": ["<rond>"]}


def says(expression, text):
    found = Expressions.read([expression], LISTS)
    return any(found.found(sentence) for sentence in sentences(text))


@pytest.mark.parametrize(
    ("expression", "text", "expected"),
    [
        ("me frappe", "il me FRAPPÉ", True),
        ("me frappe", "il me frappera", False),
        ("frapp*", "ils me frapent", True),
        ("mari … bat", "mon mari, quand il boit, me bat", True),
        ("mari … bat", "mon mari. Il se bat", False),
        ("mari … bat", "mon mari un deux trois quatre cinq six bat", False),
        ("<conjoint> me (bat|tape)", "mon ex me tape", True),
        ("<conjoint> me (bat|tape)", "mon ami me tape", False),
        ("veux (vraiment)? mourir", "je veux mourir", True),
        ("veux (vraiment)? mourir", "je veux vraiment mourir", True),
        ("m'a viole", "on ma violée", True),
        ("^ a l'aide $", "à l'aide !", True),
        ("^ a l'aide $", "à l'aide de mon compte", False),
    ],
)
def test_la_langue_des_expressions(expression, text, expected):
    assert says(expression, text) is expected


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("", "aucun mot"),
        ("…", "aucun mot"),
        ("(bat|tape", "jamais fermée"),
        ("bat) tape", "fermée de trop"),
        ("bat | tape", "hors des parenthèses"),
        ("(bat|)", "choix vide"),
        ("mari?", "signe inattendu « ? »"),
        ("[a]", "signe inattendu « [ »"),
        ("<conjont> bat", "liste inconnue <conjont>"),
        ("<rond>", "tourne en rond"),
    ],
)
def test_une_expression_mal_écrite_est_refusée(expression, message):
    with pytest.raises(ExpressionError, match=message.replace("?", r"\?").replace("[", r"\[")):
        Expressions.read([expression], LISTS)


def test_l_avis_se_suffit_à_lui_même(dangers):
    frame = dangers.kind("violences_conjugales").frame()
    assert (frame["kind"], frame["level"], frame["danger"]) == ("notice", "danger", "violences_conjugales")
    hrefs = {call["number"]: call["href"] for call in frame["calls"]}
    assert hrefs == {
        "39 19": "tel:3919",
        "17": "tel:17",
        "114": "sms:114",
        "116 006": "tel:116006",
        "": "https://arretonslesviolences.gouv.fr",
    }
    for said in (frame["title"], frame["say"], "39 19 : ", "114 : ", frame["source"]["url"], "1er janvier 2024"):
        assert said in frame["text"]


def test_un_danger_inconnu_a_quand_même_une_réponse(dangers):
    assert dangers.kind("").id == dangers.kind("jamais_vu").id == "en_danger"


def test_la_conversation_continue_après_l_avis(dangers):
    danger = dangers.kind("violences_conjugales")
    after = dangers.afterwards(danger, lambda sheet: sheet == "F12544", True)
    assert [option["payload"] for option in after["options"]] == ['/choose{"procedure": "F12544"}', "/resume"]
    assert after["reason"] == "menu"
    assert dangers.afterwards(danger, lambda sheet: False, False) is None


def changed(tmp_path, change):
    data = yaml.load((ROOT / DANGERS).read_text("utf-8"), Loader=yaml.BaseLoader)
    change(data)
    path = tmp_path / DANGERS
    path.parent.mkdir(parents=True)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), "utf-8")
    return path


CHANGES = {
    "dangers[0].title absent": lambda d: d["dangers"][0].pop("title"),
    "dangers[0].urgent clé inconnue": lambda d: d["dangers"][0].update(urgent="oui"),
    "dangers[0].level inconnu": lambda d: d["dangers"][0].update(level="demain"),
    "dangers[0].calls vide": lambda d: d["dangers"][0].update(calls=[]),
    "dangers[0].calls[0] « 15 » n'est pas dans numbers": lambda d: d["dangers"][0].update(calls=["15"]),
    "dangers[0].expressions[0] parenthèse jamais fermée": lambda d: d["dangers"][0].update(expressions=["(a"]),
    "dangers[0].reviewed.on n'existe pas": lambda d: d["dangers"][0]["reviewed"].update(on="2026-02-30"),
    "dangers[0].say vide": lambda d: d["dangers"][0].update(say=""),
    "dangers[1].id en double": lambda d: d["dangers"][1].update(id=d["dangers"][0]["id"]),
    "dangers mal écrit": lambda d: d.update(dangers="rien"),
    "numbers.samu ni numéro ni lien": lambda d: d["numbers"]["samu"].pop("number"),
    "numbers.samu.number mal écrit": lambda d: d["numbers"]["samu"].update(number="le 15"),
    "numbers.enfance_tchat.link adresse en http://": lambda d: d["numbers"]["enfance_tchat"].update(link="http://a.fr"),
    "sources.couple.date mal écrit": lambda d: d["sources"]["couple"].update(date="janvier 2024"),
    "lists.arme[0] liste inconnue <couteau>": lambda d: d["lists"].update(arme=["<couteau>"]),
    "default « rien » n'est pas un danger": lambda d: d.update(default="rien"),
    "sources.rules clé réservée à Rasa": lambda d: d["sources"].update(rules=dict(d["sources"]["couple"])),
}


@pytest.mark.parametrize("line", CHANGES)
def test_un_fichier_faux_dit_où_quoi_et_le_remède(tmp_path, line):
    path = changed(tmp_path, CHANGES[line])
    problems = [str(problem) for problem in check_dangers(path)]
    assert any(problem.startswith(f"data/danger/dangers.yml : {line}") for problem in problems)
    assert all(" — " in problem for problem in problems)
    with pytest.raises(GuichetError, match="guichet check"):
        load_dangers(path)


def test_tous_les_problèmes_sont_dits_d_un_coup(tmp_path):
    def spoil(data):
        data["dangers"][0].pop("title")
        data["dangers"][3].pop("say")
        data["sources"]["couple"]["date"] = "?"

    assert len(check_dangers(changed(tmp_path, spoil))) == 3


def test_un_fichier_absent_se_dit_en_une_ligne(tmp_path):
    with pytest.raises(GuichetError, match=r"dangers\.yml : illisible"):
        load_dangers(tmp_path / DANGERS)
