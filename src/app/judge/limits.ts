import type { Rule } from './input.js';
import { failure } from './place.js';

/** The walls of the sandbox that the module ran into. */
export const limits: Rule = ({ observation }) => {
  if (observation.outOfProcesses) {
    return [failure({ kind: 'out_of_processes', message: 'The sandbox stayed at its limit of processes.', sentence: 'The module started more processes than a module may, so its run was stopped.' })];
  }
  if (observation.outOfDisk) {
    return [failure({ kind: 'out_of_disk', message: 'The disk space of the sandbox was used up.', sentence: 'The module wrote more data than a module may, so its run was stopped.' })];
  }
  if (observation.outOfMemory) {
    return [failure({ kind: 'out_of_memory', message: 'The kernel killed Odoo for its use of memory.', sentence: 'The module needed more memory than a module may, so its run was stopped.' })];
  }
  if (observation.timedOut) {
    const seconds = Math.round(observation.timeoutMs / 1000);
    const last = observation.records.findLast((record) => record.message.startsWith('Starting '));
    return [failure({ kind: 'timeout', message: `Not finished after ${seconds} seconds${last ? `; the last thing seen was: ${last.message}` : ''}.`, sentence: `Installing and testing the module took longer than ${seconds} seconds, so it was stopped; something in it may never end.` })];
  }
  if (observation.logCut) {
    return [failure({ kind: 'log', message: 'The log of the run is longer than what is kept of it.', sentence: 'The module writes more into the log than a module may (16 MiB), so its run was stopped.' })];
  }
  return [];
};
