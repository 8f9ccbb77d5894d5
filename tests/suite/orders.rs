//! Five copies of one session with everything in them that makes merging hard: the same bytes in all 120 orders,
//! whatever is joined first, in memory or through files.
#![cfg(test)]

use hearken::format::v1::{write_collection, write_session};
use hearken::merge::Join as _;
use hearken::model::collection::Collection;
use hearken::model::session::Session;

use crate::cases::{Case, P1, at, body, told};
use crate::history::session;
use crate::written::Seen;

/// What all five once had: a note that P1 said, one that P2 said, one nobody said.
fn base() -> Case {
    Case::new()
        .note(1, 1, &[], "P1-aaaaaa quote", "scared at night")
        .note(2, 2, &[], "P2-aaaaaa point", "so was I")
        .note(3, 3, &[], "point", "nods")
}

/// The facilitator's: edits, a later version's members, numbers as they were typed, a guide.
fn facilitators() -> Case {
    let mut case = base()
        .note(1, 4, &[1], "P2-aaaaaa quote", "scared at night")
        .note(2, 5, &[2], "P2-aaaaaa point", "so was I, very")
        .with(5, "mood", "{\"a\":99999999999999999999999,\"b\":[1E2,-0,0.10]}")
        .version("later", "one", 6, &[], body(&[("words", "\"x\""), ("participant", "\"P1-aaaaaa\"")]))
        .plain("weather", "\"wet\"");
    case.0.instruments.insert((9, "{\"id\":\"survey\",\"version\":9,\"title\":\"Nine\"}".to_owned()));
    case
}

/// The note-taker's: the same notes changed otherwise, one deleted, another guide, the name of a list as a plain member.
fn note_takers() -> Case {
    let mut case = base()
        .note(1, 7, &[1], "quote", "scared at night")
        .note(2, 8, &[2], "P2-aaaaaa point", "so was I")
        .delete(8)
        .note(3, 9, &[3], "P3-aaaaaa point", "nods twice")
        .plain("later", "{\"z\":1E2}");
    case.0.instruments.insert((10, "{\"id\":\"survey\",\"version\":10,\"title\":\"Ten\"}".to_owned()));
    case
}

/// The office's: P1 withdrew, quotes first and then everything; P3 is P1 as somebody said and took back.
fn offices() -> Case {
    let link = "P1-aaaaaa=P3-aaaaaa";
    Case::new()
        .withdraw(P1, "quotes")
        .withdraw(P1, "everything")
        .version("same_as", link, 10, &[], body(&[]))
        .version("same_as", link, 11, &[10], body(&[]))
        .delete(11)
        .version("participants", P1, 12, &[], body(&[("label", "\"P1\""), ("role", "\"nurse\"")]))
        .erase("notes", &at(4), &[])
}

/// One that lay in a drawer: the event as somebody else recorded it, with words that are to go.
fn stale() -> Case {
    let mut case = base()
        .note(1, 13, &[1], "P1-aaaaaa point", "was scared")
        .note(4, 4, &[], "P2-aaaaaa point", "to be erased for ever")
        .note(4, 14, &[4], "P2-aaaaaa point", "and again")
        .plain("weather", "12");
    case.0.ids = ["a000-q9xd-4tn1-b8wz".to_owned(), "k7m2-q9xd-4tn1-b8wz".to_owned()].into();
    case
}

/// One changed by hand: two bodies under one stamp, a circle, a version over itself, marks of what was never there.
fn forged() -> Case {
    Case::new()
        .note(2, 2, &[], "point", "so was I, with the name taken off")
        .note(2, 5, &[2, 5, 8], "P2-aaaaaa point", "the same stamp, another body")
        .note(5, 15, &[16], "P2-aaaaaa point", "a circle")
        .note(5, 16, &[15, 17], "point", "of two")
        .note(5, 17, &[17, 40], "P1-aaaaaa point", "over itself and nothing")
        .mark(3, 3, &[9, 30], true)
        .mark(6, 20, &[21], false)
}

fn five() -> [Session; 5] {
    [facilitators(), note_takers(), offices(), stale(), forged()].map(|case| case.read())
}

