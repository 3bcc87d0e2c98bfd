// Personal data in what a citizen is about to send: the decisions of guichet/privacy.py, on vectors both share.
// It leaves to the server what is a guess or what people give to be called back: e-mail addresses, telephone
// numbers, vehicles' plates, a social security number without its right key, digits of other scripts than ours.

/** @typedef {"social_security"|"iban"|"card"|"tax_number"} Kind */
/** @typedef {{start: number, end: number, kind: Kind}} Finding UTF-16 offsets, the end excluded */
/** @typedef {(match: RegExpMatchArray) => boolean} Check */

/** @param {string} source with `_` where people may put something between groups of digits */
const every = (source) => new RegExp(source.replaceAll("_", `${GAP}{0,2}`), "gi");

const GAP = "[ .\u00a0\u202f\u2011-]";
const ALONE = "(?<![a-z\\d])";
// What goes on after an @ is an address.
const END = "(?![a-z\\d@])";

// Length of an IBAN, then the countries that have it (registry of ISO 13616, the SEPA area).
const IBANS = "15NO16BE18DKFINL19MKSI20ATEELTLU21CHHRLILV22BGDEGBIEMERSVA23GI24ADCZESMDROSESK25PT26IS27FRGRITMCSM"
  + "28ALCYHUPL31MT";
const BY_LENGTH = [...IBANS.matchAll(/(\d+)(\D+)/g)].map(([, length, countries]) =>
  `(?:${countries.replace(/..(?!$)/g, "$&|")})_\\d\\d(?:_[a-z\\d]){${Number(length) - 4}}`);
const MONTH = "(?:0[1-9]|1[0-2]|[2-9]\\d)";
const TAX_NAME = /fiscal|(?<![\p{L}\p{N}_])spi(?![\p{L}\p{N}_])|(num[ée]ro|n[°º]) d['’ ]imp[oô]t|r[ée]f([ée]rence)?\.? (de )?([ld]['’])?avis/iu;

/** How far before a number its name may stand, in characters. */
const NAME_DISTANCE = 40;

/** What is looked for, the surest form first. An IBAN is only looked at, so that what fails may hold another. */
const SEARCHES = /** @type {[Kind, RegExp, Check][]} */ ([
  ["iban", every(`${ALONE}(?=(${BY_LENGTH.join("|")}))`), isIban],
  ["social_security",
    every(`${ALONE}[1-478]_\\d\\d_${MONTH}_(?:\\d\\d|2[AB])_\\d{3}_\\d{3}${GAP}{0,3}\\d\\d${END}`), hasKey],
  // The longest first: sixteen of nineteen digits in groups look like a whole number.
  ...["[46](?:_\\d){18}", "[24-6](?:_\\d){15}", "3[47](?:_\\d){13}"].map((form) =>
    ["card", every(`(?<!\\d)${form}(?![\\d@])`), isCard]),
  ["tax_number", every(`${ALONE}\\d(?:_\\d){12}${END}`), isNamed],
]);

/**
 * The personal data in the text, in reading order, without overlap; the surest form wins.
 * @param {string} text
 * @returns {Finding[]}
 */
export function find(text) {
  /** @type {Finding[]} */
  const taken = [];
  for (const [kind, pattern, check] of SEARCHES) {
    for (const match of text.matchAll(pattern)) {
      const start = match.index;
      const end = start + whole(match).length;
      const free = taken.every((other) => end <= other.start || start >= other.end);
      if (free && check(match)) taken.push({ start, end, kind });
    }
  }
  return taken.sort((one, other) => one.start - other.start);
}

/** @param {RegExpMatchArray} match */
function whole(match) {
  return match[1] ?? match[0];
}

/** Letters and digits of it, alone. @param {RegExpMatchArray} match */
function compact(match) {
  return whole(match).replace(/[^a-z\d]/gi, "").toUpperCase();
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
  return 97 - Number(number.slice(0, 13)) % 97 === Number(number.slice(13));
}

/** @type {Check} */
function isCard(match) {
  const digits = [...compact(match)].reverse();
  return digits.reduce((sum, digit, place) => sum + Number(place % 2 ? "0246813579"[+digit] : digit), 0) % 10 === 0;
}

/** A number without a check digit counts only when the words before it say what it is. @type {Check} */
function isNamed({ input = "", index }) {
  return TAX_NAME.test([...input.slice(0, index)].slice(-NAME_DISTANCE).join(""));
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
