//! What mdBook's theme leaves out of the head of a page: what other sites and search engines read, and what the browser may
//! load.
//!
//! mdBook has no place for text that differs from page to page, so the pages are completed after it has written them. The
//! places where that happens are looked for, and a page without them is an error: a change in mdBook is noticed.

use anyhow::Context;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::extras::About;
use crate::markdown::escape;

/// A page and what is known about it.
pub(super) struct Head<'a> {
    /// Where the page is, in full.
    pub url: String,
    /// The name of its twin in Markdown, from the page.
    pub twin: Option<String>,
    /// The address of the feed.
    pub feed: String,
    /// The address of the picture that other sites show beside a link to a page, 1200 by 630 pixels.
    pub card: Option<String>,
    pub title: &'a str,
    pub site: &'a str,
    /// The address of the front page.
    pub home: String,
    /// Who wrote it.
    pub author: &'a str,
    /// Of the whole site.
    pub description: &'a str,
    pub gotcha: Option<&'a About>,
    /// The runtimes as JSON.
    pub runtimes: &'a str,
    /// For a page on which examples can be run.
    pub run: Option<Running<'a>>,
}

/// What a page on which examples can be run needs more than others.
pub(super) struct Running<'a> {
    /// Where everything is, as JSON.
    pub data: &'a str,
    /// The origin of Pyodide, if it is not that of the page.
    pub origin: Option<&'a str>,
}

/// The one style that mdBook's scripts put into an attribute, for a field that they need for a moment.
const SCRIPTED_STYLE: &str = "position: absolute; opacity: 0;";
/// Where the head starts for a browser that must know what it may load.
const START: &str = "<meta charset=\"UTF-8\">";
const END: &str = "</head>";
/// The style sheets of highlight.js, whose colours the theme of this book has. mdBook's script switches them by their ids.
const UNUSED_STYLES: [&str; 3] = [
    "mdbook-highlight-css",
    "mdbook-tomorrow-night-css",
    "mdbook-ayu-highlight-css",
];
/// The styles that mdBook has outside of a style sheet, and the classes for which the theme of this book has them in one.
const INLINE_STYLES: [(&str, &str); 2] = [
    (" style=\"clear: both\"", " class=\"clear\""),
    (
        " style=\"break-before: page; page-break-before: always;\"",
        " class=\"page-break\"",
    ),
];

impl Head<'_> {
    /// Completes a page.
    pub(super) fn complete(&self, html: &str) -> anyhow::Result<String> {
        let html = INLINE_STYLES
            .iter()
            .fold(html.to_owned(), |html, (style, class)| {
                html.replace(style, class)
            });
        let (before, rest) = html
            .split_once(START)
            .context("there is no `charset` in the page")?;
        let (head, body) = rest.split_once(END).context("the page has no head")?;
        let policy = policy(&html, self.run.as_ref());
        let head = without_unused_styles(&self.described(head))?;
        let links = self.links();
        Ok(format!(
            "{before}{START}\n        <meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">{head}{links}    {END}{body}"
        ))
    }

    fn summary(&self) -> &str {
        self.gotcha
            .map_or(self.description, |gotcha| &gotcha.summary)
    }

    /// Puts the description of the page in the place of the book's.
    fn described(&self, head: &str) -> String {
        let tag = |text: &str| format!("<meta name=\"description\" content=\"{text}\">");
        head.replace(&tag(self.description), &tag(&escape(self.summary())))
    }

    fn links(&self) -> String {
        let title = self.title;
        let kind = if self.gotcha.is_some() {
            "article"
        } else {
            "website"
        };
        let mut text = format!(
            "    <link rel=\"canonical\" href=\"{}\">\n",
            escape(&self.url)
        );
        text += &format!(
            "        <link rel=\"alternate\" type=\"application/atom+xml\" title=\"What changed\" href=\"{}\">\n",
            escape(&self.feed)
        );
        if let Some(twin) = &self.twin {
            text += &format!(
                "        <link rel=\"alternate\" type=\"text/markdown\" href=\"{}\">\n",
                escape(twin)
            );
        }
        let facts = [
            ("og:type", kind),
            ("og:site_name", self.site),
            ("og:title", title),
            ("og:description", self.summary()),
            ("og:url", &self.url),
        ];
        for (property, content) in facts {
            text += &format!(
                "        <meta property=\"{property}\" content=\"{}\">\n",
                escape(content)
            );
        }
        let kind = match &self.card {
            Some(card) => {
                text += &format!(
                    "        <meta property=\"og:image\" content=\"{}\">\n        <meta property=\"og:image:width\" content=\"1200\">\n        <meta property=\"og:image:height\" content=\"630\">\n        <meta property=\"og:image:alt\" content=\"{}\">\n",
                    escape(card),
                    escape(self.site)
                );
                "summary_large_image"
            }
            None => "summary",
        };
        text += &format!("        <meta name=\"twitter:card\" content=\"{kind}\">\n");
        text += &data(
            " type=\"application/json\" id=\"gotcha-runtimes\"",
            self.runtimes,
        );
        if let Some(run) = &self.run {
            text += &data(" type=\"application/json\" id=\"gotcha-run\"", run.data);
        }
        if let Some(gotcha) = self.gotcha {
            let article = json!({
                "@context": "https://schema.org",
                "@type": "TechArticle",
                "headline": gotcha.title,
                "name": format!("{}: {}", gotcha.code, gotcha.title),
                "description": gotcha.summary,
                "url": self.url,
                "mainEntityOfPage": self.url,
                "datePublished": gotcha.published,
                "dateModified": gotcha.modified,
                "inLanguage": "en",
                "author": { "@type": "Organization", "name": self.author, "url": self.home },
                "isPartOf": { "@type": "WebSite", "name": self.site, "url": self.home },
            });
            text += &data(" type=\"application/ld+json\"", &article.to_string());
        }
        text
    }
}

