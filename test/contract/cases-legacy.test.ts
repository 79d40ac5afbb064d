import { describeCases } from './generated.ts';

await describeCases('legacy');
