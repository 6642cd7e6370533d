/** No answer that was asked for is as long: a token is a few bytes, and no call may ask for more than some ten thousand. */
export const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** `fetch` whose body breaks off where it gets too long, before it is all in memory. */
export async function boundedFetch(...call: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...call);
  let bytes = 0;
  const counted = response.body?.pipeThrough(new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) controller.error(new Error(`The answer is longer than ${MAX_ANSWER_BYTES} bytes`));
      else controller.enqueue(chunk);
    },
  }));
  return new Response(counted ?? null, { status: response.status, statusText: response.statusText, headers: response.headers });
}
