"""Which function reads which element of a text; leaves out the elements that only a whole sheet has."""

from __future__ import annotations

from guichet.catalogue.official import blocks, choices, links
from guichet.catalogue.official.reader import Handler

HANDLERS: dict[str, Handler] = {
    **dict.fromkeys(
        ("Texte", "Introduction", "Contenu", "ContenuIllustre", "Description", "Commentaire", "Accueil", "Connexion"),
        blocks.read_inside,
    ),
    **dict.fromkeys(("FragmentConditionne", "ListeOuSAdresser"), blocks.read_inside),
    **dict.fromkeys(("Cout", "NbEtapes", "Langue", "Calendrier", "Public", "Recherchable"), blocks.read_inside),
    **dict.fromkeys(("Etapes", "Documents", "ModeEmploi", "Suivi", "Delai", "Recours"), blocks.read_inside),
    **dict.fromkeys(("CommentFaireSelf", "SuiviSelf"), blocks.read_inside),
    **dict.fromkeys(("IntroductionSimple", "CaracteristiqueLibre", "PartieLibre"), blocks.read_introduction),
    "Paragraphe": blocks.read_paragraph,
    "TitreFlottant": blocks.read_heading,
    "Liste": blocks.read_list,
    "Tableau": blocks.read_table,
    **dict.fromkeys(("ASavoir", "ANoter", "Consigne", "Attention", "Rappel", "Exemple"), blocks.read_callout),
    **dict.fromkeys(("Aide", "Complement", "Avertissement"), blocks.read_callout),
    "Definition": links.read_definition_inline,
    "Abreviation": links.read_definition_inline,
    **dict.fromkeys(("Chapitre", "SousChapitre"), blocks.read_chapter),
    "Conclusion": blocks.read_conclusion,
    **dict.fromkeys(("Image", "Video", "Infographie", "Illustration"), blocks.read_media),
    **dict.fromkeys(("ImageIllustration", "VideoIllustration"), blocks.read_media),
    **dict.fromkeys(("BlocCas", "ListeSituations"), choices.read_cases),
    "Problematiques": choices.read_guided,
    "Questionnaire": choices.read_questionnaire,
    "ServiceEnLigne": links.read_service,
    "ServiceEnLigneAnnexe": links.read_annex_alone,
    "ServiceEnLigneAlternatif": links.read_alternative,
    **dict.fromkeys(("OuSAdresser", "QuiPeutMAider", "OuSAdresserSupport"), links.read_office),
    **dict.fromkeys(("Reference", "PourEnSavoirPlus", "Partenaire"), links.read_reference),
    **dict.fromkeys(("LienExterneCommente", "Lien"), links.read_commented_link),
    "LienWeb": links.read_web_link,
}
