import { isModulePath } from '../../domain/module-file.js';
import { refused, type Gate } from './gate.js';

/** Every file lies in the module under a name that reads as it is. */
export const paths: Gate = ({ files }) =>
  files.filter(({ path }) => !isModulePath(path)).map(({ path }) => {
    // The name itself is what cannot be trusted: it is told so that it steers no terminal and no page.
    const shown = JSON.stringify(path.slice(0, 100)).replaceAll(/[^ -~]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return refused(shown, null, `${shown} is not a path inside the module`, 'A file of the module has a name that leads out of it, or that does not read as it is.');
  });
