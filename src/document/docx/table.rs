//! Rows and columns, and lines to write on.

use unicode_width::UnicodeWidthStr;

use super::body::Body;
use super::paragraph::{Run, Weight};
use super::xml::Xml;
use crate::document::shade::Shade;
use crate::document::{Cell, Ruled, Table};

/// The least and the most letters by which the width of a column is measured.
const LETTERS: [usize; 2] = [4, 48];
/// The same of a word that is not to be broken.
const WORD: [usize; 2] = [2, 20];
/// How wide a letter is, and what a cell leaves blank at its edges, in twentieths of a point.
const LETTER: u32 = 120;
const EDGES: u32 = 190;

/// How a cell looks.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Look<'a> {
    /// How wide it is, in twentieths of a point.
    pub(super) width: u32,
    /// How many columns of the grid it takes, if more than one.
    pub(super) span: Option<u32>,
    /// How its ground is filled, with which colour on which.
    pub(super) ground: Option<[&'a str; 3]>,
    /// Which of its sides have a line.
    pub(super) lines: Lines,
}

/// Which sides of a cell have a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Lines {
    /// What the table says.
    #[default]
    OfTable,
    /// The one below.
    Below,
    /// The one below, and the one to the right.
    Corner,
    /// All four.
    All,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// The heads of the columns, repeated on every page.
    Head,
    /// One row among others.
    Plain,
    /// At least so high, in twentieths of a point: room to write.
    High(u32),
    /// Exactly so high: a gap.
    Gap(u32),
}

impl Body {
    pub(super) fn table(&mut self, table: &Table) {
        self.captioned(table.caption.as_deref(), |body| body.grid(table, "", |_| None));
        table.remarks.iter().for_each(|remark| self.paragraph("Remark", &[Run::plain(remark)]));
    }

    /// A caption, and what stays with it.
    pub(super) fn captioned(&mut self, caption: Option<&str>, inside: impl FnOnce(&mut Self)) {
        if let Some(caption) = caption {
            self.paragraph("Caption", &[Run::plain(caption)]);
        }
        inside(self);
        // Two tables with nothing between them would become one.
        self.paragraph("Gap", &[]);
    }

    /// The rows of a table; `shade` says how dark the ground of a cell is that does not say it itself.
    pub(super) fn grid(&mut self, table: &Table, in_words: &str, shade: impl Fn(&Cell) -> Option<u8>) {
        let widths = widths(table, self.room);
        if widths.is_empty() {
            return;
        }
        let caption = table.caption.as_deref().unwrap_or_default();
        self.begin(&widths, "TableGrid", [caption, in_words]);
        if !table.head.is_empty() {
            self.heads(table, &widths, &shade);
        }
        for row in &table.rows {
            self.row(Kind::Plain, |body| {
                for (place, width) in widths.iter().enumerate() {
                    let is_head = place == 0 && table.has_row_heads;
                    body.filled(row.get(place), *width, is_head, &shade);
                }
            });
        }
        self.xml.close("w:tbl");
    }

    fn heads(&mut self, table: &Table, widths: &[u32], shade: impl Fn(&Cell) -> Option<u8>) {
        self.row(Kind::Head, |body| {
            for (place, width) in widths.iter().enumerate() {
                let text = table.head.get(place).map_or("", String::as_str);
                // Over shaded cells, whose words stand in the middle, a head does too.
                let side = match table.rows.first().and_then(|row| row.get(place)) {
                    Some(cell) if shade(cell).is_some() => "center",
                    _ if table.is_of_numbers(place) => "right",
                    _ => "",
                };
                body.cell(Look { width: *width, ..Look::default() }, |body| {
                    body.aligned("InTable", side, &[Run::bold(text)]);
                });
            }
        });
    }

    fn filled(
        &mut self,
        cell: Option<&Cell>,
        width: u32,
        is_head: bool,
        shade: impl Fn(&Cell) -> Option<u8>,
    ) {
        let share = match cell {
            Some(Cell::Shaded { share, .. }) => Some(*share),
            Some(cell) => shade(cell),
            None => None,
        };
        let shade = share.map(Shade::of);
        let digits = shade.map(Shade::digits).unwrap_or_default();
        let ground = shade.map(|_| ["clear", "auto", digits.as_str()]);
        let weight = match shade {
            Some(shade) if shade.is_dark() => Weight::White,
            _ if is_head => Weight::Bold,
            _ => Weight::Plain,
        };
        let (text, anchor, side) = match cell {
            Some(Cell::Tick) => ("☐", None, "center"),
            Some(Cell::Number(amount)) => {
                let side = if shade.is_some() { "center" } else { "right" };
                (amount.shown.as_str(), amount.anchor.as_deref(), side)
            }
            Some(Cell::Shaded { text, .. }) => (text.as_str(), None, "center"),
            Some(Cell::Text(text)) => (text.as_str(), None, ""),
            None => ("", None, ""),
        };
        self.cell(Look { width, ground, ..Look::default() }, |body| {
            body.aligned("InTable", side, &[Run { weight, anchor, ..Run::plain(text) }]);
        });
    }

