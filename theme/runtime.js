// The control in the header: for which target, a runtime and an SDK, the site is read. What does not bite there is dimmed, on
// every page.
//
// The choice is in the address (`?runtime=pyodide-0.28&sdk=1.9.5`), so that it can be shared, and in the browser, so that it
// stays. Other scripts ask `gotchaRuntime()` and `gotchaBites()`, and listen to `gotcha-runtime` on the document.
'use strict';

(function runtimeControl() {
    const KEY = 'gotcha-target';
    const data = document.getElementById('gotcha-runtimes');
    const bar = document.querySelector('.right-buttons');
    if (!data || !bar) {
        return;
    }
    const { runtimes, sdk: sdks } = JSON.parse(data.textContent);
    const indexOf = id => runtimes.findIndex(runtime => runtime.id === id);
    const isSdk = text => text === 'bundled' || /^\d+\.\d+\.\d+$/.test(text ?? '');

    /** Whether a release is not newer than another. */
    function notNewer(one, other) {
        const [a, b] = [one, other].map(text => text.split('.').map(Number));
        const differs = a.findIndex((number, index) => number !== b[index]);
        return differs < 0 || a[differs] < b[differs];
    }

    /** Where the letter of an SDK stands in the words that say where something bites. */
    const column = sdk => sdk === 'bundled' ? 0 : sdks.steps.findLastIndex(step => notNewer(step, sdk)) + 1;
    const isWrapped = sdk => sdk !== 'bundled' && notNewer(sdks.wraps, sdk);

    /** Whether pywrangler of the releases that a project asks for puts an SDK beside the Worker. */
    function vendors(bounds) {
        const allows = ([operator, version]) => {
            switch (operator) {
                case '<': return !notNewer(version, sdks.vendored);
                case '<=': case '==': case '===': return notNewer(sdks.vendored, version);
                default: return true;
            }
        };
        return bounds !== null && bounds.every(allows);
    }

    /** The target of a Worker, as the checker works it out: flags before the date, and the newest where there is no date. */
    function selectedBy(date, flags, lock) {
        const runtime = runtimes.findLast(({ flag, from }) =>
            !flags.includes(`no_${flag}`) && ((from && flags.includes(flag)) || !from || !date || from <= date)) ?? runtimes[0];
        const external = (!date || sdks.from <= date || flags.includes(sdks.external)) && !flags.includes(sdks.bundled);
        const vendored = vendors(gotchaFiles.pywrangler(lock)) || gotchaFiles.dependsOnSdk(lock);
        return { runtime: runtime.id, sdk: external || vendored ? gotchaFiles.sdk(lock) || sdks.releases.at(-1) : 'bundled' };
    }

    function stored() {
        try {
            return JSON.parse(localStorage.getItem(KEY)) ?? {};
        } catch (e) {
            return {};
        }
    }

    function store(target) {
        try {
            localStorage.setItem(KEY, JSON.stringify(target));
        } catch (e) { /* Private windows may refuse. */ }
    }

    const checked = ({ runtime, sdk }) => ({ runtime: indexOf(runtime) < 0 ? '' : runtime, sdk: isSdk(sdk) ? sdk : '' });
    const address = new URLSearchParams(location.search);
    const asked = checked({ runtime: address.get('runtime'), sdk: address.get('sdk') });
    let chosen = asked.runtime || asked.sdk ? asked : checked(stored());

    /** How bad something is on the chosen target: its letter, or `-` where it does not bite. */
    function effect(words) {
        const rows = words.split(' ');
        const index = indexOf(chosen.runtime);
        const letters = (index < 0 ? rows : [rows[index]]).map(row => chosen.sdk ? row[column(chosen.sdk)] : row).join('');
        return ['e', 'w', 'i'].find(letter => letters.includes(letter)) ?? '-';
    }

    const isChosen = () => Boolean(chosen.runtime || chosen.sdk);
    window.gotchaRuntime = () => chosen.runtime;
    window.gotchaIsTargetChosen = isChosen;
    window.gotchaBites = words => !isChosen() || effect(words) !== '-';

    /** A target in words. */
    function named({ runtime, sdk }) {
        const bindings = sdk && (isWrapped(sdk) ? ', wrapped bindings' : ', raw bindings');
        const which = sdk === 'bundled' ? 'the bundled SDK' : sdk ? `SDK ${sdk}` : 'any SDK';
        return `${runtime || 'any runtime'} with ${which}${bindings}`;
    }

    function short({ runtime, sdk }) {
        const parts = [runtime.replace('pyodide-', 'Pyodide '), sdk && (sdk === 'bundled' ? 'bundled SDK' : `SDK ${sdk}`)];
        return parts.filter(Boolean).join(', ') || 'Any runtime';
    }

    const open = document.createElement('button');
    open.type = 'button';
    open.className = 'gotcha-target';
    open.setAttribute('aria-haspopup', 'dialog');
    open.title = 'Choose your runtime: what does not bite on it is dimmed';
    bar.prepend(open);

    const dialog = document.createElement('dialog');
    dialog.className = 'gotcha-dialog';
    dialog.setAttribute('aria-labelledby', 'gotcha-dialog-title');
    dialog.innerHTML = `<form>
        <h2 id="gotcha-dialog-title">Your runtime</h2>
        <p>What does not bite on it is dimmed on every page.</p>
        <div class="gotcha-fields">
            <label>Runtime <select name="runtime"></select></label>
            <label>SDK <select name="sdk"></select></label>
            <label>Compatibility date <input type="date" name="date"></label>
        </div>
        <details><summary>Read it from your files</summary>
            <label>Paste wrangler.toml, wrangler.jsonc or wrangler.json
                <textarea name="wrangler" rows="5" spellcheck="false"></textarea></label>
            <label class="environment">Environment <select name="environment"></select></label>
            <label>Paste uv.lock, pylock.toml, pyproject.toml or requirements.txt, for the SDK
                <textarea name="lock" rows="3" spellcheck="false"></textarea></label>
            <p>They are read here and sent nowhere.</p>
        </details>
        <p role="status"></p>
        <p class="gotcha-buttons"><button class="use" value="use">Use it</button>
            <button type="button" class="any">Any runtime</button>
            <button class="cancel" value="cancel">Cancel</button></p></form>`;
    const form = dialog.querySelector('form');
    const fields = form.elements;
    const status = dialog.querySelector('[role=status]');
    const environment = dialog.querySelector('.environment');
    fields.runtime.append(new Option('any', ''), ...runtimes.map(({ id, from }) =>
        new Option(from ? `${id} (since ${from})` : id, id)));

    function offer(sdk) {
        const releases = [...new Set([...sdks.releases, ...(sdk && sdk !== 'bundled' ? [sdk] : [])])];
        releases.sort((a, b) => notNewer(a, b) ? -1 : 1);
        fields.sdk.replaceChildren(new Option('any', ''), new Option('bundled (raw bindings)', 'bundled'),
            ...releases.map(one => new Option(`${one} (${isWrapped(one) ? 'wrapped' : 'raw'} bindings)`, one)));
        fields.sdk.value = sdk;
    }

    const selected = () => ({ runtime: fields.runtime.value, sdk: fields.sdk.value });

    function fill(target) {
        fields.runtime.value = target.runtime;
        offer(target.sdk);
        status.textContent = target.runtime || target.sdk ? named(target) : '';
    }

    /** Takes the target from the pasted files, and says what they mean or what is wrong with them. */
    function read() {
        const pinned = gotchaFiles.sdk(fields.lock.value);
        const wrongLock = fields.lock.value.trim() && !pinned && !gotchaFiles.pywrangler(fields.lock.value) && !gotchaFiles.dependsOnSdk(fields.lock.value) ? ' The other file names neither workers-runtime-sdk nor workers-py.' : '';
        if (!fields.wrangler.value.trim()) {
            environment.hidden = true;
            if (pinned) {
                fill({ runtime: fields.runtime.value, sdk: pinned });
            }
            status.textContent += wrongLock;
            return;
        }
        try {
            const all = gotchaFiles.wrangler(fields.wrangler.value);
            const before = fields.environment.value;
            fields.environment.replaceChildren(...all.map(({ name }) => new Option(name || 'top level', name)));
            fields.environment.value = all.some(({ name }) => name === before) ? before : all[0].name;
            environment.hidden = all.length < 2;
            const { date, flags } = all.find(({ name }) => name === fields.environment.value);
            fill(selectedBy(date, flags, fields.lock.value));
            fields.date.value = date;
            status.textContent += `, by ${[date, ...flags].join(', ')}.${wrongLock}`;
        } catch (error) {
            environment.hidden = true;
            status.textContent = error.message;
        }
    }

    form.addEventListener('input', ({ target }) => {
        if (['wrangler', 'lock', 'environment'].includes(target.name)) {
            return read();
        }
        if (target === fields.date && fields.date.value) {
            return fill(selectedBy(fields.date.value, [], fields.lock.value));
        }
        const { runtime, sdk } = selected();
        // A runtime comes with an SDK; whoever wants any of them says so.
        const usual = target === fields.runtime && runtime && !sdk ? runtimes[indexOf(runtime)].sdk : sdk;
        fill({ runtime, sdk: target === fields.runtime && !runtime ? '' : usual });
    });
    // mdBook lets no form of a page be sent, one that only closes a dialog included.
    form.addEventListener('submit', event => {
        event.preventDefault();
        dialog.close(event.submitter?.value ?? 'use');
    });
    // Letters typed here are no shortcuts of the book.
    dialog.addEventListener('keydown', event => event.stopPropagation());
    dialog.addEventListener('close', () => dialog.returnValue === 'use' && choose(selected()));
    dialog.querySelector('.any').addEventListener('click', () => {
        dialog.close('any');
        choose({ runtime: '', sdk: '' });
    });
    open.addEventListener('click', () => {
        dialog.returnValue = '';
        environment.hidden = !fields.wrangler.value.trim() || fields.environment.options.length < 2;
        fill(chosen);
        dialog.showModal();
    });
    document.body.append(dialog);

    function choose(target) {
        chosen = target;
        store(target);
        const url = new URL(location);
        for (const [name, value] of Object.entries(target)) {
            if (value) {
                url.searchParams.set(name, value);
            } else {
                url.searchParams.delete(name);
            }
        }
        history.replaceState(history.state, '', url);
        show();
    }

    const banner = document.createElement('p');
    banner.className = 'gotcha-banner';
    banner.setAttribute('role', 'status');

    function show() {
        open.textContent = short(chosen);
        open.setAttribute('aria-label', `Runtime: ${short(chosen)}`);
        open.classList.toggle('chosen', isChosen());
        const lines = Array.from(document.querySelectorAll('main .gotcha-facts'), facts =>
            [facts.closest('tr, li'), isChosen() && effect(facts.dataset.bites) === '-']);
        lines.forEach(([line, elsewhere]) => line?.classList.toggle('gotcha-elsewhere', elsewhere));
        const badges = document.querySelector('.gotcha-badges[data-bites]');
        if (badges) {
            const letter = effect(badges.dataset.bites);
            const word = { e: 'an error', w: 'a warning', i: 'an advice' }[letter];
            const verdict = word ? `Bites here, as ${word}: ` : 'Does not bite here: ';
            banner.textContent = isChosen() ? `${verdict}${named(chosen)}.` : '';
            banner.classList.toggle('elsewhere', !word);
            badges.after(banner);
        }
        document.dispatchEvent(new CustomEvent('gotcha-runtime'));
    }

    show();
})();
