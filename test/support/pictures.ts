import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Keeps what a browser saw of a module in `<root>/.local/examples/<name>/`, for people to look at; replaces those of the last run. */
export function keepPictures(root: string, name: string, pictures: readonly { readonly title: string; readonly png: Uint8Array }[]): void {
  const folder = join(root, '.local/examples', name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  pictures.forEach(({ title, png }, index) => writeFileSync(join(folder, `${index + 1}-${title.replaceAll(/[^\w -]/g, '_').slice(0, 60)}.png`), png));
}
