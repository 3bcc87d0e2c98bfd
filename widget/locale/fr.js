// Tout ce que la page de discussion dit en français ; le reste vient du serveur.

export const texts = {
  title: "Le guichet",
  close: "Fermer",
  conversation: "Conversation",
  question: "Votre question",
  send: "Envoyer",
  hint: "Ne donnez aucune donnée personnelle.",
  authors: { citizen: "Vous", bot: "Assistant", agent: "Conseiller", system: "Guichet" },
  /** @param {string} author */
  said: (author) => `${author} :`,
  log: {
    /** @param {string} name */
    agent: (name) => `${name}, agent du guichet`,
    queued: "En attente : votre message partira dès que possible.",
    refused: "Ce message n'a pas pu être envoyé.",
    newMessage: "Nouveau message",
    earlier: "Revoir ce qui précède",
    hideEarlier: "Cacher ce qui précède",
    /** @param {number} count */
    options: (count) => (count > 1 ? `${count} choix :` : "Un choix :"),
    shown: {
      text: "Suite affichée.",
      answer: "Réponse affichée.",
      checklist: "Liste affichée.",
      /** @param {number} count */
      offices: (count) => (count > 1 ? `${count} lieux affichés.` : "Lieu affiché."),
    },
  },
  sending: "Envoi…",
  typing: "L'assistant cherche dans les fiches officielles…",
  notSent: "Message non envoyé.",
  /** @param {string|number|undefined} seconds */
  tooFast: (seconds) => `Un instant : nouvel essai dans ${seconds} s.`,
  retry: "Réessayer",
  gone: "Cette conversation n'existe plus. En voici une nouvelle.",
  masked: "Par prudence, nous avons masqué une donnée personnelle : elle n'est pas enregistrée.",
  choicesLabel: "Choix proposés",
  answer: "Réponse officielle",
  answerEditor: "Réponse vérifiée",
  yourCase: "Votre situation : ",
  more: "Voir plus",
  rest: "Suite de la réponse",
  choices: {
    chosen: "Vous avez choisi : ",
    change: "changer",
    other: "Choix proposés",
    see: "revoir",
    /** @param {string} deadline */
    when: (deadline) => `Quand : ${deadline}`,
  },
  around: { definition: "Ce mot veut dire" },
  speech: { listen: "Lire à voix haute", stop: "Arrêter la lecture" },
  copy: { done: "C'est copié.", failed: "La copie n'a pas marché : sélectionnez le texte, ou imprimez-le." },
  handoff: {
    /** @type {Object<string, string>} */
    titles: {
      waiting: "Une personne va vous répondre",
      agent: "Une personne vous répond",
      closed: "L'échange avec la personne est terminé",
      bot: "L'assistant reprend la conversation",
    },
    /** @param {string} name */
    arrived: (name) => `${name} vous répond`,
    /** @param {number} place */
    position: (place) => {
      if (place === 1) return "C'est bientôt votre tour.";
      return place === 2 ? "Une personne passe avant vous." : `${place - 1} personnes passent avant vous.`;
    },
    /** @param {number} minutes */
    wait: (minutes) => {
      if (minutes < 2) return "Attente : environ une minute.";
      return minutes < 60 ? `Attente : environ ${minutes} minutes.` : "Attente : plus d'une heure.";
    },
    reference: "Votre numéro de dossier ",
    keep: "Notez-le : il permet de retrouver votre demande.",
    copy: "Copier le numéro",
    hours: "Horaires : ",
  },
  feedback: {
    missing: { up: "Un mot à ajouter ?", down: "Qu'est-ce qui manque ?" },
    thanks: "Merci pour votre avis.",
    failed: "Votre avis n'est pas parti. Essayez encore.",
    human: "Parler à une personne",
  },
  satisfaction: {
    question: "Êtes-vous satisfait de cet échange ?",
    scores: ["Pas du tout", "Plutôt non", "Moyennement", "Plutôt oui", "Tout à fait"],
    comment: "Voulez-vous nous dire pourquoi ?",
    thanks: "Merci pour votre avis.",
  },
  danger: "De l'aide, tout de suite",
  calls: "Qui appeler",
  checklist: {
    /** @param {string} procedure */
    title: (procedure) => `Votre liste : ${procedure}`,
    /** @param {number} ready @param {number} all */
    ready: (ready, all) => (ready === 0 ? `Aucun document prêt sur ${all}` : `${ready} sur ${all} prêt${ready > 1 ? "s" : ""}`),
    print: "Imprimer la liste",
    copy: "Copier la liste",
    copied: "Liste copiée.",
    notCopied: "La copie n'a pas marché : sélectionnez le texte, ou imprimez la liste.",
    parts: {
      documents: "Documents à apporter",
      notes: "Sur ces documents",
      cost: "Prix",
      delay: "Délai",
      where: "Où aller",
      online: "En ligne",
      appointment: "Rendez-vous",
      validity: "Durée de validité",
      deadline: "À faire avant",
      next: "Les étapes",
    },
  },
  offices: {
    hours: "Tous les horaires",
    map: "Voir sur un plan",
    phone: "Téléphone : ",
    email: "Courriel : ",
    accessibility: "Accès : ",
    appointment: "Prendre rendez-vous",
    contact: "Écrire",
    site: "Site internet",
    directory: "Voir sa page dans l'annuaire officiel",
  },
  byCase: "Selon votre situation",
  source: "Source : ",
  feed: "Données : ",
  /** @param {string} date */
  updated: (date) => `fiche mise à jour le ${date}`,
  newWindow: " (nouvelle fenêtre)",
  tableLabel: "Tableau",
  /** @param {string} number */
  cerfa: (number) => `Cerfa n° ${number}`,
  callouts: {
    info: "À savoir",
    note: "À noter",
    warning: "Attention",
    reminder: "Rappel",
    example: "Exemple",
    help: "Aide",
    more: "En complément",
    notice: "Avertissement",
  },
  helpful: "Cette réponse vous aide ?",
  yes: "Oui",
  no: "Non",
  thanks: "Merci pour votre avis.",
  erase: "Effacer ma conversation",
  eraseConfirm: "Effacer toute la conversation, ici et sur nos serveurs ?",
  erased: "Votre conversation est effacée.",
  fileName: "ma-conversation.html",
  /** @param {number} extra */
  tooLong: (/** @type {number} */ extra) => `${extra} caractère${extra > 1 ? "s" : ""} de trop : raccourcissez votre message.`,
  panel: {
    launch: ["Une démarche ?", "Posez votre question"],
    unread: (/** @type {number} */ n) => (n > 1 ? `${n} nouveaux messages` : "1 nouveau message"),
    options: "Options",
    size: "Taille du texte",
    smaller: "Réduire le texte",
    larger: "Agrandir le texte",
    sizeIs: (/** @type {number} */ percent) => `Taille du texte : ${percent} %`,
    sizeEnd: "Le texte ne peut pas changer davantage.",
    simple: "Mode simple",
    simpleHint: "Une seule question à la fois, en grand",
    human: "Parler à une personne",
    humanWords: "Je voudrais parler à quelqu'un",
    opinion: "Donner mon avis",
    save: "Enregistrer la conversation",
    notSaved: "L'enregistrement n'a pas marché. Réessayez dans un instant.",
    print: "Imprimer la conversation",
    eraseYes: "Oui, tout effacer",
    eraseNo: "Non, la garder",
    notErased: "L'effacement n'a pas marché : votre conversation est toujours là. Réessayez dans un instant.",
    states: {
      connecting: "Connexion au guichet…",
      offline: "Hors ligne : vos messages partiront dès le retour du réseau.",
      reconnecting: "La connexion est interrompue. Nous réessayons tout seuls, rien n'est perdu.",
      unreachable: "Le guichet ne répond pas pour le moment. Vous pouvez réessayer, ou appeler Allô Service Public au 39 39.",
    },
    pending: (/** @type {number} */ n) => (n > 1 ? `${n} messages en attente.` : "1 message en attente."),
    suggestions: "Vous cherchez peut-être :",
    suggested: (/** @type {number} */ n) =>
      n > 1 ? `${n} démarches proposées, avec la flèche du bas.` : "1 démarche proposée, avec la flèche du bas.",
    starters: "Besoin d'une idée ? Choisissez un sujet.",
    thisPage: "cette page",
    aboutPage: (/** @type {string} */ title) => `À propos de cette page : ${title}`,
    left: (/** @type {number} */ n) => (n > 1 ? `Encore ${n} caractères.` : n ? "Encore 1 caractère." : "Plus de place : 1 000 caractères au plus."),
  },
  personal: {
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
    preview: "Votre message, une fois masqué :",
    labels: {
      social_security: "[numéro de sécurité sociale masqué]",
      iban: "[IBAN masqué]",
      card: "[numéro de carte masqué]",
      tax_number: "[numéro fiscal masqué]",
    },
    mask: "Masquer et envoyer",
    edit: "Corriger mon message",
    send: "Envoyer tel quel",
    asIs: "Si vous l'envoyez tel quel, notre serveur masque quand même ce qu'il reconnaît.",
  },
};
