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
