//! Any document is written in every format, twice to the same bytes, and in no format of lines with a character that a
//! terminal obeys.
#![no_main]

use hearken::document::{
    About, Amount, Block, Cell, Chart, ChartKind, Document, Format, Item, Level, Mark, Ruled, Table, written,
};
use hearken::model::visible::must_be_escaped;
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

/// Makes a document of bytes.
struct Maker<'a>(Unstructured<'a>);

impl Maker<'_> {
    fn text(&mut self) -> Result<String> {
        self.0.arbitrary()
    }

    /// Up to `most` of something.
    fn several<T>(&mut self, most: usize, mut one: impl FnMut(&mut Self) -> Result<T>) -> Result<Vec<T>> {
        (0..self.0.int_in_range(0..=most)?).map(|_| one(self)).collect()
    }

    fn perhaps(&mut self) -> Result<Option<String>> {
        self.0.arbitrary()
    }

    fn amount(&mut self) -> Result<Amount> {
        Ok(Amount { value: self.0.arbitrary()?, shown: self.text()?, anchor: self.perhaps()? })
    }

    fn cell(&mut self) -> Result<Cell> {
        Ok(match self.0.int_in_range(0..=3)? {
            0 => Cell::Text(self.text()?),
            1 => Cell::Tick,
            2 => Cell::Number(self.amount()?),
            _ => Cell::Shaded { text: self.text()?, share: self.0.int_in_range(0..=100)? },
        })
    }

    fn chart(&mut self) -> Result<Chart> {
        let names = self.several(3, Self::text)?;
        let row = |maker: &mut Self| {
            let amounts = (0..names.len()).map(|_| maker.amount()).collect::<Result<_>>()?;
            Ok((maker.text()?, amounts))
        };
        let kind = match self.0.int_in_range(0..=2)? {
            0 => ChartKind::Stacked { bars: self.several(3, row)?, parts: names },
            1 => ChartKind::Heat { rows: self.several(3, row)?, columns: names },
            _ => ChartKind::Paired {
                names: [self.text()?, self.text()?],
                unit: self.text()?,
                rows: self.several(3, |maker| Ok((maker.text()?, [maker.amount()?, maker.amount()?])))?,
            },
        };
        Ok(Chart { title: self.text()?, in_words: self.text()?, kind })
    }

    fn item(&mut self) -> Result<Item> {
        let mark = *self.0.choose(&[Mark::Point, Mark::Tick, Mark::None])?;
        Ok(Item { mark, label: self.perhaps()?, text: self.text()?, leads_to: self.perhaps()? })
    }

    fn block(&mut self, depth: usize) -> Result<Block> {
        Ok(match self.0.int_in_range(0..=10)? {
            0 => {
                let level = *self.0.choose(&[Level::Section, Level::Part, Level::Point])?;
                Block::Heading { level, text: self.text()?, anchor: self.perhaps()? }
            }
            1 => Block::Paragraph(self.text()?),
            2 => Block::Labelled { label: self.text()?, text: self.text()? },
            3 => Block::Quote { words: self.text()?, source: self.text()? },
            4 => Block::Remark(self.text()?),
            5 => Block::List(self.several(4, Self::item)?),
            6 => Block::Onward(self.text()?),
            7 => Block::Ruled(Ruled {
                columns: self.several(3, Self::text)?,
                lines: self.several(3, Self::text)?,
            }),
            8 => {
                let width = self.0.int_in_range(1..=4)?;
                let row = |maker: &mut Self| (0..width).map(|_| maker.cell()).collect::<Result<_>>();
                Block::Table(Table {
                    caption: self.perhaps()?,
                    head: (0..width).map(|_| self.text()).collect::<Result<_>>()?,
                    rows: self.several(4, row)?,
                    has_row_heads: self.0.arbitrary()?,
                    remarks: self.several(2, Self::text)?,
                })
            }
            9 => Block::Chart(self.chart()?),
            _ if depth > 2 => Block::Paragraph(self.text()?),
            _ => Block::Together(self.several(3, |maker| maker.block(depth + 1))?),
        })
    }

    fn document(&mut self) -> Result<Document> {
        Ok(Document {
            title: self.text()?,
            lang: self.perhaps()?,
            about: About { sessions: self.several(2, Self::text)?, foot: self.several(2, Self::text)? },
            blocks: self.several(12, |maker| maker.block(0))?,
        })
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Ok(document) = Maker(Unstructured::new(bytes)).document() else { return };
    for format in Format::ALL {
        let first = match written(&document, format, false) {
            Ok(bytes) => bytes,
            Err(error) => panic!("{format:?}: {error:?}"),
        };
        assert!(written(&document, format, false).is_ok_and(|again| again == first), "{format:?} differs");
        if format.is_lines() {
            let page = String::from_utf8(first).expect("lines are text");
            let is_layout = |letter| matches!(letter, '\n' | '\r' | '\u{c}') || letter == '\u{feff}';
            let odd = page.chars().find(|letter| must_be_escaped(*letter) && !is_layout(*letter));
            assert_eq!(odd, None, "{format:?}");
        }
    }
});
