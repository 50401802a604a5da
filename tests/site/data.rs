//! What lies beside the pages for programs, read as programs read it.

use std::collections::{BTreeMap, BTreeSet};

use gotchas_catalog::Status;
use scraper::{Html, Selector};
use serde_json::Value;

use crate::{CATALOGUE, SITE};

const HOME: &str = "https://workers-gotchas.github.io";

/// The value of an attribute of the only element that the selector finds in a page.
fn attribute(page: &Html, selector: &str, name: &str) -> String {
    let selected = Selector::parse(selector).expect("a valid selector");
    let found: Vec<_> = page.select(&selected).collect();
    assert_eq!(found.len(), 1, "{selector}");
    found[0].attr(name).expect("the attribute").to_owned()
}

#[test]
fn the_feed_is_read_by_a_feed_reader_and_tells_every_gotcha() {
    let text = SITE.read("feed.xml");
    let feed = feed_rs::parser::parse(text.as_bytes()).expect("a feed");
    assert_eq!(feed.feed_type, feed_rs::model::FeedType::Atom);
    // RFC 4287, section 4.1: an id, a title and a date each, an author, a link to itself.
    assert!(feed.updated.is_some() && !feed.authors.is_empty());
    let links: BTreeSet<_> = feed
        .links
        .iter()
        .map(|link| (link.rel.as_deref().unwrap_or_default(), link.href.as_str()))
        .collect();
    assert!(links.contains(&("self", "https://workers-gotchas.github.io/feed.xml")));
    assert!(links.contains(&(
        "alternate",
        "https://workers-gotchas.github.io/changes.html"
    )));
    let ids: BTreeSet<&str> = feed.entries.iter().map(|entry| entry.id.as_str()).collect();
    assert_eq!(ids.len(), feed.entries.len(), "ids are there once");
    for entry in CATALOGUE.entries() {
        let since = &*entry.gotcha.since.value;
        let date = &CATALOGUE.releases.get(since).expect("listed").date.value;
        let id = format!(
            "tag:workers-gotchas.github.io,{date}:{}/{since}",
            entry.code()
        );
        let told = feed
            .entries
            .iter()
            .find(|told| told.id == id)
            .expect("an entry");
        let title = told.title.as_ref().expect("a title");
        assert_eq!(
            title.content,
            format!("{}: {}", entry.code(), *entry.gotcha.title)
        );
        assert_eq!(told.links[0].href, format!("{HOME}/{}", entry.page()));
        let updated = told.updated.expect("a date").to_rfc3339();
        assert!(updated.starts_with(&**date), "{updated}");
        assert!(told.summary.is_some());
    }
}

#[test]
fn every_page_leads_to_the_feed() {
    for path in SITE.pages().iter().filter(|path| !path.starts_with("CFW")) {
        let page = Html::parse_document(&SITE.read(path));
        let feed = attribute(&page, "head link[type='application/atom+xml']", "href");
        assert_eq!(feed, format!("{HOME}/feed.xml"), "{path}");
    }
}

#[test]
fn what_changed_lists_every_gotcha_under_its_release() {
    let page = SITE.page("changes.html");
    let headings = page.texts("h2");
    let releases = &CATALOGUE.releases.releases;
    let expected: Vec<String> = releases
        .iter()
        .rev()
        .map(|release| format!("{}, {}", *release.version, *release.date))
        .collect();
    assert_eq!(headings, expected);
    assert_eq!(
        page.all("li .gotcha-facts").len(),
        CATALOGUE.entries().len()
    );
}

#[test]
fn other_sites_and_search_engines_are_told_what_a_page_is() {
    for entry in CATALOGUE.entries() {
        let page = Html::parse_document(&SITE.read(&entry.page()));
        let gotcha = &entry.gotcha;
        let url = format!("{HOME}/{}", entry.page());
        let property =
            |name: &str| attribute(&page, &format!("head meta[property='{name}']"), "content");
        assert_eq!(property("og:title"), *gotcha.title.value);
        assert_eq!(property("og:type"), "article");
        assert_eq!(property("og:url"), url);
        assert_eq!(property("og:image"), format!("{HOME}/card.png"));
        let summary = gotcha.summary.replace('`', "");
        assert_eq!(property("og:description"), summary);
        assert_eq!(
            attribute(&page, "head meta[name='description']", "content"),
            summary
        );
        assert_eq!(attribute(&page, "head link[rel='canonical']", "href"), url);
        let data = Selector::parse("head script[type='application/ld+json']").expect("valid");
        let text: String = page
            .select(&data)
            .flat_map(|script| script.text())
            .collect();
        let article: Value = serde_json::from_str(&text).expect("JSON");
        article_is_complete(&article, &url);
        assert_eq!(article["headline"], *gotcha.title.value);
        assert_eq!(article["description"], summary);
    }
}

