import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Built into dist, from where the gateway serves it. `npm run dev:web` proxies to a gateway that runs. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  build: {
    // Charts come in a part of their own, after the page.
    chunkSizeWarningLimit: 600,
    outDir: '../../dist/web',
    emptyOutDir: true,
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: [{ name: 'charts', test: /node_modules[\\/](echarts|zrender)/ }] },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
