"""Whole sheets of the hand-written feed, compared with the trees they must give."""

import pytest

from guichet.catalogue.official import read_file
from guichet.procedure import (
    Annex,
    BulletList,
    Callout,
    Cell,
    Chapter,
    Choice,
    Definition,
    Fragment,
    Heading,
    Link,
    Mark,
    Media,
    Notice,
    Office,
    Option,
    Paragraph,
    Procedure,
    Reference,
    Resource,
    RichText,
    Row,
    Service,
    Source,
    Table,
    Topic,
    decode,
    encode,
)
from tests.catalogue.archives import FEED


def para(text: str) -> Paragraph:
    return Paragraph(content=RichText(text=text))


F101 = Procedure(
    id="F101",
    title="Emprunter une barque",
    source=Source(
        title="Emprunter une barque",
        url="https://exemple.test/F101",
        date="2026-04-02",
        producer="Service-Public.fr / DILA",
    ),
    description="Comment emprunter une barque du lac.",
    theme="Loisirs",
    sheets=("F101",),
    short_title="Barque",
    audience=(
        "Particuliers",
        "Rameur",
        "Promeneur",
    ),
    modified="2026-04-02",
    important_change="2026-03-01",
    status="miseAJourAVenir",
    path=(
        Link(id="N201", title="Loisirs"),
        Link(id="N210", title="Sur l'eau"),
        Link(id="N202", title="Lac municipal"),
        Link(id="N202-1", title="Naviguer"),
    ),
    introduction=(
        Paragraph(
            content=RichText(text="Le lac prête des barques : à tous .", marks=(Mark(start=27, end=33, kind="strong"),))
        ),
    ),
    body=(
        Chapter(
            title="Préparer sa venue",
            blocks=(
                Paragraph(
                    content=RichText(
                        text="Le 1er prêt coûte 5 € au plus, CO2 compris.",
                        marks=(
                            Mark(start=4, end=6, kind="sup"),
                            Mark(start=18, end=29, kind="strong"),
                            Mark(start=18, end=21, kind="value"),
                            Mark(start=33, end=34, kind="sub"),
                        ),
                    )
                ),
                Paragraph(
                    content=RichText(
                        text="Voir la fiche pédalo, le lac, un piège et l'écope.",
                        marks=(
                            Mark(start=5, end=20, kind="link", target="F102"),
                            Mark(start=22, end=28, kind="link", target="https://www.exemple.test/lac"),
                            Mark(start=42, end=49, kind="link", target="R301"),
                        ),
                    )
                ),
                Paragraph(
                    content=RichText(
                        text="On dit aviron, rowing, à la nage, le 2 mai, votre nom.",
                        marks=(
                            Mark(start=7, end=13, kind="term"),
                            Mark(start=15, end=21, kind="term"),
                            Mark(start=23, end=32, kind="quote"),
                        ),
                    )
                ),
                Heading(title="À emporter"),
                BulletList(
                    items=(
                        (para("Un gilet"),),
                        (
                            Fragment(
                                condition="T1",
                                blocks=(
                                    para("Une autorisation"),
                                    BulletList(items=((para("Signée"),),), ordered=True),
                                ),
                            ),
                        ),
                    )
                ),
                Table(
                    rows=(
                        Row(cells=(Cell(blocks=(para("Barque"),), colspan=2),), header=True),
                        Row(
                            cells=(
                                Cell(blocks=(para("1 h"),), rowspan=3),
                                Cell(blocks=(para("4 €"),)),
                            )
                        ),
                    ),
                    title="Tarifs",
                    summary="Prix selon la durée",
                ),
                Callout(level="info", blocks=(para("Le chenil est à côté."),), title="À savoir"),
                Callout(level="note", blocks=(para("Fermé le lundi."),), title="À noter"),
                Callout(level="warning", blocks=(para("Eau profonde."),), title="Attention"),
                Callout(level="reminder", blocks=(para("Gilet exigé."),), title="Rappel"),
                Callout(level="example", blocks=(para("À deux, 4 €."),), title="Exemple"),
                Callout(level="more", blocks=(para("Tirez, puis poussez."),), title="Savoir ramer"),
                Fragment(condition="(T2|T2?)&!T3", blocks=(para("Réservez la veille."),)),
                Fragment(
                    condition="T4", blocks=(Chapter(title="Par gros temps", blocks=(para("Restez à quai."),), level=2),)
                ),
                Chapter(
                    title="Au retour", blocks=(para("Attachez-la."),), level=2, alternative_title="Rendre la barque"
                ),
            ),
            numbered=True,
        ),
        Chapter(
            title="Réserver",
            blocks=(
                Service(
                    id="R401",
                    title="Réserver une barque",
                    url="https://exemple.test/reserver",
                    type="Téléservice",
                    cerfa="99001*01",
                    provider="Ville de test",
                    blocks=(para("Sans compte."),),
                    annexes=(
                        Annex(
                            title="Décharge",
                            url="https://exemple.test/decharge.pdf",
                            type="Formulaire",
                            id="R403",
                            cerfa="99002*01",
                            blocks=(para("À signer."),),
                            notices=(
                                Notice(id="R404", title="Aide à la décharge", url="https://exemple.test/aide.pdf"),
                            ),
                        ),
                    ),
                    notices=(
                        Notice(
                            id="R402", title="Mode d'emploi", url="https://exemple.test/notice.pdf", cerfa="59001#01"
                        ),
                    ),
                ),
                Office(
                    id="R501",
                    title="Capitainerie",
                    pivot="capitainerie",
                    url="https://exemple.test/capitainerie",
                    type="Local personnalisable",
                    provider="Ville de test",
                    blocks=(
                        para("Tous les matins"),
                        para("Quai nord"),
                    ),
                ),
                para("La barque est verte."),
                Media(
                    title="Une barque",
                    type="Image",
                    blocks=(
                        para("Barque verte à quai"),
                        para("Ville de test"),
                    ),
                ),
                Media(title="Ramer", url="https://exemple.test/video", type="Video", blocks=(para("Une leçon."),)),
                Reference(
                    title="Carte du lac",
                    target="https://exemple.test/carte",
                    type="Information pratique",
                    provider="Ville de test",
                ),
            ),
        ),
    ),
    services=(Service(id="R405", title="Lettre au capitaine", type="Modèle de document"),),
    offices=(Office(id="R502", title="Mairie", pivot="mairie", type="Local personnalisé sur SP"),),
    definitions=(
        Definition(
            id="R301",
            title="Écope",
            blocks=(
                para("Petite pelle creuse."),
                Reference(title="Règlement", target="https://exemple.test/ecope", type="Texte de référence"),
            ),
        ),
        Definition(id="R302", title="SNT", blocks=(para("Société nautique de test"),), abbreviation=True),
    ),
    notices=(Callout(level="notice", blocks=(para("Le lac ouvre à 9 h."),), title="Nouveaux horaires"),),
    questions=(Link(id="F104", title="Peut-on se baigner ?"),),
    related=(
        Link(id="F102", title="Louer un pédalo"),
        Link(id="N202", title="Lac municipal"),
        Link(id="F103", title="Quel bateau ?"),
        Link(id="F105", title="Je pars en vacances"),
    ),
    references=(
        Reference(
            title="Arrêté du lac", target="https://exemple.test/arrete", type="Texte de référence", note="Article 3"
        ),
        Reference(title="Météo", target="", type="Information pratique"),
    ),
)

