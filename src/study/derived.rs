//! Versions that no person stamps: what a sheet or a typed-up page says, said the same on every laptop.
//!
//! Promises: saying the same again adds nothing, whatever a person made of it since; saying something else is a version
//! over what was said before, beside what a person wrote; who says it twice from two laptops says it once. Nothing of
//! what is said goes into its stamp. When a participant withdraws, the stamps of the answers stay as marks, and a short
//! answer could be guessed from a digest of it. So a first version's stamp follows from the name of its entry, and a
//! correction's from what it replaces. Two laptops that bring in different sheets then have two bodies under one stamp;
//! both are kept, and it shows as the conflict that it is.

use std::collections::BTreeSet;
use std::sync::Arc;

use sha2::{Digest as _, Sha256};

use crate::model::entry::{Body, Entry, Version};
use crate::model::ids::{EntryId, SessionId, WriterId};
use crate::model::session::{ListOf, Session};
use crate::model::stamp::{Millis, NoStampLeft, Stamp};

/// 2000-01-01: before any clock that a person's version is stamped by, so that what a person wrote is shown first.
const BEGINNING: i64 = 946_684_800_000;

/// A session that is being told something by a writer that is no person.
pub(super) struct Derived<'s> {
    /// What was there before.
    held: &'s Session,
    /// What is new: to be joined in.
    pub(super) gained: Session,
    writer: WriterId,
}

/// What became of something that was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It stands already, or stood and was changed by a person since.
    Before,
    /// It was not said before.
    First,
    /// Something else was said before.
    Corrected {
        /// Whether a person changed that meanwhile, so that both stand beside each other now.
        is_in_conflict: bool,
    },
}

/// SHA-256 of texts, each with its length in front, so that no two lists of texts are one.
pub(super) fn digest(parts: &[&str]) -> [u8; 32] {
    let mut digest = Sha256::new();
    // Returns were the first to be said so; the name stays, for stamps follow from it.
    digest.update(b"hearken/returns 1");
    for part in parts {
        digest.update((part.len() as u64).to_be_bytes());
        digest.update(part.as_bytes());
    }
    digest.finalize().into()
}

/// The first bytes of a digest.
pub(super) fn first_of<const N: usize>(digest: [u8; 32]) -> [u8; N] {
    let mut bytes = [0; N];
    for (byte, of_digest) in bytes.iter_mut().zip(digest) {
        *byte = of_digest;
    }
    bytes
}

/// So many milliseconds after another time, up to fifty days, as a digest has it.
fn after(millis: i64, digest: [u8; 32]) -> Millis {
    Millis::new(millis.saturating_add(i64::from(u32::from_be_bytes(first_of(digest)))))
}

impl<'s> Derived<'s> {
    /// Of the ids a session goes by, stamps follow from the one that is given.
    pub(super) fn of(held: &'s Session, id: SessionId, writer: WriterId) -> Self {
        Self { held, gained: Session::new(id), writer }
    }

    /// Says what an entry is. Nothing new when the same writer said so last time, whatever a person made of it since, or
    /// when it says what a person says now.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub(super) fn say<B: Body>(
        &mut self,
        list: &ListOf<B>,
        id: &EntryId,
        body: B,
    ) -> Result<Said, NoStampLeft> {
        let held = (list.of)(&self.held.lists).get(id.as_str());
        let (said, heads) =
            held.map_or_else(Default::default, |entry| (self.said_last(entry), entry.heads()));
        let says_so = |version: &Arc<Version<B>>| !version.is_deleted && version.body == body;
        let is_said = !said.is_empty() && said.iter().all(|version| says_so(version));
        let is_agreed = !heads.is_empty() && heads.iter().all(|head| says_so(head));
        if is_said || is_agreed {
            return Ok(Said::Before);
        }
        let over: BTreeSet<Stamp> = said.iter().map(|version| version.stamp).collect();
        let (stamp, said) = if over.is_empty() {
            // A note is named by this stamp.
            (id.as_str().parse().or_else(|_| self.first_stamp(list.name, id.as_str()))?, Said::First)
        } else {
            let is_in_conflict = heads.iter().any(|head| !over.contains(&head.stamp));
            (self.correcting_stamp(list.name, id.as_str(), &over)?, Said::Corrected { is_in_conflict })
        };
        let version = Version::over(stamp, over, body);
        (list.of_mut)(&mut self.gained.lists).insert(id.clone(), Arc::new(version));
        Ok(said)
    }

    /// What this writer said last: its versions that no later one of it replaces.
    fn said_last<'e, B: Body>(&self, entry: &'e Entry<B>) -> Vec<&'e Arc<Version<B>>> {
        let own = || entry.versions().filter(|version| version.stamp.writer() == self.writer);
        let replaced: BTreeSet<Stamp> = own().flat_map(|version| version.over.iter().copied()).collect();
        own().filter(|version| !replaced.contains(&version.stamp)).collect()
    }

    /// The stamp of what is said of an entry for the first time.
    ///
    /// # Errors
    /// [`NoStampLeft`].
    pub(super) fn first_stamp(&self, list: &str, entry: &str) -> Result<Stamp, NoStampLeft> {
        let session = self.gained.id().to_string();
        let now = after(BEGINNING, digest(&["first", &session, list, entry]));
        Stamp::next(now, self.writer, None, &[])
    }

    fn correcting_stamp(
        &self,
        list: &str,
        entry: &str,
        over: &BTreeSet<Stamp>,
    ) -> Result<Stamp, NoStampLeft> {
        let replaced: Vec<Stamp> = over.iter().copied().collect();
        let session = self.gained.id().to_string();
        let texts: Vec<String> = replaced.iter().map(|stamp| stamp.to_text()).collect();
        let mut parts = vec!["correction", &session, list, entry];
        parts.extend(texts.iter().map(String::as_str));
        let newest = replaced.last().map_or(BEGINNING, |stamp| stamp.millis().get());
        Stamp::next(after(newest.saturating_add(1), digest(&parts)), self.writer, None, &replaced)
    }
}
