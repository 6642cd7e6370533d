/** Our own words in what a person reads of their specification; labels and texts between them are the specification's. */
export interface Phrases {
  readonly everyInternalUser: string;
  readonly isModule: (title: string, odooVersion: string, summary: string) => string;
  readonly keeps: (models: string) => string;
  readonly addsTo: (models: string) => string;
  readonly states: (model: string, count: number, first: string) => string;
  readonly tested: (count: number) => string;
  readonly assumed: (count: number) => string;
  readonly open: (count: number) => string;
  readonly scenario: (given: string, when: string, then: string) => string;
  readonly rights: Readonly<Record<'read' | 'write' | 'create' | 'delete', string>>;
  readonly page: {
    readonly changes: string;
    readonly notBuilt: string;
    readonly questions: string;
    readonly suggested: string;
    readonly assumptions: string;
    readonly tests: string;
    readonly ofOdoo: string;
    readonly required: string;
    readonly rules: string;
    readonly states: string;
    readonly access: string;
  };
}

const one = (count: number, singular: string, plural: string): string => `${count} ${count === 1 ? singular : plural}`;

const en: Phrases = {
  everyInternalUser: 'Every internal user',
  isModule: (title, version, summary) => `“${title}” is a module for Odoo ${version}: ${summary}`,
  keeps: (models) => `It keeps ${models}.`,
  addsTo: (models) => `It adds to what Odoo has: ${models}.`,
  states: (model, count, first) => `“${model}” goes through ${count} states, beginning with “${first}”.`,
  tested: (count) => `${one(count, 'criterion', 'criteria')} will be tested in a real Odoo.`,
  assumed: (count) => `${one(count, 'thing was', 'things were')} assumed.`,
  open: (count) => `${one(count, 'question is', 'questions are')} open; without an answer the assumptions stand.`,
  scenario: (given, when, then) => `Given ${given}, when ${when}, then ${then}.`,
  rights: { read: 'read', write: 'write', create: 'create', delete: 'delete' },
  page: { changes: 'What is new since the revision before', notBuilt: 'What is not built, and why', questions: 'Open questions', suggested: 'Suggested', assumptions: 'What was assumed', tests: 'What will be tested', ofOdoo: 'of Odoo itself', required: 'required', rules: 'Rules', states: 'States', access: 'Who may do what' },
};

const de: Phrases = {
  everyInternalUser: 'Alle internen Benutzer',
  isModule: (title, version, summary) => `„${title}“ ist ein Modul für Odoo ${version}: ${summary}`,
  keeps: (models) => `Es verwaltet ${models}.`,
  addsTo: (models) => `Es ergänzt, was Odoo schon hat: ${models}.`,
  states: (model, count, first) => `„${model}“ durchläuft ${count} Zustände, der erste ist „${first}“.`,
  tested: (count) => `${one(count, 'Kriterium wird', 'Kriterien werden')} in einem echten Odoo geprüft.`,
  assumed: (count) => `${one(count, 'Annahme wurde', 'Annahmen wurden')} getroffen.`,
  open: (count) => `${one(count, 'Frage ist', 'Fragen sind')} offen; ohne Antwort gelten die Annahmen.`,
  scenario: (given, when, then) => `Gegeben: ${given}. Wenn: ${when}. Dann: ${then}.`,
  rights: { read: 'lesen', write: 'ändern', create: 'anlegen', delete: 'löschen' },
  page: { changes: 'Was seit der vorigen Fassung neu ist', notBuilt: 'Was nicht gebaut wird, und warum', questions: 'Offene Fragen', suggested: 'Vorschlag', assumptions: 'Was angenommen wurde', tests: 'Was geprüft wird', ofOdoo: 'von Odoo selbst', required: 'Pflichtfeld', rules: 'Regeln', states: 'Zustände', access: 'Wer was darf' },
};