F102 = Procedure(
    id="F102",
    title="Louer un pédalo",
    source=Source(
        title="Louer un pédalo", url="https://exemple.test/F102", date="2026-01-05", producer="Service-Public.fr / DILA"
    ),
    type="question",
    description="Où louer un pédalo.",
    theme="Loisirs",
    sheets=("F102",),
    audience=("Particuliers",),
    modified="2026-01-05",
    body=(
        Choice(
            id="c1",
            options=(
                Option(
                    id="c1.1",
                    label="En été",
                    blocks=(
                        para("De juin à août."),
                        Choice(
                            id="c1.1.1",
                            options=(
                                Option(
                                    id="c1.1.1.1",
                                    label="Vous êtes seul",
                                    blocks=(
                                        Callout(level="help", blocks=(para("Sans passager."),)),
                                        para("Un siège suffit."),
                                        Paragraph(
                                            content=RichText(
                                                text="Comptez 3 €.", marks=(Mark(start=8, end=11, kind="value"),)
                                            )
                                        ),
                                    ),
                                ),
                                Option(
                                    id="c1.1.1.2",
                                    label="Vous êtes plusieurs",
                                    blocks=(
                                        Choice(
                                            id="c1.1.1.2.1",
                                            options=(
                                                Option(id="c1.1.1.2.1.1", label="Deux", blocks=(para("5 €"),)),
                                                Option(id="c1.1.1.2.1.2", label="Trois", blocks=(para("7 €"),)),
                                            ),
                                        ),
                                    ),
                                    condition="T11&T12",
                                ),
                            ),
                        ),
                        Choice(
                            id="c1.1.2",
                            options=(Option(id="c1.1.2.1", label="Membre", blocks=(para("Moitié prix."),)),),
                        ),
                    ),
                    condition="T10",
                ),
                Option(id="c1.2", label="En hiver", blocks=(para("Fermé."),)),
            ),
        ),
    ),
)

