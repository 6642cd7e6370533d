/** Words without which hardly a sentence of a language is written, and that the others here do not have. */
const FUNCTION_WORDS: Readonly<Record<string, readonly string[]>> = {
  en: ['the', 'and', 'with', 'of', 'that', 'each', 'must', 'which', 'has', 'been', 'are', 'from', 'they', 'this'],
  de: ['der', 'und', 'das', 'ist', 'wird', 'nicht', 'mit', 'eine', 'einem', 'einen', 'für', 'auf', 'sind', 'werden'],
  fr: ['les', 'est', 'une', 'dans', 'avec', 'pour', 'du', 'qui', 'sont', 'cette', 'être', 'aux', 'chaque', 'doit'],
  es: ['el', 'los', 'las', 'una', 'con', 'para', 'por', 'debe', 'cada', 'está', 'cuando', 'y', 'ser', 'del'],
  it: ['il', 'che', 'della', 'gli', 'sono', 'è', 'deve', 'ogni', 'nel', 'alla', 'degli', 'essere', 'viene', 'di'],
  pt: ['os', 'uma', 'não', 'são', 'deve', 'dos', 'pelo', 'quando', 'é', 'ao', 'cada', 'em', 'ser', 'com'],
  nl: ['het', 'een', 'van', 'wordt', 'niet', 'zijn', 'voor', 'elke', 'moet', 'naar', 'dat', 'heeft', 'worden', 'geen'],
};
/** Fewer say nothing of a text. */
const ENOUGH = 4;
/** As often as the next likely language. */
const CLEARLY = 2;

/** The language of a text, one of those whose words are known here; null when it is not clear. */
export function languageOf(text: string): string | null {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const counts = Object.entries(FUNCTION_WORDS).map(([language, known]) => ({ language, count: words.filter((word) => known.includes(word)).length })).toSorted((a, b) => b.count - a.count);
  const [first, second] = counts;
  if (first === undefined || second === undefined || first.count < ENOUGH || first.count < CLEARLY * second.count) return null;
  return first.language;
}

/** True when a text is clearly in another language than the tag says: by its words, or by its script. */
export function isInAnotherLanguage(text: string, tag: string): boolean {
  const { language, script } = new Intl.Locale(tag).maximize();
  const found = languageOf(text);
  if (found !== null && language in FUNCTION_WORDS) return found !== language;
  const letters = text.match(/\p{L}/gu) ?? [];
  const latin = letters.filter((letter) => /\p{Script=Latin}/u.test(letter)).length;
  if (letters.length < 40) return false;
  // Technical words are Latin in any language, so a Latin majority says nothing of a text that should not be.
  return script === 'Latn' ? latin < letters.length / 2 : latin === letters.length;
}
