/** Where subjects that write to a file write to. */
export const FILE: string = process.env.BENCH_LOG_FILE as string;
