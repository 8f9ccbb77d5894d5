//! The words of the file, block by block.

use super::paragraph::Run;
use super::xml::Xml;
use crate::document::unique::Unique;
use crate::document::{Block, Document, Item, Level, Mark};

/// From edge to edge of an A4 page, and what is left blank at each side, in twentieths of a point.
const PAGE: [u32; 2] = [11_906, 16_838];
const MARGIN: u32 = 1_134;
/// A table with more columns than this is put on a page that lies on its side.
const MOST_UPRIGHT: usize = 6;

/// The part of the file that holds the words.
pub(super) fn written(document: &Document) -> Vec<u8> {
    let is_wide = has_wide_table(&document.blocks);
    let [short, long] = PAGE;
    let (wide, high) = if is_wide { (long, short) } else { (short, long) };
    let mut body = Body {
        xml: Xml::new(),
        names: Unique::default(),
        bookmarks: 0,
        keeps: false,
        room: wide - 2 * MARGIN,
    };
    let names = [
        ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ];
    body.xml.open("w:document", &names);
    body.xml.open("w:body", &[]);
    body.paragraph("Title", &[Run::plain(&document.title)]);
    body.blocks(&document.blocks);
    if !document.about.foot.is_empty() {
        body.paragraph("Gap", &[]);
        document.about.foot.iter().for_each(|line| body.paragraph("Foot", &[Run::plain(line)]));
    }
    let (wide, high, margin) = (wide.to_string(), high.to_string(), MARGIN.to_string());
    body.xml.within("w:sectPr", &[], |xml| {
        xml.leaf("w:footerReference", &[("w:type", "default"), ("r:id", "rId4")]);
        let side = if is_wide { "landscape" } else { "portrait" };
        xml.leaf("w:pgSz", &[("w:w", &wide), ("w:h", &high), ("w:orient", side)]);
        let [top, right, bottom, left] =
            ["w:top", "w:right", "w:bottom", "w:left"].map(|side| (side, margin.as_str()));
        let edges = [top, right, bottom, left, ("w:header", "567"), ("w:footer", "567"), ("w:gutter", "0")];
        xml.leaf("w:pgMar", &edges);
    });
    body.xml.close("w:body");
    body.xml.close("w:document");
    body.xml.into_bytes()
}

fn has_wide_table(blocks: &[Block]) -> bool {
    blocks.iter().any(|block| match block {
        Block::Table(table) => table.width() > MOST_UPRIGHT,
        Block::Chart(chart) => chart.as_table().width() > MOST_UPRIGHT && chart.is_heat(),
        Block::Together(inner) => has_wide_table(inner),
        _ => false,
    })
}

/// What has been written, and what is written next.
pub(super) struct Body {
    pub(super) xml: Xml,
    pub(super) names: Unique,
    pub(super) bookmarks: u32,
    /// Whether what is written stays on a page with what follows.
    pub(super) keeps: bool,
    /// How wide a line is, in twentieths of a point.
    pub(super) room: u32,
}

impl Body {
    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, text, anchor } => {
                let style = match level {
                    Level::Section => "Heading1",
                    Level::Part => "Heading2",
                    Level::Point => "Heading3",
                };
                self.paragraph(style, &[Run { anchor: anchor.as_deref(), ..Run::plain(text) }]);
            }
            Block::Paragraph(text) => self.paragraph("Normal", &[Run::plain(text)]),
            Block::Labelled { label, text } => self.labelled(label, text),
            Block::Quote { words, source } => self.quote(words, source),
            Block::Remark(text) => self.paragraph("Remark", &[Run::plain(text)]),
            Block::List(items) => items.iter().for_each(|item| self.item(item)),
            Block::Onward(place) => self.paragraph("Onward", &[Run::plain("→ "), Run::plain(place)]),
            Block::Ruled(ruled) => self.ruled(ruled),
            Block::Table(table) => self.table(table),
            Block::Chart(chart) => self.chart(chart),
            Block::Together(inner) => self.together(inner),
        }
    }

    /// Each block stays with the next one; the last need not stay with what comes after.
    fn together(&mut self, inner: &[Block]) {
        let kept = self.keeps;
        for (place, block) in inner.iter().enumerate() {
            self.keeps = kept || place + 1 < inner.len();
            self.block(block);
        }
        self.keeps = kept;
    }

    fn labelled(&mut self, label: &str, text: &str) {
        self.paragraph("Labelled", &[Run::bold(label), Run::TAB, Run::plain(text)]);
    }

    fn quote(&mut self, words: &str, source: &str) {
        let quoted = format!("“{words}”");
        let kept = self.keeps;
        self.keeps = kept || !source.is_empty();
        self.paragraph("Quote", &[Run::plain(&quoted)]);
        self.keeps = kept;
        if !source.is_empty() {
            self.paragraph("QuoteSource", &[Run::plain("— "), Run::plain(source)]);
        }
    }

    fn item(&mut self, item: &Item) {
        let (style, mark) = match item.mark {
            Mark::Tick => ("List", "☐ "),
            Mark::Point => ("ListBullet", ""),
            Mark::None => ("List", ""),
        };
        let mut runs = vec![Run::plain(mark)];
        if let Some(label) = &item.label {
            runs.extend([Run::bold(label), Run::plain(" ")]);
        }
        runs.push(Run::plain(&item.text));
        if let Some(place) = &item.leads_to {
            runs.extend([Run::plain(" → "), Run::plain(place)]);
        }
        runs.retain(|run| !run.words.is_empty());
        self.paragraph(style, &runs);
    }
}
