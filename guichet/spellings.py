"""How citizens spell: abbreviations of text messages, glued elisions, words said before and after asking.

Tables only, in lower case; `guichet.language` applies them. Acronyms of the administration (CNI, APL) are not here:
they are names of things, and belong to the sheets.
"""

from __future__ import annotations

#: What is meant → the words typed for it. None of these is a French word that a citizen would mean as such here.
SPELLINGS: dict[str, str] = {
    "appartement": "appart",
    "aujourd'hui": "ajd ajrd aujourdhui ojd",
    "aussi": "osi ossi",
    "avec": "ac avk avek",
    "beaucoup": "bcp bcps",
    "bonjour": "bjour bjr bonjoue",
    "bonsoir": "bsoir bsr",
    "combien": "cbien combi1 conbien",
    "comment": "cmnt cmt coman comen commen coment komen koment",
    "coucou": "cc",
    "dans": "ds",
    "document": "doc",
    "documents": "docs",
    "dois": "doi",
    "décédé": "dcd",
    "déjà": "deja dja",
    "désolé": "dsl dslé",
    "faudra": "fodra",
    "faudrait": "fodrai",
    "faut": "fo",
    "il y a": "ya",
    "il y aura": "yora",
    "information": "info",
    "informations": "infos",
    "j'attends": "jattend",
    "je cherche": "jcherche",
    "je comprends": "jcomprend jcomprends",
    "je connais": "jconnais",
    "je dois": "jdoi jdois",
    "je fais": "jfais",
    "je me": "jme",
    "je ne": "jne",
    "je peux": "jpe jpeu jpeux",
    "je sais": "jsais",
    "je suis": "chui chuis jss jsui jsuis jui",
    "je te": "jte",
    "je vais": "jvai jvais",
    "je veux": "jve jveu jveut jveux",
    "je voudrais": "jvoudrai jvoudrais jvoudré jvoudrè",
    "jusqu'à": "jusqua",
    "longtemps": "lgtps longtmps",
    "maintenant": "mnt mtn mtnt",
    "merci": "mci merki mrc mrci",
    "même": "mm",
    "non": "nn",
    "nous": "nou ns",
    "numéro": "num",
    "ordinateur": "ordi",
    "oui": "wi",
    "papiers": "papié papiés",
    "parce que": "parske pcq psk",
    "passeport": "paseport pasport passport",
    "permis": "permi permie",
    "plus": "plu",
    "pour": "pr",
    "pourquoi": "pk pkoi pourkoi pourkwa pq",
    "problème": "pb pblm",
    "problèmes": "pbs",
    "quand": "kan kand qand qd",
    "que": "ke",
    "quel": "kel",
    "quelle": "kelle",
    "quelles": "kelles",
    "quelqu'un": "kelkun qq1 qqn quelquun",
    "quelque": "qlq kelke kelk",
    "quelque chose": "qqch",
    "quels": "kels",
    "qui": "ki",
    "quoi": "koi kwa",
    "rendez-vous": "rdv rendezvous",
    "s'il te plaît": "stp",
    "s'il vous plaît": "plz silvouplait svp svpp",
    "salut": "slt",
    "suis": "sui",
    "temps": "tps tmps",
    "toujours": "tjr tjrs tjs",
    "tout": "tt",
    "tout le monde": "tlm",
    "veux": "veu",
    "voilà": "vla",
    "voudrais": "vodrai voudrai voudré",
    "vous": "vs",
    "vraiment": "vrmnt vrmt",
    "ça": "ca",
}

