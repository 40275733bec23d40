// Before the first paint: theme, language and which static shell to show. Small, hashed, and not inline because of the CSP.
// The same keys and words as src/state/preferences.rs.
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const chosen = read("clienthub.profile.theme") ?? read("clienthub.theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "clienthub-dark" : "clienthub-light";
  const known = ["en", "de", "pt-BR", "es"];
  const wanted = [read("clienthub.profile.language"), read("clienthub.language"), ...navigator.languages].filter(Boolean);
  const match = (tag) => known.find((k) => k.slice(0, 2).toLowerCase() === tag.slice(0, 2).toLowerCase());
  root.lang = wanted.map(match).find(Boolean) ?? "en";
  root.dataset.page = location.pathname.startsWith("/orgs/") ? "hub" : "plain";
})();
