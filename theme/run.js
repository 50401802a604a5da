// "Run it here": buttons that run an example in the reader's browser, on the Pyodide of the chosen runtime.
//
// A page loads nothing for this before a button is pressed. Then come, in this order, the cases of the page
// (`NAME.run.json`), the scripts under `run/`, and Pyodide in a worker. Without this script there are no buttons.
'use strict';

(function runHere() {
    const data = document.getElementById('gotcha-run');
    if (!data) {
        return;
    }
    const { runner, builds } = JSON.parse(data.textContent);
    const root = new URL(path_to_root || './', location.href);
    const place = path => new URL(path, root).href;
    const MEGABYTE = 1e6;
    /** What was loaded once: the cases of this page, and the module that runs them. */
    let loaded = null;
    /** The panel whose example runs. */
    let busy = null;

    /** The build of the runtime that is chosen in the header, else the newest. */
    function chosen() {
        const id = window.gotchaRuntime ? window.gotchaRuntime() : '';
        return builds.find(build => build.runtime === id) || (id ? { runtime: id } : builds[builds.length - 1]);
    }

    async function load() {
        const cases = location.pathname.replace(/(\.html)?$/, '.run.json');
        const response = await fetch(cases).catch(() => null);
        if (!response || !response.ok) {
            throw new Error(`${cases} is not there`);
        }
        const { examples } = await response.json();
        return { examples, run: await import(place(runner)) };
    }

    function element(tag, className, text) {
        const made = document.createElement(tag);
        made.className = className;
        made.textContent = text || '';
        return made;
    }

    /** An outcome under its heading. */
    function shown(heading, text) {
        const figure = element('figure', 'gotcha-run-outcome');
        const pre = document.createElement('pre');
        pre.append(element('code', 'language-text nohighlight hljs', text));
        figure.append(element('figcaption', '', heading), pre);
        return figure;
    }

    /** How an outcome compares with the recorded one, if there is one. */
    function verdict(kind, differs) {
        if (!kind) {
            return 'Done. Nothing was recorded to compare it with.';
        }
        if (kind === 'same') {
            return 'The same as recorded.';
        }
        if (kind === 'alike') {
            return 'The same happens as was recorded; your browser only words it differently.'
                + (differs ? ` ${differs}` : '');
        }
        return `This differs from what was recorded. ${differs || 'A browser is not workerd: what was recorded is what Workers do.'}`;
    }

    class Panel {
        constructor(place) {
            this.example = Number(place.dataset.example);
            this.bar = element('p', 'gotcha-actions');
            this.buttons = place.dataset.sides.split(' ').map(side => this.button(side));
            this.hint = element('span', 'gotcha-run-hint');
            this.hint.id = `gotcha-run-hint-${this.example}`;
            this.bar.append(this.hint);
            this.status = element('p', 'gotcha-run-status');
            this.status.setAttribute('role', 'status');
            this.results = element('div', 'gotcha-run-results');
            place.append(this.bar, this.status, this.results);
            this.idle();
        }

        button(side) {
            const button = element('button', '');
            button.type = 'button';
            button.dataset.side = side;
            button.setAttribute('aria-describedby', `gotcha-run-hint-${this.example}`);
            button.addEventListener('click', () => (busy === this && this.running === side ? stop() : this.press(side)));
            this.bar.append(button, ' ');
            return button;
        }

        /** What the buttons say while nothing of this panel runs. */
        idle() {
            this.running = null;
            for (const button of this.buttons) {
                button.textContent = `▶ Run the ${button.dataset.side} code`;
            }
            this.hint.textContent = hint();
        }

        async press(side) {
            if (busy) {
                stop();
            }
            const { runtime, version, base } = chosen();
            this.results.replaceChildren();
            if (!base) {
                this.say(`This site has no Pyodide for ${runtime}. Choose another runtime in the header.`);
                return;
            }
            busy = this;
            this.running = side;
            this.buttons.find(button => button.dataset.side === side).textContent = `■ Stop the ${side} code`;
            const turn = {};
            this.turn = turn;
            try {
                await this.run(side, runtime, version, place(base), turn);
            } catch (error) {
                this.fail(error, version, turn);
            }
            if (this.turn === turn) {
                busy = busy === this ? null : busy;
                this.idle();
            }
        }

        async run(side, runtime, version, base, turn) {
            this.say('Loading the example …');
            loaded = loaded || await load();
            const one = loaded.examples[this.example][side];
            const here = one.on[runtime];
            if (this.turn !== turn) {
                return;
            }
            if (here.not) {
                this.say(`On ${runtime} there is nothing to run. ${here.not} Choose another runtime in the header.`);
                return;
            }
            const stages = {
                load: `Loading Pyodide ${version} …`,
                renew: `The interpreter died in the last run. Starting a fresh one of Pyodide ${version} …`,
                run: `Running the ${side} code on Pyodide ${version} …`,
            };
            const say = stage => this.turn === turn && this.say(stages[stage]);
            const { outcome, spent } = await loaded.run.run(base, one.case, say);
            if (this.turn !== turn) {
                return;
            }
            this.results.replaceChildren(shown(`In your browser, on Pyodide ${version}`, loaded.run.words(outcome)));
            if (here.recorded) {
                this.results.append(shown(`Recorded in workerd, for ${runtime}`, here.words));
            }
            const kind = here.recorded && loaded.run.compare(outcome, here.recorded);
            this.say(`${verdict(kind, here.differs)}${after(spent, outcome)}`);
        }

        fail(error, version, turn) {
            if (this.turn !== turn) {
                return;
            }
            const { Missing, Stopped } = loaded ? loaded.run : {};
            if (Stopped && error instanceof Stopped) {
                this.say('Stopped.');
                return;
            }
            if (loaded && !(error instanceof Missing)) {
                this.say(`The run broke off: ${error.message}`);
                return;
            }
            const what = loaded ? `Pyodide ${version}` : 'What runs the examples';
            this.say(`${what} could not be loaded: ${error.message}. Are you online? If so, this site was published without it; `);
            const link = element('a', '', 'how to publish it with Pyodide');
            link.href = place('hosting.html#running-examples');
            this.status.append(link, '.');
        }

        say(text) {
            this.status.textContent = text;
        }

        /** Gives up the turn, so that what still comes of it is not shown. */
        stop() {
            this.turn = null;
            this.idle();
            this.say('Stopped.');
        }
    }

    function after(spent, outcome) {
        if (spent === 'process' && outcome.answers.some(answer => answer.hung)) {
            return ' It did not end within the time limit, so it was stopped.';
        }
        return spent ? ' The interpreter died of it; the next run starts a fresh one.' : '';
    }

    function stop() {
        const panel = busy;
        busy = null;
        panel.stop();
        if (loaded) {
            loaded.run.stop();
        }
    }

    function hint() {
        const { runtime, version, bytes } = chosen();
        if (!version) {
            return `on ${runtime}`;
        }
        const size = bytes ? `, which loads ${Math.round(bytes / MEGABYTE)} MB once` : '';
        return `in this browser, on Pyodide ${version}${size}`;
    }

    const panels = Array.from(document.querySelectorAll('main .gotcha-run'), place => new Panel(place));
    document.addEventListener('gotcha-runtime', () => panels.forEach(panel => panel !== busy && panel.idle()));
})();
