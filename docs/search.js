// Looks for all words of the question in titles and texts; a part of a word is enough, as Chinese has no blanks.
(function () {
  const place = document.getElementById("mkdocs-search-results");
  const field = document.getElementById("mkdocs-search-query");
  if (!place || !field) return;

  function found(question) {
    const words = question.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    return TEXTS.map(([address, title, text]) => {
      const inTitle = title.toLowerCase(), inText = text.toLowerCase();
      let score = 0;
      for (const word of words) {
        const times = inText.split(word).length - 1;
        if (!times && !inTitle.includes(word)) return null;
        score += Math.min(times, 10) + (inTitle.includes(word) ? 20 : 0);
      }
      return { address, title, text, score, at: Math.max(0, inText.indexOf(words[0])) };
    }).filter(Boolean).sort((a, b) => b.score - a.score).slice(0, 40);
  }

  function show(question) {
    const results = found(question);
    place.replaceChildren();
    if (!results.length) place.textContent = question.trim() ? place.dataset.noResultsText : "";
    for (const one of results) {
      const article = document.createElement("article"), title = document.createElement("h3");
      const link = document.createElement("a"), text = document.createElement("p");
      link.href = one.address;
      link.textContent = one.title;
      title.append(link);
      const start = Math.max(0, one.at - 60);
      text.textContent = (start ? "… " : "") + one.text.slice(start, one.at + 160) + " …";
      article.append(title, text);
      place.append(article);
    }
  }

  const asked = new URLSearchParams(window.location.search).get("q") || "";
  field.value = asked;
  field.addEventListener("input", () => show(field.value));
  field.form.addEventListener("submit", (event) => { event.preventDefault(); show(field.value); });
  show(asked);
})();