/// The orders of five things.
fn orders() -> Vec<[usize; 5]> {
    let mut orders = Vec::new();
    for number in 0..120 {
        let (mut left, mut number) = (vec![0, 1, 2, 3, 4], number);
        orders.push([5, 4, 3, 2, 1].map(|count| {
            let next = left.remove(number % count);
            number /= count;
            next
        }));
    }
    orders
}

fn joined<'a>(copies: impl IntoIterator<Item = &'a Session>) -> Session {
    let mut copies = copies.into_iter();
    let mut all = copies.next().expect("one copy at least").clone();
    copies.for_each(|copy| all.join(copy.clone()));
    all
}

#[test]
fn there_are_a_hundred_and_twenty_orders() {
    let all: std::collections::BTreeSet<_> = orders().into_iter().collect();
    assert_eq!(all.len(), 120);
}

#[test]
fn five_nasty_copies_give_the_same_bytes_in_every_order_and_grouping() {
    let five = five();
    let expected = write_session(&joined(&five));
    for order in orders() {
        let copies = order.map(|place| &five[place]);
        assert_eq!(write_session(&joined(copies)), expected, "{order:?} one after the other");
        let pairs = [joined([copies[0], copies[1]]), joined([copies[2], copies[3]])];
        assert_eq!(write_session(&joined([&pairs[0], &pairs[1], copies[4]])), expected, "{order:?} in pairs");
        let late = joined([copies[1], copies[2], copies[3], copies[4]]);
        assert_eq!(write_session(&joined([copies[0], &late])), expected, "{order:?} the first last");
    }
}

#[test]
fn five_nasty_copies_give_the_same_bytes_when_each_step_goes_through_a_file() {
    let five = five();
    let expected = write_session(&joined(&five));
    for order in orders() {
        let mut file = write_session(&five[order[0]]);
        for place in &order[1..] {
            let mut held = session(&file);
            held.join(session(&write_session(&five[*place])));
            file = write_session(&held);
        }
        assert_eq!(file, expected, "{order:?}");
    }
}

#[test]
fn five_nasty_copies_give_the_same_collection_beside_another_session() {
    let mut five = five().to_vec();
    let other = session(
        "{\"format\":\"hearken/session\",\"version\":1,\"id\":\"b000-0000-0000-0000\",\"weather\":1}",
    );
    five.push(other);
    let collected = |order: &[usize]| {
        let mut collection = Collection::default();
        for place in order {
            collection.add(five[*place].clone());
        }
        write_collection(&collection)
    };
    let expected = collected(&[0, 1, 2, 3, 4, 5]);
    assert_eq!(expected.matches("\"hearken/session\"").count(), 2);
    for order in orders() {
        let (first, rest) = order.split_at(2);
        assert_eq!(collected(&[first, &[5], rest].concat()), expected, "{order:?}");
    }
}

#[test]
fn of_five_nasty_copies_everything_is_kept_that_nobody_took_back() {
    let seen = Seen::of(&write_session(&joined(&five())));
    let expected = [
        // P2 said so, P1 withdrew; 7 took the name off and went with P1's words.
        "notes 1: 4",
        // Two bodies under 2 and under 5; the forged 5 names the deleted 8, which is younger and stays a head.
        "notes 2: 5 | earlier 2, 2 | conflicts 8, 5",
        // P2's in a circle: the others of it went with 17, which is P1's.
        "notes 5: 15",
        "deleted same_as P1-aaaaaa=P3-aaaaaa: 11 | earlier 10",
        "erased later one: 6",
        "erased notes 1: 1, 7 linked, 13",
        // P3 is P1, and the forged mark that said linked does not help.
        "erased notes 3: 3, 9",
        "erased notes 4: 4, 14",
        "erased notes 5: 16 linked, 17",
        "erased notes 6: 20",
        "erased participants P1-aaaaaa: 12",
    ];
    assert_eq!(told(&seen), expected);
    assert_eq!((seen.shown["weather"].as_str(), seen.shown["later"].as_str()), ("12", "{\"z\":1E2}"));
    assert!(seen.shown["instrument"].contains("\"version\":10"));
    assert_eq!(seen.set.ids.first().map(String::as_str), Some("a000-q9xd-4tn1-b8wz"));
}
