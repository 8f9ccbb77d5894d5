//! Journals: sealed line by line, because each letter goes to the disk as it is typed.
//!
//! The first line is `hearken-sealed-journal/1`, a blank, and in hexadecimal digits an age file that holds 32 random
//! bytes: the key of this one journal. Each further line is in hexadecimal digits: eight bytes of a number that grows
//! from line to line, and one line of the journal, sealed by XChaCha20-Poly1305 with that number as the last bytes of
//! the nonce. Authenticated with it is the place of the line, counted from 0. So no line can be put elsewhere, taken
//! out of the middle, or brought here from another journal; what is missing at the end is missing, as in any journal. Behind
//! a line that was altered the others are opened for people to read, and nobody else takes them for lines.
//!
//! A number is used once: where a line could not be written the next one takes another number in its place, and a
//! journal that was closed is never written again.

use std::io::{self, Cursor, Read, Write};

use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use super::keys::{Identity, Recipient, random_key};
use super::whole;
use crate::storage::StorageFile;
use crate::storage::vault::Unopened;

/// How a sealed journal begins.
pub(crate) const BEGINNING: &[u8] = b"hearken-sealed-journal/1 ";

/// What stands in the place of a line that is not as it was sealed: no line of a journal begins so.
const SPOILT: &[u8] = b"not as it was sealed: ";

/// How many bytes of a line are its number.
const NUMBER: usize = 8;

/// Seals a journal. Nothing is written before its first lines are.
///
/// # Errors
/// [`Unopened::NotSealable`].
pub(crate) fn seal(file: Box<dyn StorageFile>, readers: &[Recipient]) -> io::Result<Box<dyn StorageFile>> {
    let key = random_key()?;
    let mut head = BEGINNING.to_vec();
    hex(&whole::sealed(readers, &*key)?, &mut head);
    head.push(b'\n');
    let cipher = XChaCha20Poly1305::new((&*key).into());
    Ok(Box::new(SealedLines {
        file,
        cipher,
        head,
        next_number: 0,
        lines: 0,
        plain_bytes: 0,
        sealed_bytes: 0,
    }))
}

struct SealedLines {
    file: Box<dyn StorageFile>,
    cipher: XChaCha20Poly1305,
    /// The first line, until it is written.
    head: Vec<u8>,
    /// Never used before.
    next_number: u64,
    /// How many lines stand in the file.
    lines: u64,
    /// How many bytes those lines have, as the writer knows them.
    plain_bytes: u64,
    /// How many bytes of the file they are, the first line among them.
    sealed_bytes: u64,
}

impl SealedLines {
    fn add(&mut self, line: &[u8], place: u64, to: &mut Vec<u8>) -> io::Result<()> {
        let number = self.next_number;
        self.next_number = number.checked_add(1).ok_or_else(|| io::Error::from(Unopened::NotSealable))?;
        let payload = Payload { msg: line, aad: &place.to_be_bytes() };
        let sealed = self.cipher.encrypt(&nonce(number), payload).map_err(|_why| Unopened::NotSealable)?;
        hex(&number.to_be_bytes(), to);
        hex(&sealed, to);
        to.push(b'\n');
        Ok(())
    }
}

