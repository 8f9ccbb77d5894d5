//! Merging: set union, then erasure. Nothing else.
//!
//! A session is a set of immutable, stamped versions. Joining two copies of it is the union of their sets,
//! after which [`erase::normalise`] removes what a withdrawal or an erasure names. Laws, tested on the bytes of
//! files over random histories, with `⊔` for joining and `N` for normalising:
//!
//! - commutative, associative, idempotent: `a ⊔ b = b ⊔ a`, `(a ⊔ b) ⊔ c = a ⊔ (b ⊔ c)`, `a ⊔ a = a`;
//! - absorbing: `a ⊔ (a ⊔ b) = a ⊔ b`;
//! - monotone: every version of `a` and of `b` is in `a ⊔ b`, or marked erased there;
//! - `N(N(x) ⊔ y) = N(x ⊔ y)`.
//!
//! So the order in which laptops come back does not matter, nor whether one comes twice or with an old copy.
//! Not here, because each would break a law: comparing texts, counting seats, reading a stamp as a clock.
//!
//! Read [`join`] first, then [`erase`], then [`view`]: what is shown of a conflict; [`groups`] says which copies are of
//! one session, [`alignment`] lays clocks side by side.

pub mod groups;
pub mod join;
pub mod erase;
pub mod view;
pub mod alignment;

pub use join::Join;
