//! The mouse: whatever has a key can be clicked, and a click does what the key does.

use hearken::app::commands::{Place, in_place};
use hearken::app::footer::hints;
use hearken::app::key::{Code, Key};
use hearken::app::menu::Menu;
use hearken::app::{Effect, Overlay, Screen};
use hearken::format::v1;
use unicode_width::UnicodeWidthStr as _;

use super::room::Room;

const SIZES: [(u16, u16); 2] = [(100, 30), (80, 24)];

/// How each place is come to from a session that has just begun.
const PLACES: [(Place, &str); 17] = [
    (Place::Ready, ""),
    (Place::Live, "1: one <Enter>"),
    (Place::Live, "1: one <Enter> 2: two <Enter> half a note"),
    (Place::Live, "1: one <Enter> <C-j> a note of two rows <C-j> and of a third"),
    (Place::Earlier, "1: one <Enter> 2: two <Enter> <Up>"),
    (Place::List, "they never ask us @"),
    (Place::Debrief, "1: one <Enter> <Esc> d"),
    (Place::Field, "<Esc> rw nobody"),
    (Place::Field, "<Esc> h"),
    (Place::Menu, "1: one <Enter> <Esc>"),
    (Place::Help, "1: one <Enter> <C-o>"),
    (Place::Help, "1: one <Enter> <Up> <Right>"),
    (Place::Picker, "1: one <Enter> /"),
    (Place::People, "<Esc> w"),
    (Place::Script, "<Esc> r"),
    (Place::Plan, "<Esc> m"),
    (Place::Close, "1: one <Enter> <Esc> z"),
];

fn room_at((width, height): (u16, u16), place: Place, keys: &str) -> Room {
    let mut room = Room::begun(width, height);
    room.keys(keys);
    assert_eq!(room.app.place(), place, "{keys}\n{}", room.screen());
    room
}

/// Everything that a key or a click can change, as text.
fn state(room: &Room) -> String {
    let session = room.app.session().map(v1::write_session).unwrap_or_default();
    let draft = match &room.app.screen {
        Screen::Live(live) => format!("{:?} {:?} {:?}", live.draft, live.chosen, live.pinned),
        _ => String::new(),
    };
    let app = (&room.app.overlay, &room.app.notice, room.app.is_leaving);
    format!("{}\n{app:?}\n{draft}\n{session}", room.screen())
}

/// The cells in which a text begins on the screen, from the top.
fn cells_of(room: &Room, text: &str) -> Vec<(u16, u16)> {
    let cell = |(y, line): (u16, &str)| Some((line.split_once(text)?.0.width().try_into().unwrap(), y));
    (0..).zip(room.screen().lines()).filter_map(cell).collect()
}

/// The cell in which a text begins that stands on the screen once.
fn cell_of(room: &Room, text: &str) -> (u16, u16) {
    let found = cells_of(room, text);
    assert_eq!(found.len(), 1, "{text}\n{}", room.screen());
    found[0]
}

/// The lines of a screen below the first, in which the clock is.
fn below_the_clock(room: &Room) -> String {
    room.screen().lines().skip(1).collect::<Vec<_>>().join("\n")
}