#: Short words that mean something else alone: (what is typed, what it stands for), as patterns, applied in order.
PHRASES: tuple[tuple[str, str], ...] = (
    (r"\bqu? ?est? ce (?=que?\b|ki\b|qu\b|qu'|k\b)", "qu'est-ce "),
    (r"\bquest[- ]ce\b", "qu'est-ce"),
    (r"\bkes ?ke?\b|\bkesk\b|\bqes? ?que\b|\bkeske\b", "qu'est-ce que"),
    (r"\b(?:est?|esse?|ess?|eske|esk)(?:[- ]?(?:que?|ke|k))\b|\besk?e?\b(?= (?:je|tu|il|on|vous|c|jpe))", "est-ce que"),
    (r"\best ce\b", "est-ce"),
    (r"\bs[' ]?il? (?:vou[st]?|te) pl(?:ai|aî|é|e)t?\b", "s'il vous plaît"),
    (r"\brendez vous\b", "rendez-vous"),
    # "6 moi de loyer".
    (r"(?<=\d )moi\b", "mois"),
    (r"\baujourd hui\b", "aujourd'hui"),
    # "g perdu", but not "500 g de farine".
    (r"(?<![\d'] )(?<![\w'])(?:g|gé|jé|jè) (?=[^\W\d])", "j'ai "),
    (r"(?<![\w'])j (?=[bcdfgklmnpqrstvwxz])", "je "),
    # "c koi", but not "permis c pour…".
    (
        r"(?<!permis )(?<!catégorie )(?<!categorie )(?<![\w'])c (?=(?:quoi|koi|qui|ki|combien|pour|pr|ou|où|quand|quel"
        r"|comment|cmt|possible|gratuit|payant|normal|obligatoire|bon|pas|le|la|les|un|une|mon|ma|trop|cher|urgent)\b)",
        "c'est ",
    ),
    (r"(?<![\w'])c (?=(?:est|était|etait)\b)", "c'"),
    (r"(?<![\w'])([jldnmst]|qu) (?=[aeiouyhàâéèêëîïôùû]\w)", r"\1'"),
    (r"\bsa (?=(?:cou?te|coûte|fait|prend|marche|se|va|dure|sert|veut|suffit|ne)\b)", "ça "),
    (r"\bcb (?=(?:ca|ça|sa|de|coute|coûte|je|il|pour)\b)", "combien "),
)

#: What sounds the same in a word without accents: (letters, how they are heard), as patterns, applied in order.
SOUNDS: tuple[tuple[str, str], ...] = (
    (r"(?<=\w\w)(?:aient|ait|ais|ai|ers|er|ez|ees|ee|es|ent|e|s|x|t|d)$", ""),
    (r"(?<=\w\w\w)(?:e|s|t)$", ""),
    (r"eau|au", "o"),
    (r"ai|ei|ae", "e"),
    (r"ph", "f"),
    (r"qu|ck|c(?=[aoulrt])|ch(?=r)|q", "k"),
    (r"c(?=[eiy])|sc(?=[eiy])|ss|(?<=[aeiou])t(?=ion)", "s"),
    (r"g(?=[eiy])", "j"),
    (r"an|am|em", "en"),
    (r"y", "i"),
    (r"h", ""),
    (r"(.)\1", r"\1"),
)

#: Words that take an elision, for "didentite", "jhabite", "ninscrit": prefix letters → words.
ELIDED: dict[str, str] = {
    "ld": """abonnement accident accord achat acte administration adoption adresse aide aides aah ants apl allocation
        allocations amende ancien ancienne année appartement apprentissage argent arrêt assurance attestation
        autorisation aut avis avocat échéance école éducation élection élections électricité emploi employeur enfant
        enfants enregistrement enquête entreprise entretien état étranger étrangère étudiant extrait hébergement
        héritage heure hôpital handicap huissier habitation identité immatriculation immeuble impôt impôts indemnité
        indemnités information informations inscription intérim invalidité obligation occasion office officier
        ordonnance organisme origine urbanisme urgence usage urssaf annuler avoir être aller obtenir acheter habiter
        apprendre hébergé inscrire occuper envoyer ouvrir ordre expulsion adulte assistante association auto""",
    "d": "un une abord accueil avance ailleurs être",
    "j": """ai aurai aurais avais aimerai aimerais arrive attends attendais habite habitais hésite envoie étais oublie
        ose y en emménage entends essaie ouvre obtiens achète appelle apprends espère hérite""",
    "n": "ai est avait arrive avais a en y ont avez étais était habite obtiens existe",
    "l": "ai an une on ants",
    "m": """aide aider aidez expliquer explique expliquez indiquer indiquez informer envoyer inscrire inscris
        installer intéresse orienter adresser occupe appelle avez arrive""",
    "s": "inscrire adresser occuper agit appelle installer il ils",
    "t": "as es aider",
    "c": "est était étaient",
    "qu": "il ils on un une est en elle elles aucun",
}

#: French words that look like a glued elision and are not.
WHOLE: tuple[str, ...] = ("la", "ma", "na", "sa", "ta", "mai", "des", "les", "ses", "mes", "tes", "quelle", "quelles")

