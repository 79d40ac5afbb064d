/** One request, and the status that shows it to do what its title says. */
export interface Ask {
  readonly title: string;
  readonly path: string;
  readonly status: number;
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Its answer depends on the requests before it. */
  readonly counts?: true;
}

const admin = { 'x-role': 'admin' };
const clerk = { 'x-role': 'clerk', 'x-user': 'ada', 'content-type': 'application/json' };

const READING: readonly Ask[] = [
  { title: 'finds an order', path: '/orders/1', status: 200 },
  { title: 'finds another order', path: '/orders/3', status: 200 },
  { title: 'misses an order, and a filter answers', path: '/orders/42', status: 404 },
  { title: 'has a parameter that a pipe rejects', path: '/orders/one', status: 400 },
  { title: 'lists through a pipe and an interceptor', path: '/orders?owner=ADA', status: 200 },
  { title: 'is answered synchronously', path: '/orders/total', status: 200 },
  { title: 'goes to an unknown route', path: '/nowhere', status: 404 },
  { title: 'goes to an unknown method', path: '/orders/1', method: 'PUT', status: 404 },
];

const WRITING: readonly Ask[] = [
  {
    title: 'adds an order',
    path: '/orders',
    method: 'POST',
    headers: clerk,
    body: '{"owner":"eve","lines":[5]}',
    status: 202,
    counts: true,
  },
  {
    title: 'adds half an order, which a pipe rejects',
    path: '/orders',
    method: 'POST',
    headers: clerk,
    body: '{"owner":"eve"}',
    status: 400,
  },
  {
    title: 'adds what is not JSON',
    path: '/orders',
    method: 'POST',
    headers: clerk,
    body: '{"owner":',
    status: 400,
  },
  { title: 'adds without a role', path: '/orders', method: 'POST', status: 403 },
  {
    title: 'removes as an admin',
    path: '/orders/1',
    method: 'DELETE',
    headers: admin,
    status: 200,
  },
  { title: 'removes as a clerk', path: '/orders/1', method: 'DELETE', headers: clerk, status: 403 },
];

const ANSWERING: readonly Ask[] = [
  { title: 'is redirected', path: '/orders/old', status: 301 },
  { title: 'is redirected where the handler says', path: '/orders/older?to=2', status: 307 },
  { title: 'is answered by an Observable', path: '/orders/feed', status: 200 },
  { title: 'is answered by server-sent events', path: '/orders/events', status: 200 },
  { title: 'is answered by an async generator', path: '/orders/rows', status: 200 },
  { title: 'is answered by a lazy thenable', path: '/orders/count', status: 200, counts: true },
  { title: 'is answered by it once more', path: '/orders/count', status: 200, counts: true },
  { title: 'is answered by a file', path: '/orders/file', status: 200 },
  { title: 'is answered past Nest', path: '/orders/raw', status: 200 },
  { title: 'meets an error', path: '/orders/crash', status: 500 },
  { title: 'meets a rejection', path: '/orders/later', status: 501 },
  { title: 'meets an Observable that fails', path: '/orders/broken-feed', status: 500 },
];

const INHERITING: readonly Ask[] = [
  { title: 'calls an inherited handler', path: '/orders/self/health', status: 200 },
  { title: 'calls an overriding handler', path: '/orders/about', status: 200 },
  { title: 'enters by the role of the class', path: '/admin/takings', headers: admin, status: 200 },
  { title: 'lacks the role of the class', path: '/admin/takings', headers: clerk, status: 403 },
  {
    title: 'enters by the role of the handler',
    path: '/admin/visitors',
    headers: clerk,
    status: 200,
  },
  { title: 'lacks the role of the handler', path: '/admin/visitors', headers: admin, status: 403 },
  { title: 'enters by an inherited role', path: '/admin/about', headers: clerk, status: 200 },
  { title: 'lacks an inherited role', path: '/admin/about', headers: admin, status: 403 },
  { title: 'draws a ticket of its own', path: '/tickets', headers: clerk, status: 200 },
];

/** Fired one after the other. */
export const REQUESTS: readonly Ask[] = [...READING, ...WRITING, ...ANSWERING, ...INHERITING];

/** The request of this title. */
export function requestThat(title: string): Ask {
  const found = REQUESTS.find((request) => request.title === title);
  if (found === undefined) throw new Error(`no request ${title}`);
  return found;
}