F103 = Procedure(
    id="F103",
    title="Quel bateau ?",
    source=Source(
        title="Quel bateau ?",
        url="https://www.service-public.gouv.fr/particuliers/vosdroits/F103",
        date="2026-02-01",
        producer="Service-Public.fr / DILA",
    ),
    type="guided",
    description="Trouver son bateau.",
    theme="Loisirs",
    sheets=("F103",),
    modified="2026-02-01",
    body=(
        Choice(
            id="c1",
            options=(
                Option(
                    id="c1.1",
                    label="Sur le lac",
                    blocks=(
                        para("Vous naviguez sur le lac"),
                        Callout(level="help", blocks=(para("Le lac municipal."),)),
                        Choice(
                            id="c1.1.1",
                            options=(
                                Option(
                                    id="c1.1.1.1",
                                    label="En ramant",
                                    blocks=(
                                        Reference(title="", target="F101", type="Fiche d'information conditionnée"),
                                    ),
                                    condition="T21",
                                ),
                                Option(
                                    id="c1.1.1.2",
                                    label="En pédalant",
                                    blocks=(
                                        Callout(
                                            level="help",
                                            blocks=(
                                                Callout(
                                                    level="help", blocks=(para("Bateau à pédales."),), title="Pédalo"
                                                ),
                                            ),
                                        ),
                                        Reference(title="", target="F102", type="Fiche Question-réponse conditionnée"),
                                    ),
                                ),
                            ),
                        ),
                    ),
                    condition="T20",
                ),
                Option(id="c1.2", label="En mer", blocks=()),
            ),
            question="Où allez-vous naviguer ?",
        ),
    ),
)

F104 = Procedure(
    id="F104",
    title="Je m'installe au bord du lac",
    source=Source(
        title="Je m'installe au bord du lac",
        url="https://www.service-public.gouv.fr/particuliers/vosdroits/F104",
        date="2026-02-03",
        producer="Service-Public.fr / DILA",
    ),
    type="life_event",
    description="Tout pour s'installer.",
    theme="Loisirs",
    sheets=("F104",),
    modified="2026-02-03",
    body=(
        para("Répondez d'abord."),
        Callout(level="help", blocks=(para("Au moins 50 m."),)),
        Choice(
            id="q1",
            options=(
                Option(id="q1.1", label="Oui", blocks=(para("Vous savez nager"),), condition="T30&!T31"),
                Option(id="q1.2", label="Non", blocks=(), condition="T31"),
            ),
            question="Savez-vous nager ?",
        ),
        Fragment(condition="T31", blocks=(Chapter(title="Apprendre", blocks=(para("Prenez des cours."),)),)),
        Choice(
            id="c1",
            options=(
                Option(id="c1.1", label="Enfant", blocks=(para("Petit bain."),)),
                Option(id="c1.2", label="Adulte", blocks=(para("Grand bain."),)),
            ),
        ),
    ),
)

F105 = Procedure(
    id="F105",
    title="Je pars en vacances",
    source=Source(
        title="Je pars en vacances",
        url="https://www.service-public.gouv.fr/particuliers/vosdroits/F105",
        date="2026-02-04",
        producer="Service-Public.fr / DILA",
    ),
    type="external",
    description="Des liens.",
    theme="Loisirs",
    sheets=("F105",),
    modified="2026-02-04",
    body=(
        para("Le site de la gare."),
        Reference(title="Gare de test", target="https://exemple.test/gare", provider="Ville de test"),
    ),
)

