/**
 * Runs in a page that has loaded `adaptivecards` and `marked`. Draws the card into #host and returns the texts that do
 * not fit into it: cut off by an ellipsis, or sticking out at the right.
 */
globalThis.drawCard = ({ card, hostConfig }) => {
  const { AdaptiveCard, HostConfig } = globalThis.AdaptiveCards;
  AdaptiveCard.onProcessMarkdown = (text, result) => {
    result.outputHtml = globalThis.marked.parse(text, { breaks: true });
    result.didProcess = true;
  };
  const drawn = new AdaptiveCard();
  drawn.hostConfig = new HostConfig(hostConfig);
  drawn.parse(card);
  const host = document.getElementById('host');
  host.replaceChildren(drawn.render());
  // The library shortens text in a second step, after the layout.
  drawn.updateLayout();

  const edge = host.getBoundingClientRect().right;
  const sticksOut = (element) => element.getBoundingClientRect().right > edge + 1;
  const isCut = (element) =>
    getComputedStyle(element).overflow === 'hidden' && element.scrollWidth > element.clientWidth + 1;
  const leaves = host.querySelectorAll(
    '.ac-textBlock, .ac-textBlock p, .ac-richTextBlock, .ac-pushButton, .ac-pushButton *, .ac-input, td',
  );
  const cut = [...leaves].filter((element) => sticksOut(element) || isCut(element));
  const scrolls = document.documentElement.scrollWidth > document.documentElement.clientWidth;
  return [...new Set(cut.map((element) => element.textContent.trim())), ...(scrolls ? ['(scrolls sideways)'] : [])];
};

/** The words of the drawn card that stand on two lines without a hyphen, but for those no line could hold: addresses, identifiers. */
globalThis.brokenWords = () => {
  const texts = document.createTreeWalker(document.getElementById('host'), NodeFilter.SHOW_TEXT);
  const broken = new Set();
  const range = document.createRange();
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    for (const { 0: word, index } of node.data.matchAll(/\p{L}{2,25}/gu)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const tops = [...range.getClientRects()].map(({ top }) => Math.round(top));
      if (new Set(tops).size > 1) broken.add(word);
    }
  }
  return [...broken];
};
