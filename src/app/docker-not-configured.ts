import { BuilderError } from '../domain/errors.js';

/** For a person who waits; trying again helps once the operator has acted. */
export const dockerNotConfigured = (): BuilderError =>
  new BuilderError('user', 'docker_not_configured', 'There is no Docker host to run an Odoo on: the operator has to choose a credential of the type "Odoo Sandbox Host" in the nodes that test and open modules. Then try again.');
