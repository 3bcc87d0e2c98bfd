// Colours that stay readable whatever colour a site asks for. Contrast as WCAG 2.2 defines it.

/** @typedef {number[]} Rgb red, green, blue, 0 to 255 */

/** Where black and white are as readable as each other on a ground. */
const MIDDLE = 0.179;
const LEAST = 4.5;

/** @param {string} css as CSS writes it @returns {Rgb|undefined} nothing when it is no colour, or not quite opaque */
export function rgb(css) {
  const reader = /** @type {CanvasRenderingContext2D} */ (document.createElement("canvas").getContext("2d"));
  // Stays when the browser makes no colour of what follows.
  reader.fillStyle = "transparent";
  reader.fillStyle = css;
  const parts = /^#(..)(..)(..)$/.exec(reader.fillStyle);
  return parts?.slice(1).map((part) => parseInt(part, 16));
}

/** @param {Rgb} colour @returns {number} 0 for black, 1 for white */
function luminance(colour) {
  const [r, g, b] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** @param {Rgb} one @param {Rgb} other @returns {number} 1 to 21 */
function contrast(one, other) {
  const ratio = (luminance(one) + 0.05) / (luminance(other) + 0.05);
  return Math.max(ratio, 1 / ratio);
}

/** @param {Rgb} colour */
export function isDark(colour) {
  return luminance(colour) < MIDDLE;
}

/** White on what is dark, black on what is not. @param {Rgb} colour */
export function opposite(colour) {
  return Array(3).fill(isDark(colour) ? 255 : 0);
}

/** @param {Rgb} from @param {Rgb} to @param {number} share of `to`, 0 to 1 */
export function mix(from, to, share) {
  return from.map((part, index) => Math.round(part + (to[index] - part) * share));
}

/** The nearest colour that can be read on all these grounds. @param {Rgb} colour @param {Rgb[]} grounds */
export function readable(colour, grounds) {
  const end = opposite(grounds[0]);
  for (let share = 0; share < 1; share += 0.04) {
    const tried = mix(colour, end, share);
    if (grounds.every((ground) => contrast(tried, ground) >= LEAST)) return tried;
  }
  return end;
}
