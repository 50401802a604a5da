// What mdBook's own controls lack: the table of contents opens, long lines of code and wide tables scroll by keyboard, and the bar is a
// landmark.
'use strict';

(function sidebarToggle() {
    const bar = document.getElementById('mdbook-menu-bar');
    const label = document.getElementById('mdbook-sidebar-toggle');
    const box = document.getElementById('mdbook-sidebar-toggle-anchor');
    if (!bar || !label || !box) {
        return;
    }
    bar.setAttribute('role', 'banner');
    // A label for a hidden box takes no focus; a button in its place does.
    const button = document.createElement('button');
    button.type = 'button';
    for (const name of ['id', 'class', 'title', 'aria-label', 'aria-controls']) {
        button.setAttribute(name, label.getAttribute(name));
    }
    const say = () => button.setAttribute('aria-expanded', String(box.checked));
    button.append(...label.childNodes);
    button.addEventListener('click', () => box.click());
    box.addEventListener('change', say);
    label.replaceWith(button);
    say();
})();

document.querySelectorAll('main pre > code').forEach(code => { code.tabIndex = 0; });

document.querySelectorAll('main .table-wrapper').forEach(table => {
    if (table.scrollWidth > table.clientWidth) {
        table.tabIndex = 0;
    }
});
