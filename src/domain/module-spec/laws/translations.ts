import type { Law } from './law.js';

/** `%(name)s`, `%s`: what Odoo fills in. */
const PLACEHOLDER = /%(?:\([^)]*\))?[a-z]/g;

/** Languages are there once, and translations are for a language that was asked for. */
export const translationsLaw: Law = ({ spec }, tell) => {
  const { languages, translations } = spec;
  languages.forEach((language, index) => {
    if (languages.indexOf(language) < index) tell(`languages[${index}]`, `\`${language}\` is there twice.`, 'Take one out.');
    if (language === 'en' || language === 'en_US') tell(`languages[${index}]`, 'The module’s own texts are its English.', 'Take it out.');
  });
  for (const [language, terms] of Object.entries(translations)) {
    if (!languages.includes(language)) tell(`translations.${language}`, `\`${language}\` is not among the languages.`, 'Add it to languages.');
    for (const [term, translated] of Object.entries(terms)) {
      const marks = (text: string): string => (text.match(PLACEHOLDER) ?? []).toSorted().join(' ');
      if (translated !== '' && marks(translated) !== marks(term)) tell(`translations.${language}`, `“${term.slice(0, 60)}” fills in ${marks(term) || 'nothing'}, its translation ${marks(translated) || 'nothing'}.`, 'Keep what is filled in as it is.');
    }
  }
};
