// The control in the header: for which runtime the site is read. What does not bite there is dimmed, on every page.
//
// The choice is in the address (`?runtime=pyodide-0.28`), so that it can be shared, and in the browser, so that it stays.
// Other scripts ask `gotchaRuntime()` and listen to `gotcha-runtime` on the document.
'use strict';

(function runtimeControl() {
    const KEY = 'gotcha-runtime';
    const data = document.getElementById('gotcha-runtimes');
    const bar = document.querySelector('.right-buttons');
    if (!data || !bar) {
        return;
    }
    const runtimes = JSON.parse(data.textContent);
    const known = id => runtimes.some(runtime => runtime.id === id);

    /** Keeps a value where the browser lets us. */
    function keep(value) {
        try {
            localStorage.setItem(KEY, value);
        } catch (e) { /* Private windows may refuse. */ }
    }

    function kept() {
        try {
            return localStorage.getItem(KEY) || '';
        } catch (e) {
            return '';
        }
    }

    const asked = new URLSearchParams(location.search).get('runtime');
    let chosen = known(asked) ? asked : known(kept()) ? kept() : '';

    /** The runtime that a compatibility date and flags select: the newest that is switched on. */
    function selectedBy(date, flags) {
        const on = runtimes.slice(1).reverse().find(runtime => {
            const forced = flags.includes(runtime.flag);
            return forced || (date >= runtime.from && !flags.includes('no_' + runtime.flag));
        });
        return (on || runtimes[0]).id;
    }

    /** What a wrangler file says, in TOML or in JSON with comments; null where it names no date. */
    function fromWrangler(text) {
        const date = /compatibility_date"?\s*[:=]\s*["'](\d{4}-\d{2}-\d{2})["']/.exec(text);
        const list = /compatibility_flags"?\s*[:=]\s*\[([^\]]*)\]/.exec(text);
        const flags = list ? Array.from(list[1].matchAll(/["']([\w]+)["']/g), match => match[1]) : [];
        return date && { date: date[1], flags, id: selectedBy(date[1], flags) };
    }

    const select = document.createElement('select');
    select.id = 'gotcha-runtime';
    select.setAttribute('aria-label', 'Runtime');
    select.append(new Option('Any runtime', ''));
    for (const runtime of runtimes) {
        const since = runtime.from ? ` (since ${runtime.from})` : '';
        select.append(new Option(runtime.id + since, runtime.id));
    }
    select.value = chosen;

    const open = document.createElement('button');
    open.type = 'button';
    open.className = 'gotcha-wrangler-button';
    open.textContent = 'wrangler…';
    open.title = 'Find the runtime from a wrangler file';

    const dialog = document.createElement('dialog');
    dialog.className = 'gotcha-wrangler';
    dialog.setAttribute('aria-labelledby', 'gotcha-wrangler-title');
    dialog.innerHTML = '<h2 id="gotcha-wrangler-title">Which runtime is mine?</h2>'
        + '<p><label for="gotcha-wrangler-text">Paste wrangler.toml, wrangler.jsonc or wrangler.json. It is read here and'
        + ' sent nowhere.</label></p><textarea id="gotcha-wrangler-text" rows="8" spellcheck="false"></textarea>'
        + '<p role="status"></p><p><button type="button" class="use" disabled>Use it</button>'
        + ' <button type="button" class="cancel">Cancel</button></p>';
    const text = dialog.querySelector('textarea');
    const status = dialog.querySelector('[role=status]');
    const use = dialog.querySelector('.use');
    let found = null;
    text.addEventListener('input', () => {
        found = fromWrangler(text.value);
        use.disabled = !found;
        const flags = found && found.flags.length ? ` and ${found.flags.join(', ')}` : '';
        status.textContent = found ? `${found.id}, by ${found.date}${flags}`
            : text.value.trim() ? 'There is no compatibility_date in it.' : '';
    });
    // Letters typed here are no shortcuts of the book.
    dialog.addEventListener('keydown', event => event.stopPropagation());
    select.addEventListener('keydown', event => event.stopPropagation());
    use.addEventListener('click', () => {
        dialog.close();
        choose(found.id);
    });
    dialog.querySelector('.cancel').addEventListener('click', () => dialog.close());
    open.addEventListener('click', () => dialog.showModal());

    function choose(id) {
        chosen = id;
        select.value = id;
        keep(id);
        const url = new URL(location);
        if (id) {
            url.searchParams.set('runtime', id);
        } else {
            url.searchParams.delete('runtime');
        }
        history.replaceState(null, '', url);
        show();
    }

    select.addEventListener('change', () => choose(select.value));
    bar.prepend(select, open);
    document.body.append(dialog);

    /** Whether something with these facts bites on the chosen runtime. */
    function bites(facts) {
        return !chosen || facts.dataset.runtimes.split(' ').includes(chosen);
    }

    const banner = document.createElement('p');
    banner.className = 'gotcha-banner';
    banner.setAttribute('role', 'status');

    function show() {
        for (const facts of document.querySelectorAll('main .gotcha-facts')) {
            const item = facts.closest('tr, li');
            if (item) {
                item.classList.toggle('gotcha-elsewhere', !bites(facts));
            }
        }
        const badges = document.querySelector('.gotcha-badges[data-runtimes]');
        if (badges) {
            const verdict = bites(badges) ? 'This bites on' : 'This does not bite on';
            banner.textContent = chosen ? `${verdict} ${chosen}, the runtime you have chosen.` : '';
            banner.classList.toggle('elsewhere', !bites(badges));
            badges.after(banner);
        }
        document.dispatchEvent(new CustomEvent('gotcha-runtime'));
    }

    window.gotchaRuntime = () => chosen;
    show();
})();