const fr: Phrases = {
  everyInternalUser: 'Tous les utilisateurs internes',
  isModule: (title, version, summary) => `« ${title} » est un module pour Odoo ${version} : ${summary}`,
  keeps: (models) => `Il gère ${models}.`,
  addsTo: (models) => `Il complète ce qu’Odoo a déjà : ${models}.`,
  states: (model, count, first) => `« ${model} » passe par ${count} états, le premier est « ${first} ».`,
  tested: (count) => `${one(count, 'critère sera vérifié', 'critères seront vérifiés')} dans un vrai Odoo.`,
  assumed: (count) => `${one(count, 'hypothèse a été faite', 'hypothèses ont été faites')}.`,
  open: (count) => `${one(count, 'question est ouverte', 'questions sont ouvertes')} ; sans réponse, les hypothèses restent.`,
  scenario: (given, when, then) => `Étant donné : ${given}. Quand : ${when}. Alors : ${then}.`,
  rights: { read: 'lire', write: 'modifier', create: 'créer', delete: 'supprimer' },
  page: { changes: 'Ce qui est nouveau depuis la version précédente', notBuilt: 'Ce qui n’est pas réalisé, et pourquoi', questions: 'Questions ouvertes', suggested: 'Proposition', assumptions: 'Ce qui a été supposé', tests: 'Ce qui sera vérifié', ofOdoo: 'd’Odoo même', required: 'obligatoire', rules: 'Règles', states: 'États', access: 'Qui peut faire quoi' },
};

const es: Phrases = {
  everyInternalUser: 'Todos los usuarios internos',
  isModule: (title, version, summary) => `«${title}» es un módulo para Odoo ${version}: ${summary}`,
  keeps: (models) => `Gestiona ${models}.`,
  addsTo: (models) => `Completa lo que Odoo ya tiene: ${models}.`,
  states: (model, count, first) => `«${model}» pasa por ${count} estados; el primero es «${first}».`,
  tested: (count) => `Se ${count === 1 ? 'probará' : 'probarán'} ${one(count, 'criterio', 'criterios')} en un Odoo real.`,
  assumed: (count) => `Se ${count === 1 ? 'ha supuesto' : 'han supuesto'} ${one(count, 'cosa', 'cosas')}.`,
  open: (count) => `${count === 1 ? 'Queda' : 'Quedan'} ${one(count, 'pregunta abierta', 'preguntas abiertas')}; sin respuesta valen las suposiciones.`,
  scenario: (given, when, then) => `Dado: ${given}. Cuando: ${when}. Entonces: ${then}.`,
  rights: { read: 'leer', write: 'modificar', create: 'crear', delete: 'eliminar' },
  page: { changes: 'Qué hay de nuevo desde la revisión anterior', notBuilt: 'Qué no se construye, y por qué', questions: 'Preguntas abiertas', suggested: 'Propuesta', assumptions: 'Qué se ha supuesto', tests: 'Qué se probará', ofOdoo: 'del propio Odoo', required: 'obligatorio', rules: 'Reglas', states: 'Estados', access: 'Quién puede hacer qué' },
};

const it: Phrases = {
  everyInternalUser: 'Tutti gli utenti interni',
  isModule: (title, version, summary) => `«${title}» è un modulo per Odoo ${version}: ${summary}`,
  keeps: (models) => `Gestisce ${models}.`,
  addsTo: (models) => `Completa ciò che Odoo ha già: ${models}.`,
  states: (model, count, first) => `«${model}» passa per ${count} stati; il primo è «${first}».`,
  tested: (count) => `${one(count, 'criterio sarà provato', 'criteri saranno provati')} in un vero Odoo.`,
  assumed: (count) => `${one(count, 'ipotesi è stata fatta', 'ipotesi sono state fatte')}.`,
  open: (count) => `${one(count, 'domanda è aperta', 'domande sono aperte')}; senza risposta valgono le ipotesi.`,
  scenario: (given, when, then) => `Dato: ${given}. Quando: ${when}. Allora: ${then}.`,
  rights: { read: 'leggere', write: 'modificare', create: 'creare', delete: 'eliminare' },
  page: { changes: 'Che cosa c’è di nuovo rispetto alla revisione precedente', notBuilt: 'Che cosa non viene realizzato, e perché', questions: 'Domande aperte', suggested: 'Proposta', assumptions: 'Che cosa è stato supposto', tests: 'Che cosa sarà provato', ofOdoo: 'di Odoo stesso', required: 'obbligatorio', rules: 'Regole', states: 'Stati', access: 'Chi può fare che cosa' },
};

