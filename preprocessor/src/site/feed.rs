//! What is new and what changed, for feed readers: Atom, RFC 4287.

use atom_syndication::{Category, Entry, Feed, FixedDateTime, Generator, Link, Person, Text};

use super::{extras::News, twins::Title};

/// Path of the feed from the root of the site.
pub(super) const NAME: &str = "feed.xml";

/// The feed. Its ids do not depend on anything that may change: neither on the path of a page nor on the order of entries.
pub(super) fn atom(news: &[News], site: &Title<'_>) -> anyhow::Result<String> {
    let base_url = site.base_url;
    let authority = base_url
        .split("://")
        .last()
        .and_then(|rest| rest.split(['/', ':']).next())
        .unwrap_or_default();
    let entries = news
        .iter()
        .map(|news| entry(news, site, authority))
        .collect::<anyhow::Result<Vec<Entry>>>()?;
    let updated = match news.iter().map(|news| news.date.as_str()).max() {
        Some(date) => day(date)?,
        None => FixedDateTime::default(),
    };
    let feed = Feed {
        title: Text::plain(format!("{}: what changed", site.title)),
        subtitle: Some(Text::plain(site.description)),
        id: format!("{base_url}/"),
        updated,
        authors: vec![author(site)],
        generator: Some(Generator {
            value: "gotchas".to_owned(),
            ..Generator::default()
        }),
        links: vec![
            link("self", "application/atom+xml", format!("{base_url}/{NAME}")),
            link("alternate", "text/html", format!("{base_url}/changes.html")),
        ],
        lang: Some("en".to_owned()),
        entries,
        ..Feed::default()
    };
    Ok(format!("{}\n", feed.to_string()))
}

fn entry(news: &News, site: &Title<'_>, authority: &str) -> anyhow::Result<Entry> {
    let News {
        code,
        path,
        release,
        date,
        ..
    } = news;
    let address = format!("{}/{path}.html", site.base_url);
    let time = day(date)?;
    Ok(Entry {
        title: Text::plain(news.title.as_str()),
        // RFC 4151: for ever, and on any host.
        id: format!("tag:{authority},{date}:{code}/{release}"),
        updated: time,
        published: Some(time),
        summary: Some(Text::plain(news.summary.as_str())),
        categories: vec![Category {
            term: path.split('/').next().unwrap_or_default().to_owned(),
            ..Category::default()
        }],
        links: vec![link("alternate", "text/html", address)],
        ..Entry::default()
    })
}

fn author(site: &Title<'_>) -> Person {
    Person {
        name: site.author.to_owned(),
        uri: Some(format!("{}/", site.base_url)),
        ..Person::default()
    }
}

fn link(rel: &str, kind: &str, href: String) -> Link {
    Link {
        rel: rel.to_owned(),
        mime_type: Some(kind.to_owned()),
        href,
        ..Link::default()
    }
}

/// The beginning of a day (YYYY-MM-DD).
fn day(date: &str) -> anyhow::Result<FixedDateTime> {
    // The error is one of the standard library only where some other crate asks for that.
    format!("{date}T00:00:00Z")
        .parse()
        .map_err(|error| anyhow::anyhow!("`{date}` is not a date: {error}"))
}
