"""Which aspect a part of a sheet speaks of, told from its title and its markup.

Official sheets don't say it: titles are free text. Editors do, in `Chapter.aspects`, and are believed.
"""

from __future__ import annotations

import re
from functools import lru_cache

from guichet.language import fold
from guichet.procedure import Aspect, Block, BulletList, Chapter, Office, Paragraph, Service

#: Folded words of a title that announce an aspect. A title may announce several.
_TITLES: dict[Aspect, str] = {
    Aspect.DOCUMENTS: r"document|pieces? |pieces?$|justificatif|dossier a|constituer (le|un|son|votre) dossier|"
    r"formulaire|a fournir|a presenter",
    Aspect.COST: r"cout|combien ca|prix|tarif|payant|gratuit|timbre fiscal|frais\b|montant|payer|paiement|redevance",
    Aspect.DELAY: r"delai|combien de temps|dans quel temps|quand (obtenir|recevoir|recoit|est[- ]il)|"
    r"obtention|retirer|retrait d|remise d|recevoir|date limite|quand (faire|s'inscrire|demander|declarer|deposer)",
    Aspect.WHERE: r"\bou\b|lieu|aupres de qui|a qui (s'adresser|demander|faut)|choisir le lieu|"
    r"sur place|se rendre|guichet",
    Aspect.ONLINE: r"en ligne|sur internet|par internet|teleservice|pre-demande",
    Aspect.ELIGIBILITY: r"condition|qui (est|peut|a droit|doit)|concerne|beneficiaire|droit a|"
    r"peut-on|age\b|faut-il (etre|avoir)|personnes? concernee",
    Aspect.STEPS: r"demarche|comment|procedure|etape|demande|declarer|s'inscrire|prendre rendez-vous|deposer|faire la",
    Aspect.VALIDITY: r"validite|valable|combien de temps .*valable|renouvel|duree",
    Aspect.CONTACT: r"par telephone|par messagerie|par courrier|par courriel|par mail|contact|"
    r"s'adresser|qui peut m'aider",
    Aspect.RECOURSE: r"recours|contest|refus|litige|reclamation|saisir|sanction",
}


@lru_cache(maxsize=1)
def _patterns() -> dict[Aspect, re.Pattern[str]]:
    return {aspect: re.compile(rf"(?<![a-z])(?:{pattern})") for aspect, pattern in _TITLES.items()}


@lru_cache(maxsize=4096)
def aspects_of_title(title: str) -> frozenset[Aspect]:
    """The aspects that a title announces; none for « De quoi s'agit-il ? »."""
    folded = fold(title)
    return frozenset(aspect for aspect, pattern in _patterns().items() if pattern.search(folded))


def speaks_of(block: Block, aspect: Aspect) -> bool:
    """Whether a block is about an aspect by itself, whatever stands around it."""
    if isinstance(block, Chapter):
        return aspect in (block.aspects or aspects_of_title(block.title))
    if isinstance(block, Service):
        return aspect is Aspect.ONLINE
    if isinstance(block, Office):
        return aspect in (Aspect.WHERE, Aspect.CONTACT)
    if isinstance(block, Paragraph):
        return _sentence_speaks_of(block.content.text, aspect)
    return isinstance(block, BulletList) and any(speaks_of(b, aspect) for item in block.items for b in item)


#: Words of a sentence that settle an aspect; only those where a sentence alone is an answer.
_SENTENCES: dict[Aspect, str] = {
    Aspect.COST: r"\d\s?€|gratuit|payant|\d\s?euros",
    Aspect.DELAY: r"\bdelais?\b|\bdans (les|un delai|le mois)|"
    r"\d+ (jours?|semaines?|mois) (apres|avant|suivant|environ)|au plus tard",
    Aspect.VALIDITY: r"\bvalables?\b|duree.*validite|validite",
    Aspect.WHERE: r"n'importe quelle mairie|aupres d|vous rendre|s'adresser|sur place",
    Aspect.RECOURSE: r"\brecours\b|tribunal administratif|contester",
}


#: Aspects that a sentence may answer on its own.
TOLD_BY_SENTENCES = frozenset(_SENTENCES)


@lru_cache(maxsize=1)
def _sentence_patterns() -> dict[Aspect, re.Pattern[str]]:
    return {aspect: re.compile(pattern) for aspect, pattern in _SENTENCES.items()}


def _sentence_speaks_of(text: str, aspect: Aspect) -> bool:
    pattern = _sentence_patterns().get(aspect)
    return pattern is not None and pattern.search(fold(text)) is not None
