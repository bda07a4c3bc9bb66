"""What a page does while it is open: takes new data, copies text."""

from __future__ import annotations

SCRIPT = """\
// New data of a running task, by component id. Whoever embeds the card calls it.
window.metaflow_card_update = function (data) {
  for (const [id, part] of Object.entries(data || {})) {
    if (!part || typeof part.html !== 'string') continue;
    for (const place of document.querySelectorAll('[data-component]')) {
      if (place.dataset.component === id) place.innerHTML = part.html;
    }
  }
  return true;
};
document.addEventListener('click', (event) => {
  const button = event.target.closest ? event.target.closest('.fc-copy') : null;
  const code = button && button.parentElement.querySelector('pre');
  if (!code || !navigator.clipboard) return;
  navigator.clipboard.writeText(code.textContent).then(() => {
    button.textContent = 'Copied';
    setTimeout(() => (button.textContent = 'Copy'), 1500);
  });
});
"""
