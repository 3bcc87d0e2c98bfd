"""What intents mean to the dialogue: which aspect they ask for, which are small talk, and how doubt is settled."""

from __future__ import annotations

from guichet.procedure import Aspect

#: What an intent asks about a procedure; the other intents ask for the procedure as a whole.
ASPECTS = {f"ask_{aspect.value}": aspect for aspect in Aspect} | {"ask_appointment": Aspect.WHERE}

#: Words that ask something of a procedure without saying which, folded.
ASKING = frozenset(
    """
    combien cout coute coutent prix tarif payer paye montant gratuit gratuite document papier piece fournir
    apporter justificatif delai temps longtemps attendre attente dure duree ligne internet site adresse adresser
    lieu endroit aller rendez rdv prendre condition droit etape demarche procedure valable validite valide
    repondre repond repondent toucher touche verser verse rembourser indemniser demande demander
    contact contacter telephone numero joindre recours contester refus refuse suivi suivre question autre ok
    alors sinon necessaire obligatoire prend prennent pris quelque chose cher chere recevoir arriver mettre met
    tps fois attends attendez fait bref coup dites dis euh bon exactement gros environ total tout
    """.split()
)

#: Words of someone who waits for news of a file, whatever it is about, folded.
FOLLOWING = frozenset(
    """
    dossier reponse statut etat avancement avance avancer nouvelle nouveau reference recu accepte traite bloque complet
    envoye depose poste courrier cours toujours rien encore aucune bien verifier consulter
    jour semaine mois dernier deux trois janvier fevrier mars avril mai juin juillet aout septembre octobre novembre
    decembre
    """.split()
)

#: Small talk, and what is said of the walk rather than in it: no procedure is looked for.
SMALL_TALK = frozenset(
    """
    greet thank goodbye affirm deny help bot_challenge human_handoff complaint insult repeat restart
    danger back cancel ask_why dont_know
    """.split()
)

#: Whoever is in danger, asks for a person or is angry is heard as such whatever else is said.
_NEVER_DOUBTED = frozenset({"danger", "human_handoff", "insult"})

#: Said with doubt, these give way to words that surely point to a procedure.
_YIELDING = (SMALL_TALK | {"out_of_scope", "ill_at_ease", "ask_status"}) - _NEVER_DOUBTED

#: What would lose the thread is not done when heard with less confidence: the words are taken for an answer.
_HEARD = 0.6
_LOSING = frozenset("restart cancel goodbye greet thank complaint bot_challenge ill_at_ease".split())

#: Under this, what is asked of a procedure is too doubtful to be all that is answered.
_ASPECT_HEARD = 0.45

#: Under this, a message is not declined when some procedures come near it.
_STRANGE = 0.5

#: From this confidence on, an intent alone settles that nothing is asked about a procedure.
_SURE = 0.75


def settle_intent(intent: str, confidence: float, decision: str, instead: str = "describe_situation") -> str:
    """The intent of a message, or `instead` where the words surely point to a procedure and the intent gives way.

    « Revenons à ma carte d'identité » is heard with certainty, and names what to come back to.
    """
    if decision == "answer" and intent in ASPECTS and confidence < _ASPECT_HEARD:
        return "describe_situation"
    if decision != "answer" and intent in _LOSING and confidence < _HEARD:
        return "nlu_fallback"
    if decision == "choose" and intent == "out_of_scope" and confidence < _STRANGE:
        return instead
    # What is told and what is asked of it are in one message: as good as certain of both, the question is answered.
    if decision == "answer" and intent == "describe_situation":
        return instead
    yields = intent == "resume" or (confidence < _SURE and intent in _YIELDING)
    return instead if yields and decision == "answer" else intent


def settle_numbered(intent: str, confidence: float) -> str:
    """The intent of a message that gives the number of a request: it is about that request.

    Unless a person is surely asked for: who then gets a status has to ask again.
    """
    return intent if intent == "human_handoff" and confidence >= _SURE else "ask_status"


def wished(intent: str) -> str | None:
    """The aspect that an intent asks for, as a button carries it."""
    aspect = ASPECTS.get(intent)
    return aspect.value if aspect else None


def settle(intent: str, decision: str) -> str:
    """The decision of a message, once its settled intent is known too: answer, choose or none."""
    return "none" if intent in SMALL_TALK or intent == "out_of_scope" else decision
