//! A session: what keys do, and how it looks.

use hearken::app::key::{Code, Key};
use hearken::app::layout::Size;
use hearken::app::{Message, Screen};
use hearken::format::journal::Happened;
use hearken::study::opened::look;
use hearken::ui::Look;

use super::room::Room;

const TALK: &str = "3: \"We find out in March whether we exist in April.\" #short-term-funding <Enter> \
    1: Trust grant ends this year; nothing agreed after that <Enter> (nods round the table) <Enter> \
    ; ask about the bid <Enter> 3: \"it is always the same three of us applying";

fn talk(width: u16, height: u16) -> Room {
    let mut room = Room::begun(width, height);
    room.keys("<Tab>");
    // The list of tags is taken by the first Enter, so the tag is typed out and saved by one.
    room.keys(TALK);
    room
}

#[test]
fn the_whole_screen_at_every_size() {
    for (width, height) in [(100, 30), (80, 24), (50, 14), (200, 60), (30, 4)] {
        insta::assert_snapshot!(format!("live_{width}x{height}"), talk(width, height).screen());
    }
}

#[test]
fn ascii_draws_no_other_sign_of_our_own() {
    let room = Room::begun(100, 30);
    let screen = room.screen_with(Look { is_ascii: true, has_colour: false });
    assert!(screen.is_ascii(), "{screen}");
}

#[test]
fn signs_become_chips_at_once_and_backspace_turns_them_back() {
    let mut room = Room::begun(100, 30);
    room.keys("3: \"");
    assert!(room.screen().contains(" P3 quote ›"), "{}", room.screen());
    room.keys("<BS>");
    assert!(room.screen().contains(" P3 ›  \""), "{}", room.screen());
    room.keys("<BS> <BS> <BS>");
    assert!(room.screen().contains("\n › 3:"), "{}", room.screen());
    room.keys("<BS> <BS> 4: yes <Enter>");
    assert_eq!(room.notes(), ["yes"]);
    assert!(room.screen().contains("P4  yes"), "{}", room.screen());
}

#[test]
fn a_seat_that_is_not_there_loses_nothing() {
    let mut room = Room::begun(100, 30);
    room.keys("9: hello <Enter>");
    assert_eq!(room.notes(), Vec::<String>::new());
    assert!(room.screen().contains("Who is P9? Nobody sits there."), "{}", room.screen());
    room.keys("<Enter>");
    assert_eq!(room.notes(), ["hello"]);
    assert!(room.screen().contains("P9  hello"), "{}", room.screen());
}

#[test]
fn who_said_it_is_picked_from_a_list_anywhere_in_the_note() {
    let mut room = Room::begun(100, 30);
    room.keys("they never ask us @5");
    insta::assert_snapshot!(room.screen());
    room.keys("<Enter> <Enter>");
    assert_eq!(room.notes(), ["they never ask us"]);
    assert!(room.screen().contains("P5  they never ask us"), "{}", room.screen());
}

#[test]
fn a_tag_is_completed_and_one_that_is_new_is_taken_as_typed() {
    let mut room = Room::begun(100, 30);
    room.keys("grant ends #sho <Enter> <Enter> no bus #transport <Enter>");
    assert_eq!(room.notes(), ["grant ends #short-term-funding", "no bus #transport"]);
}

#[test]
fn a_half_typed_note_comes_along_to_the_next_theme_and_is_filed_there() {
    let mut room = Room::begun(100, 30);
    room.keys("3: half a th <Tab>");
    assert!(room.screen().contains("What you were typing came along."), "{}", room.screen());
    room.keys("ought <Enter>");
    let (_, note) = room.session().lists.notes.standing().next().unwrap();
    assert_eq!(note.body.theme.as_ref().map(hearken::model::ids::ThemeId::as_str), Some("funding"));
    assert_eq!(note.body.text, "half a thought");
}

#[test]
fn an_earlier_note_is_changed_and_the_new_one_waits() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter> 2: \"two <Enter> unfinished <Up> <Up> <Enter>");
    assert!(room.screen().contains(" change P1 › one"), "{}", room.screen());
    room.keys(" and more <Enter>");
    assert_eq!(room.notes(), ["one and more", "“two”"]);
    assert!(room.screen().contains("› unfinished"), "{}", room.screen());
    let (_, entry) = room.session().lists.notes.all().next().unwrap();
    assert_eq!((entry.versions().len(), entry.heads().len()), (2, 1));
}

#[test]
fn esc_leaves_a_change_and_keeps_what_was_changed() {
    let mut room = Room::begun(100, 30);
    room.keys("one <Enter> <Up> <Enter> <Esc>");
    assert_eq!(room.notes(), ["one"]);
    assert_eq!(room.session().lists.notes.all().next().unwrap().1.versions().len(), 1);
    room.keys("<Up> <Enter> ! <Esc>");
    assert_eq!(room.notes(), ["one!"]);
}