fn live(room: &Room) -> &hearken::app::live::Live {
    match &room.app.screen {
        Screen::Live(live) => live,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_hint_of_the_footer_does_what_its_key_does_from_its_first_cell_to_its_last() {
    let mut clicked = 0;
    for (size, (place, keys)) in SIZES.iter().flat_map(|size| PLACES.map(|place| (*size, place))) {
        let offered = hints(&room_at(size, place, keys).app, size.0);
        assert!(offered.len() >= 2, "{place:?}");
        for hint in offered {
            let command = in_place(place).find(|command| command.id == hint.id).unwrap();
            let mut pressed = room_at(size, place, keys);
            pressed.press(command.keys[0]);
            let width = u16::try_from(hint.words.width()).unwrap();
            for x in [hint.x, hint.x + width - 1] {
                let mut room = room_at(size, place, keys);
                let footer = room.screen().lines().last().unwrap().to_owned();
                assert!(footer.contains(&hint.words), "{place:?}: {footer}");
                room.click_at(x, size.1 - 1);
                assert_eq!(state(&room), state(&pressed), "{} in {place:?}, at {x}", hint.words);
                clicked += 1;
            }
        }
    }
    assert!(clicked > 250, "{clicked}");
}

#[test]
fn beside_the_hints_of_the_footer_a_click_does_nothing() {
    for size in SIZES {
        let room = room_at(size, Place::Live, "1: one <Enter>");
        let offered = hints(&room.app, size.0);
        let is_hint = |x: u16| {
            offered
                .iter()
                .any(|hint| (hint.x..hint.x + u16::try_from(hint.words.width()).unwrap()).contains(&x))
        };
        let before = state(&room);
        for x in (0..size.0).filter(|x| !is_hint(*x)) {
            let mut room = room_at(size, Place::Live, "1: one <Enter>");
            room.click_at(x, size.1 - 1);
            assert_eq!(state(&room), before, "at {x}");
        }
    }
}

#[test]
fn a_hint_of_the_first_screen_does_what_its_key_does() {
    for (width, height) in SIZES {
        for hint in hints(&Room::new(width, height).app, width) {
            let command = in_place(Place::Home).find(|command| command.id == hint.id).unwrap();
            let (mut clicked, mut pressed) = (Room::new(width, height), Room::new(width, height));
            pressed.press(command.keys[0]);
            clicked.click_at(hint.x, height - 1);
            assert_eq!(state(&clicked), state(&pressed), "{}", hint.words);
        }
    }
}

#[test]
fn every_theme_is_gone_to_by_a_click_and_half_a_note_comes_along() {
    let themes = live(&Room::begun(100, 30)).facts().themes.clone();
    assert!(themes.len() > 8);
    for (at, theme) in themes.iter().enumerate().skip(1) {
        let mut room = Room::begun(100, 30);
        room.keys("half a thought");
        let (x, y) = cell_of(&room, &format!("  {}  ", theme.title));
        room.click_at(x + 2, y);
        assert_eq!(live(&room).theme, at, "{}", theme.title);
        room.keys("<Enter>");
        let (_, note) = room.session().lists.notes.standing().next().unwrap();
        assert_eq!(note.body.theme.as_ref(), Some(&theme.id));
    }
}

#[test]
fn on_a_narrow_screen_a_click_on_the_theme_goes_to_the_next() {
    let (mut clicked, mut pressed) = (Room::begun(80, 24), Room::begun(80, 24));
    let (x, y) = cell_of(&clicked, "next: Funding");
    clicked.click_at(x, y);
    pressed.keys("<Tab>");
    assert_eq!(state(&clicked), state(&pressed));
}

#[test]
fn a_click_on_a_person_says_that_the_person_says_it() {
    let people = live(&Room::begun(100, 30)).facts().people.len();
    assert_eq!(people, 8);
    for number in 1..=people {
        let mut room = Room::begun(100, 30);
        room.keys("they never ask us");
        let (x, y) = cell_of(&room, &format!("P{number}  "));
        room.click_at(x + 1, y);
        assert_eq!(live(&room).chips(), [format!("P{number}")]);
        room.keys("<Enter>");
        assert!(room.screen().contains(&format!("P{number}  they never ask us")), "{}", room.screen());
    }
}

#[test]
fn where_more_people_are_than_there_is_room_for_nobody_unseen_is_clicked() {
    let mut room = Room::new(100, 30);
    room.keys("1 <Enter> Norwich <Enter> <Enter> NT <Enter> 20 <Enter>");
    room.keys("well");
    let (x, y) = cell_of(&room, " more ");
    room.click_at(x, y);
    assert_eq!(live(&room).chips(), Vec::<String>::new(), "{}", room.screen());
}

#[test]
fn a_click_on_a_note_chooses_it() {
    for size in SIZES {
        let keys = "1: one <Enter> 2: \"two <Enter> (three <Enter> half a note";
        for (at, words) in ["P1  one", "P2  “two”", "(three)"].into_iter().enumerate() {
            let mut clicked = room_at(size, Place::Live, keys);
            let mut pressed = room_at(size, Place::Live, keys);
            let (x, y) = cell_of(&clicked, words);
            clicked.click_at(x, y);
            pressed.keys(&"<Up> ".repeat(3 - at));
            assert_eq!(clicked.app.place(), Place::Earlier);
            assert_eq!(live(&clicked).chosen, live(&pressed).chosen, "{words}");
            clicked.keys("<Enter> ! <Enter>");
            assert!(clicked.notes()[at].contains('!'), "{:?}", clicked.notes());
        }
    }
}

#[test]
fn every_probe_is_ticked_by_a_click_on_its_first_cell_or_its_last() {
    for size in SIZES {
        let theme = live(&Room::begun(size.0, size.1)).current_theme().unwrap().clone();
        let probes: Vec<_> = theme.prompts.iter().flat_map(|prompt| &prompt.probes).collect();
        let shown = Room::begun(size.0, size.1).screen();
        let is_shown = |text: &str| shown.contains(&format!("· {text}"));
        let seen: Vec<_> = probes.into_iter().filter(|probe| is_shown(&probe.text)).collect();
        assert!(!seen.is_empty(), "{shown}");
        for probe in seen {
            let mut room = Room::begun(size.0, size.1);
            let (x, y) = cell_of(&room, &format!("· {}", probe.text));
            let width = u16::try_from(probe.text.width()).unwrap() + 2;
            room.click_at(x, y);
            assert!(live(&room).is_ticked(probe.id.as_str()), "{}", probe.text);
            room.click_at(x + width - 1, y);
            assert!(!live(&room).is_ticked(probe.id.as_str()), "{}", probe.text);
            room.click_at(x.saturating_sub(2), y);
            assert!(!live(&room).is_ticked(probe.id.as_str()), "{}", probe.text);
        }
    }
}

#[test]
fn what_to_do_before_the_talk_is_taken_by_a_click() {
    for size in SIZES {
        let steps = live(&Room::begun(size.0, size.1)).ready_steps();
        assert_eq!(steps.len(), 4);
        for (at, (_, words, _)) in steps.into_iter().enumerate() {
            let (mut clicked, mut pressed) = (Room::begun(size.0, size.1), Room::begun(size.0, size.1));
            pressed.keys(&"<Down> ".repeat(at));
            let (x, y) = cell_of(&clicked, words);
            clicked.click_at(x, y);
            pressed.keys("<Enter>");
            assert_eq!(clicked.app.place(), pressed.app.place(), "{words}");
            assert_eq!(format!("{:?}", clicked.app.overlay), format!("{:?}", pressed.app.overlay));
            assert_eq!(live(&clicked).ready_at(), live(&pressed).ready_at());
        }
    }
}

#[test]
fn a_line_of_the_menu_does_what_its_letter_does() {
    for (width, height) in [(100, 30), (80, 24), (50, 14)] {
        let menu = Menu::over(Place::Live);
        let shown = menu.cells(hearken::app::layout::Size { width, height });
        assert!(shown.len() > 8);
        for (at, x, y) in shown {
            let (letter, command) = menu.items().nth(at).unwrap();
            let keys = "1: one <Enter> half a note <Esc>";
            let mut clicked = room_at((width, height), Place::Menu, keys);
            let mut pressed = room_at((width, height), Place::Menu, keys);
            clicked.click_at(x + 5, y);
            pressed.press(Key::plain(Code::Char(letter)));
            assert_eq!(state(&clicked), state(&pressed), "{}", command.name);
        }
    }
}

#[test]
fn a_menu_that_was_moved_is_clicked_as_it_is_shown() {
    let mut room = room_at((50, 14), Place::Menu, "1: one <Enter> <Esc>");
    room.keys(&"<Down> ".repeat(Menu::over(Place::Live).items().count()));
    let (x, y) = cell_of(&room, " help ");
    room.click_at(x + 1, y);
    assert!(matches!(room.app.overlay, Some(Overlay::Help(_))), "{}", room.screen());
}

#[test]
fn a_click_beside_a_menu_or_a_list_steps_back() {
    for keys in ["<Esc>", "/", "<C-f> one"] {
        let mut room = Room::begun(100, 30);
        room.keys(&format!("1: one <Enter> {keys}"));
        room.click_at(99, 1);
        assert!(room.app.overlay.is_none(), "{keys}");
    }
}

/// Clicks on each of these texts, beside pressing Down so often and Enter.
fn lines_are_taken(size: (u16, u16), place: Place, keys: &str, lines: &[&str]) {
    for (at, words) in lines.iter().enumerate() {
        let (mut clicked, mut pressed) = (room_at(size, place, keys), room_at(size, place, keys));
        pressed.keys(&format!("{}<Enter>", "<Down> ".repeat(at)));
        let (x, y) =
            cells_of(&clicked, words).pop().unwrap_or_else(|| panic!("{words}\n{}", clicked.screen()));
        clicked.click_at(x + 2, y);
        // The clock has moved by one second a key.
        let without_time = |room: &Room| {
            let notes = room.notes();
            let overlay = format!("{:?}", room.app.overlay);
            let chosen = live(room).chosen.clone();
            (overlay, notes, chosen, live(room).theme, live(room).chips(), room.app.place())
        };
        assert_eq!(without_time(&clicked), without_time(&pressed), "{words}");
    }
}

#[test]
fn a_line_of_a_picker_is_taken_by_a_click() {
    for size in SIZES {
        let two = "1: one bus <Enter> 2: a bus too <Enter>";
        lines_are_taken(size, Place::Picker, &format!("{two} <C-f> bus"), &["P2 a bus too ", "P1 one bus "]);
        lines_are_taken(
            size,
            Place::Picker,
            "half <C-r>",
            &[" Strategy ", " Funding ", " Policies and procedures "],
        );
        lines_are_taken(
            size,
            Place::Picker,
            &format!("{two} <Esc> p"),
            &["A break", "Somebody is upset", "Something else"],
        );
        lines_are_taken(size, Place::Picker, &format!("{two} / theme"), &["theme before ", "next theme "]);
    }
}

#[test]
fn a_line_of_a_sheet_is_chosen_or_taken_by_a_click() {
    for size in SIZES {
        for number in 1..=8_usize {
            let mut clicked = room_at(size, Place::People, "<Esc> w");
            let (x, y) = cell_of(&clicked, &format!("P{number}  …"));
            clicked.click_at(x, y);
            let mut pressed = room_at(size, Place::People, "<Esc> w");
            pressed.keys(&"<Down> ".repeat(number - 1));
            assert_eq!(live(&clicked).draft.target, live(&pressed).draft.target, "P{number}");

            let mut clicked = room_at(size, Place::Script, "<Esc> r");
            let shown = cells_of(&clicked, &format!("P{number}  · take part"));
            let Some((x, y)) = shown.first().copied() else {
                // The lower half of a narrow screen has room for some people only.
                assert!(size.0 < 100 && number > 4, "P{number}");
                continue;
            };
            clicked.click_at(x, y);
            clicked.keys("1");
            let given =
                clicked.session().lists.participants.standing().map(|(_, one)| one.body.consent.is_some());
            assert_eq!(given.collect::<Vec<_>>(), (1..=8).map(|one| one == number).collect::<Vec<_>>());
        }
        let mut room = room_at(size, Place::Plan, "<Esc> m");
        let (x, y) = cell_of(&room, "Training  ");
        room.click_at(x, y);
        room.keys("x");
        assert!(room.screen().contains("left out"), "{}", room.screen());
        let left_out: Vec<_> = room.session().lists.themes.standing().map(|(id, _)| id.to_string()).collect();
        assert_eq!(left_out, ["training"]);
    }
}

#[test]
fn a_line_of_what_is_still_open_is_taken_by_a_click() {
    for size in SIZES {
        let keys = "~who pays <Enter> !ask the trust <Enter> <Esc> z";
        let mut room = room_at(size, Place::Close, keys);
        let (x, y) = cell_of(&room, "Funding");
        room.click_at(x, y);
        let silences = room.session().lists.themes.standing().filter(|(_, plan)| plan.body.silence.is_some());
        assert_eq!(silences.map(|(id, _)| id.to_string()).collect::<Vec<_>>(), ["funding"]);
        // The last lines are come to by the wheel.
        for _ in 0..30 {
            room.scroll(50, 10, 3);
        }
        let (x, y) = cell_of(&room, "Debrief: one summary a theme");
        room.click_at(x, y);
        assert_eq!(room.app.place(), Place::Debrief);
    }
}

#[test]
fn the_wheel_moves_notes_and_no_further_than_there_are_any() {
    for size in SIZES {
        let mut room = Room::begun(size.0, size.1);
        for at in 0..40 {
            room.keys(&format!("note {at}. <Enter>"));
        }
        let at_the_end = below_the_clock(&room);
        assert!(at_the_end.contains("note 39.") && !at_the_end.contains("note 0."));
        room.scroll(60, 12, -3);
        assert!(
            !room.screen().contains("note 39.") && room.screen().contains("note 36."),
            "{}",
            room.screen()
        );
        for _ in 0..60 {
            room.scroll(60, 12, -3);
        }
        let at_the_start = below_the_clock(&room);
        assert!(at_the_start.contains("note 0."), "{at_the_start}");
        room.scroll(60, 12, -3);
        assert_eq!(below_the_clock(&room), at_the_start);
        for _ in 0..60 {
            room.scroll(60, 12, 3);
        }
        assert_eq!(below_the_clock(&room), at_the_end);
        room.scroll(60, 12, -30);
        room.keys("what was just said is seen <Enter>");
        assert!(room.screen().contains("what was just said is seen"), "{}", room.screen());
    }
}

#[test]
fn the_wheel_moves_what_is_read_or_chosen_and_types_nothing() {
    for (place, keys) in PLACES.into_iter().filter(|(place, _)| {
        matches!(
            place,
            Place::Menu | Place::Picker | Place::People | Place::Script | Place::Plan | Place::Close
        )
    }) {
        let mut room = room_at((80, 24), place, keys);
        let chosen = |room: &Room| (format!("{:?}", room.app.overlay), live(room).draft.target.clone());
        let before = chosen(&room);
        room.scroll(40, 10, 3);
        assert_ne!(chosen(&room), before, "{place:?}");
        room.scroll(40, 10, -3);
        // On the script's sheet the first move comes from the script to the people beside it.
        assert!(place == Place::Script || chosen(&room) == before, "{place:?}");
        assert_eq!(room.notes().len(), usize::from(keys.contains("one")), "{place:?}");
    }
    let mut room = room_at((80, 24), Place::Help, "1: one <Enter> <C-o>");
    let before = room.screen();
    room.scroll(40, 10, 3);
    assert_ne!(room.screen(), before);
}

#[test]
fn the_switch_leaves_clicks_to_the_terminal_and_is_remembered() {
    let mut room = Room::begun(100, 30);
    let was = room.app.wants_mouse();
    for wanted in [!was, was] {
        room.keys("<Esc> j");
        assert_eq!(room.app.wants_mouse(), wanted);
        let Some(Effect::Remember(habits)) = room.effects.last() else { panic!("{:?}", room.effects.last()) };
        assert_eq!(habits.has_mouse, wanted);
    }
}
