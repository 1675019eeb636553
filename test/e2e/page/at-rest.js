/** Runs in the page. Resolves when nothing has changed for 200 ms, or after 3 s: a clock never rests. */
globalThis.atRest = () =>
  new Promise((done) => {
    const rest = () => setTimeout(done, 200);
    let timer = rest();
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = rest();
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
    setTimeout(done, 3000);
  });
