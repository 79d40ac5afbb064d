/** Rejected before anybody looks, and handled, so that it is no business of the process. */
export function rejected(error: unknown): Promise<never> {
  const promise = Promise.reject(error);
  promise.catch(() => {});
  return promise;
}