    /// Lines to write on, each with its name and narrow columns in front.
    pub(super) fn ruled(&mut self, ruled: &Ruled) {
        const NARROW: u32 = 794;
        let longest = ruled.lines.iter().map(|name| name.width()).max().unwrap_or(0);
        let first = u32::try_from(longest)
            .unwrap_or(u32::MAX)
            .saturating_mul(LETTER)
            .saturating_add(EDGES)
            .clamp(400, self.room / 3);
        let mut widths = vec![first];
        widths.extend(ruled.columns.iter().map(|_| NARROW));
        widths.push(self.room.saturating_sub(widths.iter().sum()).max(NARROW));
        self.begin(&widths, "TableNormal", ["", ""]);
        if !ruled.columns.is_empty() {
            let heads: Vec<&str> =
                std::iter::once("").chain(ruled.columns.iter().map(String::as_str)).chain([""]).collect();
            self.row(Kind::Head, |body| body.words(&heads, &widths, Lines::OfTable));
        }
        for name in &ruled.lines {
            self.row(Kind::High(454), |body| {
                body.words(&[name], &widths, Lines::OfTable);
                if let [_, narrow @ .., line] = widths.as_slice() {
                    body.words(&vec![""; narrow.len()], narrow, Lines::Corner);
                    body.words(&[""], &[*line], Lines::Below);
                }
            });
        }
        self.xml.close("w:tbl");
        self.paragraph("Gap", &[]);
    }

    fn words(&mut self, words: &[&str], widths: &[u32], lines: Lines) {
        for (text, width) in words.iter().zip(widths) {
            let look = Look { width: *width, lines, ..Look::default() };
            self.cell(look, |body| body.paragraph("Remark", &[Run::plain(text)]));
        }
    }

    /// The beginning of a table: its columns, and its title and description for who cannot see it.
    pub(super) fn begin(&mut self, widths: &[u32], style: &str, [title, description]: [&str; 2]) {
        self.xml.open("w:tbl", &[]);
        let wide = widths.iter().sum::<u32>().to_string();
        self.xml.within("w:tblPr", &[], |xml| {
            xml.leaf("w:tblStyle", &[("w:val", style)]);
            xml.leaf("w:tblW", &[("w:w", &wide), ("w:type", "dxa")]);
            xml.leaf("w:tblLayout", &[("w:type", "fixed")]);
            xml.leaf("w:tblLook", &[("w:val", "0020"), ("w:firstRow", "1")]);
            for (name, text) in [("w:tblCaption", title), ("w:tblDescription", description)] {
                if !text.is_empty() {
                    xml.leaf(name, &[("w:val", text)]);
                }
            }
        });
        self.xml.within("w:tblGrid", &[], |xml| {
            for width in widths {
                xml.leaf("w:gridCol", &[("w:w", &width.to_string())]);
            }
        });
    }

    pub(super) fn row(&mut self, kind: Kind, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:tr", &[]);
        self.xml.within("w:trPr", &[], |xml| {
            xml.leaf("w:cantSplit", &[]);
            match kind {
                Kind::Head => xml.leaf("w:tblHeader", &[]),
                Kind::Plain => {}
                Kind::High(high) => height(xml, high, "atLeast"),
                Kind::Gap(high) => height(xml, high, "exact"),
            }
        });
        inside(self);
        self.xml.close("w:tr");
    }

    pub(super) fn cell(&mut self, look: Look<'_>, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:tc", &[]);
        self.xml.within("w:tcPr", &[], |xml| {
            xml.leaf("w:tcW", &[("w:w", &look.width.to_string()), ("w:type", "dxa")]);
            if let Some(span) = look.span {
                xml.leaf("w:gridSpan", &[("w:val", &span.to_string())]);
            }
            let sides: &[&str] = match look.lines {
                Lines::OfTable => &[],
                Lines::Below => &["w:bottom"],
                Lines::Corner => &["w:bottom", "w:right"],
                Lines::All => &["w:top", "w:left", "w:bottom", "w:right"],
            };
            if !sides.is_empty() {
                xml.within("w:tcBorders", &[], |xml| sides.iter().for_each(|side| line(xml, side)));
            }
            if let Some([fill, color, on]) = look.ground {
                xml.leaf("w:shd", &[("w:val", fill), ("w:color", color), ("w:fill", on)]);
            }
        });
        inside(self);
        self.xml.close("w:tc");
    }
}

fn height(xml: &mut Xml, high: u32, rule: &str) {
    xml.leaf("w:trHeight", &[("w:val", &high.to_string()), ("w:hRule", rule)]);
}

fn line(xml: &mut Xml, side: &str) {
    xml.leaf(side, &[("w:val", "single"), ("w:sz", "4"), ("w:space", "0"), ("w:color", "000000")]);
}

/// The room shared out: to each column what its longest word takes, and the rest by what stands in them.
fn widths(table: &Table, room: u32) -> Vec<u32> {
    let columns = 0..table.width();
    let texts = |column: usize| {
        let head = table.head.get(column).map_or("", String::as_str);
        table.rows.iter().filter_map(move |row| row.get(column)).map(Cell::words).chain([head])
    };
    let longest = |lengths: &mut dyn Iterator<Item = usize>, [least, most]: [usize; 2]| {
        u32::try_from(lengths.max().unwrap_or(0).clamp(least, most)).unwrap_or(1)
    };
    let word = |column| {
        longest(&mut texts(column).flat_map(str::split_whitespace).map(UnicodeWidthStr::width), WORD)
    };
    let needed: Vec<u32> = columns.clone().map(|column| word(column) * LETTER + EDGES).collect();
    let all: u32 = needed.iter().sum();
    let Some(rest) = room.checked_sub(all) else {
        return needed.iter().map(|needed| room * needed / all).collect();
    };
    let line = |column| longest(&mut texts(column).flat_map(str::lines).map(UnicodeWidthStr::width), LETTERS);
    let lines: Vec<u32> = columns.map(line).collect();
    let all = lines.iter().sum::<u32>().max(1);
    needed.iter().zip(lines).map(|(needed, line)| needed + rest * line / all).collect()
}
