import { nearest } from '../../nearest.js';
import type { RecordData } from '../module-spec.js';
import { tellMissing } from './fields.js';
import type { Law } from './law.js';
import { checkValues } from './values.js';

/** Data and demo records fill fields that are there and name records that come before them. */
export const recordsLaw: Law = (names, tell) => {
  const data = new Map(names.spec.data.map((record, index) => [record.id, index]));
  const demo = new Map(names.spec.demo.map((record, index) => [record.id, index]));
  const check = (list: 'data' | 'demo') => (record: RecordData, at: number): void => {
    const path = `${list}[${at}]`;
    tellMissing(names, record.model, `${path}.model`, tell);
    if (names.missingModel(record.model) !== null) return;
    checkValues(names, record.model, record.values, `${path}.values`, names.scope(null, { dataRecords: true }), tell);
    for (const [field, value] of Object.entries(record.values)) {
      for (const text of Array.isArray(value) ? value : [value]) {
        const id = typeof text === 'string' ? /^=\s*([a-z][a-z0-9_]*)\s*$/.exec(text)?.[1] : undefined;
        if (id === undefined) continue;
        const later = list === 'data' ? (data.get(id) ?? -1) >= at || (!data.has(id) && demo.has(id)) : (demo.get(id) ?? -1) >= at;
        if (later) tell(`${path}.values.${field}`, `\`${id}\` is made after this record, or with demo data only.`, 'Put it before this one.');
      }
    }
    for (const field of names.model(record.model)?.fields ?? []) {
      const filled = field.default !== undefined || field.compute !== undefined || field.related !== undefined || field.type === 'boolean' || names.model(record.model)?.sequence?.field === field.name || names.model(record.model)?.states?.field === field.name;
      if (field.required && !filled && record.values[field.name] === undefined) tell(`${path}.values.${field.name}`, `\`${record.model}\` requires \`${field.name}\`.`, 'Give it a value here, or a default on the field.');
    }
  };
  names.spec.data.forEach(check('data'));
  names.spec.demo.forEach(check('demo'));
  names.spec.demo.forEach(({ model, press }, at) => press.forEach((button, index) => {
    const described = names.model(model);
    const buttons = [...(described?.states?.transitions ?? []), ...(described?.actions ?? [])].map(({ id }) => id);
    if (described !== null && !described.extends && !buttons.includes(button)) tell(`demo[${at}].press[${index}]`, `\`${model}\` has no button \`${button}\`.`, nearest(button, buttons) || 'Add it to transitions or actions.');
  }));
};
