import XMLBuilder from 'fast-xml-builder';
import type { Verdict } from '../../domain/verdict.js';

interface TestCase {
  readonly name: string;
  /** Null: it held. */
  readonly outcome: { readonly tag: 'failure' | 'skipped'; readonly type: string; readonly message: string; readonly text: string } | null;
}

/** What XML 1.0 cannot hold. */
const NOT_XML = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu;

const builder = new XMLBuilder({ ignoreAttributes: false, attributeNamePrefix: '@', format: true, suppressEmptyNode: true });

/** A verdict as JUnit XML: one suite for the criteria, one for each check, one for what concerns the whole module. */
export function junitXml(verdict: Verdict): string {
  const suites = [
    suite(verdict.module, 'module', moduleCases(verdict)),
    suite(verdict.module, 'criteria', criteriaCases(verdict)),
    ...verdict.checks.filter(({ status }) => status !== 'off' && status !== 'nothing').map((check) => suite(verdict.module, check.name, checkCases(check))),
  ];
  const sum = (key: '@tests' | '@failures' | '@skipped'): number => suites.reduce((total, each) => total + each[key], 0);
  return builder.build({
    '?xml': { '@version': '1.0', '@encoding': 'UTF-8' },
    testsuites: { '@name': verdict.module, '@tests': sum('@tests'), '@failures': sum('@failures'), '@skipped': sum('@skipped'), testsuite: suites },
  });
}

function moduleCases({ failures }: Verdict): TestCase[] {
  const whole = failures.filter(({ criterion, kind }) => criterion === null && kind !== 'check');
  return whole.length === 0 ? [{ name: 'gates, installation and log', outcome: null }] : whole.map((failure) => ({ name: failure.by, outcome: { tag: 'failure', type: failure.kind, message: failure.sentence, text: details(failure) } }));
}

function criteriaCases({ criteria, failures }: Verdict): TestCase[] {
  return criteria.map(({ id, title, status }) => {
    const found = failures.find(({ criterion }) => criterion === id);
    const name = `${id} ${title}`;
    if (status === 'green') return { name, outcome: null };
    if (status === 'not_run' && found === undefined) return { name, outcome: { tag: 'skipped', type: 'not_run', message: 'not run', text: '' } };
    return { name, outcome: { tag: 'failure', type: found?.kind ?? status, message: found?.sentence ?? status, text: found === undefined ? '' : details(found) } };
  });
}

function checkCases({ details: tried }: Verdict['checks'][number]): TestCase[] {
  return tried.map(({ what, status, note }) => ({ name: what, outcome: status === 'green' ? null : { tag: status === 'red' ? 'failure' : 'skipped', type: 'check', message: note ?? status, text: '' } }));
}

const details = ({ file, line, traceback, message }: Verdict['failures'][number]): string => [file === null ? '' : `${file}${line === null ? '' : `:${line}`}`, traceback ?? message].filter((part) => part !== '').join('\n');

function suite(module: string, name: string, cases: readonly TestCase[]) {
  const of = (tag: string): number => cases.filter(({ outcome }) => outcome?.tag === tag).length;
  return {
    '@name': name,
    '@tests': cases.length,
    '@failures': of('failure'),
    '@skipped': of('skipped'),
    testcase: cases.map((each) => ({
      '@classname': `${module}.${name}`,
      '@name': clean(each.name),
      ...(each.outcome === null ? {} : { [each.outcome.tag]: { '@type': each.outcome.type, '@message': clean(each.outcome.message), '#text': clean(each.outcome.text) } }),
    })),
  };
}

const clean = (text: string): string => text.replace(NOT_XML, '\uFFFD');
