/** A text as one cell of a CSV file (RFC 4180), always one cell of one row. */
export function csvCell(text: string): string {
  const plain = text.toWellFormed().replaceAll('\u0000', '\ufffd');
  return /^[A-Za-z0-9_.:/ -]*$/.test(plain) ? plain : `"${plain.replaceAll('"', '""')}"`;
}
