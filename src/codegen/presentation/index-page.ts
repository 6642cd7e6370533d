import type { ModuleSpec } from '../../domain/module-spec/module-spec.js';
import type { Verdict } from '../../domain/verdict.js';
import { element, printElement, type Element } from '../text/xml-element.js';
import { paragraphs } from './fragments.js';
import { changesOf, newestFirst, type Revision } from './history.js';

/** Odoo takes style sheets and scripts out of the page and keeps inline styles: so there are only those. */
const STYLE = {
  page: 'max-width: 960px; margin: 0 auto; padding: 24px; font-family: -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; color: #26323d; line-height: 1.55',
  hero: 'padding: 32px; border-radius: 16px; background-color: #f4f1f4; margin-bottom: 32px',
  icon: 'width: 96px; height: 96px; float: left; margin-right: 24px',
  title: 'margin: 0; font-size: 34px; font-weight: 600; color: #714b67',
  lead: 'margin: 6px 0 12px; font-size: 18px',
  badge: 'display: inline-block; padding: 2px 12px; margin: 0 8px 4px 0; border-radius: 12px; background-color: #ffffff; border: 1px solid #d9d2d7; font-size: 13px',
  heading: 'font-size: 22px; font-weight: 600; color: #714b67; border-bottom: 2px solid #e7e1e5; padding-bottom: 6px; margin: 36px 0 16px',
  picture: 'width: 100%; border: 1px solid #d9d2d7; border-radius: 8px; box-shadow: 0 2px 8px rgba(0, 0, 0, 0.12)',
  caption: 'text-align: center; color: #6b7680; font-size: 14px; margin: 6px 0 24px',
  item: 'margin-bottom: 12px',
  done: 'color: #1f7a4d; font-weight: 600; margin-right: 8px',
  open: 'color: #a3432f; font-weight: 600; margin-right: 8px',
} as const;

export interface IndexInput {
  readonly spec: ModuleSpec;
  readonly verdict: Pick<Verdict, 'criteria' | 'odooVersion' | 'tests'>;
  readonly history: readonly Revision[];
  /** Beside the page, with their titles. */
  readonly pictures: readonly { readonly path: string; readonly title: string }[];
}

/** `static/description/index.html`: what Odoo shows of a module in its list of apps. */
export function indexPage({ spec, verdict, history, pictures }: IndexInput): string {
  const green = new Set(verdict.criteria.filter(({ status }) => status === 'green').map(({ id }) => id));
  const badges = [`Odoo ${spec.odooVersion}`, `Version ${spec.version}`, spec.license, spec.developmentStatus, `${verdict.tests.run - verdict.tests.failed - verdict.tests.errors} of ${verdict.tests.declared} tests green`, ...(spec.languages.length === 0 ? [] : [['en', ...spec.languages].join(', ')])];
  const body = element('section', { class: 'oe_container', style: STYLE.page },
    element('div', { style: STYLE.hero },
      element('img', { src: 'icon.png', alt: spec.title, style: STYLE.icon }),
      element('h1', { style: STYLE.title }, spec.title),
      element('p', { style: STYLE.lead }, spec.summary),
      element('div', {}, badges.map((badge) => element('span', { style: STYLE.badge }, badge)))),
    paragraphs(spec.description).map((paragraph) => element('p', {}, paragraph)),
    pictures.slice(0, 1).flatMap(figure),
    part('What it does', spec.acceptance.map((criterion) => element('p', { style: STYLE.item },
      green.has(criterion.id) ? element('span', { style: STYLE.done }, '✓') : element('span', { style: STYLE.open }, '○'),
      element('strong', {}, criterion.title), element('br'),
      element('span', {}, `Given ${criterion.given}, when ${criterion.when}: ${criterion.then}.`.replace(/\.\.$/, '.'))))),
    part('How it looks', pictures.slice(1).flatMap(figure)),
    part('Who may do what', spec.groups.map((group) => element('p', { style: STYLE.item }, element('strong', {}, group.label), element('span', {}, group.comment === undefined || group.comment === '' ? '' : ` – ${group.comment}`)))),
    part('Changes', newestFirst(history).flatMap((revision) => [element('p', { style: STYLE.item }, element('strong', {}, `Revision ${revision.number} (${spec.odooVersion}.${revision.version})`)), element('ul', {}, changesOf(revision).map((change) => element('li', {}, change)))])),
    part('Credits', [element('p', {}, `Author: ${spec.author}`)]));
  const head = element('head', {}, element('meta', { charset: 'utf-8' }), element('title', {}, spec.title));
  return `<!DOCTYPE html>\n${printElement(element('html', { lang: 'en' }, head, element('body', {}, body)), 0)}\n`;
}

function part(title: string, content: readonly Element[]): readonly Element[] {
  return content.length === 0 ? [] : [element('h2', { style: STYLE.heading }, title), ...content];
}

function figure({ path, title }: IndexInput['pictures'][number]): Element[] {
  return [element('img', { src: path, alt: title, style: STYLE.picture }), element('p', { style: STYLE.caption }, title)];
}