impl Write for SealedLines {
    /// Seals each line in `bytes` and writes them by one call of the system's; all of them or none.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut sealed = self.head.clone();
        let mut lines = 0;
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.add(line, self.lines + lines, &mut sealed)?;
            lines += 1;
        }
        let written = self.file.write(&sealed)?;
        if written != sealed.len() {
            // A part of a sealed line is no line. The writer cuts it off.
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.head.clear();
        self.lines += lines;
        self.plain_bytes += bytes.len() as u64;
        self.sealed_bytes += sealed.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for SealedLines {
    fn sync(&mut self) -> io::Result<()> {
        if !self.head.is_empty() {
            let _nothing = self.write(b"")?;
        }
        self.file.sync()
    }

    fn set_len(&mut self, bytes: u64) -> io::Result<()> {
        if bytes != self.plain_bytes {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.file.set_len(self.sealed_bytes)
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        self.file.another_handle()
    }
}

/// Reads a journal: the lines up to the first that is not as it was sealed, then the rest, spoilt so that nobody takes it for
/// lines. What is no sealed journal is all rest.
///
/// The rest is what is put aside for people to read: the first line and the spoilt one as they stand, then every line that
/// is as it was sealed, opened, and the others as they stand. Whoever has the key may still try those by the first line.
///
/// # Errors
/// [`Unopened::Locked`] and [`Unopened::NotForUs`]; what the system says.
pub(crate) fn open(mut file: impl Read, keys: &dyn Fn() -> Vec<Identity>) -> io::Result<Box<dyn Read>> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let mut lines = bytes.split_inclusive(|byte| *byte == b'\n');
    let Some(head) = lines.next() else { return Ok(Box::new(io::empty())) };
    let Some(key) = key_of(head, keys)? else {
        return Ok(Box::new(Cursor::new([SPOILT, &bytes].concat())));
    };
    let cipher = XChaCha20Poly1305::new((&*key).into());
    let mut plain = Vec::with_capacity(bytes.len() / 2);
    let mut lines = (0..).zip(lines);
    let mut least = 0;
    while let Some((place, line)) = lines.next() {
        let Some((number, words)) = opened(&cipher, line, place, least) else {
            for part in [SPOILT, head.trim_ascii_end(), b" ", line] {
                plain.extend_from_slice(part);
            }
            for (place, line) in lines.by_ref() {
                plain.extend(opened_behind(&cipher, line, place).unwrap_or_else(|| line.to_owned()));
            }
            break;
        };
        plain.extend_from_slice(&words);
        least = number.saturating_add(1);
    }
    Ok(Box::new(Cursor::new(plain)))
}

/// The key out of the first line; nothing when that line is not as it was sealed.
fn key_of(head: &[u8], keys: &dyn Fn() -> Vec<Identity>) -> io::Result<Option<Zeroizing<[u8; 32]>>> {
    let sealed = head.strip_prefix(BEGINNING).and_then(|rest| unhex(rest.strip_suffix(b"\n")?));
    let Some(sealed) = sealed else { return Ok(None) };
    let mut key = Zeroizing::new([0; 32]);
    let opened = whole::open(Cursor::new(sealed), keys).and_then(|mut inside| {
        inside.read_exact(&mut *key)?;
        inside.read(&mut [0; 1])
    });
    match opened {
        Ok(0) => Ok(Some(key)),
        Ok(_) => Ok(None),
        Err(error) => match Unopened::of(&error) {
            Some(Unopened::Damaged | Unopened::UnderPassphrase) => Ok(None),
            None if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
            _ => Err(error),
        },
    }
}

/// The number and the words of one line; nothing when it is not as it was sealed, or not in its place.
fn opened(cipher: &XChaCha20Poly1305, line: &[u8], place: u64, least: u64) -> Option<(u64, Vec<u8>)> {
    let (number, sealed) = parts(line)?;
    if number < least {
        return None;
    }
    Some((number, words(cipher, number, &sealed, place)?))
}

/// The words of a line that stands behind a spoilt one. Where lines were lost it stands too early, and its number, which is
/// its place unless a write had failed before, says where it stood.
fn opened_behind(cipher: &XChaCha20Poly1305, line: &[u8], place: u64) -> Option<Vec<u8>> {
    let (number, sealed) = parts(line)?;
    words(cipher, number, &sealed, place).or_else(|| words(cipher, number, &sealed, number))
}

/// The number of a line, and what is sealed in it.
fn parts(line: &[u8]) -> Option<(u64, Vec<u8>)> {
    let bytes = unhex(line.strip_suffix(b"\n")?)?;
    let (number, sealed) = bytes.split_first_chunk::<NUMBER>()?;
    Some((u64::from_be_bytes(*number), sealed.to_owned()))
}

fn words(cipher: &XChaCha20Poly1305, number: u64, sealed: &[u8], place: u64) -> Option<Vec<u8>> {
    cipher.decrypt(&nonce(number), Payload { msg: sealed, aad: &place.to_be_bytes() }).ok()
}

fn nonce(number: u64) -> XNonce {
    let mut nonce = [0; 24];
    if let Some(end) = nonce.last_chunk_mut::<NUMBER>() {
        *end = number.to_be_bytes();
    }
    nonce.into()
}

/// Adds bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8], to: &mut Vec<u8>) {
    let digit = |value: u8| if value < 10 { b'0' + value } else { b'a' + value - 10 };
    to.reserve(bytes.len() * 2);
    for byte in bytes {
        to.extend([digit(byte >> 4), digit(byte & 15)]);
    }
}

