import {
  JsonLogsSerializer,
  JsonTraceSerializer,
  ProtobufLogsSerializer,
  ProtobufTraceSerializer,
} from '@opentelemetry/otlp-transformer';
import { decodeMessage } from '../../wire/otlp-messages.ts';
import { itemsOf, type Signal } from '../facts.ts';
import { post } from './post.ts';
import { sdkLogs, sdkSpans } from './sdk-telemetry.ts';
import type { Route, Sender } from './sender.ts';

interface Bodies {
  readonly request: string;
  readonly protobuf: Uint8Array;
  readonly json: Uint8Array;
}

/**
 * The serializers of the OpenTelemetry SDK: what these send must pass, whatever becomes of spanfn.
 * What went in is read from the protobuf form by the official definitions, also where JSON is sent.
 */
export const SDK: Sender = {
  name: 'OpenTelemetry SDK',
  signals: ['traces', 'logs'],
  async send(route) {
    const items = [];
    for (const signal of route.signals) {
      const { request, protobuf, json } = bodies(signal, route);
      await post(signal, route.json ? json : protobuf, route);
      items.push(...itemsOf(decodeMessage(request, protobuf)));
    }
    return { items };
  },
};

function bodies(signal: Signal, { id }: Route): Bodies {
  if (signal === 'traces') {
    const spans = sdkSpans(id);
    return {
      request: 'ExportTraceServiceRequest',
      protobuf: ProtobufTraceSerializer.serializeRequest(spans)!,
      json: JsonTraceSerializer.serializeRequest(spans)!,
    };
  }
  const logs = sdkLogs(id);
  return {
    request: 'ExportLogsServiceRequest',
    protobuf: ProtobufLogsSerializer.serializeRequest(logs)!,
    json: JsonLogsSerializer.serializeRequest(logs)!,
  };
}
