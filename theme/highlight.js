// In the place of highlight.js, which is larger than a page: Python is coloured when the site is built, and other code is
// plain. mdBook's script asks for these all the same.
window.hljs = { configure() {}, highlightBlock() {} };
