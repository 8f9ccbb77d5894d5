//! A sheet: its letters, its delimiter, its header and its rows.
//!
//! A row is counted as a spreadsheet counts it: the header and blank rows count, a line break inside a cell does not.

use csv::{ReaderBuilder, StringRecord, StringRecordsIntoIter};
use thiserror::Error;

/// Which letters a sheet is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8, with or without a mark at its beginning.
    #[default]
    Utf8,
    /// Windows-1252, which holds all of Latin-1.
    Windows1252,
}

/// Why a file is no sheet that can be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotASheet {
    /// There is nothing in it.
    #[error("there is nothing in it")]
    Empty,
    /// A workbook and no text.
    #[error("this is a workbook, not a sheet as text")]
    Workbook,
    /// UTF-16.
    #[error("it is in UTF-16")]
    Utf16,
    /// Bytes that no text has.
    #[error("it holds zero bytes, so it is no text")]
    NoText,
    /// Not UTF-8, and most likely Windows-1252.
    #[error("line {line} is not in UTF-8; it looks like Windows-1252 or Latin-1")]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
    },
    /// UTF-8, and another encoding was named.
    #[error("it is in UTF-8, and not in the encoding that was named")]
    IsUtf8,
    /// A header without a single name.
    #[error("it has no header: the first row has to name the columns")]
    NoHeader,
    /// Two columns of one name.
    #[error("two columns are called “{name}”: {first} and {second}")]
    Twice {
        /// The name.
        name: String,
        /// The first column, by its letters.
        first: String,
        /// The other.
        second: String,
    },
    /// A quotation mark that swallows the rest of the file.
    #[error("in row {row} a quotation mark is opened and never closed")]
    OpenQuote {
        /// The row.
        row: usize,
    },
}

impl NotASheet {
    /// What to do next.
    #[must_use]
    pub const fn advice(&self) -> &'static str {
        match self {
            Self::Empty | Self::NoText => "Save the sheet once more as CSV.",
            Self::Workbook => "Open it in the spreadsheet program and save it as “CSV UTF-8”.",
            Self::Utf16 => "Save the sheet once more as “CSV UTF-8”.",
            Self::NotUtf8 { .. } => {
                "Save the sheet once more as “CSV UTF-8”, or say --encoding windows-1252 to read it as it is."
            }
            Self::IsUtf8 => "Leave --encoding out.",
            Self::NoHeader => "Put a row with the names of the columns on top.",
            Self::Twice { .. } => "Give each column a name of its own.",
            Self::OpenQuote { .. } => "Close it, or write two of them for one that belongs to the words.",
        }
    }
}

/// A sheet in memory.
#[derive(Debug)]
pub struct Sheet {
    text: String,
    delimiter: u8,
    header: Vec<String>,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// As a spreadsheet counts it, the header's among them.
    pub number: usize,
    cells: StringRecord,
}

impl Row {
    /// One cell, without the blanks around it; nothing beyond the end of the row.
    #[must_use]
    pub fn cell(&self, place: usize) -> &str {
        self.cells.get(place).unwrap_or_default().trim()
    }

    /// How many cells it has.
    #[must_use]
    pub fn width(&self) -> usize {
        self.cells.len()
    }

    /// Whether nothing stands in any of them.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

impl Sheet {
    /// Reads the letters, finds the delimiter and the header.
    ///
    /// # Errors
    /// [`NotASheet`].
    pub fn read(bytes: Vec<u8>, encoding: Encoding) -> Result<Self, NotASheet> {
        let text = decoded(bytes, encoding)?;
        let delimiter = delimiter_of(&text);
        let mut sheet = Self { text, delimiter, header: Vec::new() };
        let first = sheet.all_rows().next().ok_or(NotASheet::Empty)?;
        if first.is_blank() {
            return Err(NotASheet::NoHeader);
        }
        sheet.header = (0..first.width()).map(|place| first.cell(place).to_owned()).collect();
        sheet.look_for_twins()?;
        sheet.look_for_an_open_quote()?;
        Ok(sheet)
    }

    /// The names of its columns; one that has none is empty.
    #[must_use]
    pub fn header(&self) -> &[String] {
        &self.header
    }

    /// Its rows below the header, in order, without those in which nothing stands.
    pub fn rows(&self) -> impl Iterator<Item = Row> + '_ {
        self.all_rows().skip(1).filter(|row| !row.is_blank())
    }

    /// How many bytes it has.
    #[must_use]
    pub const fn bytes(&self) -> usize {
        self.text.len()
    }

