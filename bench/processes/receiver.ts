import { Child } from './child.ts';

/** The OTLP receiver that everything is sent to (`sink.ts`), in its own process. */
export interface Receiver {
  /** For processes that export. */
  readonly env: NodeJS.ProcessEnv;
  /** Received so far. */
  spans(): Promise<number>;
  stop(): Promise<void>;
}

export async function startReceiver(node: string, program: string): Promise<Receiver> {
  const env = { ...process.env, NODE_OPTIONS: '' };
  const sink = await Child.start(node, program, env);
  const endpoint = `http://127.0.0.1:${await sink.ask<number>('port')}`;
  return {
    env: { ...env, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint },
    spans: () => sink.ask<number>('spans'),
    stop: () => sink.stop(),
  };
}
