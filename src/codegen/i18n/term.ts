/** One text of a module that Odoo translates, and where it is found. */
export interface Term {
  readonly source: string;
  /** As Odoo's export refers to it, e.g. `model:ir.ui.menu,name:library.menu_books`; code with the line 0. */
  readonly reference: string;
  readonly isCode: boolean;
}

export const modelTerm = (field: string, xmlId: string, source: string): Term => ({ source, reference: `model:${field}:${xmlId}`, isCode: false });
export const partTerm = (field: string, xmlId: string, source: string): Term => ({ source, reference: `model_terms:${field}:${xmlId}`, isCode: false });

/** Odoo leaves out what has no or one letter. */
export function isTranslated(source: string): boolean {
  return source.replace(/[^\p{L}\p{N}_]+/gu, '').length > 1;
}
