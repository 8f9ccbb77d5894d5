//! Minutes and themes: left out, moved, shortened, the time that is left shared.

use hearken::model::running::Silence;

use super::room::Room;

fn room() -> Room {
    Room::begun(120, 34)
}

fn titles(room: &Room) -> Vec<&str> {
    room.live().facts().themes.iter().map(|theme| theme.title.as_str()).collect()
}

fn minutes(room: &Room) -> Vec<u32> {
    room.live().facts().themes.iter().map(|theme| theme.planned_minutes.unwrap_or(0)).collect()
}

#[test]
fn the_minutes_planned_are_shared_among_the_themes_from_the_start() {
    let room = room();
    assert_eq!(minutes(&room).iter().sum::<u32>(), 90);
}

#[test]
fn a_theme_is_left_out_and_the_way_on_passes_it_over() {
    let mut room = room();
    room.keys("<Esc> <m> <Down> x <Esc>");
    room.shows("– Funding");
    room.keys("<Tab>");
    room.shows("▸ Policies and procedures");
    let plan = room.session().lists.themes.current("funding").unwrap();
    assert_eq!(plan.silence, Some(Silence::LeftOutForTime));
}

#[test]
fn a_theme_that_was_left_out_is_taken_in_again() {
    let mut room = room();
    room.keys("<Esc> <m> <Down> xx <Esc> <Tab>");
    room.shows("▸ Funding");
}

#[test]
fn a_theme_is_moved_and_is_walked_to_in_its_new_place() {
    let mut room = room();
    room.keys("<Esc> <m> <Down> u <Esc>");
    assert_eq!(titles(&room)[..2], ["Funding", "Strategy"]);
    room.shows("▸ Strategy");
    room.keys("<Esc> <m> d <Esc>");
    assert_eq!(titles(&room)[..3], ["Funding", "Policies and procedures", "Strategy"]);
}

#[test]
fn a_theme_is_given_more_and_less_minutes() {
    let mut room = room();
    let before = minutes(&room)[0];
    room.keys("<Esc> <m> ++- <Right> <Left> <Left>");
    assert_eq!(minutes(&room)[0], before);
    room.keys("-");
    assert_eq!(minutes(&room)[0], before - 1);
    room.shows(&format!("{} min", before - 1));
}

#[test]
fn no_theme_has_less_than_no_minutes() {
    let mut room = room();
    room.keys("<Esc> <m>");
    for _ in 0..20 {
        room.keys("-");
    }
    assert_eq!(minutes(&room)[0], 0);
}

#[test]
fn the_time_that_is_left_is_shared_among_the_themes_to_come() {
    let mut room = room();
    room.keys("one <Enter>");
    room.wait(60);
    room.keys("<Esc> <m> <Down> <Down> xs");
    room.says("30 minutes are shared among 8 themes");
    let after = minutes(&room);
    let to_come: u32 =
        after.iter().enumerate().filter(|(at, _)| *at != 0 && *at != 2).map(|(_, it)| it).sum();
    assert_eq!(to_come, 30);
}

#[test]
fn when_no_time_is_left_there_is_nothing_to_share_and_that_is_said() {
    let mut room = room();
    room.keys("one <Enter>");
    room.wait(100);
    room.keys("<Esc> <m> s");
    room.says("No time is left");
}

#[test]
fn every_change_of_the_plan_is_taken_back_as_one() {
    let mut room = room();
    let (before, order) = (minutes(&room), titles(&room).join(" "));
    room.keys("one <Enter>");
    room.wait(60);
    room.keys("<Esc> <m> <Down> us");
    assert!(minutes(&room) != before && titles(&room).join(" ") != order);
    room.keys("<C-z> <C-z>");
    assert_eq!((minutes(&room), titles(&room).join(" ")), (before, order));
}

#[test]
fn notes_stay_with_their_theme_wherever_it_is_moved() {
    let mut room = room();
    room.keys("one <Enter> <Esc> <m> dd <Esc>");
    assert_eq!(room.theme_of(0), "strategy");
    room.shows("▸ Strategy");
    room.shows("one");
}

#[test]
fn the_cursor_stands_at_the_line_chosen_on_every_sheet_where_one_is() {
    for (keys, wanted) in [
        ("<Esc> <m> <Down>", "Funding"),
        ("<Esc> <r> <Down> <Down>", "P3  · take part"),
        ("<Esc> <z> <Down>", "Funding"),
    ] {
        for (width, height) in [(120, 34), (80, 24), (50, 14)] {
            let mut room = Room::begun(width, height);
            room.keys(keys);
            let (x, y) = hearken::ui::panes::cursor(&room.app).unwrap();
            let screen = room.screen();
            let row: String = screen.lines().nth(y.into()).unwrap().chars().skip(x.into()).collect();
            assert!(row.starts_with(wanted), "{keys} at {width}: {row}\n{screen}");
        }
    }
}
