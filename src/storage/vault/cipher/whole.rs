//! Whole files: sealed piece by piece as they are written, opened piece by piece as they are read.
//!
//! Promises that nothing of a file is handed out that is not as it was sealed, and that a file which was cut off is an
//! error at its end. Only a file that was synced is whole: that is when its last piece is written.

use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use age::stream::{StreamReader, StreamWriter};

use super::keys::{Identity, Recipient};
use super::{header, read_wrongly, told};
use crate::storage::StorageFile;
use crate::storage::vault::Unopened;

/// How much is kept before it goes to the disk: as much as a piece that is sealed at once.
const PIECE: usize = 64 << 10;

/// Seals what is written into a file from its first byte on.
///
/// # Errors
/// [`Unopened::NotSealable`].
pub(crate) fn seal(file: Box<dyn StorageFile>, readers: &[Recipient]) -> io::Result<Box<dyn StorageFile>> {
    let below = Below(Arc::new(Mutex::new(Pieces { file, waiting: Vec::new() })));
    let stream = wrapped(readers, below.clone())?;
    Ok(Box::new(SealedFile { below, stream: Some(stream) }))
}

/// Seals a few bytes.
pub(super) fn sealed(readers: &[Recipient], bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = wrapped(readers, Vec::new())?;
    stream.write_all(bytes)?;
    stream.finish()
}

fn wrapped<W: Write>(readers: &[Recipient], into: W) -> io::Result<StreamWriter<W>> {
    if readers.len() > header::MOST_READERS {
        return Err(Unopened::TooManyReaders.into());
    }
    age::Encryptor::with_recipients(readers.iter().map(Recipient::key))
        .map_err(|_why| Unopened::NotSealable)?
        .wrap_output(into)
}

struct SealedFile {
    below: Below,
    /// Gone once the last piece is written.
    stream: Option<StreamWriter<Below>>,
}

/// The file on the disk, and what has not gone there yet.
#[derive(Clone)]
struct Below(Arc<Mutex<Pieces>>);

struct Pieces {
    file: Box<dyn StorageFile>,
    waiting: Vec<u8>,
}

impl Below {
    fn pieces(&self) -> MutexGuard<'_, Pieces> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Pieces {
    fn send(&mut self) -> io::Result<()> {
        self.file.write_all(&self.waiting)?;
        self.waiting.clear();
        Ok(())
    }
}

