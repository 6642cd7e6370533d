import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { asBuilderError, BuilderError, toProblem } from '../../src/domain/errors.js';
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
        if (!(error instanceof NodeOperationError || error instanceof BuilderError)) context.logger.error('An operation failed', { error });
        output.push({ json: { problem: toProblem(asProblem(error)) }, pairedItem: { item: itemIndex } });
        continue;
      }
      throw operationError(context, error, itemIndex);
    }
  }
  return [output];
}

/** n8n puts words of its own in the place of a sentence that has a code such as ENOENT in it; ours says what to do. */
function operationError(context: IExecuteFunctions, error: unknown, itemIndex: number): NodeOperationError {
  if (error instanceof NodeOperationError) return error;
  const known = asBuilderError(error);
  return Object.assign(new NodeOperationError(context.getNode(), known, { itemIndex }), { message: known.message });
}

/** What n8n itself says of a node is for its operator to read, unlike what we did not foresee. */
function asProblem(error: unknown): unknown {
  return error instanceof NodeOperationError ? new BuilderError('user', 'node_failed', error.message, { cause: error }) : error;
}
