// Loads the program. Trunk writes the hashed names into <meta name="clienthub-app"> (pattern_script in Trunk.toml), so that
// no script is inline. When it cannot be loaded, the page says so.
const app = document.querySelector('meta[name="clienthub-app"]').dataset;
try {
  const program = await import(app.js);
  await program.default({ module_or_path: app.wasm });
} catch (error) {
  console.error(error);
  document.getElementById("shell-failed")?.removeAttribute("hidden");
}
