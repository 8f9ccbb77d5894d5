//! What other programs and paper bring in, as text: typed-up notes, transcripts, sheets of returns.
//!
//! Promises: pure; what is read is what stands there, never what it would reckon to (a formula is a text), and no word of
//! it is lost; what cannot be taken is told with its line, or its row as a spreadsheet counts, all of it and not only the
//! first. Signs mean what they mean while typing, by the same code (`capture`). Leaves to others: bytes and files
//! (`storage`), which seat is whose and what becomes of it all (`study`), words for people (`cli`).
//!
//! Of pages read [`contents`] (what they hold), [`page`] (what every typed-up page has: lines, themes, times), then [`typed_notes`] (notes with signs),
//! [`typed_answers`] (answers by the names on the paper twin),
//! [`transcript`] (turns with names) and [`seats`] (who sits where). Of sheets read [`sheet`] (bytes into rows), [`columns`]
//! (what each column is for, and the file that says so), [`proposed`] (guessing that from the names of columns), [`cells`]
//! (one cell as an answer), then [`returned`] (one row as a return).

pub mod contents;
pub mod page;
pub mod typed_answers;
pub mod typed_notes;
pub mod transcript;
pub mod seats;
pub mod sheet;
pub mod columns;
pub mod proposed;
pub mod cells;
pub mod returned;
