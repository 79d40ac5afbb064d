import spanfn from 'spanfn/vite';
import { defineConfig } from 'vite';

export default defineConfig({ plugins: [spanfn()] });
