const { default: Sequencer } = require('@jest/test-sequencer');

/**
 * What takes long, or makes an image that others find, first. Jest goes by what it remembers of the last run, and a fresh clone remembers nothing: a
 * file of five minutes that begins last would keep one worker busy while the others wait.
 */
const LONG = ['examples/examples.real', 'e2e/prose', 'codegen/anchors', 'e2e/', 'ui-smoke', 'deployment/n8n.real', 'walls/walls', 'verdicts/verdicts.real', 'deployment/', 'drive.real', 'warm-sandboxes', 'judge-runs', 'language-faults', 'app/host-death', 'docs/module-spec', 'uat-host-death', 'every-field', 'look/earlier', 'i18n/export', 'gateway/uat'];

const rank = ({ path }) => {
  const at = LONG.findIndex((part) => path.includes(part));
  if (at !== -1) return at;
  // The short ones without Docker fill what the workers have left at the end.
  return /\.(real|e2e)\.test\.ts$/.test(path) ? LONG.length : LONG.length + 1;
};

module.exports = class LongFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).toSorted((a, b) => rank(a) - rank(b));
  }
};
