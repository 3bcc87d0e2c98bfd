// Personal data in what a citizen is about to send: the same decisions as guichet/privacy.py, on vectors both share.
// It leaves out e-mail addresses and telephone numbers, which people give to be called back, and digits of other
// scripts than ours: the server masks those.

/** @typedef {"social_security"|"iban"|"card"|"tax_number"} Kind */
/** @typedef {{start: number, end: number, kind: Kind}} Finding UTF-16 offsets, the end excluded */
/** @typedef {(match: RegExpExecArray) => boolean} Check */

/** @param {string} source */
const every = (source, flags = "") => new RegExp(source, "gu" + flags);

const GAP = "[ .\u00a0\u202f\u2011-]";
const ALONE = "(?<![A-Za-z0-9])";
const END = "(?![A-Za-z0-9])";
// What Python takes for a letter, a number or a boundary of words.
const WORD = "\\p{L}\\p{N}_";
const [BEFORE, AFTER] = [`(?<![${WORD}])`, `(?![${WORD}])`];

const EMAIL = every(
  `[${WORD}.+%'\\-]{1,64} ?@ ?[${WORD}\\-]{1,63}(?:\\.[${WORD}\\-]{1,63}){0,4}\\.[\\p{L}\\p{Nl}\\p{No}]{2,24}`,
);
// Length of an IBAN, then the countries that have it (registry of ISO 13616, the SEPA area).
const IBANS = "15NO16BE18DKFINL19MKSI20ATEELTLU21CHHRLILV22BGDEGBIEMERSVA23GI24ADCZESMDROSESK25PT26IS27FRGRITMCSM"
  + "28ALCYHUPL31MT";
const BY_LENGTH = [...IBANS.matchAll(/(\d+)(\D+)/g)].map(([, length, countries]) =>
  `(?:${countries.replace(/..(?!$)/g, "$&|")})${GAP}?\\d\\d(?:${GAP}?[a-z0-9]){${Number(length) - 4}}`);
// Only looked at, so that what fails may hold another. Without the flag u, no letter is like another of another script.
const IBAN = new RegExp(`${ALONE}(?=(?<all>${BY_LENGTH.join("|")}))`, "gi");
const MONTH = "(?:0[1-9]|1[0-2]|[2-9]\\d)";
const BODY = ["[1-478]", "\\d\\d", MONTH, "(?:\\d\\d|2[ABab])", "\\d{3}", "\\d{3}"].join(GAP + "?");
const NIR = every(`${ALONE}${BODY}${GAP}{0,3}(?<key>\\d\\d)${END}`);
const SHORT_NIR = every(`${ALONE}${BODY}(?:${GAP}{0,3}\\d\\d)?${END}`);
const NIR_NAME = every(
  `s[ée]cu(?:rit[ée] sociale)?${AFTER}|${BEFORE}(?:nir|ss)${AFTER}|num[ée]ro d['’]immatriculation sociale`, "i",
);
const [CARD, THIRTEEN] = [
  `(?<!\\d)(?:3[47](?:${GAP}?\\d){13}|[24-6](?:${GAP}?\\d){15}|[46](?:${GAP}?\\d){18})(?!\\d)`,
  `${ALONE}\\d(?:${GAP}?\\d){12}${END}`,
].map((source) => every(source));
const TAX_NAME = every(
  `fiscal|${BEFORE}spi${AFTER}|num[ée]ro d['’]imp[oô]ts?|r[ée]f[ée]rence de (?:l['’])?avis`, "i",
);

/** How far before a number its name may stand, in characters. */
const NAME_DISTANCE = 40;

/** What is looked for, the surest form first; an e-mail address holds its place and is not told. */
const SEARCHES = /** @type {[Kind|"", RegExp, (text: string) => Check][]} */ ([
  ["", EMAIL, () => () => true],
  ["iban", IBAN, () => isIban],
  ["social_security", NIR, () => hasKey],
  ["social_security", SHORT_NIR, named(NIR_NAME)],
  ["card", CARD, () => isCard],
  ["tax_number", THIRTEEN, named(TAX_NAME)],
]);

/**
 * The personal data in the text, in reading order, without overlap; the surest form wins.
 * @param {string} text
 * @returns {Finding[]}
 */
export function find(text) {
  /** @type {{start: number, end: number, kind: Kind|""}[]} */
  const taken = [];
  for (const [kind, pattern, checking] of SEARCHES) {
    const check = checking(text);
    for (const match of text.matchAll(pattern)) {
      if (!check(match)) continue;
      const start = match.index;
      const end = start + whole(match).length;
      if (taken.every((other) => end <= other.start || start >= other.end)) taken.push({ start, end, kind });
    }
  }
  const told = /** @type {Finding[]} */ (taken.filter(({ kind }) => kind));
  return told.sort((one, other) => one.start - other.start);
}

/** @param {RegExpExecArray} match @returns {string} */
function whole(match) {
  return match.groups?.all ?? match[0];
}

/** @param {RegExpExecArray} match Letters and digits of it, alone. */
function compact(match) {
  return whole(match).replace(every(GAP), "").toUpperCase();
}

/** @type {Check} */
function isIban(match) {
  const number = compact(match);
  const turned = number.slice(4) + number.slice(0, 4);
  return BigInt(turned.replace(/\D/g, (letter) => String(parseInt(letter, 36)))) % 97n === 1n;
}

/** @type {Check} */
function hasKey(match) {
  // Corse: 2A counts as 19 and 2B as 18 (arrêté of 3 June 1996 on the key of the number).
  const number = compact(match).replace("2A", "19").replace("2B", "18");
  return 97 - Number(number.slice(0, 13)) % 97 === Number(match.groups?.key);
}

/** @type {Check} */
function isCard(match) {
  const digits = [...compact(match)].reverse().map((digit, place) => Number(place % 2 ? "0246813579"[+digit] : digit));
  return digits.reduce((sum, digit) => sum + digit) % 10 === 0;
}

/**
 * Numbers without a check digit count only when the words before them say what they are.
 * @param {RegExp} name
 * @returns {(text: string) => Check}
 */
function named(name) {
  return (text) => ({ index }) => {
    const before = text.slice(0, index);
    name.lastIndex = before.length - Array.from(before).slice(-NAME_DISTANCE).join("").length;
    return name.test(before);
  };
}

/**
 * The text with each finding replaced by the label of its kind.
 * @param {string} text
 * @param {Finding[]} findings as `find` gives them
 * @param {Record<Kind, string>} labels
 */
export function masked(text, findings, labels) {
  return pieces(text, findings).map(([words, kind]) => words + (kind ? labels[kind] : "")).join("");
}

/**
 * The words before each finding, with its kind; last, the words after them all.
 * @param {string} text
 * @param {Finding[]} findings as `find` gives them
 * @returns {[words: string, kind?: Kind][]}
 */
export function pieces(text, findings) {
  let position = 0;
  /** @type {[string, Kind?][]} */
  const parts = findings.map(({ start, end, kind }) => {
    const words = text.slice(position, start);
    position = end;
    return [words, kind];
  });
  return [...parts, [text.slice(position)]];
}
