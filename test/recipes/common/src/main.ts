import { runScenario } from './scenario';

void runScenario();
