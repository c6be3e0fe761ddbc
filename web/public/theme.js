// Sets the appearance before anything is painted. It is a file of its own because the page allows
// no inline scripts.
(function () {
  var chosen = 'system';
  try {
    chosen = JSON.parse(localStorage.getItem('reelcraft.prefs') || '{}').appearance || 'system';
  } catch {
    // Without storage the system decides.
  }
  var dark =
    chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