    fn all_rows(&self) -> Rows<'_> {
        let reader = ReaderBuilder::new()
            .delimiter(self.delimiter)
            .has_headers(false)
            .flexible(true)
            .from_reader(self.text.as_bytes());
        Rows { text: self.text.as_bytes(), number: 0, records: reader.into_records() }
    }

    fn look_for_twins(&self) -> Result<(), NotASheet> {
        let mut seen = std::collections::HashMap::new();
        for (place, name) in self.header.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            if let Some(first) = seen.insert(name, place) {
                let (first, second) = (letters(first), letters(place));
                return Err(NotASheet::Twice { name: name.clone(), first, second });
            }
        }
        Ok(())
    }

    /// A mark that is not closed makes one cell of all that follows; the row it stands in is then the last.
    fn look_for_an_open_quote(&self) -> Result<(), NotASheet> {
        let Some((from, row)) = self.all_rows().map(|row| (row.from(), row.number)).last() else {
            return Ok(());
        };
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        let marks = memchr::memchr_iter(b'"', rest).count();
        let lines = memchr::memchr_iter(b'\n', rest.trim_ascii()).count();
        if marks % 2 == 1 && lines > 0 { Err(NotASheet::OpenQuote { row }) } else { Ok(()) }
    }
}

impl Row {
    /// Where it begins in the text.
    fn from(&self) -> usize {
        let byte = self.cells.position().map_or(0, csv::Position::byte);
        usize::try_from(byte).unwrap_or(usize::MAX)
    }
}

struct Rows<'s> {
    text: &'s [u8],
    number: usize,
    records: StringRecordsIntoIter<&'s [u8]>,
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        // From memory, in UTF-8 and with rows of any width, nothing can go wrong with a row.
        let cells = self.records.next()?.ok()?;
        let mut row = Row { number: 0, cells };
        self.number += 1 + blank_lines(self.text, row.from());
        row.number = self.number;
        Some(row)
    }
}

/// The lines with nothing in them that a row is read across: they are rows in a spreadsheet.
fn blank_lines(text: &[u8], from: usize) -> usize {
    let mut is_after_return = from.checked_sub(1).and_then(|before| text.get(before)) == Some(&b'\r');
    let mut lines = 0;
    for byte in text.iter().skip(from) {
        match byte {
            // The second half of the line break before.
            b'\n' if is_after_return => is_after_return = false,
            b'\n' => lines += 1,
            b'\r' => {
                lines += 1;
                is_after_return = true;
            }
            _ => break,
        }
    }
    lines
}

