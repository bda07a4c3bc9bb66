/** A style sheet goes into the page's own `.css` bundle (esbuild); importing it gives nothing. */
declare module '*.css';