#[test]
fn a_deleted_note_comes_back() {
    let mut room = Room::begun(100, 30);
    room.keys("one <Enter> two <Enter> <Up> <Del>");
    assert_eq!(room.notes(), ["one"]);
    room.keys("<C-z>");
    assert_eq!(room.notes(), ["one", "two"]);
    room.keys("<C-y>");
    assert_eq!(room.notes(), ["one"]);
}

#[test]
fn taking_back_goes_through_typing_first_and_then_through_notes() {
    let mut room = Room::begun(100, 30);
    room.keys("one <Enter> two <Enter> three");
    room.keys("<C-z>");
    assert_eq!(room.notes(), ["one", "two"]);
    assert!(!room.screen().contains("three"));
    room.keys("<C-z> <C-z>");
    assert_eq!(room.notes(), Vec::<String>::new());
    room.keys("<C-z>");
    assert!(room.screen().contains("There is nothing to take back."));
    room.keys("<C-y> <C-y>");
    assert_eq!(room.notes(), ["one", "two"]);
}

#[test]
fn a_note_of_only_blanks_or_signs_is_not_saved() {
    let mut room = Room::begun(100, 30);
    room.keys("<Space> <Enter> <BS> 3: \" <Enter> #training <Enter>");
    assert_eq!(room.notes(), Vec::<String>::new());
    assert!(room.screen().contains("There are no words yet"), "{}", room.screen());
}

#[test]
fn words_after_the_end_of_a_quote_become_a_comment() {
    let mut room = Room::begun(100, 30);
    room.keys("3: \"not again.\" looked at P1 <Enter>");
    assert_eq!(room.notes(), ["“not again.”", "; looked at P1"]);
    room.keys("<C-z>");
    assert_eq!(room.notes(), Vec::<String>::new());
}

#[test]
fn a_question_mark_in_an_empty_line_is_help_and_elsewhere_a_letter() {
    let mut room = Room::begun(80, 24);
    room.keys("?");
    insta::assert_snapshot!(room.screen());
    room.keys("<Esc> why? <Enter>");
    assert_eq!(room.notes(), ["why?"]);
}

#[test]
fn the_menu_is_lettered_and_tells_the_id() {
    let mut room = Room::begun(80, 24);
    room.keys("<Esc>");
    insta::assert_snapshot!(room.screen());
    room.keys("i");
    assert!(room.screen().contains(&room.session().id().to_string()), "{}", room.screen());
}

#[test]
fn control_characters_are_shown_and_never_reach_the_terminal() {
    let mut room = Room::begun(100, 30);
    room.tell(Message::Paste("a\u{1b}[2Jb\u{202e}c\u{7}\r\nd\te".to_owned()));
    assert!(room.screen().contains("a␛[2Jb<U+202E>c␇"), "{}", room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("a␛[2Jb<U+202E>c␇"), "{}", room.screen());
    let mut out = Vec::new();
    hearken::ui::Painter::new(Look { is_ascii: false, has_colour: true }).draw(&room.app, &mut out);
    let out = String::from_utf8(out).unwrap();
    assert!(!out.contains("\u{1b}[2Jb") && !out.contains('\u{202e}') && !out.contains('\u{7}'));
}

#[test]
fn every_letter_is_written_down_before_it_could_be_drawn() {
    let mut room = Room::begun(100, 30);
    let before = room.facts().len();
    room.keys("abc");
    let drafts = room.facts()[before..].iter().filter(|fact| matches!(fact, Happened::Draft(_))).count();
    assert_eq!(drafts, 3);
    // What the journal holds by now is what a reader finds, without anything being closed.
    let looked = look(&hearken::storage::OsStorage, &room.path()).unwrap();
    assert_eq!(looked.recovered.drafts.values().next().unwrap().text, "abc");
}

#[test]
fn an_earlier_note_being_changed_and_a_new_one_both_come_back_after_a_kill() {
    let mut room = Room::begun(100, 30);
    room.keys("1: one <Enter> new words <Up> <Enter> !!");
    room.kill();
    room.keys("1");
    assert!(room.screen().contains(" change P1 › one!!"), "{}", room.screen());
    room.keys("<Enter>");
    assert!(room.screen().contains("› new words"), "{}", room.screen());
    assert_eq!(room.notes(), ["one!!"]);
}

#[test]
fn the_cursor_stays_on_the_screen_at_every_size() {
    let mut room = Room::begun(100, 30);
    room.keys(
        "a long note that goes on and on until it has filled more than one row of the line, and then some",
    );
    for width in 1..60 {
        for height in 1..20 {
            room.tell(Message::Resize(Size { width, height }));
            let cursor = hearken::ui::panes::cursor(&room.app).unwrap();
            assert!(cursor.0 < width && cursor.1 < height, "{width}x{height}: {cursor:?}");
        }
    }
    assert!(matches!(room.app.screen, Screen::Live(_)));
    room.press(Key::plain(Code::Enter));
    assert_eq!(room.notes().len(), 1);
}

