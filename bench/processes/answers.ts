/** What a process can be asked for, by name. */
export type Questions = Readonly<Record<string, (argument: never) => unknown>>;

/** The child's side of a `Child`: says that it is ready, answers, and ends with its parent. */
export function answer(questions: Questions): void {
  process.on('message', async ({ question, argument }: { question: string; argument: never }) => {
    process.send?.({ answer: await questions[question]?.(argument) });
  });
  process.on('disconnect', () => process.exit());
  process.send?.({ answer: 'ready' });
}
