import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { CallToolResultSchema } from '@modelcontextprotocol/sdk/types.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import { BuilderError } from '../../domain/errors.js';
import type { Browser, OpenBrowser } from '../../ports/browser.js';
import { SandboxTransport } from './transport.js';

/** The first navigation starts Chromium: 1.5 s on two idle cores. */
const CALL_TIMEOUT_MS = 60_000;

/**
 * By itself the server rests half a second, or a whole one, after each call and describes the page anew: 16 s for the 13
 * views of examples/library.yaml. Our scripts know when a view is drawn, and requests under way are waited for either way.
 * Its five seconds for a picture are too few on a machine that does much at once.
 */
const OPTIONS = ['--timeout-settle=0', '--snapshot-mode=none', '--timeout-action=20000'];

/** Playwright MCP and Chromium inside the sandbox, spoken to over exec's stdio (deployment/sandbox/README.md: omb-mcp). */
export const openMcpBrowser: OpenBrowser = async (sandbox) => {
  const transport = new SandboxTransport(await sandbox.spawn({ command: ['omb-mcp', ...OPTIONS], user: 'browser' }));
  const client = new Client({ name: 'odoo-module-builder', version: '1' });
  try {
    await client.connect(transport, { timeout: CALL_TIMEOUT_MS });
  } catch (error) {
    await transport.close();
    throw browserFailed('did not start', error);
  }
  return new McpBrowser(client);
};

class McpBrowser implements Browser {
  constructor(private readonly client: Client, private readonly signal?: AbortSignal) {}

  async navigate(url: string): Promise<void> {
    await this.call('browser_navigate', { url });
  }

  async evaluate(functionSource: string): Promise<unknown> {
    return valueOf(await this.call('browser_evaluate', { function: functionSource }));
  }

  async run(functionSource: string): Promise<unknown> {
    return valueOf(await this.call('browser_run_code_unsafe', { code: functionSource }));
  }

  async screenshot(): Promise<Uint8Array> {
    const { content } = await this.call('browser_take_screenshot', { type: 'png' });
    const image = content.find((part) => part.type === 'image');
    if (!image) throw browserFailed('gave no screenshot');
    return Buffer.from(image.data, 'base64');
  }

  async consoleErrors(): Promise<readonly string[]> {
    const text = textOf(await this.call('browser_console_messages', { level: 'error' }));
    return text.split(/\n(?=\[ERROR\] )/).filter((part) => part.startsWith('[ERROR] ')).map((part) => part.slice('[ERROR] '.length).trim());
  }

  until(signal: AbortSignal | undefined): Browser {
    return new McpBrowser(this.client, signal);
  }

  async close(): Promise<void> {
    await this.client.close();
  }

  private async call(name: string, args: Record<string, unknown>): Promise<CallToolResult> {
    let result: CallToolResult;
    try {
      result = CallToolResultSchema.parse(await this.client.callTool({ name, arguments: args }, undefined, { signal: this.signal, timeout: CALL_TIMEOUT_MS }));
    } catch (error) {
      this.signal?.throwIfAborted();
      throw browserFailed(`did not answer to ${name}`, error);
    }
    if (result.isError) throw browserFailed(`could not do ${name}: ${textOf(result).slice(0, 500)}`);
    return result;
  }
}

const textOf = (result: CallToolResult): string => result.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');

/** Answer of the tools: `### Result`, the value as JSON, then sections that say what was run. */
function valueOf(result: CallToolResult): unknown {
  const value = /^### Result\n([\s\S]*?)(?:\n### |$)/.exec(textOf(result))?.[1] ?? 'undefined';
  return value === 'undefined' ? undefined : JSON.parse(value);
}

const browserFailed = (what: string, cause?: unknown): BuilderError => new BuilderError('transient', 'browser_failed', `The browser in the sandbox ${what}.`, { cause });
