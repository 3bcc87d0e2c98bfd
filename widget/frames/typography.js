// The spaces of French typography in a text as it is shown. Only ordinary spaces change, each for one other character,
// so that places in a text stay the same. An address holds no space, so none is ever touched.

const HARD = "\u00a0";
const NARROW = "\u202f";
/** A sign that stands alone: after it comes a space, the end, or another sign. */
const SIGN = / ([:;?!])(?=[\s»”")\]….,;:?!]|$)/g;

/** @param {string} text @returns {string} of the same length */
export function typeset(text) {
  return text
    .replace(/« /g, `«${HARD}`)
    .replace(/ »/g, `${HARD}»`)
    .replace(SIGN, (_, sign) => (sign === ":" ? HARD : NARROW) + sign)
    .replace(/(\d) (?=[€%]|\d{3}(?!\d))/g, `$1${NARROW}`)
    .replace(/(n°) (?=\d)/g, `$1${HARD}`);
}
