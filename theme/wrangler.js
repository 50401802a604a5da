// Reads what a project says of its target: wrangler.toml, wrangler.jsonc or wrangler.json, and the file that pins the SDK.
//
// Nothing leaves the browser. The readers know as much of TOML and JSON as these files need: where strings and comments are,
// and which table a key belongs to. What selects which runtime is data, in the element `gotcha-runtimes`.
'use strict';

const gotchaFiles = (() => {
    /** The text without comments, and with what is in strings left alone. */
    function withoutComments(text, comment) {
        const strings = /"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'/;
        const pattern = new RegExp(`(${strings.source})|${comment.source}`, 'g');
        return text.replace(pattern, (all, string) => string ?? '');
    }

    /** What JSON with comments and commas at the end of lists says; an error where it is none. */
    function json(text) {
        const plain = withoutComments(text, /\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/);
        const strings = /("(?:[^"\\\n]|\\.)*")|,(?=\s*[\]}])/g;
        return JSON.parse(plain.replace(strings, (all, string) => string ?? ''));
    }

    /** The strings in a piece of TOML. */
    const quoted = text => Array.from(text.matchAll(/"([^"\\\n]*)"|'([^'\n]*)'/g), match => match[1] ?? match[2]);

    /** The keys of a wrangler file in TOML that matter here, by their tables, as JSON would have them. */
    function toml(text) {
        const settings = { env: {} };
        let table = '';
        const plain = withoutComments(text, /#[^\n]*/);
        const line = /^\s*\[([^[\]\n]+)\]\s*$|^\s*(\[\[.*)$|^\s*([\w."'-]+)\s*=\s*(\[[^\]]*\]|[^\n]*)/gm;
        for (const [, name, list, key, value] of plain.matchAll(line)) {
            if (name !== undefined || list !== undefined) {
                table = (name ?? '[[').replace(/["'\s]/g, '');
                continue;
            }
            const full = (table ? `${table}.` : '') + key.replace(/["']/g, '');
            const parts = /^(?:env\.([^.]+)\.)?(compatibility_date|compatibility_flags)$/.exec(full);
            if (parts) {
                const at = parts[1] === undefined ? settings : (settings.env[parts[1]] ??= {});
                at[parts[2]] = parts[2] === 'compatibility_flags' ? quoted(value) : quoted(value)[0];
            }
        }
        return settings;
    }

    const isDate = text => typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text);

    /**
     * The environments of a wrangler file that differ in what matters, the top level first, each as `{name, date, flags}`.
     * Throws an error whose message says what is wrong.
     */
    function wrangler(text) {
        const isJson = /^\s*(?:\{|\/\/|\/\*)/.test(text);
        let settings;
        try {
            settings = isJson ? json(text) : toml(text);
        } catch (error) {
            throw new Error(`This is no JSON: ${error.message}`);
        }
        const environment = (name, own, top) => ({
            name,
            date: [own.compatibility_date, top.compatibility_date].find(isDate),
            flags: [own.compatibility_flags, top.compatibility_flags].find(Array.isArray) ?? [],
        });
        const all = [environment('', settings, {})];
        for (const [name, own] of Object.entries(settings.env ?? {})) {
            const one = environment(name, own ?? {}, settings);
            const same = other => other.date === one.date && String(other.flags) === String(one.flags);
            if (!all.some(same)) {
                all.push(one);
            }
        }
        const dated = all.filter(one => one.date);
        if (dated.length === 0) {
            throw new Error('There is no compatibility_date in it.');
        }
        return dated;
    }

    /** A release as three numbers with dots between them; nothing where the text starts with no number. */
    function release(text) {
        const numbers = /^\d+(?:\.\d+)*/.exec(text);
        return numbers ? numbers[0].split('.').concat('0', '0').slice(0, 3).join('.') : '';
    }

    /** The start of a package in a lock file, up to its release. */
    const locked = name => new RegExp(`^\\s*name\\s*=\\s*["']${name}["']\\s*\\n\\s*version\\s*=\\s*["']([^"']+)["']`, 'm');

    /** The release of workers-runtime-sdk that a lock file, a project file or a list of requirements pins, if it does. */
    function sdk(text) {
        const plain = withoutComments(text, /#[^\n]*/);
        const name = /workers[-_]runtime[-_]sdk/.source;
        const pinned = new RegExp(`(?:^|["'\\s])${name}\\s*==\\s*([\\w.]+)`, 'm');
        const found = locked(name).exec(plain) ?? pinned.exec(plain);
        return found ? release(found[1]) : '';
    }

    /** The releases of workers-py, the package of pywrangler, that a file asks for, as operators and releases; or nothing. */
    function pywrangler(text) {
        const plain = withoutComments(text, /#[^\n]*/);
        const name = /workers[-_]py/.source;
        const found = locked(name).exec(plain);
        if (found) {
            return [['==', release(found[1])]];
        }
        const asked = new RegExp(`(?:^|["'\\s])${name}(?:\\[[^\\]]*\\])?\\s*((?:[<>=!~][^;"'\\n]*)?)(?=$|[;"'\\n])`, 'm').exec(plain);
        const bounds = asked?.[1].matchAll(/([<>=!~]+)\s*(\d[\d.]*)/g);
        return bounds ? Array.from(bounds, ([, operator, version]) => [operator, release(version)]) : null;
    }

    /** Whether a project file has workers-runtime-sdk among the dependencies, which pywrangler installs beside the Worker. */
    function dependsOnSdk(text) {
        const plain = withoutComments(text, /#[^\n]*/);
        const project = /^\[project\][^\n]*\n([^]*?)(?=^\[|$(?![^]))/m.exec(plain)?.[1] ?? '';
        const listed = /^\s*dependencies\s*=\s*\[((?:"[^"]*"|'[^']*'|[^\]"'])*)\]/m.exec(project)?.[1] ?? '';
        return /["']workers[-_]runtime[-_]sdk(?![\w-])/i.test(listed);
    }

    return { wrangler, sdk, pywrangler, dependsOnSdk };
})();
