import type { ModuleFile } from '../domain/module-file.js';
import type { Criterion } from '../domain/module-spec/acceptance.js';
import type { ModuleSpec } from '../domain/module-spec/module-spec.js';
import { specToYaml } from '../domain/module-spec/parse.js';
import type { Digest } from '../domain/session.js';
import type { CriterionResult, Verdict } from '../domain/verdict.js';
import { junitXml } from './report/junit.js';
import { reportPage } from './report/page.js';
import { markdownText as text } from './text/markdown-text.js';

export interface EvidenceInput {
  readonly spec: ModuleSpec;
  readonly specRevision: number;
  readonly verdict: Verdict;
  /** Digest of the frozen tests: they were the same in every round of repair. */
  readonly acceptanceTests: Digest | null;
}

/**
 * What travels with a delivered module in its `doc` folder, where Odoo never looks: the specification, the verdict,
 * and each criterion traced to its test and its result. Free of times and session ids: equal modules, equal zips.
 */
export function evidenceFiles(input: EvidenceInput): readonly ModuleFile[] {
  return [
    { path: 'doc/EVIDENCE.md', content: evidencePage(input) },
    { path: 'doc/spec.yaml', content: specToYaml(input.spec) },
    { path: 'doc/verdict.json', content: `${JSON.stringify(timelessVerdict(input), null, 2)}\n` },
    { path: 'doc/report.html', content: reportPage({ ...input.verdict, durations: {} }, []) },
    { path: 'doc/junit.xml', content: junitXml(input.verdict) },
  ];
}

/** The verdict without what differs from run to run: durations, logs, pictures. */
function timelessVerdict({ verdict, acceptanceTests }: EvidenceInput): Record<string, unknown> {
  const { green, status, module, moduleDigest, odooVersion, state, exitCode, tests, criteria, checks } = verdict;
  const failures = verdict.failures.map(({ kind, by, criterion, file, line, message, sentence }) => ({ kind, by, criterion, file, line, message, sentence }));
  return { green, status, module, moduleDigest, acceptanceTests, odooVersion, state, exitCode, tests, criteria, checks, failures };
}

function evidencePage({ spec, specRevision, verdict, acceptanceTests }: EvidenceInput): string {
  const results = new Map(verdict.criteria.map((result) => [result.id, result]));
  const { tests } = verdict;
  return [
    `# Evidence: ${text(spec.title)}`,
    verdict.green
      ? `Every acceptance criterion below was run as a test in a real Odoo ${verdict.odooVersion} with this module installed, and held.`
      : `**This module was accepted although not everything below held** when it was run in a real Odoo ${verdict.odooVersion}. What failed is said with its criterion and at the end.`,
    [
      `- Module: \`${spec.name}\`, tested tree sha256 \`${verdict.moduleDigest}\``,
      `- Specification: revision ${specRevision} (spec.yaml), approved by the person who asked for it`,
      `- Acceptance tests: written from the approved specification and frozen, sha256 \`${acceptanceTests ?? 'none'}\``,
      `- Run: ${tests.run} of ${tests.declared} tests, ${tests.failed} failed, ${tests.errors} errors, ${tests.skipped} skipped; module ${verdict.state ?? 'not installed'}`,
      '- Tried by a person in a live Odoo, and approved',
    ].join('\n'),
    '## Criteria',
    ...spec.acceptance.map((criterion) => criterionPart(criterion, results.get(criterion.id), verdict)),
    ...assumptions(spec),
    ...openFailures(verdict),
    '## Run the tests yourself',
    `\`odoo -d <an empty database> -i ${spec.name} --test-tags /${spec.name} --stop-after-init\``,
  ].join('\n\n') + '\n';
}

const WORD: Record<CriterionResult['status'], string> = { green: 'holds', flaky: 'held only when it was run again', red: 'does not hold', not_run: 'not run' };

function criterionPart(criterion: Criterion, result: CriterionResult | undefined, verdict: Verdict): string {
  const failures = verdict.failures.filter((failure) => failure.criterion === criterion.id);
  return [
    `### ${criterion.id} ${text(criterion.title)}: ${WORD[result?.status ?? 'not_run']}`,
    '',
    `- Given ${text(criterion.given)}`,
    `- When ${text(criterion.when)}`,
    `- Then ${text(criterion.then)}`,
    `- Tests: ${result && result.tests.length > 0 ? result.tests.map((name) => `\`${name}\``).join(', ') : 'none'}`,
    ...inBrowser(criterion.id, verdict),
    ...failures.map((failure) => `- Failed: ${text(failure.sentence)}`),
  ].join('\n');
}

/** What of the criterion was done in a browser, and what was not and why. */
function inBrowser(id: string, { checks }: Verdict): string[] {
  const steps = (checks.find(({ name }) => name === 'journeys')?.details ?? []).filter(({ what }) => what.startsWith(`${id}, `) || what.startsWith(`${id}: `));
  if (steps.length === 0) return [];
  const left = steps.filter(({ status }) => status === 'not_run');
  return [
    `- In a browser: ${steps.filter(({ status }) => status === 'green').length} of ${steps.length} steps were done as a person does them`,
    ...left.map(({ what, note }) => `  - ${text(what)}: ${text(note ?? 'not driven')}`),
  ];
}

const assumptions = (spec: ModuleSpec): string[] => (spec.assumptions.length > 0 ? ['## Assumptions', spec.assumptions.map((sentence) => `- ${text(sentence)}`).join('\n')] : []);

function openFailures(verdict: Verdict): string[] {
  const others = verdict.failures.filter((failure) => failure.criterion === null);
  return others.length > 0 ? ['## Other failures', others.map((failure) => `- ${text(failure.sentence)}`).join('\n')] : [];
}
