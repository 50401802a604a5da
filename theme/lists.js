// Lists that answer while one types: the filters above all gotchas, and the error messages that fit what was pasted.
'use strict';

/** A form that is never sent, and whose letters are no shortcuts of the book. */
function gotchaForm(id) {
    const form = document.getElementById(id);
    form?.addEventListener('submit', event => event.preventDefault());
    form?.addEventListener('keydown', event => event.stopPropagation());
    return form;
}

(function filters() {
    const form = gotchaForm('gotcha-filter');
    if (!form) {
        return;
    }
    const sections = Array.from(form.parentElement.querySelectorAll('.gotcha-list'));
    const lists = sections.map(section => ({
        section,
        rows: Array.from(section.querySelectorAll('tr:has(.gotcha-facts)'), row => {
            const { dataset } = row.querySelector('.gotcha-facts');
            return { row, facts: { ...dataset }, text: row.textContent.toLowerCase() };
        }),
    }));
    const total = lists.reduce((sum, { rows }) => sum + rows.length, 0);

    const status = form.nextElementSibling;
    const { q: words, category, severity, fixable, only } = form.elements;
    const fields = { q: words, category, severity, fixable, only };
    const asked = new URLSearchParams(location.search);
    for (const [name, field] of Object.entries(fields)) {
        if (field.type === 'checkbox') {
            field.checked = asked.has(name);
        } else if (asked.has(name)) {
            field.value = asked.get(name);
        }
    }

    function remember() {
        const url = new URL(location);
        for (const [name, field] of Object.entries(fields)) {
            const value = field.type === 'checkbox' ? (field.checked ? '1' : '') : field.value.trim();
            if (value) {
                url.searchParams.set(name, value);
            } else {
                url.searchParams.delete(name);
            }
        }
        history.replaceState(history.state, '', url);
    }

    /** Hides an element or shows it; what is as it should be is not touched, so that nothing is laid out for it. */
    function setHidden(element, hidden) {
        if (element.hidden !== hidden) {
            element.hidden = hidden;
        }
    }

    function show() {
        const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
        const bites = window.gotchaBites ?? (() => true);
        const takes = ({ facts, text }) => wanted.every(word => text.includes(word))
            && (!severity.value || facts.severity === severity.value)
            && (!fixable.checked || facts.fixable === 'true')
            && (!only.checked || bites(facts.bites));
        let count = 0;
        for (const { section, rows } of lists) {
            const taken = category.value && rows[0].facts.category !== category.value ? [] : rows.filter(takes);
            count += taken.length;
            setHidden(section, taken.length === 0);
            // The rows of a section that is hidden may stay as they are.
            if (taken.length > 0) {
                const alive = new Set(taken);
                rows.forEach(one => setHidden(one.row, !alive.has(one)));
            }
        }
        only.disabled = !window.gotchaIsTargetChosen?.();
        status.textContent = count === total ? `${count} gotchas` : `${count} of ${total} gotchas`;
    }

    form.addEventListener('input', () => {
        show();
        remember();
    });
    document.addEventListener('gotcha-runtime', show);
    show();
})();

(function errorMessages() {
    const form = gotchaForm('gotcha-paste');
    if (!form) {
        return;
    }
    const facts = Array.from(form.parentElement.querySelectorAll('li .gotcha-facts[data-list=errors]'));
    // Without its separators, a shorter message could be a part of anything.
    const SHORTEST = 12;
    /** Text in lower case in which the apostrophes are apostrophes again that a logger wrote as `\u0027`. */
    const plain = text => text.replace(/\\+u00([0-7][0-9a-f])/gi, (_, code) => String.fromCharCode(parseInt(code, 16)))
        .replace(/\\[nt]/g, ' ').toLowerCase();
    const words = text => plain(text).match(/[\p{L}\p{N}_]+/gu) || [];
    /** Letters and digits only: a message is found however its lines were cut. */
    const flat = text => plain(text).replace(/[^\p{L}\p{N}]+/gu, '');
    const spaced = text => plain(text).replace(/\s+/g, ' ').trim();
    const items = facts.map(one => {
        const item = one.closest('li');
        const message = item.querySelector('code').textContent;
        return { item, flat: flat(message), spaced: spaced(message), words: Array.from(new Set(words(message))) };
    });
    const list = items[0].item.parentElement;
    const pasted = form.querySelector('textarea');
    const status = form.nextElementSibling;

    /** How much of a message is in what was pasted: 2 for all of it word for word, else the share of its words. */
    function score(one, text, present) {
        const contained = one.flat.length >= SHORTEST ? text.includes(one.flat) : spaced(pasted.value).includes(one.spaced);
        if (contained || (text.length > 3 && one.flat.includes(text))) {
            return 2;
        }
        return one.words.filter(word => present.has(word)).length / Math.max(one.words.length, 3);
    }

    function show() {
        const text = flat(pasted.value);
        const present = new Set(words(pasted.value));
        const ranked = items.map(one => ({ one, score: text ? score(one, text, present) : 1 }));
        if (text) {
            ranked.sort((a, b) => b.score - a.score);
        }
        let count = 0;
        for (const { one, score } of ranked) {
            one.item.hidden = score < 0.6;
            count += one.item.hidden ? 0 : 1;
            list.append(one.item);
        }
        status.textContent = !text ? '' : count ? `${count} of ${items.length} messages fit`
            : 'No message fits. The search (press s) looks at whole pages.';
    }

    form.addEventListener('input', show);
})();
