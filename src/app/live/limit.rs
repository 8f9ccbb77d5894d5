//! How much one note takes, and telling what it does not take.
//!
//! Promises that nothing typed or pasted is left out in silence: a note takes [`MOST_NOTE_BYTES`], and what does not fit
//! is counted and told.

use unicode_segmentation::GraphemeCursor;

use super::Live;
use crate::app::{App, Screen, Tone};

// At this length a letter still comes onto the screen within 5 milliseconds, in any script. A note that came longer from
// elsewhere keeps its length, and a tag or a seat that is picked from a list always fits.
pub use crate::capture::notes::MOST_NOTE_BYTES;

/// Says how many letters the note has not taken since it last took one, and what to do.
pub(super) fn refuse(app: &mut App, letters: usize, what_to_do: &str) {
    let Screen::Live(live) = &mut app.screen else { return };
    live.not_taken = live.not_taken.saturating_add(letters);
    let count = match live.not_taken {
        1 => "1 letter was".to_owned(),
        count => format!("{count} letters were"),
    };
    app.say(Tone::Attention, format!("This note is full: {count} not taken. {what_to_do}"));
}

/// Splits off as many whole letters as `room` bytes hold.
pub(super) fn split_to_fit(text: &str, room: usize) -> (&str, &str) {
    if text.len() <= room {
        return (text, "");
    }
    let at = text.floor_char_boundary(room);
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    let at = match cursor.is_boundary(text, 0) {
        Ok(true) => at,
        _ => cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0),
    };
    text.split_at_checked(at).unwrap_or(("", text))
}

impl Live {
    /// How many bytes the note still takes in place of what is selected.
    pub(super) fn room_left(&self) -> usize {
        let words = &self.draft.words;
        let selected = words.selection().map_or(0, |range| range.len());
        MOST_NOTE_BYTES.saturating_sub(words.text().len().saturating_sub(selected))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::Effect;
    use crate::app::key::{Code, Key};
    use crate::app::layout::Size;
    use crate::app::{Message, OpenedSession, update};
    use crate::model::ids::SessionId;
    use crate::model::session::NOTES;
    use crate::model::session::Session;
    use crate::model::stamp::Millis;
    use crate::model::when::When;
    use crate::study::Now;
    use crate::study::opened::Recovered;
    use crate::study::recorder::Recorder;
    use unicode_segmentation::UnicodeSegmentation as _;

    fn now() -> Now {
        Now { millis: Millis::new(1_795_430_527_123), wall: When::new("2026-11-23T10:42:07+00:00") }
    }

    fn app() -> App {
        let session = Session::new(SessionId::from_random([1; 10]));
        let recorder = Recorder::new(session, "w5n2te".parse().unwrap());
        let opened = OpenedSession { recorder, recovered: Recovered::default(), is_read_only: false };
        let mut app = App::new(Size { width: 100, height: 30 }, now());
        update(&mut app, Message::Opened(Box::new(opened)), &now());
        app
    }

    fn live(app: &App) -> &Live {
        match &app.screen {
            Screen::Live(live) => live,
            _ => panic!("no session"),
        }
    }

    fn words(app: &App) -> &str {
        live(app).draft.words.text()
    }

    fn said(app: &App) -> &str {
        &app.notice.as_ref().unwrap().text
    }

    fn press(app: &mut App, code: Code) -> Vec<Effect> {
        update(app, Message::Key(Key::plain(code)), &now())
    }

    #[test]
    fn a_paste_of_ten_megabytes_fills_the_note_and_the_rest_is_counted() {
        let mut app = app();
        let text = "what was said. ".repeat(700_000);
        update(&mut app, Message::Paste(text.clone()), &now());
        assert!(text.starts_with(words(&app)) && words(&app).len() == MOST_NOTE_BYTES);
        let rest = text.len() - MOST_NOTE_BYTES;
        let wanted =
            format!("This note is full: {rest} letters were not taken. Enter saves it; then paste the rest.");
        assert_eq!(said(&app), wanted);
        press(&mut app, Code::Enter);
        let next = text.get(MOST_NOTE_BYTES..MOST_NOTE_BYTES + 20).unwrap();
        update(&mut app, Message::Paste(next.to_owned()), &now());
        assert_eq!(words(&app), next);
    }

    #[test]
    fn what_fits_ends_between_letters() {
        for letter in ["a", "é", "語", "e\u{301}", "👩\u{200d}👩\u{200d}👧", "🇳🇱"] {
            let mut app = app();
            let count = MOST_NOTE_BYTES / letter.len() + 3;
            update(&mut app, Message::Paste(letter.repeat(count)), &now());
            let taken = words(&app);
            assert!(
                taken.len() <= MOST_NOTE_BYTES && taken.len() + letter.len() > MOST_NOTE_BYTES,
                "{letter}"
            );
            assert!(taken.graphemes(true).all(|taken| taken == letter), "{letter}");
            let not_taken = (count * letter.len() - taken.len()) / letter.len() * letter.chars().count();
            assert!(said(&app).contains(&format!(" {not_taken} letters were not taken")), "{}", said(&app));
        }
    }

    #[test]
    fn typing_beyond_the_end_is_counted_until_there_is_room_again() {
        let mut app = app();
        update(&mut app, Message::Paste("w".repeat(MOST_NOTE_BYTES - 1)), &now());
        assert_eq!(press(&mut app, Code::Char('é')), []);
        assert_eq!(
            said(&app),
            "This note is full: 1 letter was not taken. Enter saves it; then go on typing."
        );
        press(&mut app, Code::Char('é'));
        assert!(said(&app).contains("2 letters were not taken"));
        assert_eq!(press(&mut app, Code::Char('w')).len(), 1, "a letter that fits is taken");
        update(&mut app, Message::Key(Key::ctrl('j')), &now());
        assert!(said(&app).contains("1 letter was not taken"));
        press(&mut app, Code::Backspace);
        update(&mut app, Message::Key(Key::ctrl('j')), &now());
        assert_eq!((words(&app).len(), words(&app).ends_with('\n')), (MOST_NOTE_BYTES, true));
    }

    #[test]
    fn a_full_note_takes_what_replaces_something_of_it() {
        let mut app = app();
        update(&mut app, Message::Paste("w".repeat(MOST_NOTE_BYTES)), &now());
        let select = Key { code: Code::Left, ctrl: false, alt: false, shift: true };
        update(&mut app, Message::Key(select), &now());
        press(&mut app, Code::Char('x'));
        assert!(words(&app).ends_with("wx"));
        assert_eq!(words(&app).len(), MOST_NOTE_BYTES);
    }

    #[test]
    fn a_hundred_thousand_keys_are_all_there() {
        let mut app = app();
        for key in 0..100_000 {
            press(&mut app, if key % 100 == 99 { Code::Enter } else { Code::Char('k') });
        }
        let notes = NOTES.of;
        let letters: usize = notes(&live(&app).recorder.session().lists)
            .standing()
            .map(|(_, note)| note.body.text.len())
            .sum();
        assert_eq!(letters, 99_000);
    }

    #[test]
    fn escapes_in_a_paste_stay_text() {
        let mut app = app();
        let text = "red \u{1b}[31m, a clipboard \u{1b}]52;c;eA==\u{7}, the end \u{1b}[201~ and on\r\n";
        update(&mut app, Message::Paste(text.to_owned()), &now());
        assert_eq!(words(&app), text.replace("\r\n", "\n"));
    }
}
