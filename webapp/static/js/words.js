/**
 * The words of the interface in the language of the page. English is what stands in the code; a page in another
 * language carries its translation as JSON: for each English text the translated one, for a plural a list of forms.
 *
 * @typedef {Record<string, string | number>} Values
 */

/** @type {{plural?: string, texts: Record<string, string | string[]>}} */
const translation = JSON.parse(document.querySelector("script#words")?.textContent || '{"texts": {}}');

/** For dates and numbers. English of no country puts the day before the month, as on the pages of the server. */
export const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang || "en-GB";
const rules = new Intl.PluralRules(language);

/**
 * @param {string} text English, with places such as `%(count)s`
 * @param {Values} [values]
 */
export function gettext(text, values = {}) {
  const found = translation.texts[text];
  return filled(typeof found === "string" ? found : text, values);
}

/**
 * @param {string} one English, for one
 * @param {string} many English, for several
 * @param {number} count also the value of `%(num)d`, with its digits grouped
 * @param {Values} [values]
 */
export function ngettext(one, many, count, values = {}) {
  const forms = translation.texts[one];
  const english = count === 1 ? one : many;
  const categories = rules.resolvedOptions().pluralCategories;
  const form = Array.isArray(forms) ? forms[categories.indexOf(rules.select(count))] : undefined;
  return filled(form ?? english, { num: count.toLocaleString(language), ...values });
}

/** @param {string} text @param {Values} values */
const filled = (text, values) => text.replace(/%\((\w+)\)[sd]/g, (place, name) => String(values[name] ?? place));
