//! Hints of the footer: each stays until its key has been used three times, then another takes its place.

use hearken::app::commands::{Id, Place, in_place};
use hearken::app::footer::{Hint, hints};
use hearken::app::key::Key;
use hearken::app::{App, Effect};
use unicode_width::UnicodeWidthStr as _;

use super::room::Room;

const SIZES: [(u16, u16); 2] = [(100, 30), (80, 24)];

/// What is offered as long as there is a footer.
const KEPT: [Id; 4] = [Id::SaveNote, Id::OpenMenu, Id::Help, Id::Leave];

fn begun((width, height): (u16, u16)) -> Room {
    let mut room = Room::begun(width, height);
    room.keys("1: one <Enter> 2: two <Enter>");
    assert_eq!(room.app.place(), Place::Live);
    room
}

fn offered(room: &Room) -> Vec<Hint> {
    hints(&room.app, room.app.size.width)
}

fn ids(room: &Room) -> Vec<Id> {
    offered(room).into_iter().map(|hint| hint.id).collect()
}

fn footer(room: &Room) -> String {
    room.screen().lines().last().unwrap().to_owned()
}

fn key_of(id: Id) -> Key {
    in_place(Place::Live).find(|command| command.id == id).unwrap().keys[0]
}

/// Uses a key once, and goes back to the typing line.
fn use_once(room: &mut Room, id: Id) {
    room.press(key_of(id));
    for _ in 0..6 {
        if room.app.place() != Place::Live {
            room.keys("<Esc>");
        }
    }
    // What a sign left in the line.
    room.keys("<C-u>");
    assert_eq!(room.app.place(), Place::Live, "{id:?}\n{}", room.screen());
}

fn remembered(room: &Room) -> Vec<&Effect> {
    room.effects.iter().filter(|effect| matches!(effect, Effect::Remember(_))).collect()
}

/// Whether the last thing to be remembered says of a key that it is known.
fn is_remembered(room: &Room, name: &str) -> bool {
    let is_told =
        |effect: &&Effect| matches!(effect, Effect::Remember(habits) if habits.used.get(name) == Some(&3));
    remembered(room).last().is_some_and(is_told)
}

#[test]
fn a_hint_goes_when_its_key_was_used_three_times_and_others_take_its_place() {
    for size in SIZES {
        let all = ids(&begun(size));
        for id in all.iter().filter(|id| !KEPT.contains(id)) {
            let mut room = begun(size);
            let words = offered(&room).into_iter().find(|hint| hint.id == *id).unwrap().words;
            let name = in_place(Place::Live).find(|command| command.id == *id).unwrap().name;
            for _ in 0..2 {
                use_once(&mut room, *id);
                assert!(ids(&room).contains(id), "{words} has gone too early");
            }
            assert!(!is_remembered(&room, name), "{words}");
            use_once(&mut room, *id);
            assert!(
                !ids(&room).contains(id) && !footer(&room).contains(&words),
                "{words}: {}",
                footer(&room)
            );
            assert!(is_remembered(&room, name), "{words}");
        }
    }
}

#[test]
fn what_was_not_offered_for_want_of_room_is_offered_then() {
    for size in SIZES {
        let mut room = begun(size);
        let before = ids(&room);
        let named = in_place(Place::Live).filter(|command| !command.keys.is_empty());
        let waiting: Vec<Id> = named.map(|command| command.id).filter(|id| !before.contains(id)).collect();
        for id in before.iter().filter(|id| !KEPT.contains(id)) {
            for _ in 0..3 {
                use_once(&mut room, *id);
            }
        }
        let after = ids(&room);
        assert!(after.iter().any(|id| waiting.contains(id)), "{after:?}");
        assert!(before.iter().all(|id| KEPT.contains(id) || !after.contains(id)), "{after:?}");
    }
}

#[test]
fn saving_the_menu_help_and_the_way_out_are_offered_for_ever() {
    for size in SIZES.into_iter().chain([(53, 14)]) {
        let mut room = begun(size);
        for id in KEPT {
            for _ in 0..4 {
                use_once(&mut room, id);
            }
        }
        let after = ids(&room);
        assert!(KEPT.iter().all(|id| after.contains(id)), "{after:?}");
    }
}

#[test]
fn what_is_known_is_still_known_the_next_time() {
    let mut room = begun((100, 30));
    for _ in 0..3 {
        use_once(&mut room, Id::NextTheme);
    }
    let Some(Effect::Remember(habits)) = remembered(&room).pop() else { panic!("nothing was remembered") };
    let mut next = begun((100, 30));
    assert!(ids(&next).contains(&Id::NextTheme));
    next.app.habits = habits.clone();
    assert!(!ids(&next).contains(&Id::NextTheme));
}

#[test]
fn a_letter_typed_into_a_note_is_no_use_of_a_key() {
    let mut room = begun((100, 30));
    room.keys("a@b c@d e#f g#h i@j k#l m@n o#p");
    assert!(ids(&room).contains(&Id::Who) && ids(&room).contains(&Id::Tag), "{}", footer(&room));
}

#[test]
fn hints_stand_side_by_side_and_inside_the_footer_whatever_is_known() {
    let all = |app: &App| -> Vec<String> { app.habits.used.keys().cloned().collect() };
    let mut room = begun((100, 30));
    let names: Vec<&str> = in_place(Place::Live).map(|command| command.name).collect();
    for known in 0..=names.len() {
        let used = names.iter().take(known).map(|name| ((*name).to_owned(), 3));
        room.app.habits.used = used.collect();
        for width in 40..160 {
            let mut from = 0;
            for hint in hints(&room.app, width) {
                assert!(hint.x >= from, "{:?} {width}", all(&room.app));
                from = hint.x + u16::try_from(hint.words.width()).unwrap();
                assert!(from <= width, "{:?} {width}", all(&room.app));
            }
        }
    }
}
