// The checklist: ticks that stay in the browser, and the list as Markdown for an issue.
'use strict';

(function checklist() {
    const facts = Array.from(document.querySelectorAll('main li .gotcha-facts[data-list=checklist]'));
    if (facts.length === 0) {
        return;
    }
    const KEY = 'gotcha-ticks';
    const items = facts.map(one => {
        const item = one.closest('li');
        const box = item.querySelector('input[type=checkbox]');
        const link = item.querySelector('a');
        return { item, box, code: one.dataset.code, link };
    });

    function kept() {
        try {
            return new Set(JSON.parse(localStorage.getItem(KEY) || '[]'));
        } catch (e) {
            return new Set();
        }
    }

    function keep() {
        const ticked = items.filter(one => one.box.checked).map(one => one.code);
        try {
            localStorage.setItem(KEY, JSON.stringify(ticked));
        } catch (e) { /* Private windows may refuse. */ }
    }

    /** The sentence of an item, without the code of its link. */
    function sentence(item) {
        const copy = item.cloneNode(true);
        copy.querySelectorAll('input, .gotcha-facts, a').forEach(part => part.remove());
        return copy.textContent.replace(/\s*\(\s*\)\s*$/, '').replace(/\s+/g, ' ').trim();
    }

    function markdown() {
        const lines = [];
        for (const section of document.querySelectorAll('main h2')) {
            const list = section.nextElementSibling;
            const own = items.filter(one => list && list.contains(one.item));
            if (own.length > 0) {
                lines.push('', `## ${section.textContent.trim()}`, '');
            }
            for (const { item, box, code, link } of own) {
                lines.push(`- [${box.checked ? 'x' : ' '}] ${sentence(item)} ([${code}](${link.href}))`);
            }
        }
        return lines.join('\n').trim() + '\n';
    }

    const bar = document.querySelector('.gotcha-actions');
    const status = bar.querySelector('[role=status]');
    const button = (name, act) => bar.querySelector(`.${name}`).addEventListener('click', act);

    button('copy', async () => {
        try {
            await navigator.clipboard.writeText(markdown());
            status.textContent = 'Copied.';
        } catch (e) {
            status.textContent = 'The browser does not let pages copy.';
        }
    });
    button('print', () => window.print());
    button('clear-ticks', () => {
        items.forEach(one => { one.box.checked = false; });
        keep();
        count();
    });

    function count() {
        const done = items.filter(one => one.box.checked).length;
        status.textContent = `${done} of ${items.length} done`;
    }

    const ticked = kept();
    for (const { item, box, code } of items) {
        box.disabled = false;
        box.checked = ticked.has(code);
        box.setAttribute('aria-label', sentence(item));
        box.addEventListener('change', () => {
            keep();
            count();
        });
    }
    count();
})();
