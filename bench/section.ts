/** What a part of the bench found: its tables as Markdown, and the goals of the project that it answers. */
export interface Section {
  readonly title: string;
  readonly tables: readonly string[];
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly goal: string;
  readonly measured: string;
  readonly met: boolean;
}
