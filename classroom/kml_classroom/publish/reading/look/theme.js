// The theme that was chosen, before anything is painted.
try {
  document.documentElement.dataset.theme = localStorage.getItem("kml-theme") || "auto";
} catch {
  // a browser that keeps nothing: its own theme
}