/// What search engines ask of an article, with the types of schema.org.
fn article_is_complete(article: &Value, url: &str) {
    assert_eq!(article["@context"], "https://schema.org");
    assert_eq!(article["@type"], "TechArticle");
    let text = |key: &str| {
        article[key]
            .as_str()
            .unwrap_or_else(|| panic!("{key} of {url}"))
    };
    assert!(text("headline").chars().count() <= 110, "{url}");
    assert_eq!(text("url"), url);
    assert_eq!(text("mainEntityOfPage"), url);
    for key in ["datePublished", "dateModified"] {
        let is_date = text(key).len() == 10 && text(key).split('-').count() == 3;
        assert!(is_date, "{key} of {url}");
    }
    assert!(text("datePublished") <= text("dateModified"), "{url}");
    for key in ["author", "isPartOf"] {
        let part = &article[key];
        assert!(
            part["@type"].is_string() && part["name"].is_string(),
            "{key} of {url}"
        );
        assert!(
            part["url"]
                .as_str()
                .is_some_and(|url| url.starts_with("https://")),
            "{url}"
        );
    }
}

#[test]
fn the_sitemap_lists_every_page_once_and_dates_the_gotchas() {
    let text = SITE.read("sitemap.xml");
    let urls: Vec<(&str, Option<&str>)> = text
        .split("<url>")
        .skip(1)
        .map(|url| {
            let between = |start: &str, end: &str| url.split_once(start)?.1.split_once(end);
            let loc = between("<loc>", "</loc>").expect("an address").0;
            (
                loc,
                between("<lastmod>", "</lastmod>").map(|(date, _)| date),
            )
        })
        .collect();
    let by_url: BTreeMap<_, _> = urls.iter().copied().collect();
    assert_eq!(by_url.len(), urls.len());
    for (url, _) in &urls {
        let path = url.strip_prefix(&format!("{HOME}/")).expect("ours");
        let file = if path.is_empty() { "index.html" } else { path };
        assert!(SITE.path(file).is_file(), "{url}");
    }
    for entry in CATALOGUE.entries() {
        let url = format!("{HOME}/{}", entry.page());
        assert!(by_url[url.as_str()].is_some(), "{url}");
    }
    assert!(
        SITE.read("robots.txt")
            .contains(&format!("Sitemap: {HOME}/sitemap.xml"))
    );
}

#[test]
fn the_data_is_as_its_page_and_its_schema_say() {
    let data: Value = serde_json::from_str(&SITE.read("gotchas.json")).expect("JSON");
    let documented = SITE.read("data.md");
    let is_told = |key: &str| documented.contains(&format!("`{key}`"));
    assert!(documented.contains(&format!("`version` is {}.", data["version"])));
    let keys = |value: &Value| -> Vec<String> {
        value
            .as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    let gotchas = data["gotchas"].as_array().expect("a list");
    for key in keys(&data).into_iter().chain(keys(&gotchas[0])) {
        assert!(is_told(&key), "`{key}` is not documented");
    }
    let schema: Value = serde_json::from_str(&SITE.read("schema.json")).expect("JSON");
    let (mut schemas, mut compiler) = (boon::Schemas::new(), boon::Compiler::new());
    compiler
        .add_resource("schema.json", schema)
        .expect("a schema");
    let schema = compiler
        .compile("schema.json", &mut schemas)
        .expect("compiles");
    for gotcha in gotchas {
        let valid = schemas.validate(&gotcha["gotcha"], schema);
        assert!(valid.is_ok(), "{}: {}", gotcha["code"], valid.unwrap_err());
    }
}

#[test]
fn codes_lead_to_pages_with_and_without_a_host_that_redirects() {
    let redirects = SITE.read("_redirects");
    for entry in CATALOGUE.entries() {
        let (code, page) = (entry.code().to_string(), entry.page());
        for code in [&code, &code.to_lowercase()] {
            assert!(
                redirects
                    .lines()
                    .any(|line| line == format!("/{code} /{page} 301"))
            );
        }
        let html = Html::parse_document(&SITE.read(&format!("{code}.html")));
        let refresh = attribute(&html, "meta[http-equiv='refresh']", "content");
        assert_eq!(refresh, format!("0; url={page}"));
    }
}

#[test]
fn pages_say_since_when_and_what_was_fixed_in() {
    for entry in CATALOGUE.entries() {
        let page = SITE.page(&entry.page());
        let lines = page.texts("li");
        let since = format!("Since {} (", *entry.gotcha.since);
        assert!(
            lines.iter().any(|line| line.starts_with(&since)),
            "{}",
            entry.name
        );
        let fixed = lines.iter().any(|line| line.starts_with("Fixed in "));
        assert_eq!(
            fixed,
            entry.gotcha.status == Status::Fixed,
            "{}",
            entry.name
        );
    }
}