impl Write for Below {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut pieces = self.pieces();
        pieces.waiting.extend_from_slice(bytes);
        if pieces.waiting.len() >= PIECE {
            pieces.send()?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Write for SealedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.stream {
            Some(stream) => stream.write(bytes),
            None => Err(io::Error::other("the file has been closed")),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl StorageFile for SealedFile {
    fn sync(&mut self) -> io::Result<()> {
        if let Some(stream) = self.stream.take() {
            stream.finish()?;
        }
        let mut pieces = self.below.pieces();
        pieces.send()?;
        pieces.file.sync()
    }

    fn set_len(&mut self, _bytes: u64) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn another_handle(&self) -> io::Result<Box<dyn StorageFile>> {
        self.below.pieces().file.another_handle()
    }
}

/// Opens a sealed file. `keys` is asked once it is clear that keys are wanted.
///
/// # Errors
/// [`Unopened`] when it is opened or while it is read; what the system says.
pub(crate) fn open(file: impl Read + 'static, keys: &dyn Fn() -> Vec<Identity>) -> io::Result<Box<dyn Read>> {
    let file = header::read(file)?;
    if file.is_scrypt() {
        return Err(Unopened::UnderPassphrase.into());
    }
    let keys = keys();
    if keys.is_empty() {
        return Err(Unopened::Locked.into());
    }
    let stream = file.decrypt(keys.iter().map(Identity::key)).map_err(told)?;
    Ok(Box::new(Opened(stream)))
}

struct Opened<R>(StreamReader<R>);

impl<R: Read> Read for Opened<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() {
            return Ok(0);
        }
        self.0.read(into).map_err(read_wrongly)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::{OsStorage, Storage as _};

    fn two_keys() -> (Identity, Identity) {
        (Identity::generate().unwrap(), Identity::generate().unwrap())
    }

    fn opened(bytes: Vec<u8>, keys: &[Identity]) -> Result<Vec<u8>, Unopened> {
        let mut plain = Vec::new();
        let read =
            open(io::Cursor::new(bytes), &|| keys.to_vec()).and_then(|mut file| file.read_to_end(&mut plain));
        match read {
            Ok(_) => Ok(plain),
            Err(error) => Err(Unopened::of(&error).expect("an answer of ours")),
        }
    }

    #[test]
    fn each_reader_opens_it_and_nobody_else_does() {
        let (office, laptop) = two_keys();
        let file = sealed(&[office.recipient(), laptop.recipient()], b"We find out in March.").unwrap();
        assert!(file.starts_with(b"age-encryption.org/v1\n"));
        for key in [&office, &laptop] {
            assert_eq!(opened(file.clone(), std::slice::from_ref(key)).unwrap(), b"We find out in March.");
        }
        let stranger = Identity::generate().unwrap();
        assert_eq!(opened(file.clone(), &[stranger]).unwrap_err(), Unopened::NotForUs);
        assert_eq!(opened(file, &[]).unwrap_err(), Unopened::Locked);
        assert!(sealed(&[], b"words").is_err(), "nothing is sealed to nobody");
    }

    #[test]
    fn a_file_is_whole_once_it_was_synced_and_large_ones_are_sealed_piece_by_piece() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("k7m2.json.age");
        let (office, _) = two_keys();
        let words = b"It is always the same three of us. ".repeat(20_000);
        let mut file = seal(OsStorage.create_new(&path).unwrap(), &[office.recipient()]).unwrap();
        for piece in words.chunks(10_007) {
            file.write_all(piece).unwrap();
        }
        let before = std::fs::read(&path).unwrap();
        assert!(!before.is_empty() && before.len() < words.len());
        assert_eq!(opened(before, std::slice::from_ref(&office)).unwrap_err(), Unopened::Damaged);
        file.sync().unwrap();
        assert_eq!(opened(std::fs::read(&path).unwrap(), &[office]).unwrap(), words);
        assert!(file.write(b"more").is_err());
    }

    #[test]
    fn a_file_under_a_passphrase_is_told_without_trying_it() {
        let mut passphrase = crate::storage::vault::Passphrase::default();
        passphrase.push('x');
        let (key, _) = two_keys();
        let file = crate::storage::vault::written(&key, Some(&passphrase)).unwrap();
        let greedy = String::from_utf8_lossy(&file[..100]).contains(" 17\n");
        assert!(greedy);
        assert_eq!(opened(file, &[key]).unwrap_err(), Unopened::UnderPassphrase);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4))]

        #[test]
        fn cut_anywhere_or_with_any_bit_turned_it_is_an_error(words in prop::collection::vec(any::<u8>(), 0..40)) {
            let (office, laptop) = two_keys();
            let whole = sealed(&[office.recipient(), laptop.recipient()], &words).unwrap();
            for cut in 0..whole.len() {
                prop_assert!(opened(whole[..cut].to_vec(), std::slice::from_ref(&laptop)).is_err(), "cut at {}", cut);
            }
            for at in 0..whole.len() {
                for bit in [0, 3, 5, 7] {
                    let mut turned = whole.clone();
                    turned[at] ^= 1 << bit;
                    prop_assert!(opened(turned, std::slice::from_ref(&laptop)).is_err(), "bit {} of byte {}", bit, at);
                }
            }
            let longer = [whole, vec![0]].concat();
            prop_assert!(opened(longer, &[laptop]).is_err());
        }
    }
}
