//! Keys and the files that hold them.

use std::fmt;
use std::io::{self, Read as _, Write as _};
use std::iter;
use std::str::FromStr;
use std::sync::Arc;

use age::secrecy::{ExposeSecret as _, SecretString};
use zeroize::{Zeroize as _, Zeroizing};

use super::{header, meant};
use crate::storage::vault::{MOST_WORK, NotARecipient, Unopened, WORK};

/// Who can read something sealed: the public half of a key, written `age1…`.
#[derive(Clone)]
pub struct Recipient {
    key: age::x25519::Recipient,
    text: String,
}

impl FromStr for Recipient {
    type Err = NotARecipient;

    fn from_str(text: &str) -> Result<Self, NotARecipient> {
        let key: age::x25519::Recipient = text.parse().map_err(|_why| NotARecipient)?;
        let text = key.to_string();
        Ok(Self { key, text })
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl PartialEq for Recipient {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Recipient {}

impl Recipient {
    pub(super) fn key(&self) -> &dyn age::Recipient {
        &self.key
    }
}

/// A secret key. Its copies share one place in memory, which is wiped when the last of them goes.
#[derive(Clone)]
pub struct Identity(Arc<age::x25519::Identity>);

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the secret key of {:?}", self.recipient())
    }
}

impl Identity {
    /// Makes a new one.
    ///
    /// # Errors
    /// [`Unopened::NotSealable`] when the system gives no random bits.
    pub fn generate() -> Result<Identity, Unopened> {
        // Asked first, because the crate would end the program where the system has no answer.
        getrandom::fill(&mut [0; 1]).map_err(|_none| Unopened::NotSealable)?;
        Ok(Identity(Arc::new(age::x25519::Identity::generate())))
    }

    /// Its public half.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        let key = self.0.to_public();
        let text = key.to_string();
        Recipient { key, text }
    }

    pub(super) fn key(&self) -> &dyn age::Identity {
        &*self.0
    }
}

/// The most letters of a passphrase.
const LONGEST: usize = 1024;

/// A passphrase while it is typed and used. Wiped when it is let go.
pub struct Passphrase(Zeroizing<String>);

impl Default for Passphrase {
    fn default() -> Self {
        // Room for all of it at once: a text that grows leaves copies behind.
        Self(Zeroizing::new(String::with_capacity(LONGEST * 4)))
    }
}

impl Passphrase {
    /// Adds a letter; beyond 1,024 of them, nothing.
    pub fn push(&mut self, letter: char) {
        if self.0.chars().count() < LONGEST {
            self.0.push(letter);
        }
    }

    /// Takes the last letter back.
    pub fn pop(&mut self) {
        self.0.pop();
    }

    /// How many letters it has.
    #[must_use]
    pub fn letters(&self) -> usize {
        self.0.chars().count()
    }

    /// Whether both are the same.
    #[must_use]
    pub fn is(&self, other: &Passphrase) -> bool {
        *self.0 == *other.0
    }

    fn secret(&self) -> SecretString {
        SecretString::from(self.0.as_str())
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a passphrase")
    }
}

/// What the file of a key holds, which need not be under a passphrase. Wiped when it is let go.
pub type KeyFile = Zeroizing<Vec<u8>>;

/// Writes the file of a secret key, as age programs read it: under a passphrase, or open to whoever has the file.
///
/// # Errors
/// [`Unopened::NotSealable`].
pub fn written(identity: &Identity, passphrase: Option<&Passphrase>) -> Result<Vec<u8>, Unopened> {
    let secret = identity.0.to_string();
    let text =
        Zeroizing::new(format!("# public key: {}\n{}\n", identity.recipient(), secret.expose_secret()));
    let Some(passphrase) = passphrase else { return Ok(text.as_bytes().to_vec()) };
    let mut lock = age::scrypt::Recipient::new(passphrase.secret());
    lock.set_work_factor(WORK);
    let mut sealed = Vec::new();
    let seal = |sealed: &mut Vec<u8>| -> io::Result<()> {
        let encryptor = age::Encryptor::with_recipients(iter::once(&lock as &dyn age::Recipient))
            .map_err(io::Error::other)?;
        let mut writer = encryptor.wrap_output(sealed)?;
        writer.write_all(text.as_bytes())?;
        writer.finish().map(drop)
    };
    seal(&mut sealed).map_err(|_why| Unopened::NotSealable)?;
    Ok(sealed)
}

/// Whether the bytes are a file under a passphrase.
#[must_use]
pub fn is_under_passphrase(bytes: &[u8]) -> bool {
    header::read(bytes).is_ok_and(|file| file.is_scrypt())
}

