//! The first lines of an age file, which say whom it is sealed to.
//!
//! Promises that a file with a header of any length is told in no time: the crate goes through all of a header again
//! with each line of it, and tries a key on each reader that it names.

use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

use age::armor::ArmoredReader;

use super::{read_wrongly, told};
use crate::storage::vault::Unopened;

/// How many bytes of a header are looked through: those of more than six hundred readers.
const MOST: usize = 64 << 10;

/// No file is sealed to more readers: each takes about a hundred bytes of a header.
pub(super) const MOST_READERS: usize = 500;

/// How its last line begins.
const END: &[u8] = b"---";

type Unarmoured<R> = ArmoredReader<BufReader<R>>;

/// A file of which the header has been read.
pub(super) type Headed<R> = age::Decryptor<Chain<Cursor<Vec<u8>>, Unarmoured<R>>>;

/// Reads the header of a file, armoured or not.
///
/// # Errors
/// [`Unopened::TooManyReaders`], [`Unopened::Damaged`]; what the system says.
pub(super) fn read<R: Read>(file: R) -> io::Result<Headed<R>> {
    let mut file = ArmoredReader::new(file);
    let mut header = Vec::new();
    loop {
        let begins = header.len();
        let left = u64::try_from(MOST - begins).unwrap_or(0);
        file.by_ref().take(left).read_until(b'\n', &mut header).map_err(read_wrongly)?;
        let line = header.get(begins..).unwrap_or_default();
        if line.is_empty() || line.starts_with(END) {
            break;
        }
    }
    if header.len() == MOST {
        return Err(Unopened::TooManyReaders.into());
    }
    age::Decryptor::new_buffered(Cursor::new(header).chain(file)).map_err(told)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::vault::cipher::{Identity, whole};

    /// A header that names so many readers, none of whom there is, and what has to follow it.
    fn naming(readers: usize) -> Vec<u8> {
        let part = "A".repeat(43);
        let reader = format!("-> X25519 {part}\n{part}\n");
        format!("age-encryption.org/v1\n{}--- {part}\n0123456789abcdef", reader.repeat(readers)).into_bytes()
    }

    fn told_of(bytes: &[u8]) -> Option<Unopened> {
        read(bytes).err().map(|error| Unopened::of(&error).expect("an answer of ours"))
    }

    #[test]
    fn a_header_of_hundreds_of_readers_is_read_and_one_of_a_million_is_not_looked_through() {
        assert_eq!(told_of(&naming(600)), None);
        assert_eq!(told_of(&naming(1_000_000)), Some(Unopened::TooManyReaders));
        let line_without_end = [b"age-encryption.org/v1\n-> X25519 ".to_vec(), vec![b'A'; 64 << 20]].concat();
        assert_eq!(told_of(&line_without_end), Some(Unopened::TooManyReaders));
    }

    #[test]
    fn nothing_is_sealed_to_more_readers_than_are_looked_through() {
        let reader = Identity::generate().unwrap().recipient();
        let sealed = |number: usize| whole::sealed(&vec![reader.clone(); number], b"words");
        assert_eq!(told_of(&sealed(MOST_READERS).unwrap()), None);
        let refused = sealed(MOST_READERS + 1).unwrap_err();
        assert_eq!(Unopened::of(&refused), Some(Unopened::TooManyReaders));
    }

    #[test]
    fn a_header_that_ends_too_early_is_damaged() {
        let whole = naming(2);
        for cut in 0..whole.len() {
            assert_eq!(told_of(&whole[..cut]), Some(Unopened::Damaged), "{cut}");
        }
    }
}
