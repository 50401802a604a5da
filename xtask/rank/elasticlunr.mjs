// Answers queries from the index that mdBook made for its own search, as the script on its pages does.
//
// Arguments: the folder of a built site. Standard input: a JSON array of queries. Standard output: for each query the pages
// found, best first, each page once.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import vm from "node:vm";

const [site] = process.argv.slice(2);
const files = readdirSync(site);
const file = (start) => {
    const name = files.find((name) => name.startsWith(start) && name.endsWith(".js"));
    if (!name) {
        throw new Error(`there is no ${start}*.js in ${site}; build the site with the search of mdBook`);
    }
    return readFileSync(join(site, name), "utf8");
};

const window = { search: {} };
const page = vm.createContext({ window });
vm.runInContext(`${file("elasticlunr-")}; window.elasticlunr = elasticlunr;`, page);
vm.runInContext(file("searchindex-"), page);

const config = window.search;
const index = window.elasticlunr.Index.load(config.index);
const queries = JSON.parse(readFileSync(0, "utf8"));
const answers = queries.map((query) => {
    const sections = index.search(query, config.search_options);
    return [...new Set(sections.map(({ ref }) => config.doc_urls[ref].split("#")[0]))];
});
process.stdout.write(JSON.stringify(answers));
