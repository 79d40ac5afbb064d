import { runScenario } from '../src/scenario';

/** Made while building, on the server. */
export default async function Page() {
  await runScenario();
  return <h1>Orders</h1>;
}
