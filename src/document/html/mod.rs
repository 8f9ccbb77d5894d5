//! A document as one HTML file that needs nothing else: no script, no picture, nothing from a network.
//!
//! It prints on A4, and what belongs together is not cut in two where a page is large enough for it. Headings, heads of
//! rows and columns, and captions are what they are called, so that a screen reader can go by them; numbers can be
//! pointed to by their anchors, which are also told when the pointer rests on them. `style` is how it looks, `table`
//! lays out rows and columns, `chart` draws.

mod style;
mod table;
mod chart;

use super::direction::is_right_to_left;
use super::unique::Unique;
use super::{About, Block, Document, Item, Level, Mark};
use crate::model::language::is_tag;
use crate::model::visible::visible;

/// The longest id: long enough for any anchor, and none grows without end.
const LONGEST_ID: usize = 120;

/// The text of the file.
#[must_use]
pub fn written(document: &Document) -> String {
    let lang = document.lang.as_deref().filter(|lang| is_tag(lang)).unwrap_or("en");
    let title = escaped(&document.title);
    let head = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\" dir=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n{}\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        if is_right_to_left(lang) { "rtl" } else { "ltr" },
        sessions(&document.about),
        style::STYLE,
    );
    let mut page = Page { out: head, ..Page::default() };
    page.blocks(&document.blocks);
    page.out.push_str("</main>\n");
    page.foot(&document.about.foot);
    page.out.push_str("</body>\n</html>\n");
    page.out
}

fn sessions(about: &About) -> String {
    if about.sessions.is_empty() {
        return String::new();
    }
    format!("<meta name=\"hearken-sessions\" content=\"{}\">\n", escaped(&about.sessions.join(" ")))
}

#[derive(Default)]
struct Page {
    out: String,
    ids: Unique,
    charts: usize,
}

impl Page {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, anchor } => self.heading(*level, text, anchor.as_deref()),
            Block::Paragraph(text) => self.line("p", "", text),
            Block::Labelled { label, text } => {
                let (label, text) = (escaped(label), escaped(text));
                self.put(&format!("<p class=\"labelled\"><b>{label}</b> <span>{text}</span></p>\n"));
            }
            Block::Quote { words, source } => {
                let (words, source) = (escaped(words), escaped(source));
                self.put(&format!(
                    "<blockquote>\n<p>“{words}”</p>\n<footer>{source}</footer>\n</blockquote>\n"
                ));
            }
            Block::Remark(text) => self.remark(text),
            Block::List(items) => {
                self.put("<ul>\n");
                for one in items {
                    self.put(&item(one));
                }
                self.put("</ul>\n");
            }
            Block::Onward(place) => self.line("p", " class=\"onward\"", &format!("→ {place}")),
            Block::Ruled(ruled) => self.ruled(ruled),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Together(inner) => {
                self.put("<div class=\"together\">\n");
                self.blocks(inner);
                self.put("</div>\n");
            }
        }
    }

    fn put(&mut self, markup: &str) {
        self.out.push_str(markup);
    }

    /// An element with words in it.
    fn line(&mut self, tag: &str, attributes: &str, text: &str) {
        self.put(&format!("<{tag}{attributes}>{}</{tag}>\n", escaped(text)));
    }

    fn heading(&mut self, level: Level, text: &str, anchor: Option<&str>) {
        let tag = match level {
            Level::Section => "h2",
            Level::Part => "h3",
            Level::Point => "h4",
        };
        let id = self.id(anchor);
        self.line(tag, &id, text);
    }

    fn remark(&mut self, text: &str) {
        self.line("p", " class=\"remark\"", text);
    }

    fn foot(&mut self, lines: &[String]) {
        if lines.is_empty() {
            return;
        }
        self.put("<footer>\n");
        for line in lines {
            self.line("p", "", line);
        }
        self.put("</footer>\n");
    }

    /// An attribute that makes an element the target of an anchor; nothing without one. What an address could not hold
    /// becomes a hyphen, and a second element of one name gets a number, so the first is the one that is found.
    fn id(&mut self, anchor: Option<&str>) -> String {
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return String::new() };
        let safe = |letter: char| {
            if letter.is_ascii_alphanumeric() || "._-".contains(letter) { letter } else { '-' }
        };
        format!(" id=\"{}\"", self.ids.take(&anchor.chars().map(safe).collect::<String>(), LONGEST_ID))
    }
}

fn item(item: &Item) -> String {
    let mark = match item.mark {
        Mark::Tick => "☐ ",
        Mark::Point => "· ",
        Mark::None => "",
    };
    let label = item.label.as_ref().map(|label| format!("<b>{}</b> ", escaped(label))).unwrap_or_default();
    let leads =
        item.leads_to.as_ref().map(|place| format!("<span class=\"leads\">→ {}</span>", escaped(place)));
    format!("<li>{mark}{label}{}{}</li>\n", escaped(&item.text), leads.unwrap_or_default())
}

/// Words as HTML shows them, and nothing that it would obey.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in visible(text).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            letter => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Amount, Cell, Ruled, Table};

    #[test]
    fn whatever_words_hold_they_stay_words() {
        let hostile = "</title><script>alert(1)</script>\"'&\u{1b}[2J\u{202e}";
        let hostile = || hostile.to_owned();
        let item =
            Item { mark: Mark::Tick, label: Some(hostile()), text: hostile(), leads_to: Some(hostile()) };
        let blocks = vec![
            Block::Heading { level: Level::Section, text: hostile(), anchor: Some(hostile()) },
            Block::Paragraph(hostile()),
            Block::Together(vec![
                Block::Labelled { label: hostile(), text: hostile() },
                Block::List(vec![item]),
            ]),
            Block::Quote { words: hostile(), source: hostile() },
            Block::Ruled(Ruled { columns: vec![hostile()], lines: vec![hostile()] }),
            Block::Table(Table {
                head: vec![hostile()],
                rows: vec![vec![Cell::Number(Amount::hidden(hostile()).anchored(hostile()))]],
                ..Table::default()
            }),
        ];
        let about = About { sessions: vec![hostile()], foot: vec![hostile()] };
        let lang = Some("en\" onload=\"x".to_owned());
        let out = written(&Document { title: hostile(), lang, about, blocks });
        assert!(!out.contains("<script") && !out.contains("onload") && !out.contains('\u{1b}'), "{out}");
        assert_eq!(out.matches("&lt;script&gt;").count(), 18);
        assert!(!out.contains("http://") && !out.contains("https://"), "nothing is fetched");
    }

    #[test]
    fn an_anchor_is_an_id_that_stands_once() {
        let heading =
            || Block::Heading { level: Level::Part, text: "T".to_owned(), anchor: Some("a.1 b".to_owned()) };
        let out = written(&Document { blocks: vec![heading(), heading()], ..Document::default() });
        assert!(out.contains("<h3 id=\"a.1-b\">") && out.contains("<h3 id=\"a.1-b_2\">"), "{out}");
    }

    #[test]
    fn a_language_from_right_to_left_is_laid_out_so() {
        let page = |lang: &str| written(&Document { lang: Some(lang.to_owned()), ..Document::default() });
        assert!(page("ar-EG").contains("<html lang=\"ar-EG\" dir=\"rtl\">"));
        assert!(page("cy").contains("<html lang=\"cy\" dir=\"ltr\">"));
    }
}
