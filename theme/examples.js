// The examples of a page as tabs. Without this script, on paper, and where the browser could not find text in what is hidden,
// they stand one below the other, and the tabs are links to them.
'use strict';

(function exampleTabs() {
    const list = document.querySelector('.gotcha-tabs');
    // The page for printing has the examples of all pages, to be read in a row.
    const all = document.querySelectorAll('.gotcha-examples').length > 1;
    if (!list || all || !('onbeforematch' in document.documentElement)) {
        return;
    }
    const tabs = Array.from(list.querySelectorAll('a'));
    const panels = Array.from(document.querySelectorAll('.gotcha-example'));
    list.setAttribute('role', 'tablist');
    tabs.forEach((tab, index) => {
        const panel = panels[index];
        tab.id = `tab-${tab.hash.slice(1)}`;
        panel.id = `panel-${tab.hash.slice(1)}`;
        tab.setAttribute('role', 'tab');
        tab.setAttribute('aria-controls', panel.id);
        panel.setAttribute('role', 'tabpanel');
        panel.setAttribute('aria-labelledby', tab.id);
        // Find-in-page looks into panels that are hidden until something is found in them.
        panel.addEventListener('beforematch', () => select(index));
    });

    function select(chosen) {
        tabs.forEach((tab, index) => {
            tab.setAttribute('aria-selected', String(index === chosen));
            tab.tabIndex = index === chosen ? 0 : -1;
            if (index === chosen) {
                panels[index].removeAttribute('hidden');
            } else {
                panels[index].setAttribute('hidden', 'until-found');
            }
        });
    }

    /** The panel that holds the anchor of the address, if any does. */
    function addressed() {
        const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
        return target ? panels.findIndex(panel => panel.contains(target)) : -1;
    }

    function follow() {
        const index = addressed();
        if (index >= 0) {
            select(index);
            document.getElementById(decodeURIComponent(location.hash.slice(1))).scrollIntoView();
        }
    }

    list.addEventListener('click', event => {
        const index = tabs.indexOf(event.target);
        // With a key held down a link opens elsewhere.
        if (index >= 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
            event.preventDefault();
            select(index);
            history.replaceState(history.state, '', tabs[index].hash);
        }
    });
    list.addEventListener('keydown', event => {
        const last = tabs.length - 1;
        const at = tabs.indexOf(document.activeElement);
        const to = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[event.key];
        if (event.key === ' ') {
            event.preventDefault();
            tabs[at]?.click();
        } else if (to !== undefined && at >= 0) {
            // The arrows turn the pages of the book elsewhere.
            event.preventDefault();
            event.stopPropagation();
            tabs[to].focus();
            tabs[to].click();
        }
    });
    window.addEventListener('hashchange', follow);
    select(Math.max(addressed(), 0));
    if (location.hash) {
        follow();
    }
})();
