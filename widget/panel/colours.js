// Colours that stay readable whatever colour a site asks for. Contrast as WCAG 2.2 defines it.

/** @typedef {[number, number, number]} Rgb red, green, blue, 0 to 255 */

/** @type {Rgb} */
const BLACK = [0, 0, 0];
/** @type {Rgb} */
const WHITE = [255, 255, 255];
/** Where black and white are as readable as each other on a ground. */
const MIDDLE = 0.179;

/** @type {CanvasRenderingContext2D|null|undefined} */
let reader;

/** @param {string|null} css a colour as CSS writes it @returns {Rgb|null} null when it is none, or not quite opaque */
export function rgb(css) {
  if (!css?.trim()) return null;
  reader ??= document.createElement("canvas").getContext("2d");
  const [value, again] = ["#000", "#fff"].map((before) => parsed(before, css));
  const parts = value === again && /^#(..)(..)(..)$/.exec(value);
  return parts ? /** @type {Rgb} */ (parts.slice(1).map((part) => parseInt(part, 16))) : null;
}

/**
 * What the browser makes of a colour; the one before stays when it makes nothing of it.
 * @param {string} before @param {string} css
 */
function parsed(before, css) {
  if (!reader) return before;
  reader.fillStyle = before;
  reader.fillStyle = css;
  return String(reader.fillStyle);
}

/** @param {Rgb} colour */
export function hex(colour) {
  return `#${colour.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

/** @param {Rgb} colour @returns {number} 0 for black, 1 for white */
export function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Rgb} one @param {Rgb} other @returns {number} 1 to 21 */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** @param {Rgb} colour */
export function isDark(colour) {
  return luminance(colour) < MIDDLE;
}

/** @param {Rgb} colour */
export function opposite(colour) {
  return isDark(colour) ? WHITE : BLACK;
}

/** @param {Rgb} from @param {Rgb} to @param {number} share of `to`, 0 to 1 */
export function mix(from, to, share) {
  return /** @type {Rgb} */ (from.map((part, index) => part + (to[index] - part) * share));
}

/**
 * The nearest colour that can be read on all these grounds.
 * @param {Rgb} colour @param {Rgb[]} grounds @param {number} [least]
 */
export function readable(colour, grounds, least = 4.5) {
  const end = opposite(grounds[0]);
  for (let share = 0; share < 1; share += 0.04) {
    const tried = /** @type {Rgb} */ (mix(colour, end, share).map(Math.round));
    if (grounds.every((ground) => contrast(tried, ground) >= least)) return tried;
  }
  return end;
}