/// A column as spreadsheets name it: A to Z, then AA.
#[must_use]
pub fn letters(place: usize) -> String {
    let mut letters = Vec::new();
    let mut left = place + 1;
    while left > 0 {
        let letter = u8::try_from((left - 1) % 26).unwrap_or_default();
        letters.push(char::from(b'A' + letter));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}

fn decoded(bytes: Vec<u8>, encoding: Encoding) -> Result<String, NotASheet> {
    match bytes.as_slice() {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => return Err(NotASheet::Utf16),
        [b'P', b'K', 3, 4, ..] | [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(NotASheet::Workbook),
        _ if memchr::memchr(0, &bytes).is_some() => return Err(NotASheet::NoText),
        _ => {}
    }
    let text = match (encoding, String::from_utf8(bytes)) {
        (Encoding::Utf8, Ok(text)) => text,
        (Encoding::Windows1252, Ok(text)) if text.is_ascii() => text,
        (Encoding::Windows1252, Ok(_)) => return Err(NotASheet::IsUtf8),
        (Encoding::Windows1252, Err(error)) => error.as_bytes().iter().copied().map(letter).collect(),
        (Encoding::Utf8, Err(error)) => {
            let good = error.as_bytes().get(..error.utf8_error().valid_up_to()).unwrap_or_default();
            return Err(NotASheet::NotUtf8 { line: 1 + memchr::memchr_iter(b'\n', good).count() });
        }
    };
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    if text.trim().is_empty() { Err(NotASheet::Empty) } else { Ok(text) }
}

/// What a byte of Windows-1252 stands for. Five of its places stand for nothing and are taken as Latin-1 has them.
fn letter(byte: u8) -> char {
    const FROM_0X80: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    let above = usize::from(byte).checked_sub(0x80);
    above.and_then(|above| FROM_0X80.get(above)).copied().unwrap_or(char::from(byte))
}

/// What stands between the cells of the header most often: a comma, a semicolon or a tab. Of equals the first.
fn delimiter_of(text: &str) -> u8 {
    let mut counts = [0_usize; 3];
    let mut is_quoted = false;
    for byte in text.trim_start_matches(['\r', '\n']).bytes() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'\n' | b'\r' if !is_quoted => break,
            _ if is_quoted => {}
            _ => {
                for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
                    *count += usize::from(byte == delimiter);
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    counts.iter().zip(DELIMITERS).find(|(count, _)| **count == most).map_or(b',', |(_, delimiter)| delimiter)
}

const DELIMITERS: [u8; 3] = *b",;\t";

#[cfg(test)]
mod tests {
    use super::*;

    fn sheet(text: &str) -> Sheet {
        Sheet::read(text.as_bytes().to_vec(), Encoding::Utf8).unwrap()
    }

    fn rows(text: &str) -> Vec<(usize, Vec<String>)> {
        let sheet = sheet(text);
        let cells = |row: Row| (row.number, (0..row.width()).map(|at| row.cell(at).to_owned()).collect());
        sheet.rows().map(cells).collect()
    }

    fn refused(bytes: &[u8], encoding: Encoding) -> NotASheet {
        Sheet::read(bytes.to_vec(), encoding).unwrap_err()
    }

    #[test]
    fn rows_are_counted_as_a_spreadsheet_counts_them() {
        for line in ["\n", "\r\n", "\r"] {
            let text = ["a,b", "1,2", "", "", "\"x\ny\",3", ",", "4,5", ""].join(line);
            let numbers: Vec<usize> = rows(&text).iter().map(|(number, _)| *number).collect();
            assert_eq!(numbers, [2, 5, 7], "{line:?}");
        }
    }

    #[test]
    fn the_delimiter_is_the_one_that_the_header_has_most_of() {
        assert_eq!(rows("a;b\n1,5;2")[0].1, ["1,5", "2"]);
        assert_eq!(rows("a\tb\n1,5\t2;3")[0].1, ["1,5", "2;3"]);
        assert_eq!(rows("\"a;b;c\",d\n1,2")[0].1, ["1", "2"]);
        assert_eq!(rows("a\n1")[0].1, ["1"]);
    }

    #[test]
    fn quotes_and_line_breaks_inside_cells_are_words() {
        assert_eq!(
            rows("a,b\n\"he said \"\"no\"\"\",\"two\r\nlines\"")[0].1,
            ["he said \"no\"", "two\r\nlines"]
        );
    }

    #[test]
    fn letters_are_read_by_their_encoding_and_another_one_is_named() {
        assert_eq!(sheet("\u{feff}Ort\nKöln").header(), ["Ort"]);
        let old = Sheet::read(b"Ort\nK\xf6ln \x93a\x94 \x80".to_vec(), Encoding::Windows1252).unwrap();
        assert_eq!(old.rows().next().unwrap().cell(0), "Köln “a” €");
        assert_eq!(refused(b"Ort\nK\xf6ln", Encoding::Utf8), NotASheet::NotUtf8 { line: 2 });
        assert_eq!(refused("Köln".as_bytes(), Encoding::Windows1252), NotASheet::IsUtf8);
        assert_eq!(refused(b"\xff\xfea\0", Encoding::Utf8), NotASheet::Utf16);
        assert_eq!(refused(b"PK\x03\x04..", Encoding::Utf8), NotASheet::Workbook);
        assert_eq!(refused(b"a\0b", Encoding::Utf8), NotASheet::NoText);
        assert_eq!(refused(b" \n ", Encoding::Utf8), NotASheet::Empty);
    }

    #[test]
    fn a_header_has_names_each_of_them_once() {
        assert_eq!(refused(b",,\n1,2,3", Encoding::Utf8), NotASheet::NoHeader);
        let twice = NotASheet::Twice { name: "a".to_owned(), first: "A".to_owned(), second: "C".to_owned() };
        assert_eq!(refused(b"a,b, a \n1,2,3", Encoding::Utf8), twice);
        assert_eq!(letters(25), "Z");
        assert_eq!(letters(26), "AA");
        assert_eq!(letters(26 * 27), "AAA");
    }

    #[test]
    fn a_quotation_mark_that_is_never_closed_is_found_and_a_lone_one_in_a_cell_is_not_meant() {
        assert_eq!(refused(b"a,b\n1,\"x\n2,y\n3,z\n", Encoding::Utf8), NotASheet::OpenQuote { row: 2 });
        assert_eq!(rows("a,b\n1,5\" pipe\n")[0].1, ["1", "5\" pipe"]);
    }
}
