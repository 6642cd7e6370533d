/** A page for the person whose link does not open; nothing in it comes from the request. */
export function uatPage(title: string, text: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { min-height: 90vh; display: grid; place-content: center; margin: 0 1.5rem; }
  main { max-width: 30rem; }
  h1 { font-size: 1.4rem; }
</style>
<main>
  <h1>${title}</h1>
  <p>${text}</p>
</main>
</html>
`;
}

export const LINK_SPENT = uatPage(
  'This link has been used',
  'A link into your Odoo opens it once, and within ten minutes. Go back to your session and ask for a new one: your Odoo and all that you typed there are still as they were.',
);

export const NOT_ANSWERING = uatPage('Your Odoo does not answer', 'It may be starting again. Wait half a minute, then go back to your session and ask for a new link.');
