import { join } from 'node:path';
import { imageDigest } from './image-digest.js';

export const IMAGE_NAMES = ['base', 'odoo', 'sandbox', 'postgres', 'redis', 'uat-gateway'] as const;
export type ImageName = (typeof IMAGE_NAMES)[number];

/** `omb-<name>:<digest>` of every image. */
export type ImageTags = Readonly<Record<ImageName, string>>;

/** What each image is made from (folders below `deployment/`), and on: a change below changes the tags of all that is above. */
const SOURCES: Record<ImageName, { readonly folders: readonly string[]; readonly parent?: ImageName }> = {
  base: { folders: ['base/debian'] },
  odoo: { folders: ['base/odoo-debian', 'base/odoo-official'], parent: 'base' },
  sandbox: { folders: ['sandbox'], parent: 'odoo' },
  postgres: { folders: ['postgres'], parent: 'base' },
  redis: { folders: ['redis'], parent: 'base' },
  'uat-gateway': { folders: ['uat-gateway'], parent: 'base' },
};

/** The tags that the files of the project at `root` ask for, built or not. */
export async function imageTags(root: string): Promise<ImageTags> {
  const tags: Partial<Record<ImageName, string>> = {};
  for (const name of IMAGE_NAMES) {
    const { folders, parent } = SOURCES[name];
    const paths = folders.map((folder) => join(root, 'deployment', folder));
    tags[name] = `omb-${name}:${await imageDigest(paths, parent === undefined ? '' : tags[parent])}`;
  }
  return tags as ImageTags;
}
