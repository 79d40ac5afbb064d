/** One way in which the service is traced. */
export interface Form {
  readonly name: 'none' | 'spanfn' | 'otel';
  readonly label: string;
  /** A file of `subjects/`: what is started. */
  readonly subject: string;
  /** A file of this folder: the classes of the service. */
  readonly parts: string;
  /** Built with the plugin. */
  readonly isInstrumented: boolean;
}

/** In the order of the report. */
export const FORMS: readonly Form[] = [
  {
    name: 'none',
    label: 'not traced',
    subject: 'bare',
    parts: 'orders',
    isInstrumented: false,
  },
  {
    name: 'spanfn',
    label: 'spanfn, in place',
    subject: 'spanfn-sent',
    parts: 'orders',
    isInstrumented: true,
  },
  {
    name: 'otel',
    label: 'OpenTelemetry SDK',
    subject: 'otel-otlp',
    parts: 'orders-otel',
    isInstrumented: false,
  },
];
