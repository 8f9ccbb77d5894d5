//! Reading a journal back, up to the first line that is not as it was written.
//!
//! Promises one pass over the bytes, whatever they are. Leaves the order and the meaning of the lines to the caller.

use std::path::Path;

use super::line;
use crate::storage::{ReadLimit, Storage, StorageError};

/// What a journal says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalRead {
    /// The payloads of the intact lines, in the order in which they were written.
    pub lines: Vec<String>,
    /// How many bytes of the file those lines are.
    pub good_bytes: u64,
    /// What follows them, where something does.
    pub tail: Option<Tail>,
}

/// The end of a journal, from the first line that is not as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tail {
    /// All bytes from the beginning of that line to the end of the file.
    pub bytes: Vec<u8>,
    /// The number of that line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub fault: TailFault,
}

/// Why a line was not used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TailFault {
    /// It has no line feed: the file ends within it.
    CutOff,
    /// The checksum at its head is not that of its payload, or is not there.
    ChecksumDiffers,
    /// It is as it was written, but not by hearken: the payload is not UTF-8.
    NotUtf8,
}

impl std::fmt::Display for TailFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            TailFault::CutOff => "the last line is cut off",
            TailFault::ChecksumDiffers => "a line is not as it was written",
            TailFault::NotUtf8 => "a line is not text",
        })
    }
}

/// Reads a journal. An empty file has no lines and no tail.
///
/// # Errors
/// As [`read`](crate::storage::read). A damaged line is no error but a [`Tail`].
pub fn read(storage: &dyn Storage, path: &Path, limit: ReadLimit) -> Result<JournalRead, StorageError> {
    crate::storage::read(storage, path, limit).map(parse)
}

/// Takes the bytes of a journal apart.
#[must_use]
pub fn parse(mut bytes: Vec<u8>) -> JournalRead {
    let mut lines = Vec::new();
    let mut good = 0;
    let mut fault = None;
    for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
        match line::decode(piece) {
            Ok(payload) => {
                lines.push(payload.to_owned());
                good += piece.len();
            }
            Err(found) => {
                fault = Some(found);
                break;
            }
        }
    }
    let tail = fault.map(|fault| Tail { bytes: bytes.split_off(good), line: lines.len() + 1, fault });
    JournalRead { lines, good_bytes: u64::try_from(good).unwrap_or(u64::MAX), tail }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn nothing_after_the_first_damaged_line_is_used() {
        let whole = line::encode("one").unwrap();
        let read = parse(format!("{whole}damaged\n{whole}").into_bytes());
        assert_eq!(read.lines, ["one"]);
        assert_eq!(read.good_bytes, 13);
        let tail = read.tail.unwrap();
        assert_eq!((tail.line, tail.fault), (2, TailFault::ChecksumDiffers));
        assert_eq!(tail.bytes, format!("damaged\n{whole}").into_bytes());
    }

    #[test]
    fn an_empty_journal_has_no_lines_and_no_tail() {
        assert_eq!(parse(Vec::new()), JournalRead { lines: Vec::new(), good_bytes: 0, tail: None });
    }

    #[test]
    fn the_zeroes_that_a_crash_can_leave_are_a_tail() {
        let tail = parse(vec![0; 64]).tail.unwrap();
        assert_eq!((tail.bytes, tail.line, tail.fault), (vec![0; 64], 1, TailFault::CutOff));
    }

    fn journal(payloads: &[String]) -> Vec<Vec<u8>> {
        payloads.iter().map(|payload| line::encode(payload).unwrap().into_bytes()).collect()
    }

    /// How many lines end at or before a place, and where the last of them ends.
    fn whole_before(lines: &[Vec<u8>], place: usize) -> (usize, usize) {
        let ends = lines.iter().scan(0, |end, line| {
            *end += line.len();
            Some(*end)
        });
        ends.take_while(|end| *end <= place).fold((0, 0), |(count, _), end| (count + 1, end))
    }

    fn payloads() -> impl Strategy<Value = Vec<String>> {
        let letter = any::<char>().prop_filter("a line", |letter| *letter != '\n');
        let payload = prop::collection::vec(letter, 0..12).prop_map(String::from_iter);
        prop::collection::vec(payload, 0..6)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_journal_cut_anywhere_gives_the_lines_before_the_cut(payloads in payloads()) {
            let lines = journal(&payloads);
            let whole = lines.concat();
            for cut in 0..=whole.len() {
                let read = parse(whole[..cut].to_vec());
                let (count, end) = whole_before(&lines, cut);
                prop_assert_eq!(&read.lines, &payloads[..count]);
                prop_assert_eq!(read.good_bytes, end as u64);
                let rest = (cut > end).then(|| Tail {
                    bytes: whole[end..cut].to_vec(),
                    line: count + 1,
                    fault: TailFault::CutOff,
                });
                prop_assert_eq!(read.tail, rest);
            }
        }

        #[test]
        fn a_bit_turned_anywhere_gives_the_lines_before_it_and_never_other_words(payloads in payloads()) {
            let lines = journal(&payloads);
            let whole = lines.concat();
            for bit in 0..whole.len() * 8 {
                let mut turned = whole.clone();
                turned[bit / 8] ^= 1 << (bit % 8);
                let read = parse(turned.clone());
                let (count, end) = whole_before(&lines, bit / 8);
                prop_assert_eq!(&read.lines, &payloads[..count]);
                prop_assert_eq!(read.tail.map(|tail| tail.bytes), Some(turned.split_off(end)));
            }
        }
    }
}
