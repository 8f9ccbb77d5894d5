//! The end: what is not covered, silences, what is still open, the closing script, the debrief.

use hearken::app::commands::{Id, Place};

use super::before::ORDER;
use super::conductor::Conductor;
use super::expected::OVER;

/// A look at what is not covered yet.
pub(super) fn not_covered(it: &mut Conductor<'_>) {
    it.key(Place::Live, Id::Coverage);
    it.see("Not covered yet");
    it.see("Lessons for practice: no notes yet");
    it.see("Everybody has been heard.");
    let shown = it.middle();
    it.key(Place::Help, Id::DownInList);
    it.see_other_than(&shown);
    it.key(Place::Help, Id::UpInList);
    it.see_again(&shown);
    it.key(Place::Help, Id::Back);
    it.see_gone("Not covered yet");
}

/// Which silence it was, a parked point settled, the closing script read, the clocks stopped.
pub(super) fn finish(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Close);
    it.see("Before people go");
    for (title, id, told, word) in [
        ("Policies and procedures", Id::LeftOutForTime, "left out for time", "left_out_for_time"),
        ("Outcomes", Id::NobodyAnswered, "asked, nobody answered", "nobody_answered"),
        ("Lessons for practice", Id::NotReached, "not reached", "not_reached"),
    ] {
        it.see(&format!("▸ {title}"));
        it.key(Place::Close, id);
        it.see(&format!("{title}: {told}."));
        it.file.planned(title).silence = word;
    }
    it.see("▸ parked: who pays for the interpreter");
    it.key(Place::Close, Id::Take);
    it.see("Marked: settled.");
    it.see_gone("parked: who pays for the interpreter");
    let settled = it.file.notes.iter_mut().find(|note| note.text == "who pays for the interpreter");
    settled.unwrap().written().flags.insert("settled");
    down_to(it, "Read out what comes last");
    it.key(Place::Close, Id::Take);
    it.see("To finish (r: it was read out)");
    it.key(Place::Script, Id::ReadOut);
    it.see("To finish (read at");
    it.file.scripts.insert("closing", ("read", 1));
    it.key(Place::Script, Id::Back);
    it.see_gone("To finish (read at");
    it.see("▸ Read out what comes last");
    down_to(it, "The talk is over");
    it.key(Place::Close, Id::Take);
    it.see("The talk is over; the clocks have stopped.");
    it.see("ended after");
    it.file.theme_log.push(OVER);
    down_to(it, "Debrief: one summary a theme");
    it.key(Place::Close, Id::Back);
    it.see_gone("Before people go");
}

/// Goes down the sheet to a line.
fn down_to(it: &mut Conductor<'_>, line: &str) {
    let wanted = format!("▸ {line}");
    while !it.screen().contains(&wanted) {
        let shown = it.middle();
        it.key(Place::Close, Id::DownInList);
        it.see_other_than(&shown);
    }
}

/// The folder that a stick stands for.
pub(super) const STICK: &str = "stick";

/// The rest is saved into another folder.
pub(super) fn onto_a_stick(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::SaveElsewhere);
    it.see("Into which folder?");
    it.type_in(&it.home().join(STICK).display().to_string());
    it.key(Place::Field, Id::SaveNote);
    it.see("Everything is saved.");
}

/// One summary for each theme, then the two remarks; the words are the title's.
pub(super) fn debrief(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Debrief);
    it.see("The debrief, 15 minutes");
    for title in ORDER {
        sum_up(it, &format!("sum up {title}"), title);
    }
    sum_up(it, "Surprises", "debrief.surprises");
    sum_up(it, "What to ask next", "debrief.next");
    it.see("Everything is summed up.");
}

fn sum_up(it: &mut Conductor<'_>, chip: &str, id: &'static str) {
    it.see_chips(chip);
    let words = format!("what it comes to: {id}");
    it.type_in(&words);
    it.key(Place::Debrief, Id::SaveSummary);
    it.see_gone(&format!(" {chip} ›"));
    it.file.summed_up(id, &words);
}
