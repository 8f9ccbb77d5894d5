//! The talk, theme by theme, with every sign: typed, from a list, by name.

use hearken::app::commands::{Id, Place};
use hearken::app::key::Code;

use super::conductor::Conductor;
use super::expected::{action, comment, hands, observation, parked, point, practice, quote};

/// Who speaks: by number, by `@` and number, by `@` and a word, from the list, pinned.
pub(super) fn strategy(it: &mut Conductor<'_>) {
    it.note(
        "1: nobody wrote these children into the plan",
        point("nobody wrote these children into the plan").by("P1"),
    );
    it.note("@4 the numbers are a guess", point("the numbers are a guess").by("P4"));
    it.letters("@head ");
    it.see_chips("P2");
    it.note("school is never told", point("school is never told").by("P2"));
    it.key(Place::Live, Id::Who);
    it.see("Who said it? Enter takes");
    it.key(Place::List, Id::DownInList);
    it.see("▸ P2");
    it.key(Place::List, Id::UpInList);
    it.see("▸ P1");
    it.letters("fost");
    it.see("▸ P5  foster carer");
    it.key(Place::List, Id::Take);
    it.see_chips("P5");
    it.note("we hear it from the child", point("we hear it from the child").by("P5"));
    it.letters("3:: ");
    it.see_chips("P3 pinned");
    it.note("we counted for two years", point("we counted for two years").by("P3"));
    it.note("then the post went", point("then the post went").by("P3"));
    it.note(";is the post still empty?", comment("is the post still empty?"));
    it.letters("0: ");
    it.see_chips("nobody pinned");
    it.note("so there is no count", point("so there is no count"));
    tick(it, "who wrote it");
    tick(it, "how it is used");
    it.click("· how that was settled");
    it.see("Ticked: how that was settled.");
    it.file.probes.insert("how that was settled", (true, 1));
}

/// Ticks the next probe.
fn tick(it: &mut Conductor<'_>, probe: &'static str) {
    it.key(Place::Live, Id::TickProbe);
    it.see(&format!("Ticked: {probe}."));
    it.file.probes.insert(probe, (true, 1));
}

/// Quotes and hands; somebody who is not there, and more hands than people.
pub(super) fn funding(it: &mut Conductor<'_>) {
    it.next_theme("Funding");
    it.note(
        "2: \"We find out in March whether we exist in April.\" looked at the floor",
        quote("We find out in March whether we exist in April.").by("P2"),
    );
    it.see("But P2 does not want to be quoted");
    it.see("[not to be quoted]");
    it.expect(comment("looked at the floor"));
    // The same signs the other way round.
    it.note(
        "\"1: It is always the three of us who apply",
        quote("It is always the three of us who apply").by("P1"),
    );
    it.note("=4/5 for a shared fund", hands("4 of 5", "for a shared fund"));
    it.note("=3-1/5 for three years at a time", hands("3 of 5, 1 against", "for three years at a time"));
    it.type_in("=5/8 for a named contact");
    it.key(Place::Live, Id::SaveNote);
    it.see("8 people? 5 are here.");
    it.key(Place::Live, Id::SaveNote);
    it.see_line("");
    it.expect(hands("5 of 8", "for a named contact"));
    an_unknown_seat(it);
    it.list(Id::Hands);
    it.see("Type how many of how many");
    it.note("2/5 for waiting", hands("2 of 5", "for waiting"));
    tick(it, "which funders");
}

/// Seat 9 was a slip of the finger: 4 was meant.
fn an_unknown_seat(it: &mut Conductor<'_>) {
    it.letters("9: ");
    it.see_chips("P9?");
    it.type_in("the grant ends this year");
    it.key(Place::Live, Id::SaveNote);
    it.see("Who is P9? Nobody sits there.");
    it.press(Code::Home);
    it.press(Code::Backspace);
    it.see_line("9:the grant ends this year");
    it.press(Code::Backspace);
    it.press(Code::Backspace);
    it.letters("4: ");
    it.see_chips("P4");
    it.save();
    it.expect(point("the grant ends this year").by("P4"));
}

/// Parked points, actions, notes for another theme, tags.
pub(super) fn partnerships(it: &mut Conductor<'_>) {
    it.next_theme("Partnerships");
    it.note("~who pays for the interpreter", parked("who pays for the interpreter"));
    it.note("!3: send the protocol to the group", action("send the protocol to the group").by("P3"));
    it.note(
        ">fund 1: the trust pays the coordinator",
        point("the trust pays the coordinator").by("P1").on("Funding"),
    );
    it.letters(">");
    it.see("Under which theme? Enter takes");
    it.letters("stra");
    it.see("▸ Strategy");
    it.key(Place::List, Id::Take);
    it.see_chips("in Strategy");
    it.note(
        "6: the governor sits on the board",
        point("the governor sits on the board").by("P6").on("Strategy"),
    );
    it.type_in("4: schools ring us first");
    it.key(Place::Live, Id::Refile);
    it.see("Under which theme?");
    it.pick("Training");
    it.see_chips("P4 in Training");
    it.save();
    it.expect(point("schools ring us first").by("P4").on("Training"));
    tags(it);
    it.list(Id::Parked);
    it.note("whose form it is", parked("whose form it is"));
    it.list(Id::Action);
    it.note("5: ask for the form", action("ask for the form").by("P5"));
    it.key(Place::Live, Id::FlagSettled);
    it.see("Marked: settled.");
    it.file
        .notes
        .iter_mut()
        .find(|note| note.text == "whose form it is")
        .unwrap()
        .written()
        .flags
        .insert("settled");
    tick(it, "how it came about");
}

