import { isInAnotherLanguage, languageOf } from '../../src/domain/language-of.js';

const TEXTS: Readonly<Record<string, string>> = {
  en: 'Each book has a title and is lent to one of the members, and they must return it with the slip that has been printed.',
  de: 'Jedes Buch wird an ein Mitglied verliehen und ist nicht für andere da; die Bücher werden mit einem Zettel auf das Regal gestellt.',
  fr: 'Chaque livre est prêté à une personne qui doit le rendre avec les fiches; les livres sont dans une liste pour cette équipe.',
  es: 'Cada libro se presta con una ficha para los socios y debe volver cuando el plazo termina, por las normas del club.',
  nl: 'Elke lezer heeft een boek van het huis en dat moet naar de plank voor het weekend; het wordt niet verlengd.',
};

test.each(Object.keys(TEXTS))('%s is known by its small words', (language) => expect(languageOf(TEXTS[language] ?? '')).toBe(language));

test.each<[string, string, boolean]>([
  [TEXTS['en'] ?? '', 'de-AT', true],
  [TEXTS['de'] ?? '', 'de-AT', false],
  [TEXTS['de'] ?? '', 'en', true],
  ['Книга выдаётся одному читателю и возвращается им в срок, который указан в карточке.', 'de', true],
  ['Книга выдаётся одному читателю и возвращается им в срок, который указан в карточке.', 'ru', false],
  [TEXTS['en'] ?? '', 'ja', true],
  ['Books', 'de', false],
  ['Library Loan ISBN', 'fr', false],
])('%s is, for %s, in another language: %s', (text, tag, expected) => expect(isInAnotherLanguage(text, tag)).toBe(expected));
