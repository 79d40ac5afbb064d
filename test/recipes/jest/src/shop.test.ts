import { runScenario } from './scenario';

test('an order is traced', () => runScenario());
