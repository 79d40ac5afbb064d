import spanfn from 'spanfn/vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({ plugins: [spanfn()] });
