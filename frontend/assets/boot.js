// Before the first paint: theme, language and its texts, and which static shell to show. Small, hashed, and not inline because of the CSP.
// The same keys and words as src/state/preferences.rs.
(() => {
  const root = document.documentElement;
  const read = (key) => { try { return localStorage.getItem(key); } catch { return null; } };
  const chosen = read("clienthub.profile.theme") ?? read("clienthub.theme");
  const dark = chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "clienthub-dark" : "clienthub-light";
  const known = ["en", "de", "pt-BR", "es"];
  const match = (tag) => known.find((k) => k.slice(0, 2).toLowerCase() === tag.slice(0, 2).toLowerCase());
  const first = (tags) => tags.filter(Boolean).map(match).find(Boolean);
  root.dataset.speaks = first(navigator.languages) ?? "en";
  root.lang = first([read("clienthub.profile.language"), read("clienthub.language")]) ?? root.dataset.speaks;
  // A language's texts in the order of their dotted keys, as build.rs numbers them. Asked for while the program still loads.
  const flat = (texts, above) =>
    Object.entries(texts).flatMap(([key, text]) =>
      typeof text === "string" ? [[above + key, text]] : flat(text, `${above}${key}.`));
  const read_texts = async (language) => {
    const answer = await fetch(`/locales/${language}.json`);
    if (!answer.ok) throw new Error(`texts: ${answer.status}`);
    return flat(await answer.json(), "").sort(([a], [b]) => (a < b ? -1 : 1)).map(([, text]) => text);
  };
  const loaded = {};
  window.texts = (language) => (loaded[language] ??= read_texts(language).catch(() => delete loaded[language] && []));
  window.texts(root.lang);
  root.dataset.page = location.pathname.startsWith("/orgs/") ? "hub" : "plain";
})();