F106 = Procedure(
    id="F106",
    title="Ce que la version 3.5 apporte",
    source=Source(
        title="Ce que la version 3.5 apporte",
        url="https://www.service-public.gouv.fr/particuliers/vosdroits/F106",
        date="2026-03-03",
        producer="Service-Public.fr / DILA",
    ),
    description="Nouveaux éléments.",
    theme="Loisirs",
    sheets=("F106",),
    modified="2026-03-03",
    body=(
        Callout(level="note", blocks=(para("Lisez tout."),), title="Consigne"),
        Table(rows=(Row(cells=(Cell(blocks=(para("Case"),)),)),), title="Titre riche"),
        Office(
            id="R501",
            title="Capitainerie",
            type="Local",
            blocks=(
                Heading(title="Accueil"),
                para("Sonnez."),
            ),
        ),
        Reference(title="Plan", target="https://exemple.test/plan", provider="Ville de test", note="En couleurs"),
        Reference(title="Barque", target="F101"),
        Reference(title="Loi du lac", target="https://exemple.test/loi", type="Texte de référence"),
        Callout(level="help", blocks=(para("Pelle."),), title="Écope"),
        Media(title="Les étapes", type="Image"),
        Fragment(condition="!(T5&T6)", blocks=(para("Appelez le 01 00 00 00 00."),)),
        Service(
            id="R406",
            title="Payer",
            url="https://exemple.test/payer",
            type="Téléservice",
            blocks=(
                para("Par carte."),
                para("Avec FranceConnect."),
            ),
        ),
        Chapter(title="Pour finir", blocks=(para("Bonne route."),)),
    ),
    related=(
        Link(id="F105", title="Je pars en vacances"),
        Link(id="F102", title="Louer un pédalo"),
    ),
    references=(Reference(title="Club nautique", target="https://exemple.test/partenaire"),),
)

N202 = Topic(
    id="N202",
    type="Dossier",
    title="Lac municipal",
    source=Source(
        title="Lac municipal", url="https://exemple.test/N202", date="2026-01-01", producer="Service-Public.fr / DILA"
    ),
    description="Le lac.",
    children=(
        Link(id="N202-1", title="Naviguer"),
        Link(id="F101", title="Barque"),
        Link(id="F102", title="Pédalo"),
        Link(id="F103", title="Quel bateau ?"),
        Link(id="F104", title="Peut-on se baigner ?"),
    ),
    blocks=(
        para("Tout sur le lac."),
        Reference(title="Piscine", target="N203"),
    ),
)

R401 = Resource(
    id="R401",
    type="Téléservice",
    title="Réserver une barque",
    source=Source(
        title="Réserver une barque",
        url="https://exemple.test/R401",
        date="2026-01-02",
        producer="Service-Public.fr / DILA",
    ),
    description="Réservation.",
    url="https://exemple.test/reserver",
    cerfa="99001*01",
    other_number="LAC-1",
    modified="2026-01-02",
    blocks=(
        para("Réservez ici."),
        Reference(title="", target="https://exemple.test/reserver", provider="Ville de test"),
        Reference(title="Réserver par courrier", target="R407", type="Formulaire"),
        Service(id="", title="Décharge", url="https://exemple.test/decharge.pdf", type="Formulaire", cerfa="99002*01"),
    ),
    offices=(Office(id="R503", title="Aide du site", url="https://exemple.test/aide", type="Support"),),
    notices=(Notice(id="R402", title="Mode d'emploi", url="https://exemple.test/notice.pdf"),),
    related=(
        Link(id="F101", title="Emprunter une barque"),
        Link(id="N202", title="Lac municipal"),
    ),
)


@pytest.mark.parametrize("expected", [F101, F102, F103, F104, F105, F106, N202, R401], ids=lambda value: value.id)
def test_sheet_gives_this_tree(expected):
    value = read_file((FEED / f"{expected.id}.xml").read_bytes(), set())
    assert value == expected
    assert decode(encode(value), type(value)) == value


def test_unknown_elements_are_named_and_left_out():
    unknown = set()
    read_file((FEED / "F101.xml").read_bytes(), unknown)
    assert unknown == {"Holographe", "Oracle"}


def test_nothing_of_schema_3_5_is_unknown():
    unknown = set()
    read_file((FEED / "F106.xml").read_bytes(), unknown)
    assert unknown == set()
