import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { asBuilderError, toProblem } from '../../src/domain/errors.js';
import type { Operation } from './operation.js';

/**
 * The one loop over items: pairs each output with its input, and on failure either goes on with a
 * problem in the item (Continue On Fail) or stops with a sentence for the operator.
 */
export async function runOperations(context: IExecuteFunctions, operations: readonly Operation[]): Promise<INodeExecutionData[][]> {
  const output: INodeExecutionData[] = [];
  for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
    const chosen = context.getNodeParameter('operation', itemIndex) as string;
    try {
      const operation = operations.find(({ value }) => value === chosen);
      if (operation === undefined) throw new NodeOperationError(context.getNode(), `The operation "${chosen}" does not exist`, { itemIndex });
      for (const json of await operation.execute(context, itemIndex)) output.push({ json, pairedItem: { item: itemIndex } });
    } catch (error) {
      if (context.continueOnFail()) {
        output.push({ json: { problem: toProblem(error) }, pairedItem: { item: itemIndex } });
        continue;
      }
      throw error instanceof NodeOperationError ? error : new NodeOperationError(context.getNode(), asBuilderError(error), { itemIndex });
    }
  }
  return [output];
}
