//! A document as one HTML file that needs nothing else: no script, no request, prints on A4 in black and white.

mod gap;
mod style;

use crate::chart::Chart;
use crate::document::{Content, Document, Item, Place, Table};
use crate::sign::{Sign, key_letters};
use crate::svg::{key_defs, key_shape, render_chart};
use crate::text::{Inline, SourceRef, Text, clean, summed};

/// The document as a self-contained HTML page, record included.
pub fn render_html(document: &Document) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{}</title>\n<style>\n{}</style>\n</head>\n<body{}>\n",
        escape(&document.title),
        style::STYLE,
        if document.record_on_screen_only { " class=\"page-only\"" } else { "" }
    );
    body(document, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

/// What [`render_html`] puts between the tags of its body: for a page that has a head and the [style](page_style) of its own.
/// Nothing in it is a script or a style, so that it stands under a strict content security policy.
pub fn render_fragment(document: &Document) -> String {
    let mut out = String::new();
    body(document, &mut out);
    out
}

/// The style sheet that [`render_html`] puts into its page.
pub fn page_style() -> &'static str {
    style::STYLE
}

fn body(document: &Document, out: &mut String) {
    let parties = document.parties.as_slice();
    out.push_str(key_defs());
    out.push_str(&format!("\n<header>\n<h1>{}</h1>\n", escape(&document.title)));
    document
        .subtitle
        .iter()
        .for_each(|line| out.push_str(&format!("<p class=\"sub\">{}</p>\n", inline(line, parties))));
    document
        .cautions
        .iter()
        .for_each(|line| out.push_str(&format!("<p class=\"caution\">{}</p>\n", inline(line, parties))));
    contents(document, out);
    out.push_str("</header>\n<main>\n");
    place(document, Place::Page, out);
    let has_record = document.blocks.iter().any(|block| block.place == Place::Record);
    if has_record {
        out.push_str("<div class=\"record\">\n");
        place(document, Place::Record, out);
        out.push_str("</div>\n");
    }
    out.push_str("</main>\n<footer>\n");
    document.colophon.iter().for_each(|line| out.push_str(&format!("<p>{}</p>\n", inline(line, parties))));
    out.push_str("</footer>\n");
}

/// Links to the sections.
fn contents(document: &Document, out: &mut String) {
    let links = document.blocks.iter().filter_map(|block| match &block.content {
        Content::Heading { level: 2, text, anchor } => {
            Some(format!("<a href=\"#{}\">{}</a>", escape(anchor), escape(text)))
        }
        _ => None,
    });
    let links: Vec<String> = links.collect();
    if links.len() > 3 {
        out.push_str(&format!("<nav aria-label=\"Sections\">{}</nav>\n", links.join(" ")));
    }
}

fn place(document: &Document, place: Place, out: &mut String) {
    for block in document.blocks.iter().filter(|block| block.place == place) {
        content(&block.content, &document.parties, out);
    }
}

fn content(content: &Content, parties: &[String], out: &mut String) {
    match content {
        Content::Heading { level, text, anchor } => {
            let level = (*level).clamp(2, 6);
            out.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", escape(anchor), escape(text)));
        }
        Content::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", inline(text, parties))),
        Content::Note(text) => out.push_str(&format!("<p class=\"note\">{}</p>\n", inline(text, parties))),
        Content::List { numbered, items } => list(*numbered, items, parties, out),
        Content::Table(table) => plain_table(table, parties, out),
        Content::Gap(table) => gap::figure(table, parties, out),
        Content::Chart(chart) => figure(chart, parties, out),
        Content::Key(marks) => key(marks, out),
    }
}

/// A picture, how to read it, and the same in tables where it has any.
fn figure(chart: &Chart, parties: &[String], out: &mut String) {
    out.push_str(&format!(
        "<figure id=\"{}\">\n<div class=\"scroll chart\" tabindex=\"0\" role=\"region\" aria-label=\"Chart\">\n",
        escape(&chart.anchor)
    ));
    out.push_str(&render_chart(chart));
    out.push_str(&format!("</div>\n<figcaption>{}</figcaption>\n", inline(&chart.caption, parties)));
    if !chart.tables.is_empty() {
        out.push_str("<details>\n<summary>As a table</summary>\n");
        chart.tables.iter().for_each(|table| plain_table(table, parties, out));
        out.push_str("</details>\n");
    }
    out.push_str("</figure>\n");
}

fn list(numbered: bool, items: &[Item], parties: &[String], out: &mut String) {
    let tag = if numbered { "ol" } else { "ul" };
    out.push_str(&format!("<{tag}>\n"));
    for item in items {
        out.push_str(&format!("<li>{}", inline(&item.text, parties)));
        if !item.below.is_empty() {
            out.push_str("\n<ul>\n");
            item.below.iter().for_each(|line| out.push_str(&format!("<li>{}</li>\n", inline(line, parties))));
            out.push_str("</ul>\n");
        }
        out.push_str("</li>\n");
    }
    out.push_str(&format!("</{tag}>\n"));
}

fn key(marks: &[(Sign, String)], out: &mut String) {
    out.push_str("<ul class=\"key\">\n");
    for (sign, words) in marks {
        out.push_str(&format!("<li>{}<b>{}</b> {}</li>\n", key_shape(sign), escape(&key_letters(sign)), escape(words)));
    }
    out.push_str("</ul>\n");
}

