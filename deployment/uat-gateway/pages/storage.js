// Odoo cannot run where it may store nothing, and some browsers forbid that to a page in a frame of another site
// (third-party cookies blocked, private windows). Then a sentence that says the way out stands instead of a blank frame.
try {
  window.localStorage.length;
} catch {
  window.stop();
  document.documentElement.innerHTML = `<body style="font: 16px/1.5 system-ui, sans-serif; display: grid; place-content: center; min-height: 90vh; margin: 0 1.5rem">
  <main style="max-width: 30rem">
    <h1 style="font-size: 1.4rem">Your browser does not let Odoo work inside this page</h1>
    <p>It blocks cookies and storage of what other sites show in a frame, as private windows do. Ask your session for a new link and open it in a tab of its own, or allow third-party cookies for this page.</p>
  </main>
</body>`;
}
