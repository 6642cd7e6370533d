import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(__dirname, '../../.local/examples');

/** Keeps what a browser saw of a module in `.local/examples/<name>/`, for people to look at; replaces those of the last run. */
export function keepPictures(name: string, pictures: readonly { readonly title: string; readonly png: Uint8Array }[]): void {
  const folder = join(FOLDER, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  pictures.forEach(({ title, png }, index) => writeFileSync(join(folder, `${index + 1}-${title.replaceAll(/[^\w -]/g, '_').slice(0, 60)}.png`), png));
}
