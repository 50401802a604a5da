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

(function foldToggles() {
    // Links without an address: here they say what they are, and answer the keyboard as that.
    function name() {
        for (const toggle of document.querySelectorAll('.chapter-fold-toggle:not([role])')) {
            const link = toggle.parentElement.querySelector('a[href]');
            const item = toggle.closest('li');
            const say = () => toggle.setAttribute('aria-expanded', String(item.classList.contains('expanded')));
            toggle.setAttribute('role', 'button');
            toggle.setAttribute('aria-label', `Pages below ${link ? link.textContent.trim() : 'this one'}`);
            toggle.addEventListener('click', say);
            toggle.addEventListener('keydown', event => {
                if (event.key === 'Enter' || event.key === ' ') {
                    event.preventDefault();
                    toggle.click();
                }
            });
            say();
        }
    }
    name();
    // The headings of the page come into the table of contents when all of it is there.
    document.addEventListener('DOMContentLoaded', () => setTimeout(name));
})();

document.querySelectorAll('main pre > code').forEach(code => { code.tabIndex = 0; });

document.querySelectorAll('main .table-wrapper').forEach(table => {
    if (table.scrollWidth > table.clientWidth) {
        table.tabIndex = 0;
    }
});
