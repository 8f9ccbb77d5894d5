//! Any bytes are refused in words as a sealed file, a sealed journal and a key. What was sealed and then changed is an
//! error, or the lines before the change, and never other words.
#![no_main]

use std::path::Path;
use std::sync::{Arc, OnceLock};

use hearken::storage::journal::{JournalFile, parse};
use hearken::storage::vault::{
    Identity, KnownKeys, Rule, Unopened, Unreadable, Vault, identities, is_under_passphrase,
};
use hearken::storage::{OsStorage, Storage, atomic};
use libfuzzer_sys::fuzz_target;

/// Whatever a study says, it has these keys.
struct Both(Identity, Identity);

impl Rule for Both {
    fn keys(&self, _study: &[u8]) -> Result<Option<KnownKeys>, Unreadable> {
        let readers = |key: &Identity| vec![key.recipient()];
        Ok(Some(KnownKeys { office: readers(&self.0), laptop: readers(&self.1), others: Vec::new() }))
    }
}

/// A sealed session and a sealed journal, as they stand on the disk, and what they say.
struct Samples {
    vault: Vault,
    session: Vec<u8>,
    words: Vec<u8>,
    journal: Vec<u8>,
    lines: Vec<String>,
}

fn samples() -> &'static Samples {
    static SAMPLES: OnceLock<Samples> = OnceLock::new();
    SAMPLES.get_or_init(|| {
        let study = std::env::temp_dir().join(format!("hearken-fuzz-{}", std::process::id()));
        let keeping = study.join(".hearken");
        std::fs::create_dir_all(&keeping).unwrap();
        std::fs::write(study.join("study.json"), "{}").unwrap();
        let (office, laptop) = (Identity::generate().unwrap(), Identity::generate().unwrap());
        let vault = Vault::on(Arc::new(OsStorage), Arc::new(Both(office, laptop.clone())));
        vault.unlock([laptop]);
        let words = b"it is always the same three of us\n".repeat(3_000);
        let (session, journal) = (study.join("visit.json"), keeping.join("k7m2-q9xd-4tn1-b8wz.journal"));
        atomic::replace(&vault, &session, &words, None).unwrap();
        let lines: Vec<String> = (0..20).map(|number| format!("line {number}")).collect();
        drop(JournalFile::create(&vault, &journal, &lines).unwrap());
        let on_disk = |path: &Path| std::fs::read(vault.real_path(path)).unwrap();
        let (session, journal) = (on_disk(&session), on_disk(&journal));
        std::fs::remove_dir_all(study).unwrap();
        Samples { vault, session, words, journal, lines }
    })
}

/// Changes bytes as another text says: places and what they are turned by, and last where to cut.
fn changed(mut bytes: Vec<u8>, changes: &[u8]) -> Vec<u8> {
    for change in changes.chunks_exact(3) {
        let place = usize::from(u16::from_le_bytes([change[0], change[1]]));
        let count = bytes.len();
        // Most of what there is to go wrong is at the beginning.
        match (change[2], place) {
            (0, place) => bytes.truncate(place % (count + 1)),
            (by, place) if count > 0 => bytes[place % count] ^= by,
            _ => {}
        }
    }
    bytes
}

/// What a person is told of bytes that are not opened has no control characters in it.
fn opened(bytes: Vec<u8>) -> Option<Vec<u8>> {
    match samples().vault.opened(bytes) {
        Ok(plain) => Some(plain),
        Err(error) => {
            let why = Unopened::of(&error).unwrap_or_else(|| panic!("an answer of ours, and not {error}"));
            assert!(why.to_string().chars().all(|letter| !letter.is_control()));
            None
        }
    }
}

fuzz_target!(|bytes: &[u8]| {
    let Some((which, rest)) = bytes.split_first() else { return };
    let Samples { session, words, journal, lines, .. } = samples();
    match which % 4 {
        0 => {
            let bytes = changed(session.clone(), rest);
            let is_as_sealed = bytes == *session;
            // What does not begin as something sealed is handed out as it is.
            match opened(bytes.clone()) {
                Some(plain) if is_as_sealed => assert!(plain == *words),
                Some(plain) => assert!(plain == bytes, "other words"),
                None => assert!(!is_as_sealed),
            }
        }
        1 => {
            let bytes = changed(journal.clone(), rest);
            if let Some(plain) = opened(bytes.clone()).filter(|plain| *plain != bytes) {
                let read = parse(plain).lines;
                assert!(read.len() <= lines.len() && read[..] == lines[..read.len()], "other lines");
            }
        }
        2 => drop(opened([b"age-encryption.org/v1\n", rest].concat())),
        _ => {
            drop(opened(rest.to_vec()));
            is_under_passphrase(rest);
            drop(identities(rest));
        }
    }
});