/// Completed from the codebook, typed out, new, in the middle of a sentence.
fn tags(it: &mut Conductor<'_>) {
    it.type_in("1: we meet every month ");
    it.key(Place::Live, Id::Tag);
    it.see("Tags: Enter takes");
    it.letters("multi");
    it.see("▸ multi-agency");
    it.key(Place::List, Id::Take);
    it.see_line("we meet every month #multi-agency");
    it.save();
    it.expect(point("we meet every month").by("P1").tag("multi-agency"));
    it.type_in("2: nobody may tell us #information-sharing");
    it.key(Place::List, Id::Take);
    it.see_line("");
    it.expect(point("nobody may tell us").by("P2").tag("information-sharing"));
    it.note(
        "the #school-run is when we hear #schools #gap ",
        point("the school-run is when we hear").tag("school-run").tag("schools").tag("gap"),
    );
}

/// A short form of one's own, text that looks like signs, a new line, a half-typed note that comes along.
pub(super) fn training(it: &mut Conductor<'_>) {
    it.type_in("2: we had one afternoon");
    it.next_theme("Training");
    it.see("What you were typing came along.");
    it.save();
    it.expect(point("we had one afternoon").by("P2"));
    it.menu(Place::Live, Id::ShortForms);
    it.see("Short forms on this laptop");
    it.type_in("cyp = children and young people");
    it.key(Place::Field, Id::SaveNote);
    it.see("cyp and a blank become");
    it.see("cyp: children and young people");
    it.key(Place::Field, Id::Back);
    it.see_gone("Short forms on this laptop");
    it.letters("5: cyp ");
    it.see_line("children and young people");
    it.key(Place::Live, Id::Undo);
    it.see_line("cyp");
    it.key(Place::Live, Id::Redo);
    it.see_line("children and young people");
    it.note("tell us what they need", point("children and young people tell us what they need").by("P5"));
    it.note(" \"Inside\" is their word for it", point("\"Inside\" is their word for it"));
    it.note("3:30 is when the bus goes", point("3:30 is when the bus goes"));
    it.note(" 3: is no seat here", point("3: is no seat here"));
    it.type_in("4: two things:");
    it.key(Place::Live, Id::NewLine);
    it.type_in("a map of who does what");
    it.save();
    it.expect(point("two things:\na map of who does what").by("P4"));
    it.key(Place::Live, Id::FlagCheck);
    it.see("Marked: to check.");
    it.file.notes.last_mut().unwrap().written().flags.insert("check");
    it.type_in("2: a colleague of mine was never told");
    it.key(Place::Live, Id::FlagAbsent);
    it.see_chips("P2 about someone absent");
    it.save();
    it.expect(point("a colleague of mine was never told").by("P2").flag("about_someone_absent"));
}

/// Practice by its signs.
pub(super) fn links_with_prisons(it: &mut Conductor<'_>) {
    it.next_theme("Links with prisons");
    it.note("*e 6: a play corner since May", practice("emerging", "a play corner since May").by("P6"));
    it.note("5: *d homework by post", practice("developing", "homework by post").by("P5"));
    it.note("*s family days", practice("established", "family days"));
    // It was P5 after all.
    it.note(
        "6: *s >prac @5 a book in the hall",
        practice("established", "a book in the hall").by("P5").on("Practice"),
    );
    tick(it, "who you speak to");
    it.key(Place::Live, Id::TickProbe);
    it.see("Ticked: booking, travel, who goes along.");
    it.key(Place::Live, Id::Undo);
    it.see("Taken back.");
    it.file.probes.insert("booking, travel, who goes along", (false, 2));
}

/// The same by name, from the list of all commands.
pub(super) fn practice_by_name(it: &mut Conductor<'_>) {
    it.next_theme("Practice");
    for (id, chip, noted) in [
        (Id::Emerging, "emerging", practice("emerging", "a chat group of carers")),
        (Id::Developing, "developing", practice("developing", "one contact for each school")),
        (Id::Established, "established", practice("established", "the family link worker")),
        (Id::Observation, "observation", observation("all lean forward")),
        (Id::Comment, "comment", comment("ask for the leaflet")),
        (Id::Quote, "quote", quote("You need one person who stays")),
    ] {
        it.list(id);
        it.see_chips(chip);
        let words = noted.text.clone();
        it.note(&words, noted);
    }
    it.note("3: she stays for years", point("she stays for years").by("P3"));
    it.list(Id::Pin);
    it.see("What follows is said by P3");
    it.note("that is the whole secret", point("that is the whole secret").by("P3"));
    it.note("\"I was the fifth", quote("I was the fifth").by("P3"));
    it.list(Id::Pin);
    it.see("Nobody is pinned any more.");
}

/// One theme is asked about and nobody answers; in the next one people talk.
pub(super) fn challenges_and_outcomes(it: &mut Conductor<'_>) {
    it.next_theme("Outcomes");
    tick(it, "soon and years later");
    it.next_theme("Challenges and obstacles");
    it.next_theme("Lessons for practice");
    it.key(Place::Live, Id::PreviousTheme);
    it.arrive_at("Challenges and obstacles");
    it.note("1: nobody asks the child", point("nobody asks the child").by("P1"));
    it.note("5: the forms are not for us", point("the forms are not for us").by("P5"));
    it.note("3: visits cost a day of work", point("visits cost a day of work").by("P3"));
    it.note("6: we lose the phone numbers", point("we lose the phone numbers").by("P6"));
}
