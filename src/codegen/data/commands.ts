/** `[Command.link(ref('base.group_user'))]`: relations in a data file. */
export function commands(kind: 'link', refs: readonly string[]): string {
  return `[${refs.map((ref) => `Command.${kind}(ref('${ref}'))`).join(', ')}]`;
}

/** `[Command.set([ref('book_dune')])]` */
export function commandSet(refs: readonly string[]): string {
  return `[Command.set([${refs.map((ref) => `ref('${ref}')`).join(', ')}])]`;
}