#[test]
fn drawing_only_what_changed_shows_the_same_as_drawing_all() {
    let look = Look { is_ascii: false, has_colour: true };
    let mut room = Room::begun(100, 30);
    let mut kept = hearken::ui::Painter::new(look);
    let mut terminal = vt100::Parser::new(30, 100, 0);
    let keys = "3: \"We find #sho <Enter> <Enter> (nods <Enter> <Tab> @2 <Enter> 漢字 é <Left> <BS> x <Enter> <Up> \
        <Esc> <Esc> <Esc> ? <Esc> more words than fit in one row of the typing line, so that it grows by a row \
        and then by another one <Enter> <C-z> <C-y> <BackTab> <Up> <Up> <Del>";
    for part in keys.split_inclusive(' ') {
        room.keys(part);
        let mut out = Vec::new();
        kept.draw(&room.app, &mut out);
        terminal.process(&out);
        let shown: Vec<String> =
            terminal.screen().rows(0, 100).map(|row| row.trim_end().to_owned()).collect();
        assert_eq!(shown.join("\n").trim_end(), room.screen().trim_end(), "after {part}");
    }
}

#[test]
fn in_an_encrypted_study_an_empty_screen_comes_back_by_the_passphrase_only() {
    use hearken::app::Effect;
    let mut room = Room::begun(80, 24);
    room.app.wants_passphrase = true;
    room.keys("half a thought <C-b>");
    assert_eq!(room.screen().trim(), "");
    room.tell(hearken::app::Message::Paste(" and more".to_owned()));
    assert_eq!(room.screen().trim(), "");
    room.keys("x");
    assert_eq!(room.screen().trim(), "Passphrase, then Enter:");
    room.keys("seven herons");
    assert_eq!(room.screen().trim(), "Passphrase, then Enter:", "what is typed is not shown");
    room.click_at(1, 1);
    room.scroll(1, 1, 3);
    assert_eq!(room.screen().trim(), "Passphrase, then Enter:");
    room.keys("<Enter>");
    assert!(room.effects.contains(&Effect::Unlock));
    room.tell(hearken::app::Message::Unlocked(false));
    assert_eq!(room.screen().trim(), "That is not the passphrase. Passphrase, then Enter:");
    room.keys("<Esc>");
    assert_eq!(room.screen().trim(), "");
    room.keys("x <Enter>");
    room.tell(hearken::app::Message::Unlocked(true));
    assert_eq!(room.line(), "half a thought and more", "nothing of the passphrase, and all that was pasted");
    assert!(room.screen().contains("half a thought and more"));
}

#[test]
fn what_is_pasted_while_the_passphrase_is_asked_for_goes_into_it_and_into_no_note() {
    let mut room = Room::begun(80, 24);
    room.app.wants_passphrase = true;
    room.keys("half a thought <C-b> x");
    room.keys("seven");
    room.effects.clear();
    room.tell(hearken::app::Message::Paste(" grey herons\r\n".to_owned()));
    assert_eq!(room.effects, [], "nothing is written down, and only a key ends it");
    assert_eq!(room.screen().trim(), "Passphrase, then Enter:");
    let mut wanted = hearken::storage::vault::Passphrase::default();
    "seven grey herons".chars().for_each(|letter| wanted.push(letter));
    let hearken::app::blank::Blank::Asked { typed, .. } = &room.app.blank else { panic!("it is asked for") };
    assert!(typed.is(&wanted));
    room.tell(hearken::app::Message::Unlocked(true));
    assert_eq!(room.line(), "half a thought");
}

#[test]
fn the_screen_is_empty_at_once_and_what_is_typed_in_comes_back_with_any_key() {
    let mut room = Room::begun(80, 24);
    room.keys("somebody comes up behind");
    for key in ["<C-b>", "<F2>"] {
        room.keys(key);
        assert_eq!(room.screen().trim(), "");
        room.wait(1);
        assert_eq!(room.screen().trim(), "", "time alone brings nothing back");
        room.keys("x");
        assert_eq!(room.line(), "somebody comes up behind", "the key that brings it back is no letter");
        assert!(room.screen().contains("somebody comes up behind"));
    }
    room.keys("<C-b>");
    room.tell(hearken::app::Message::Paste(" and goes".to_owned()));
    assert_eq!(room.line(), "somebody comes up behind and goes", "what is pasted is never lost");
    for keys in ["", "<Esc>", "<C-g>", "<C-k>", "<C-o>", "<Up>"] {
        room.keys(keys);
        room.keys("<C-b>");
        assert_eq!(room.screen().trim(), "", "after {keys}");
        room.keys("x");
        assert_ne!(room.screen().trim(), "", "after {keys}");
        room.keys("<Esc> <Esc>");
    }
}
