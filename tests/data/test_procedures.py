"""Rules that every editor's sheet and every held-out question of this project keeps."""

from __future__ import annotations

import os
import re
import zipfile
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from guichet.catalogue.checker import check_editors
from guichet.catalogue.editors import load_editors
from guichet.catalogue.question_files import HeldOutQuestion, load_questions
from guichet.procedure import Aspect, Chapter, Choice, Paragraph, Procedure, walk
from guichet.settings import ROOT

SHARED = Path(os.environ.get("GUICHET_SHARED", ROOT.parent / "shared"))
CORPUS = SHARED / "corpus" / "vosdroits-2024-02-02.zip"
needs_corpus = pytest.mark.skipif(not CORPUS.exists(), reason=f"le corpus officiel n'est pas là ({CORPUS.name})")

#: The sheets this project is delivered with; an administration may add its own.
SIXTY = frozenset(
    """
    aah_mdph acte_mariage_ou_deces acte_naissance aide_logement allocations_familiales amende_paiement_contestation
    apa arret_maladie aspa autorisation_sortie_territoire carte_grise_changement_adresse
    carte_grise_vehicule_occasion carte_identite_perte_vol carte_identite_premiere_demande
    carte_identite_renouvellement carte_vitale casier_judiciaire_b3 changement_adresse changement_nom cheque_energie
    chomage_actualisation chomage_are chomage_inscription complementaire_sante_solidaire deces_declaration
    declaration_grossesse declaration_naissance declaration_prealable declaration_revenus depot_garantie
    divorce_consentement_mutuel inscription_ecole jdc liste_electorale_inscription livret_famille logement_social
    mariage naturalisation pacs papiers_perdus_ou_voles passeport_majeur passeport_mineur passeport_perte_vol
    pension_alimentaire permis_construire permis_perte_vol porter_plainte preavis_locataire prelevement_source
    prime_activite recensement_citoyen reconnaissance_enfant retraite_demande rsa rupture_conventionnelle succession
    taxe_fonciere titre_sejour vente_vehicule vote_procuration
    """.split()
)
#: What a citizen asks most: no sheet may be silent on these.
MAIN_ASPECTS = {Aspect.DOCUMENTS, Aspect.COST, Aspect.WHERE, Aspect.ONLINE}
#: As many words in a row as an official sheet are a copy, not a coincidence.
COPIED_WORDS = 12


@cache
def procedures() -> tuple[Procedure, ...]:
    return load_editors(ROOT)


@cache
def questions() -> tuple[HeldOutQuestion, ...]:
    return load_questions(ROOT)


@cache
def official_text(sheet: str) -> str:
    with zipfile.ZipFile(CORPUS) as archive:
        name = next(name for name in archive.namelist() if name.rsplit("/", 1)[-1] == f"{sheet}.xml")
        return " ".join(etree.fromstring(archive.read(name)).itertext())


def official_sheets() -> dict[str, str]:
    with zipfile.ZipFile(CORPUS) as archive:
        ids = [match[1] for name in archive.namelist() if (match := re.search(r"(?:^|/)(F\d+)\.xml$", name))]
    return {id_: id_ for id_ in ids}


def each_procedure() -> list:
    return [pytest.param(procedure, id=procedure.id) for procedure in procedures()]


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def test_les_soixante_fiches_sont_là() -> None:
    assert sorted(SIXTY - {procedure.id for procedure in procedures()}) == []


def test_aucun_fichier_de_données_n_a_de_défaut() -> None:
    assert [str(problem) for problem in check_editors(ROOT)] == []


@needs_corpus
def test_toutes_les_fiches_officielles_citées_existent() -> None:
    found = [str(problem) for problem in check_editors(ROOT, official_sheets())]
    assert [line for line in found if "officielle" in line or "retirée" in line] == []


@pytest.mark.parametrize("procedure", each_procedure())
def test_une_fiche_répond_aux_questions_les_plus_posées(procedure: Procedure) -> None:
    answered = {aspect for block in walk(procedure.body) if isinstance(block, Chapter) for aspect in block.aspects}
    assert answered >= MAIN_ASPECTS


@pytest.mark.parametrize("procedure", each_procedure())
def test_chaque_cas_a_son_identifiant(procedure: Procedure) -> None:
    choices = [block for block in walk(procedure.body) if isinstance(block, Choice)]
    ids = [choice.id for choice in choices] + [option.id for choice in choices for option in choice.options]
    assert [id_ for id_, count in Counter(ids).items() if count > 1] == []


@pytest.mark.parametrize("procedure", each_procedure())
def test_plusieurs_fiches_officielles_ont_chacune_leur_bouton(procedure: Procedure) -> None:
    if len(procedure.sheets) > 1:
        assert tuple(link.id for link in procedure.sheet_labels) == procedure.sheets
        assert len({link.title for link in procedure.sheet_labels}) == len(procedure.sheets)


@needs_corpus
@pytest.mark.parametrize("procedure", each_procedure())
def test_une_fiche_est_écrite_avec_nos_propres_mots(procedure: Procedure) -> None:
    official = {run for sheet in procedure.sheets for run in runs(official_text(sheet))}
    ours = [
        block.content.text for block in walk(procedure.introduction + procedure.body) if isinstance(block, Paragraph)
    ]
    assert [text for text in ours if official & runs(text)] == []


def runs(text: str) -> set[tuple[str, ...]]:
    all_words = words(text)
    return {tuple(all_words[i : i + COPIED_WORDS]) for i in range(len(all_words) - COPIED_WORDS + 1)}


@pytest.mark.parametrize("procedure", each_procedure())
def test_une_fiche_a_au_moins_huit_questions_gardées_à_part(procedure: Procedure) -> None:
    own = [question for question in questions() if question.procedure == procedure.id]
    assert len(own) >= 8
    assert [question.text for question in own if not set(question.expected) & set(procedure.sheets)] == []


def test_les_questions_couvrent_aussi_les_autres_démarches_et_le_hors_sujet() -> None:
    known = {procedure.id for procedure in procedures()}
    others = [question for question in questions() if question.kind == "question" and question.procedure not in known]
    assert len(others) >= 150
    assert len({sheet for question in others for sheet in question.expected}) >= 150
    assert sum(question.kind == "out_of_scope" for question in questions()) >= 100
