//! The journal: a file of lines to which one is added before anything is drawn.
//!
//! A line is eight lower-case hexadecimal digits, one space, the payload, one line feed. The digits are the CRC-32
//! (of IEEE 802.3, as in gzip) of the payload's bytes. A payload is UTF-8 without line feeds, which JSON text on one
//! line gives by itself; what it says is left to the caller.
//!
//! Who promises what:
//! - [`JournalFile`] writes. `Ok` from `append` means that a killed process loses nothing of the line.
//! - [`JournalSync`] bounds what a power cut can take, from a thread of its own.
//! - [`read`] gives back the intact lines up to the first that is not, and the rest as bytes. It never guesses: a
//!   line whose checksum fits after one whose checksum does not may belong to another story.
//! - [`put_aside`] keeps that rest beside the journal before anything is written over it.
//!
//! A journal is never opened again for writing: whoever recovers one reads it, puts the rest aside, and begins a new
//! one. So no half line ever gets a whole one after it by reopening.

mod line;
mod reader;
mod sync;
mod tail;
mod writer;

pub use reader::{JournalRead, Tail, TailFault, parse, read};
pub use sync::JournalSync;
pub use tail::put_aside;
pub use writer::JournalFile;
