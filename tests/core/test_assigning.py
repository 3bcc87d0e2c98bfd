"""Une question devient un exemple : écrite à sa place, refusée pour de bonnes raisons, jamais à moitié."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from guichet.assigning import assign, intents, obstacle
from guichet.catalogue.editors import load_editors
from guichet.checking import check_all
from guichet.errors import GuichetError
from guichet.search.examples import load_examples
from tests.core.small_project import COST, INBOX, MUSEUM, POOL, small_project

DAY = date(2026, 11, 22)


@pytest.fixture
def root(tmp_path):
    found = small_project(tmp_path)
    assert check_all(found, found / "absent.db") == []
    return found


def teach(root, target, *texts, author="Camille"):
    return assign(root, root / "absent.db", target, texts, author, DAY)


def contents(root):
    return {path: path.read_bytes() for path in sorted((root / "data").rglob("*")) if path.is_file()}


def test_pour_une_démarche_dans_sa_fiche_avec_auteur_et_date(root):
    before = (root / POOL).read_text("utf-8")
    made = teach(root, "carte_piscine", "où on s'abonne pour   nager")
    line = '- {text: "où on s\'abonne pour nager", author: "Camille", date: 2026-11-22}'
    assert (made.path.as_posix(), made.written) == (POOL, ("où on s'abonne pour nager",))
    after = (root / POOL).read_text("utf-8")
    assert [one for one in after.splitlines() if one not in before.splitlines()] == [line]
    assert check_all(root, root / "absent.db") == []
    pool = next(sheet for sheet in load_editors(root) if sheet.id == "carte_piscine")
    assert pool.examples[-1] == "où on s'abonne pour nager"
    assert load_examples(root)["carte_piscine"][-1] == "où on s'abonne pour nager"


def test_pour_une_fiche_officielle_reprise_dans_la_démarche_qui_la_reprend(root):
    assert teach(root, "F1344", "où on s'abonne pour nager").id == "carte_piscine"


def test_pour_une_autre_fiche_officielle_dans_le_fichier_des_usagers(root):
    teach(root, "F42", "mon voisin a un coq")
    teach(root, "F42", "un coq chante trop tôt")
    teach(root, "F43", "le chien du voisin aboie")
    written = (root / INBOX).read_text("utf-8")
    assert written.startswith("# ")
    assert load_examples(root)["F42"] == ("mon voisin a un coq", "un coq chante trop tôt")
    assert load_examples(root)["F43"] == ("le chien du voisin aboie",)
    assert check_all(root, root / "absent.db") == []


def test_pour_une_intention_dans_une_liste_que_rasa_lit(root):
    before = (root / COST).read_text("utf-8")
    teach(root, "ask_cost", "ça douille ?", "il faut casquer ?")
    after = (root / COST).read_text("utf-8")
    assert after.startswith(before)
    assert after.removeprefix(before) == (
        "  - intent: ask_cost\n"
        "    examples:\n"
        '      - text: "ça douille ?"\n'
        '        metadata: {author: "Camille", date: "2026-11-22"}\n'
        '      - text: "il faut casquer ?"\n'
        '        metadata: {author: "Camille", date: "2026-11-22"}\n'
    )
    teach(root, "ask_cost", "combien d'oseille ?")
    assert (root / COST).read_text("utf-8").count("- intent: ask_cost") == 2
    assert check_all(root, root / "absent.db") == []


REFUSED = {
    "données personnelles": "nager, mon numéro 06 12 34 56 78",
    "crochets": "nager avec [numéro de téléphone masqué]",
    "300 caractères": "ah" * 200,
    "presque une question gardée pour la mesure (data/questions/piscine.yml)": (
        "la PISCINE est ouverte aux bebes nageur le samedi"
    ),
    "presque une question gardée pour la mesure (data/heldout/intents.yml)": "Faut-il sortir la carte bleue ?!",
    "déjà un exemple de « carte_musee »": "Je voudrais une place au musée, numéro UN",
    "déjà un exemple de « greet »": "Salut !",
}


@pytest.mark.parametrize(("why", "text"), REFUSED.items(), ids=list(REFUSED))
def test_une_phrase_qui_ne_convient_pas_est_refusée_et_rien_n_est_écrit(root, why, text):
    before = contents(root)
    with pytest.raises(GuichetError) as refused:
        teach(root, "carte_piscine", "où on s'abonne pour nager", text)
    assert why in str(refused.value)
    assert "06 12" not in str(refused.value)
    assert contents(root) == before


def test_une_situation_peut_être_aussi_celle_d_une_démarche(root):
    teach(root, "carte_piscine", "combien ça coûte")
    assert "combien ça coûte" in load_examples(root)["carte_piscine"]


def test_ce_qui_y_est_déjà_n_est_pas_écrit_deux_fois(root):
    before = contents(root)
    made = teach(root, "carte_piscine", "JE VOUDRAIS une carte, numéro un !")
    assert made.written == ()
    assert contents(root) == before


def test_si_la_vérification_trouve_à_redire_le_fichier_est_rendu_à_l_octet(root):
    # Written on a system with other ends of lines, in part.
    (root / POOL).write_bytes((root / POOL).read_bytes().replace(b"\n", b"\r\n", 3))
    before = contents(root)
    with pytest.raises(GuichetError, match="rien n'a été ajouté"):
        teach(root, "carte_piscine", "où on s'abonne pour nager", author="x" * 61)
    with pytest.raises(GuichetError, match="rien n'a été ajouté"):
        teach(root, "F42", "mon voisin a un coq", author="x" * 61)
    assert contents(root) == before


def test_un_défaut_qui_était_là_avant_n_empêche_rien(root):
    (root / MUSEUM).write_text((root / MUSEUM).read_text("utf-8").replace("Carte du musée", "x"), "utf-8")
    assert check_all(root, root / "absent.db") != []
    teach(root, "carte_piscine", "où on s'abonne pour nager")
    assert "où on s'abonne pour nager" in (root / POOL).read_text("utf-8")


@pytest.mark.parametrize("target", ["inconnue", "F0", "", "../secret", "ask_cost\n"])
def test_une_cible_inconnue_est_refusée(root, target):
    with pytest.raises(GuichetError, match="inconnu"):
        teach(root, target, "où on s'abonne pour nager")


def test_deux_rédacteurs_à_la_fois_écrivent_l_un_après_l_autre(root):
    texts = [f"nager couloir {word}" for word in "bleu vert rouge jaune noir blanc".split()]
    editors = [threading.Thread(target=teach, args=(root, "carte_piscine", text)) for text in texts]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert set(texts) <= set(load_examples(root)["carte_piscine"])
    assert check_all(root, root / "absent.db") == []


def test_sans_le_dépôt_des_rédacteurs_on_le_dit(tmp_path):
    assert "guichet unanswered" in obstacle(tmp_path)
    with pytest.raises(GuichetError, match="dépôt"):
        teach(tmp_path, "rsa", "texte")


def test_les_intentions_se_reconnaissent_à_leur_premier_exemple(root):
    assert intents(root) == {"ask_cost": "combien ça coûte", "greet": "bonjour"}
