// Tout ce que la page de discussion dit en français ; le reste vient du serveur.

export const title = "Le guichet";
export const close = "Fermer";
export const conversation = "Conversation";
export const question = "Votre question";
export const send = "Envoyer";
export const hint = "Ne donnez aucune donnée personnelle.";
/** @type {Object<string, string>} */
export const authors = { citizen: "Vous", bot: "Assistant", agent: "Conseiller", system: "Guichet" };
/** @param {string} name */
export const logAgent = (name) => `${name}, agent du guichet`;
export const logQueued = "En attente d'envoi.";
export const logRefused = "Message non envoyé.";
export const logNewMessage = "Nouveau message ↓";
export const logEarlier = "Revoir ce qui précède";
export const logHideEarlier = "Cacher ce qui précède";
export const logMore = "Suite affichée.";
export const sending = "Envoi…";
export const typing = "L'assistant cherche dans les fiches officielles…";
export const notSent = "Message non envoyé.";
/** @param {string|number|undefined} seconds */
export const tooFast = (seconds) => `Un instant : nouvel essai dans ${seconds} s.`;
export const retry = "Réessayer";
export const gone = "Cette conversation n'existe plus. En voici une nouvelle.";
export const masked = "Nous avons masqué une donnée personnelle : elle n'est pas enregistrée.";
export const choicesLabel = "Choix proposés";
export const answer = "Réponse officielle";
export const answerEditor = "Réponse vérifiée";
export const yourCase = "Votre situation : ";
export const more = "Voir plus";
export const rest = "Suite de la réponse";
export const choicesChosen = "Vous avez choisi : ";
export const choicesChange = "changer";
export const choicesOther = "Choix proposés";
export const choicesSee = "revoir";
/** @param {string} deadline */
export const choicesWhen = (deadline) => `Quand : ${deadline}`;
export const aroundDefinition = "Ce mot veut dire";
export const speechListen = "Lire à voix haute";
export const speechStop = "Arrêter la lecture";
export const copyDone = "C'est copié.";
export const copyFailed = "La copie n'a pas marché.";
/** Without a name it is « une personne ». @param {{owner?: string, agent?: string, reference?: string}} event */
export const handoffTitle = ({ owner = "", agent, reference }) => /** @type {Record<string, string>} */ ({
  waiting: "Une personne va vous répondre",
  agent: `${agent || "Une personne"} vous répond`,
  closed: "Votre demande est terminée",
  bot: reference ? "Votre demande est enregistrée" : "L'assistant reprend la conversation",
})[owner];
/** @param {string|undefined} owner @param {string} [agent] @param {number} [place] @returns {string} empty for the bot */
export const personLine = (owner, agent, place) => /** @type {Record<string, string>} */ ({
  waiting: `En attente d'un conseiller${place ? ` : ${place}${place > 1 ? "e" : "er"} dans la file` : ""}`,
  agent: `Vous parlez avec ${agent || "un conseiller"}`,
})[owner ?? ""] ?? "";
export const personWrites = (agent = authors.agent) => `${agent} écrit…`;
/** How the server names what ends a wait, or a conversation with a person. */
export const personLeave = /^(Ne plus attendre|Mettre fin)/;
/** What may be asked for: a hint, and the keyboard that helps. @type {Object<string, string[]>} */
export const asks = {
  email: ["Votre adresse e-mail sert seulement à vous répondre.", "email"],
  phone: ["Votre numéro sert seulement à vous répondre.", "tel"],
  note: ["Un conseiller lira ce mot."],
};
/** @param {number} place */
export const handoffPosition = (place) => `Votre place dans la file : ${place}.`;
/** @param {number} minutes */
export const handoffWait = (minutes) => `Attente : environ ${minutes} min.`;
export const handoffReference = "Votre numéro de suivi ";
export const handoffKeep = "Notez-le pour retrouver votre demande.";
export const handoffCopy = "Copier le numéro";
export const handoffHours = "Horaires : ";
export const feedbackMissing = { up: "Un mot à ajouter ?", down: "Qu'est-ce qui manque ?" };
export const failed = "Cela n'a pas marché. Réessayez.";
export const feedbackHuman = "Parler à une personne";
export const satisfactionQuestion = "Êtes-vous satisfait de cet échange ?";
export const satisfactionScores = ["Pas du tout", "Plutôt non", "Moyennement", "Plutôt oui", "Tout à fait"];
export const satisfactionComment = "Un mot à ajouter ?";
export const danger = "De l'aide, tout de suite";
export const calls = "Qui appeler";
/** @param {string} procedure */
export const checklistTitle = (procedure) => `Votre liste : ${procedure}`;
/** @param {number} ready @param {number} all */
export const checklistReady = (ready, all) => `Documents prêts : ${ready} sur ${all}`;
export const checklistPrint = "Imprimer la liste";
export const checklistCopy = "Copier la liste";
export const checklistDocuments = "Documents à apporter";
export const checklistNext = "Les étapes";
export const checklistParts = {
  notes: "Sur ces documents",
  cost: "Prix",
  delay: "Délai",
  where: "Où aller",
  online: "En ligne",
  appointment: "Rendez-vous",
  validity: "Durée de validité",
  deadline: "À faire avant",
};
export const officesHours = "Tous les horaires";
export const officesMap = "Voir sur un plan";
export const officesPhone = "Téléphone : ";
export const officesEmail = "Courriel : ";
export const officesAccessibility = "Accès : ";
export const officesAppointment = "Prendre rendez-vous";
export const officesContact = "Écrire";
export const officesSite = "Site internet";
export const officesDirectory = "Voir sa page dans l'annuaire officiel";
export const byCase = "Selon votre situation";
export const source = "Source : ";
export const feed = "Données : ";
/** @param {string} date */
export const updated = (date) => `fiche mise à jour le ${date}`;
export const newWindow = " (nouvelle fenêtre)";
export const tableLabel = "Tableau";
/** @param {string} number */
export const cerfa = (number) => `Cerfa n° ${number}`;
export const callouts = {
  info: "À savoir",
  note: "À noter",
  warning: "Attention",
  reminder: "Rappel",
  example: "Exemple",
  help: "Aide",
  more: "En complément",
  notice: "Avertissement",
};
export const helpful = "Cette réponse vous aide ?";
export const yes = "Oui";
export const no = "Non";
export const thanks = "Merci pour votre avis.";
export const erase = "Effacer ma conversation";
export const eraseConfirm = "Effacer toute la conversation, ici et sur nos serveurs ?";
export const erased = "Votre conversation est effacée.";
export const fileName = "ma-conversation.html";
/** @param {number} extra */
export const tooLong = (extra) => `Caractères de trop : ${extra}. Raccourcissez votre message.`;
export const panelLaunch = ["Une démarche ?", "Posez votre question"];
export const panelUnread = (/** @type {number} */ n) => `Nouveaux messages : ${n}`;
export const panelOptions = "Options";
export const panelSize = "Taille du texte";
export const panelSmaller = "Réduire le texte";
export const panelLarger = "Agrandir le texte";
export const panelSizeIs = (/** @type {number} */ percent) => `Taille du texte : ${percent} %`;
export const panelSimple = "Mode simple";
export const panelSimpleHint = "Une seule question à la fois, en grand";
export const panelHuman = "Parler à une personne";
export const panelHumanWords = "Je voudrais parler à quelqu'un";
export const panelOpinion = "Donner mon avis";
export const panelSave = "Enregistrer la conversation";
export const panelPrint = "Imprimer la conversation";
export const panelEraseYes = "Oui, tout effacer";
export const panelEraseNo = "Non, la garder";
export const panelStates = {
  connecting: "Connexion au guichet…",
  offline: "Hors ligne : vos messages partiront dès le retour du réseau.",
  reconnecting: "Connexion coupée. Nous réessayons, rien n'est perdu.",
  unreachable: "Le guichet ne répond pas. Réessayez, ou appelez Allô Service Public au 39 39.",
};
export const panelPending = (/** @type {number} */ n) => `Messages en attente : ${n}.`;
export const panelSuggestions = "Vous cherchez peut-être :";
export const panelSuggested = (/** @type {number} */ n) => `Démarches proposées : ${n}, flèche du bas.`;
export const panelStarters = "Besoin d'une idée ? Choisissez un sujet.";
export const panelAboutPage = (/** @type {string} */ title) => `À propos de cette page : ${title}`;
export const panelLeft = (/** @type {number} */ n) => `Caractères restants : ${n}.`;
export const personal = {
  /** @param {string} what */
  seems: (what) => `On dirait ${what}.`,
  and: " et ",
  kinds: {
    social_security: "votre numéro de sécurité sociale",
    iban: "votre numéro de compte bancaire (IBAN)",
    card: "votre numéro de carte bancaire",
    tax_number: "votre numéro fiscal",
  },
  useless: "Le guichet n'en a pas besoin.",
  preview: "Votre message masqué :",
  labels: {
    social_security: "[numéro de sécurité sociale masqué]",
    iban: "[IBAN masqué]",
    card: "[numéro de carte masqué]",
    tax_number: "[numéro fiscal masqué]",
  },
  mask: "Masquer et envoyer",
  edit: "Corriger mon message",
  send: "Envoyer tel quel",
  asIs: "Notre serveur le masquera s'il le reconnaît.",
};