/// The head without the style sheet of fonts, and with elements that load nothing in the place of other style sheets that are
/// not used.
fn without_unused_styles(head: &str) -> anyhow::Result<String> {
    let mut kept = head.to_owned();
    for id in UNUSED_STYLES {
        let tag = format!("<link rel=\"stylesheet\" id=\"{id}\" href=\"");
        let Some((before, rest)) = kept.split_once(&tag) else {
            continue;
        };
        let (_, after) = rest
            .split_once('>')
            .with_context(|| format!("the element `{id}` does not end"))?;
        kept = format!("{before}<meta id=\"{id}\" name=\"{id}\" content=\"\">{after}");
    }
    Ok(without_fonts(&kept))
}

/// A page without the style sheet of fonts: there are none but those of the system, and mdBook links it all the same.
pub(super) fn without_fonts(html: &str) -> String {
    let lines = html.split_inclusive('\n');
    lines.filter(|line| !line.contains("fonts/fonts")).collect()
}

/// JSON in an element that nothing executes.
fn data(attributes: &str, json: &str) -> String {
    // The one thing that could end the element early.
    let json = json.replace('<', "\\u003c");
    format!("        <script{attributes}>{json}</script>\n")
}

/// What a page may load: what the site itself serves, and the scripts that stand in the page as mdBook wrote them.
///
/// A page that runs examples may also start a worker from a text of its own, which is bound by this policy too, compile
/// WebAssembly, and load from the origin of Pyodide.
fn policy(html: &str, run: Option<&Running<'_>>) -> String {
    let mut hashes: Vec<String> = inline_scripts(html)
        .map(|script| format!(" 'sha256-{}'", STANDARD.encode(Sha256::digest(script))))
        .collect();
    hashes.sort();
    hashes.dedup();
    let hashes = hashes.concat();
    let style = STANDARD.encode(Sha256::digest(SCRIPTED_STYLE));
    let origin = run.and_then(|run| run.origin);
    let origin = origin.map_or(String::new(), |origin| format!(" {origin}"));
    let (compile, worker) = match run {
        Some(_) => (" 'wasm-unsafe-eval'", "worker-src blob:"),
        None => ("", "worker-src 'none'"),
    };
    format!(
        "default-src 'none'; script-src 'self'{compile}{origin}{hashes}; style-src 'self'; style-src-attr 'unsafe-hashes' 'sha256-{style}'; img-src 'self' data:; font-src 'self'; \
         connect-src 'self'{origin}; frame-src 'self'; {worker}; manifest-src 'self'; base-uri 'self'; form-action 'self'"
    )
}

fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script>")
        .skip(1)
        .filter_map(|rest| rest.split("</script>").next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><meta charset=\"UTF-8\"><meta name=\"description\" content=\"All.\">\
        <script>a()</script></head><body><div style=\"clear: both\"></div><script src=\"x.js\"></script></body></html>";

    fn head(gotcha: Option<&About>) -> Head<'_> {
        Head {
            url: "https://example.com/a.html".to_owned(),
            twin: Some("a.md".to_owned()),
            feed: "https://example.com/feed.xml".to_owned(),
            card: None,
            home: "https://example.com/".to_owned(),
            author: "Us",
            title: "A <b>",
            site: "Site",
            description: "All.",
            gotcha,
            runtimes: "[]",
            run: None,
        }
    }

    #[test]
    fn inline_scripts_are_allowed_by_their_hash_and_nothing_else_is() {
        let page = head(None).complete(PAGE).unwrap();
        let hash = STANDARD.encode(Sha256::digest("a()"));
        assert!(
            page.contains(&format!("script-src 'self' 'sha256-{hash}';")),
            "{page}"
        );
        assert!(
            !page.contains("unsafe-inline") && !page.contains("style=\""),
            "{page}"
        );
        let policy = page.find("Content-Security-Policy").unwrap();
        assert!(policy < page.find("<script").unwrap());
    }

    #[test]
    fn a_gotcha_is_described_by_its_summary() {
        let about = About {
            path: "a".to_owned(),
            code: "CFW001".to_owned(),
            title: "</script>".to_owned(),
            summary: "\"Quoted\".".to_owned(),
            published: "2026-11-23".to_owned(),
            modified: "2026-11-24".to_owned(),
            runs: false,
        };
        let page = head(Some(&about)).complete(PAGE).unwrap();
        assert!(page.contains("content=\"&quot;Quoted&quot;.\""), "{page}");
        assert!(
            page.contains("TechArticle") && page.contains("\\u003c/script>"),
            "{page}"
        );
        assert_eq!(page.matches("</script>").count(), 4, "{page}");
    }

    #[test]
    fn a_page_that_is_not_as_expected_is_an_error() {
        assert!(head(None).complete("<html></html>").is_err());
    }
}
