//! A document as one HTML file that needs nothing else: no script, no picture, nothing from a network.
//!
//! It prints on A4, and what belongs together is not cut in two where a page is large enough for it.

use super::{Block, Cell, Document, Item, Level, Mark, Ruled, Table};
use crate::model::language::is_tag;
use crate::model::visible::visible;

/// How it looks. System fonts only, so that nothing has to be fetched.
const STYLE: &str = "\
@page { size: A4; margin: 18mm }
body { font: 11pt/1.4 Georgia, 'Times New Roman', serif; max-width: 174mm; margin: 0 auto; padding: 1em; color: #000; \
background: #fff; overflow-wrap: anywhere }
h1 { font-size: 16pt } h2 { font-size: 13pt; margin-top: 1.6em; break-after: avoid }
.together { break-inside: avoid; margin: 1em 0 }
.labelled { display: flex; gap: .8em } .labelled b { flex: none; min-width: 2em; max-width: 30% } p { margin: .4em 0 }
.onward { padding-left: 2.8em } ul { list-style: none; margin: .4em 0; padding-left: 2.8em } .leads { white-space: nowrap; margin-left: .6em }
table { border-collapse: collapse; width: 100%; margin: .4em 0; break-inside: avoid }
th, td { text-align: left; font-weight: normal; padding: .25em .5em; vertical-align: bottom }
.ruled td { border-bottom: .6pt solid #000; height: 8mm } .ruled td:first-child { border: 0; font-size: 8pt; \
white-space: nowrap } .ruled th { font-size: 8pt } .ruled .narrow { width: 14mm; border-right: .3pt solid #999 }
.cells td, .cells th { border-bottom: .3pt solid #999 } .cells td + td, .cells th + th { text-align: center }
@media print { body { padding: 0; max-width: none } }
";

/// The text of the file.
#[must_use]
pub fn written(document: &Document) -> String {
    let lang = document.lang.as_deref().filter(|lang| is_tag(lang)).unwrap_or("en");
    let title = escaped(&document.title);
    let mut out = format!(
        "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
    );
    for block in &document.blocks {
        put(block, &mut out);
    }
    foot(document, &mut out);
    out.push_str("</body>\n</html>\n");
    out
}

fn foot(document: &Document, out: &mut String) {
    if document.about.foot.is_empty() {
        return;
    }
    out.push_str("<footer>\n");
    for line in &document.about.foot {
        out.push_str(&format!("<p>{}</p>\n", escaped(line)));
    }
    out.push_str("</footer>\n");
}

fn put(block: &Block, out: &mut String) {
    match block {
        Block::Heading { level, text, .. } => {
            let tag = match level {
                Level::Section => "h2",
                Level::Part => "h3",
                Level::Point => "h4",
            };
            out.push_str(&format!("<{tag}>{}</{tag}>\n", escaped(text)));
        }
        Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", escaped(text))),
        Block::Labelled { label, text } => {
            out.push_str(&format!(
                "<p class=\"labelled\"><b>{}</b> <span>{}</span></p>\n",
                escaped(label),
                escaped(text)
            ));
        }
        Block::Quote { words, source } => {
            out.push_str(&format!(
                "<blockquote><p>“{}”</p><footer>{}</footer></blockquote>\n",
                escaped(words),
                escaped(source)
            ));
        }
        Block::Remark(text) => out.push_str(&format!("<p><small>{}</small></p>\n", escaped(text))),
        Block::List(items) => {
            out.push_str("<ul>\n");
            for one in items {
                item(one, out);
            }
            out.push_str("</ul>\n");
        }
        Block::Onward(place) => out.push_str(&format!("<p class=\"onward\">→ {}</p>\n", escaped(place))),
        Block::Ruled(lines) => ruled(lines, out),
        Block::Table(rows) => table(rows, out),
        Block::Chart(chart) => table(&chart.as_table(), out),
        Block::Together(inner) => {
            out.push_str("<div class=\"together\">\n");
            for block in inner {
                put(block, out);
            }
            out.push_str("</div>\n");
        }
    }
}

fn item(item: &Item, out: &mut String) {
    let mark = match item.mark {
        Mark::Tick => "☐ ",
        Mark::Point => "· ",
        Mark::None => "",
    };
    let label = item.label.as_ref().map(|label| format!("<b>{}</b> ", escaped(label))).unwrap_or_default();
    let leads =
        item.leads_to.as_ref().map(|place| format!("<span class=\"leads\">→ {}</span>", escaped(place)));
    out.push_str(&format!("<li>{mark}{label}{}{}</li>\n", escaped(&item.text), leads.unwrap_or_default()));
}

fn ruled(ruled: &Ruled, out: &mut String) {
    out.push_str("<table class=\"ruled\">\n");
    if !ruled.columns.is_empty() {
        out.push_str("<tr><th></th>");
        for head in &ruled.columns {
            out.push_str(&format!("<th class=\"narrow\">{}</th>", escaped(head)));
        }
        out.push_str("<th></th></tr>\n");
    }
    let narrow = "<td class=\"narrow\"></td>".repeat(ruled.columns.len());
    for name in &ruled.lines {
        out.push_str(&format!("<tr><td>{}</td>{narrow}<td></td></tr>\n", escaped(name)));
    }
    out.push_str("</table>\n");
}

fn table(table: &Table, out: &mut String) {
    out.push_str("<table class=\"cells\">\n");
    if let Some(caption) = &table.caption {
        out.push_str(&format!("<caption>{}</caption>\n", escaped(caption)));
    }
    if !table.head.is_empty() {
        out.push_str("<tr>");
        for head in &table.head {
            out.push_str(&format!("<th>{}</th>", escaped(head)));
        }
        out.push_str("</tr>\n");
    }
    for row in &table.rows {
        out.push_str("<tr>");
        for cell in row {
            let text = if *cell == Cell::Tick { "☐".to_owned() } else { escaped(cell.words()) };
            out.push_str(&format!("<td>{text}</td>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
    for remark in &table.remarks {
        out.push_str(&format!("<p><small>{}</small></p>\n", escaped(remark)));
    }
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

    #[test]
    fn whatever_words_hold_they_stay_words() {
        let hostile = "</title><script>alert(1)</script>\"'&\u{1b}[2J\u{202e}";
        let hostile = || hostile.to_owned();
        let item =
            Item { mark: Mark::Tick, label: Some(hostile()), text: hostile(), leads_to: Some(hostile()) };
        let blocks = vec![
            Block::heading(Level::Section, hostile()),
            Block::Paragraph(hostile()),
            Block::Together(vec![
                Block::Labelled { label: hostile(), text: hostile() },
                Block::List(vec![item]),
            ]),
            Block::Ruled(Ruled { columns: vec![hostile()], lines: vec![hostile()] }),
            Block::Table(Table {
                head: vec![hostile()],
                rows: vec![vec![Cell::text(hostile())]],
                ..Table::default()
            }),
        ];
        let lang = Some("en\" onload=\"x".to_owned());
        let out = written(&Document { title: hostile(), lang, blocks, ..Document::default() });
        assert!(!out.contains("<script") && !out.contains("onload") && !out.contains('\u{1b}'), "{out}");
        assert_eq!(out.matches("&lt;script&gt;").count(), 13);
        assert!(!out.contains("http://") && !out.contains("https://"), "nothing is fetched");
    }
}