fn plain_table(table: &Table, parties: &[String], out: &mut String) {
    out.push_str("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"");
    out.push_str(&escape(&table.caption));
    out.push_str(&format!(
        "\">\n<table class=\"cols-{}\">\n<caption class=\"unseen\">{}</caption>\n<thead><tr>",
        table.columns.len(),
        escape(&table.caption)
    ));
    let of_record = |at: usize| match table.columns.get(at).map(|column| column.place) {
        Some(Place::Record) => " class=\"of-record\"",
        _ => "",
    };
    for (at, column) in table.columns.iter().enumerate() {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", of_record(at), escape(&column.title)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        let id = if row.anchor.is_empty() { String::new() } else { format!(" id=\"{}\"", escape(&row.anchor)) };
        out.push_str(&format!("<tr{id}>"));
        for (at, cell) in row.cells.iter().enumerate() {
            let label = table.columns.get(at).map_or("", |column| column.title.as_str());
            let cell = inline(cell, parties);
            if at == 0 {
                out.push_str(&format!("<th scope=\"row\">{cell}</th>"));
            } else {
                out.push_str(&format!("<td data-label=\"{}\"{}>{cell}</td>", escape(label), of_record(at)));
            }
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

/// The class of a party's name: its place in the case gives it a mark and a colour.
fn party_class(name: &str, parties: &[String]) -> String {
    match parties.iter().position(|own| own == name) {
        Some(at) => format!("party p{}", at % style::PARTY_MARKS),
        None => "party".into(),
    }
}

fn inline(text: &Text, parties: &[String]) -> String {
    text.0.iter().map(|own| run(own, parties)).collect()
}

fn run(run: &Inline, parties: &[String]) -> String {
    match run {
        Inline::Plain(text) => escape(text),
        Inline::Party(text) => format!("<span class=\"{}\">{}</span>", party_class(text, parties), escape(text)),
        Inline::Strong(text) => format!("<strong>{}</strong>", escape(text)),
        Inline::Emphasis(text) => format!("<em>{}</em>", escape(text)),
        Inline::Code(text) => format!("<code>{}</code>", escape(text)),
        Inline::Sources(sources) => source_links(sources),
        Inline::Item { anchor, text } => format!("<a href=\"#{}\">{}</a>", escape(anchor), escape(text)),
        Inline::Address(address) => match web_address(address) {
            Some(address) => {
                let address = escape(&address);
                format!("<a class=\"address\" href=\"{address}\" rel=\"noopener noreferrer\">{address}</a>")
            }
            None => format!("<span class=\"address\">{}</span>", escape(address)),
        },
        Inline::Sign(sign) => sign_links(sign),
        Inline::Break => "<br>".into(),
    }
}

fn source_links(sources: &[SourceRef]) -> String {
    if let Some(sum) = summed(sources) {
        let names: Vec<String> = sources.iter().map(SourceRef::words).collect();
        return format!(
            "<span class=\"sources\">[<a href=\"#basis\" title=\"{}\">{}</a>]</span>",
            escape(&names.join(", ")),
            escape(&sum)
        );
    }
    let links = sources.iter().map(|source| {
        format!("<a href=\"#{}\">{}</a>", escape(&crate::text::anchor("source", &source.id)), escape(&source.words()))
    });
    let links: Vec<String> = links.collect();
    format!("<span class=\"sources\">[{}]</span>", links.join(", "))
}

/// A sign linked to where it comes from; where that is several places, each further one by its number.
fn sign_links(sign: &Sign) -> String {
    let letters = escape(&sign.letters());
    let mut links = sign.references.iter().enumerate().map(|(at, reference)| {
        let (anchor, words) = (escape(&reference.anchor), escape(&reference.words));
        if at == 0 {
            format!("<a class=\"sign\" href=\"#{anchor}\" title=\"{words}\">{letters}</a>")
        } else {
            format!(
                "<a class=\"also\" href=\"#{anchor}\" title=\"{words}\" aria-label=\"also {}\">{}</a>",
                words,
                at + 1
            )
        }
    });
    match links.next() {
        None => format!("<span class=\"sign\" title=\"{}\">{letters}</span>", escape(&sign.words())),
        Some(first) => first + &links.collect::<String>(),
    }
}

/// The address if it is one that a reader may be led to: `http` or `https`, without blanks.
pub(crate) fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let web = lower.starts_with("https://") || lower.starts_with("http://");
    let plain = !address
        .chars()
        .any(|letter| letter.is_whitespace() || letter.is_control() || matches!(letter, '"' | '\'' | '<' | '>' | '`'));
    (web && plain && clean(address) == address).then(|| address.to_string())
}

/// Text for HTML and XML: cleaned, with the signs that have a meaning there escaped.
pub(crate) fn escape(text: &str) -> String {
    let cleaned = clean(text);
    let mut escaped = String::with_capacity(cleaned.len() + 8);
    for letter in cleaned.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The signs of a cell, or a point.
fn cell(signs: &[Sign]) -> String {
    if signs.is_empty() {
        return "<span class=\"silent\" title=\"not stated\">.</span>".into();
    }
    signs.iter().map(sign_links).collect::<Vec<_>>().join(" ")
}
