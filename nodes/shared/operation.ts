import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

/** One operation of a node: what the editor shows of it, and what it does with one item. */
export interface Operation {
  /** Value of the `operation` parameter in the workflows. */
  readonly value: string;
  readonly name: string;
  /** Shown in the list of actions, e.g. "Write a specification". */
  readonly action: string;
  readonly description: string;
  /** Fields of this operation alone; `displayOptions` is added. */
  readonly fields: readonly INodeProperties[];
  /** The items that one input item becomes. */
  execute(context: IExecuteFunctions, itemIndex: number): Promise<readonly IDataObject[]>;
}

const CHOOSER: INodeProperties = { displayName: 'Operation', name: 'operation', type: 'options', noDataExpression: true, options: [], default: '' };

/** The `operation` chooser and the fields of every operation, each shown with its operation only. */
export function operationProperties(operations: readonly Operation[]): INodeProperties[] {
  const options = [...operations].sort((a, b) => a.name.localeCompare(b.name)).map(({ name, value, action, description }) => ({ name, value, action, description }));
  const fields = operations.flatMap((operation) =>
    operation.fields.map((field) => ({
      ...field,
      displayOptions: { ...field.displayOptions, show: { ...field.displayOptions?.show, operation: [operation.value] } },
    })),
  );
  return [{ ...CHOOSER, options, default: operations[0]?.value ?? '' }, ...fields];
}