const pt: Phrases = {
  everyInternalUser: 'Todos os utilizadores internos',
  isModule: (title, version, summary) => `“${title}” é um módulo para Odoo ${version}: ${summary}`,
  keeps: (models) => `Gere ${models}.`,
  addsTo: (models) => `Completa o que o Odoo já tem: ${models}.`,
  states: (model, count, first) => `“${model}” passa por ${count} estados; o primeiro é “${first}”.`,
  tested: (count) => `${one(count, 'critério será testado', 'critérios serão testados')} num Odoo real.`,
  assumed: (count) => `${one(count, 'suposição foi feita', 'suposições foram feitas')}.`,
  open: (count) => `${one(count, 'pergunta está aberta', 'perguntas estão abertas')}; sem resposta valem as suposições.`,
  scenario: (given, when, then) => `Dado: ${given}. Quando: ${when}. Então: ${then}.`,
  rights: { read: 'ler', write: 'alterar', create: 'criar', delete: 'eliminar' },
  page: { changes: 'O que é novo desde a revisão anterior', notBuilt: 'O que não é construído, e porquê', questions: 'Perguntas abertas', suggested: 'Proposta', assumptions: 'O que foi suposto', tests: 'O que será testado', ofOdoo: 'do próprio Odoo', required: 'obrigatório', rules: 'Regras', states: 'Estados', access: 'Quem pode fazer o quê' },
};

const nl: Phrases = {
  everyInternalUser: 'Alle interne gebruikers',
  isModule: (title, version, summary) => `“${title}” is een module voor Odoo ${version}: ${summary}`,
  keeps: (models) => `Ze beheert ${models}.`,
  addsTo: (models) => `Ze vult aan wat Odoo al heeft: ${models}.`,
  states: (model, count, first) => `“${model}” doorloopt ${count} statussen, de eerste is “${first}”.`,
  tested: (count) => `${one(count, 'criterium wordt', 'criteria worden')} in een echte Odoo getest.`,
  assumed: (count) => `${one(count, 'aanname is', 'aannames zijn')} gedaan.`,
  open: (count) => `${one(count, 'vraag staat', 'vragen staan')} open; zonder antwoord gelden de aannames.`,
  scenario: (given, when, then) => `Gegeven: ${given}. Als: ${when}. Dan: ${then}.`,
  rights: { read: 'lezen', write: 'wijzigen', create: 'aanmaken', delete: 'verwijderen' },
  page: { changes: 'Wat nieuw is sinds de vorige versie', notBuilt: 'Wat niet gebouwd wordt, en waarom', questions: 'Open vragen', suggested: 'Voorstel', assumptions: 'Wat is aangenomen', tests: 'Wat getest wordt', ofOdoo: 'van Odoo zelf', required: 'verplicht', rules: 'Regels', states: 'Statussen', access: 'Wie wat mag' },
};

const BY_LANGUAGE: Readonly<Record<string, { readonly language: string; readonly phrases: Phrases }>> = Object.fromEntries(
  Object.entries({ 'en-GB': en, de, fr, es, it, pt, nl }).map(([language, phrases]) => [language.slice(0, 2), { language, phrases }]),
);
export const LANGUAGES: readonly string[] = Object.keys(BY_LANGUAGE);

/** @param tag BCP 47, e.g. `de-CH`. @returns with the language that the phrases are in: English where there are none of the tag's */
export const phrasesIn = (tag: string): { readonly language: string; readonly phrases: Phrases } => BY_LANGUAGE[new Intl.Locale(tag).language] ?? { language: 'en-GB', phrases: en };