/// Reads digits as they are written and in no other way.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let value = |digit: &u8| match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        _ => None,
    };
    let (pairs, []) = digits.as_chunks::<2>() else { return None };
    pairs.iter().map(|[high, low]| Some(value(high)? << 4 | value(low)?)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use proptest::prelude::*;

    use super::*;

    /// A file in memory that takes only so many bytes of its next write, if told so.
    #[derive(Clone, Default)]
    struct Memory(Arc<Mutex<(Vec<u8>, Option<usize>)>>);

    impl Memory {
        fn bytes(&self) -> Vec<u8> {
            self.0.lock().unwrap().0.clone()
        }
    }

    impl Write for Memory {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let mut memory = self.0.lock().unwrap();
            let taken = memory.1.take().unwrap_or(bytes.len()).min(bytes.len());
            memory.0.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl StorageFile for Memory {
        fn sync(&mut self) -> io::Result<()> {
            Ok(())
        }

        fn set_len(&mut self, bytes: u64) -> io::Result<()> {
            self.0.lock().unwrap().0.truncate(usize::try_from(bytes).unwrap());
            Ok(())
        }

        fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
            Ok(Box::new(self.clone()))
        }
    }

    fn key() -> Identity {
        Identity::generate().unwrap()
    }

    fn journal(key: &Identity, lines: &[String]) -> Vec<u8> {
        let memory = Memory::default();
        let mut file = seal(Box::new(memory.clone()), &[key.recipient()]).unwrap();
        file.sync().unwrap();
        for line in lines {
            file.write_all(line.as_bytes()).unwrap();
        }
        memory.bytes()
    }

    fn read(bytes: &[u8], keys: &[Identity]) -> io::Result<Vec<u8>> {
        let mut plain = Vec::new();
        open(bytes, &|| keys.to_vec())?.read_to_end(&mut plain)?;
        Ok(plain)
    }

    fn lines_before_the_rest(bytes: &[u8], key: &Identity) -> Option<String> {
        let plain = read(bytes, std::slice::from_ref(key)).ok()?;
        let text = String::from_utf8_lossy(&plain).into_owned();
        Some(text.split(std::str::from_utf8(SPOILT).unwrap()).next().unwrap().to_owned())
    }

    #[test]
    fn lines_come_back_as_they_were_written_and_no_word_of_them_stands_in_the_file() {
        let key = key();
        let lines = ["scared at night\n", "\n", "and not scared\n"].map(str::to_owned);
        let file = journal(&key, &lines);
        assert_eq!(read(&file, &[key]).unwrap(), lines.concat().as_bytes());
        assert!(file.iter().all(|byte| byte.is_ascii_graphic() || b" \n".contains(byte)));
        assert!(!String::from_utf8(file).unwrap().contains("scared"));
    }

    #[test]
    fn several_lines_at_once_are_one_write_and_each_stands_for_itself() {
        let key = key();
        let memory = Memory::default();
        let mut file = seal(Box::new(memory.clone()), &[key.recipient()]).unwrap();
        assert_eq!(file.write(b"one\ntwo\n").unwrap(), 8);
        let bytes = memory.bytes();
        assert_eq!(bytes.split_inclusive(|byte| *byte == b'\n').count(), 3);
        let cut = bytes.len() - 3;
        assert_eq!(lines_before_the_rest(&bytes[..cut], &key).unwrap(), "one\n");
    }

    #[test]
    fn a_line_that_could_not_be_written_is_cut_off_and_its_number_is_not_used_again() {
        let key = key();
        let memory = Memory::default();
        let mut file = seal(Box::new(memory.clone()), &[key.recipient()]).unwrap();
        file.write_all(b"one\n").unwrap();
        let good = memory.bytes();
        memory.0.lock().unwrap().1 = Some(20);
        assert!(file.write(b"two\n").is_err());
        let torn = memory.bytes()[good.len()..].to_vec();
        file.set_len(4).unwrap();
        assert_eq!(memory.bytes(), good);
        assert!(file.set_len(3).is_err(), "there is no line that ends there");
        file.write_all(b"two\n").unwrap();
        assert_eq!(read(&memory.bytes(), std::slice::from_ref(&key)).unwrap(), b"one\ntwo\n");
        let second = memory.bytes()[good.len()..].to_vec();
        assert_ne!(torn[..NUMBER * 2], second[..NUMBER * 2], "the number of the torn line");
    }

    #[test]
    fn a_line_is_read_in_its_place_and_in_its_journal_only() {
        let key = key();
        let lines = ["one\n", "two\n", "six\n"].map(str::to_owned);
        let (first, second) = (journal(&key, &lines), journal(&key, &lines));
        let piece =
            |file: &[u8], at: usize| file.split_inclusive(|byte| *byte == b'\n').nth(at).unwrap().to_vec();
        let put = |order: &[(&[u8], usize)]| {
            order.iter().map(|(file, at)| piece(file, *at)).collect::<Vec<_>>().concat()
        };
        let given = |order: &[(&[u8], usize)]| lines_before_the_rest(&put(order), &key).unwrap();
        assert_eq!(given(&[(&first, 0), (&first, 1), (&first, 2)]), "one\ntwo\n");
        assert_eq!(given(&[(&first, 0), (&first, 2), (&first, 1)]), "", "turned round");
        assert_eq!(given(&[(&first, 0), (&first, 1), (&first, 3)]), "one\n", "one taken out");
        assert_eq!(given(&[(&first, 0), (&first, 1), (&first, 1)]), "one\n", "one said twice");
        assert_eq!(given(&[(&first, 0), (&second, 1)]), "", "out of another journal");
    }

    #[test]
    fn plain_lines_that_somebody_added_are_not_taken_for_lines() {
        let key = key();
        let forged = [journal(&key, &["one\n".to_owned()]), b"cbf43926 123456789\n".to_vec()].concat();
        let plain = read(&forged, std::slice::from_ref(&key)).unwrap();
        let found = crate::storage::journal::parse(plain[4..].to_vec());
        assert_eq!(found.lines, Vec::<String>::new());
        assert!(found.tail.unwrap().bytes.ends_with(b"cbf43926 123456789\n"));
    }

    #[test]
    fn behind_a_spoilt_line_what_is_as_it_was_sealed_is_open_in_what_is_put_aside() {
        let key = key();
        let lines = ["one\n", "two\n", "three\n", "four\n", "five\n"].map(str::to_owned);
        let whole = journal(&key, &lines);
        let mut pieces: Vec<Vec<u8>> =
            whole.split_inclusive(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
        pieces[2][40] ^= 1;
        let put_aside = |file: &[u8]| {
            let plain = read(file, std::slice::from_ref(&key)).unwrap();
            let found = crate::storage::journal::parse(plain[4..].to_vec());
            assert_eq!(found.lines, Vec::<String>::new(), "none of it is taken for a line of the journal");
            found.tail.unwrap().bytes
        };
        let spoilt = |file: &[u8], at: usize| {
            let mut lines = file.split_inclusive(|byte| *byte == b'\n');
            let head = lines.next().unwrap().trim_ascii_end();
            [SPOILT, head, b" ", lines.nth(at - 1).unwrap()].concat()
        };
        let turned = pieces.concat();
        assert_eq!(put_aside(&turned), [spoilt(&turned, 2), b"three\nfour\nfive\n".to_vec()].concat());
        // Its end is lost, so that two lines are one and the others stand too early.
        pieces[2].pop();
        let run_together = pieces.concat();
        assert_eq!(put_aside(&run_together), [spoilt(&run_together, 2), b"four\nfive\n".to_vec()].concat());
        pieces[5].truncate(30);
        let cut_off = pieces.concat();
        let rest = [spoilt(&cut_off, 2), b"four\n".to_vec(), pieces[5].clone()].concat();
        assert_eq!(put_aside(&cut_off), rest, "what cannot be opened stays as it is");
    }

    #[test]
    fn without_its_key_it_is_an_error_and_not_an_empty_journal() {
        let file = journal(&key(), &["one\n".to_owned()]);
        assert_eq!(Unopened::of(&read(&file, &[]).unwrap_err()), Some(Unopened::Locked));
        assert_eq!(Unopened::of(&read(&file, &[key()]).unwrap_err()), Some(Unopened::NotForUs));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn cut_or_altered_anywhere_it_is_an_error_or_gives_the_lines_before(
            words in prop::collection::vec("[a-z ]{0,8}", 0..4),
        ) {
            let key = key();
            let lines: Vec<String> = words.iter().map(|word| format!("{word}\n")).collect();
            let whole = journal(&key, &lines);
            let mut ends = Vec::new();
            for (at, byte) in whole.iter().enumerate() {
                if *byte == b'\n' {
                    ends.push(at + 1);
                }
            }
            // The first line of the file is the key's.
            let before = |place: usize| lines[..ends.iter().skip(1).filter(|end| **end <= place).count()].concat();
            for cut in 0..whole.len() {
                if let Some(given) = lines_before_the_rest(&whole[..cut], &key) {
                    prop_assert_eq!(given, before(cut));
                }
            }
            for at in 0..whole.len() {
                for bit in [0, 2, 5, 6] {
                    let mut turned = whole.clone();
                    turned[at] ^= 1 << bit;
                    if let Some(given) = lines_before_the_rest(&turned, &key) {
                        prop_assert_eq!(given, before(at), "bit {} of byte {}", bit, at);
                    }
                }
            }
        }
    }
}
