//! The one place that asks the system for random bits.
//!
//! Ids are made of them so that laptops that never met do not make the same one, and nobody can guess one. Everything
//! else is handed its ids.

use thiserror::Error;

use crate::model::ids::{SessionId, WriterId};

/// The system gave no random bytes, so no id can be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the system gave no random bits: {0}")]
pub struct NoRandomness(getrandom::Error);

/// Random bytes from the system.
///
/// # Errors
/// [`NoRandomness`].
pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(NoRandomness)?;
    Ok(bytes)
}

/// The id of a new session.
///
/// # Errors
/// [`NoRandomness`].
pub fn session_id() -> Result<SessionId, NoRandomness> {
    bytes().map(SessionId::from_random)
}

/// The id of a new writer, or of a laptop.
///
/// # Errors
/// [`NoRandomness`].
pub fn writer_id() -> Result<WriterId, NoRandomness> {
    bytes().map(WriterId::from_random)
}
