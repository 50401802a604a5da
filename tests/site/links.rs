//! Every link within the site leads somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Component, Path, PathBuf},
};

use scraper::{Html, Selector};

use crate::{SITE, root};

/// Where the links of a page are.
const LINKS: [(&str, &str); 5] = [
    ("a[href]", "href"),
    ("link[href]", "href"),
    ("img[src]", "src"),
    ("script[src]", "src"),
    ("iframe[src]", "src"),
];

/// A page as its links see it.
struct Parsed {
    ids: BTreeSet<String>,
    links: Vec<String>,
}

fn parse(text: &str) -> Parsed {
    let html = Html::parse_document(text);
    let all = |selector: &str, attribute: &'static str| {
        let selector = Selector::parse(selector).expect("a valid selector");
        let found = html.select(&selector);
        found
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect::<Vec<_>>()
    };
    Parsed {
        ids: all("[id]", "id").into_iter().collect(),
        links: LINKS.iter().flat_map(|(s, a)| all(s, a)).collect(),
    }
}

/// `database/../fetch/x.html` as `fetch/x.html`; nothing for what lies outside of the site.
fn tidy(path: &Path) -> Option<PathBuf> {
    let mut tidied = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => tidied.push(name),
            Component::ParentDir if tidied.pop() => {}
            Component::ParentDir => return None,
            _ => {}
        }
    }
    Some(tidied)
}

#[test]
fn links_and_anchors_within_the_site_resolve() {
    let pages: BTreeMap<String, Parsed> = SITE
        .pages()
        .into_iter()
        .map(|path| {
            let parsed = parse(&SITE.read(&path));
            (path, parsed)
        })
        .collect();
    let mut broken = vec![];
    let mut followed = 0;
    for (path, page) in &pages {
        for link in page.links.iter().filter(|link| !is_elsewhere(link)) {
            followed += 1;
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = match file {
                "" => Some(PathBuf::from(path)),
                file => {
                    // The page for missing pages is shown anywhere, so its links start from the top.
                    let folder = match file.starts_with('/') {
                        true => Path::new(""),
                        false => Path::new(path).parent().expect("a file has a folder"),
                    };
                    tidy(&folder.join(file.trim_start_matches('/')))
                }
            };
            let target = target.map(|target| match SITE.path("").join(&target).is_dir() {
                true => target.join("index.html"),
                false => target,
            });
            let there = target
                .as_ref()
                .is_some_and(|t| SITE.path("").join(t).is_file());
            let anchored = anchor.is_empty()
                || target
                    .and_then(|target| pages.get(&*target.to_string_lossy()))
                    .is_some_and(|page| page.ids.contains(anchor));
            if !there || !anchored {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    assert!(followed > 1000, "only {followed} links were found");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

fn is_elsewhere(link: &str) -> bool {
    ["https://", "http://", "mailto:", "data:"]
        .iter()
        .any(|scheme| link.starts_with(scheme))
}

#[test]
fn links_of_the_repository_s_own_documents_resolve() {
    for name in [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ] {
        let text = std::fs::read_to_string(root().join(name)).expect("a document");
        for event in pulldown_cmark::Parser::new(&text) {
            let link = match event {
                pulldown_cmark::Event::Start(
                    pulldown_cmark::Tag::Link { dest_url, .. }
                    | pulldown_cmark::Tag::Image { dest_url, .. },
                ) => dest_url,
                _ => continue,
            };
            let file = link.split('#').next().unwrap_or_default();
            let there = is_elsewhere(&link) || root().join(file).exists();
            assert!(there, "{name}: {link}");
        }
    }
}