#: What people say before asking, once or several times over, on text without case nor accents.
OPENINGS: tuple[str, ...] = (
    r"(?:re ?-?)?(?:bonjour|bonsoir|salut|coucou|hello|hey|bjr|bsr|slt|yo|hola)\b(?: a (?:tous|toutes|vous))?"
    r"(?: (?:tout le monde|messieurs dames|mesdames|monsieur|madame|mme|mr))*",
    r"(?:madame|mesdames|monsieur|messieurs)(?:(?:,| et| ou|, et)? (?:madame|monsieur|messieurs)\b|(?= ?[,.:!…]))",
    r"(?:s'il (?:vous|te) plait|svp|stp|please|pardon|excusez[- ]moi|excuse[- ]moi|desolee?(?: de vous deranger)?)\b",
    r"(?:alors|voila|donc|bah|ben|euh+|eh bien|en fait)\b(?=[ ,.:!…])|(?:bon|oui|ok)\b(?= ?[,.:!…])",
    r"(?:j'ai|j'aurais) (?:juste )?(?:une|deux|quelques|des) (?:petites? )?questions?\b"
    r"(?: (?:a propos|au sujet|concernant|sur|pour vous|svp)\b(?: d(?:e|u|es)\b)?)?",
    r"(?:petite|simple|juste une|une) question\b(?= ?[:,.!?])",
    r"j'(?:ai|aurais) besoin (?:d'(?:un |une |des )?(?:renseignements?|informations?|infos?|aide)|de renseignements?"
    r"|de savoir|de vos lumieres)\b(?: (?:sur|concernant|pour savoir|au sujet d(?:e|u|es)))?(?: si\b)?",
    r"je (?:voudrais|voulais|voudrai|veux|souhaite|souhaiterais|souhaitais|desire|desirerais|cherche a|viens)"
    r"(?: (?:juste|bien|simplement|aussi))* (?:savoir|connaitre|comprendre|vous demander|demander|me renseigner"
    r"|des (?:renseignements|informations|infos)|un renseignement|avoir des (?:renseignements|informations|infos))\b"
    r"(?: (?:sur|concernant|au sujet d(?:e|u|es)))?(?: si\b)?",
    r"j'aimerais?(?: (?:juste|bien))* (?:savoir|connaitre|comprendre|vous demander|me renseigner)\b(?: sur)?(?: si\b)?",
    r"(?:pouvez|pourriez|pourrais|peux|saurez|savez|sauriez)[- ](?:vous|tu)(?: (?:svp|me|m'|nous|s'il vous plait))*"
    r" ?(?:dire|indiquer|expliquer|renseigner|informer|preciser|aider)\b(?: (?:sur|concernant|a savoir))?(?: si\b)?",
    r"(?:est[- ]ce que )?(?:vous|tu) (?:pouvez|pourriez|peux|pourrais|savez) (?:me |m'|nous )?"
    r"(?:dire|indiquer|expliquer|renseigner|informer|preciser|aider)\b(?: (?:sur|concernant))?(?: si\b)?",
    r"(?:est[- ]ce que )?(?:quelqu'un|vous|tu) (?:peut|sait|savez|sais)(?: me dire)?"
    r" (?=comment|ou|si|quand|combien|quel)",
    r"(?:dites|dis)[- ]moi\b(?: si\b)?",
    r"je (?:vous|me permets de vous) (?:ecris|contacte|contacter|ecrire|sollicite)\b"
    r"(?: (?:car|parce que|pour savoir|au sujet d(?:e|u|es)|concernant|afin de savoir))?(?: si\b)?",
    r"merci de (?:me|m'|bien vouloir me) ?(?:dire|indiquer|renseigner)\b(?: si\b)?",
)

#: What people say after asking.
CLOSINGS: tuple[str, ...] = (
    r"(?:je vous (?:en )?remercie|(?:un grand |grand )?merci)(?: (?:beaucoup|bien|bcp|infiniment|d'avance|par avance"
    r"|a vous|a tous|pour votre (?:aide|reponse|retour)|pour vos reponses|de votre (?:aide|reponse|retour)|vous"
    r"|de me (?:repondre|dire|renseigner)))*",
    r"(?:s'il (?:vous|te) plait|svp|stp|please)",
    r"(?:bien )?cordialement|bien a vous|salutations|bonne (?:journee|soiree)|bonsoir|a bientot",
    r"(?:dans l'attente|en attente) de (?:votre|vos) (?:reponses?|retours?)",
)
