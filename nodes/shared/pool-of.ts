import type { IExecuteFunctions } from 'n8n-workflow';
import { BuilderError } from '../../src/domain/errors.js';
import type { SandboxPool } from '../../src/ports/sandbox.js';
import { appOf } from './app-of.js';

/** The pool of the Docker host that the node's credential names. */
export async function poolOf(context: IExecuteFunctions, itemIndex: number): Promise<SandboxPool> {
  const { pool } = await appOf(context, itemIndex, { docker: true });
  if (pool === null) throw new BuilderError('user', 'docker_not_configured', 'This node has no Docker host: choose a credential of the type "Odoo Sandbox Host".');
  return pool;
}
