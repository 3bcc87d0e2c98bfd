// What scripts say, in the words of the page. No French here.

/** @param {string} name as in `data-name` of the page's list of words */
export const say = (name) => document.getElementById("words")?.getAttribute(`data-${name}`) ?? "";
