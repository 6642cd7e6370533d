/** What a person types or picks in one field. */
export type JourneyValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'number'; readonly number: number }
  | { readonly kind: 'truth'; readonly truth: boolean }
  /** One of the options of a selection. */
  | { readonly kind: 'choice'; readonly id: string; readonly label: string }
  /** A day; `iso` null: today, so many days and months later. */
  | { readonly kind: 'day'; readonly iso: string | null; readonly days: number; readonly months: number }
  /** A moment in UTC, `2036-05-01 09:00:00`; `iso` null: now, so many days and months later. */
  | { readonly kind: 'moment'; readonly iso: string | null; readonly days: number; readonly months: number }
  /** Records by their names in the journey, `stock.stock_location_stock` and `order.partner_id` too; `one`: of a many2one. */
  | { readonly kind: 'records'; readonly names: readonly string[]; readonly one: boolean }
  /** Whoever is signed in. */
  | { readonly kind: 'user' }
  /** The first that the field offers. */
  | { readonly kind: 'any' }
  | { readonly kind: 'nothing' };

export interface Filling {
  readonly field: string;
  readonly label: string;
  readonly value: JourneyValue;
}

interface Common {
  /** The step for a person who is no programmer. */
  readonly words: string;
  readonly model: string;
  /** Group as whose user it is done, with its module; null: the administrator, who has every group of the module. */
  readonly user: string | null;
  /** Odoo has to refuse it, with these words in what the person reads. */
  readonly refused: boolean;
  readonly message: string | null;
  /** The values are ours and not the person's: that Odoo refuses them says nothing. */
  readonly sample: boolean;
  /** Why no browser can do it; null when one can. */
  readonly undrivable: string | null;
}

export type JourneyStep = Common &
  (
    | { readonly do: 'create'; readonly as: string | null; readonly values: readonly Filling[] }
    | { readonly do: 'write'; readonly record: string; readonly values: readonly Filling[] }
    | { readonly do: 'press'; readonly record: string; readonly button: string; readonly label: string }
    | { readonly do: 'delete'; readonly record: string }
    /** `unsaid`: how much of what has to hold no single field shows. */
    | { readonly do: 'expect'; readonly record: string; readonly looks: readonly Filling[]; readonly unsaid: number }
    /** How many rows the list has when these are typed into its search box; `atLeast`: or more. */
    | { readonly do: 'search'; readonly filters: readonly Filling[]; readonly equals: number; readonly atLeast: boolean }
  );

/** The way of a person through the pages of a module for one acceptance criterion. */
export interface Journey {
  /** Id of the criterion. */
  readonly criterion: string;
  readonly title: string;
  /** Records of the module's data that it speaks of. */
  readonly data: readonly string[];
  readonly steps: readonly JourneyStep[];
  /** Why there is no step. */
  readonly undrivable: string | null;
}

/** How one step went. `not_driven`: nothing can be said of it, and `message` says why. */
export interface DrivenStep {
  readonly criterion: string;
  /** From 1; 0 of a journey without steps. */
  readonly step: number;
  readonly words: string;
  readonly model: string | null;
  readonly status: 'green' | 'red' | 'not_driven';
  readonly message: string | null;
  /** Title of the picture of that moment. */
  readonly screenshot: string | null;
}