/// Opens the file of a key with its passphrase.
///
/// # Errors
/// [`Unopened::WrongPassphrase`], [`Unopened::TooMuchWork`], [`Unopened::TooManyReaders`], [`Unopened::Damaged`],
/// [`Unopened::NoKeyInside`].
pub fn unlock(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<Identity>, Unopened> {
    let file = header::read(bytes).map_err(|error| Unopened::of(&error).unwrap_or(Unopened::Damaged))?;
    let mut lock = age::scrypt::Identity::new(passphrase.secret());
    lock.set_max_work_factor(MOST_WORK);
    let opened = file.decrypt(iter::once(&lock as &dyn age::Identity));
    let mut opened = opened.map_err(|error| match error {
        age::DecryptError::DecryptionFailed => Unopened::WrongPassphrase,
        // It is sealed to keys, so no passphrase opens it.
        age::DecryptError::NoMatchingKeys => Unopened::NoKeyInside,
        other => meant(&other),
    })?;
    let mut text = Zeroizing::new(Vec::with_capacity(4096));
    opened.by_ref().take(4096).read_to_end(&mut text).map_err(|_why| Unopened::Damaged)?;
    identities(&text)
}

/// The secret keys in the text of an age identity file: one a line, beside comments and empty lines.
///
/// # Errors
/// [`Unopened::NoKeyInside`] when there is none, or a line that is neither.
pub fn identities(bytes: &[u8]) -> Result<Vec<Identity>, Unopened> {
    let text = std::str::from_utf8(bytes).map_err(|_why| Unopened::NoKeyInside)?;
    let mut found = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let key = age::x25519::Identity::from_str(line).map_err(|_why| Unopened::NoKeyInside)?;
        found.push(Identity(Arc::new(key)));
    }
    if found.is_empty() { Err(Unopened::NoKeyInside) } else { Ok(found) }
}

/// Thirty-two random bytes, wiped when they are let go.
pub(super) fn random_key() -> io::Result<Zeroizing<[u8; 32]>> {
    let mut key = Zeroizing::new([0; 32]);
    if getrandom::fill(&mut *key).is_err() {
        key.zeroize();
        return Err(Unopened::NotSealable.into());
    }
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passphrase(letters: &str) -> Passphrase {
        let mut passphrase = Passphrase::default();
        letters.chars().for_each(|letter| passphrase.push(letter));
        passphrase
    }

    #[test]
    fn a_key_comes_back_with_its_passphrase_and_with_no_other() {
        let key = Identity::generate().unwrap();
        let file = written(&key, Some(&passphrase("seven grey herons"))).unwrap();
        assert!(is_under_passphrase(&file));
        let head = String::from_utf8_lossy(&file).into_owned();
        assert!(head.contains("-> scrypt ") && head.contains(" 17\n"), "{head}");
        let [back] = &*unlock(&file, &passphrase("seven grey herons")).unwrap() else { panic!("one key") };
        assert_eq!(back.recipient(), key.recipient());
        assert_eq!(unlock(&file, &passphrase("seven grey heron")).unwrap_err(), Unopened::WrongPassphrase);
        assert_eq!(
            unlock(&file[..file.len() - 1], &passphrase("seven grey herons")).unwrap_err(),
            Unopened::Damaged
        );
    }

    #[test]
    fn a_plain_key_file_is_read_with_its_comments_and_shown_nowhere() {
        let key = Identity::generate().unwrap();
        let file = written(&key, None).unwrap();
        assert!(!is_under_passphrase(&file));
        let [back] = &*identities(&file).unwrap() else { panic!("one key") };
        assert_eq!(back.recipient(), key.recipient());
        assert!(!format!("{key:?}").contains("SECRET"));
        for nothing in [&b""[..], b"# a comment\n", b"AGE-SECRET-KEY-1QQQ\n", b"\xff", b"my shopping list"] {
            assert_eq!(identities(nothing).unwrap_err(), Unopened::NoKeyInside);
        }
    }

    #[test]
    fn a_file_that_asks_for_too_much_work_is_not_tried() {
        let file = written(&Identity::generate().unwrap(), Some(&passphrase("x"))).unwrap();
        let head = String::from_utf8_lossy(&file[..200]).into_owned();
        let at = head.find(" 17\n").unwrap();
        for (factor, wanted) in [(b"63", 63), (b"21", 21)] {
            let mut greedy = file.clone();
            greedy[at + 1..at + 3].copy_from_slice(factor);
            assert_eq!(unlock(&greedy, &passphrase("x")).unwrap_err(), Unopened::TooMuchWork { wanted });
        }
    }

    #[test]
    fn a_passphrase_loses_its_last_letter_and_takes_no_more_than_it_has_room_for() {
        let mut typed = passphrase("héronx");
        typed.pop();
        assert!(typed.is(&passphrase("héron")) && typed.letters() == 5);
        let long = passphrase(&"\u{1f9a2}".repeat(2000));
        assert_eq!(long.letters(), LONGEST);
        assert_eq!(format!("{long:?}"), "a passphrase");
    }
}
