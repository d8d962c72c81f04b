// Every reference on the page whose groups of digits do not stand in the order in which they were written.
() => {
  const swapped = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!node.parentElement.checkVisibility()) continue;
    const groups = [...node.data.matchAll(/[\p{Nd}.]+/gu)].filter((one) => /\p{Nd}/u.test(one[0])).map((one) => {
      const range = document.createRange();
      range.setStart(node, one.index);
      range.setEnd(node, one.index + one[0].length);
      const box = range.getBoundingClientRect();
      return { text: one[0], left: box.left, top: box.top, width: box.width };
    }).filter((one) => one.width > 0);
    for (let n = 1; n < groups.length; n++) {
      const [before, here] = [groups[n - 1], groups[n]];
      const sameLine = Math.abs(before.top - here.top) < 4;
      if (sameLine && here.left <= before.left) swapped.push(node.data.trim());
    }
  }
  return swapped;
}
