//! Who comes and who goes, when the talk pauses, and that it runs late.

use hearken::app::commands::{Id, Place};

use super::before::{describe, see_consent};
use super::conductor::Conductor;
use super::expected::{point, quote};

/// The sixth person speaks before anybody has given them a seat.
pub(super) fn somebody_comes_late(it: &mut Conductor<'_>) {
    it.type_in("6: I could not find a place to park");
    it.see_chips("P6?");
    it.key(Place::Live, Id::SaveNote);
    it.see("Who is P6? Nobody sits there.");
    it.key(Place::Live, Id::SaveNote);
    it.see_line("");
    it.see("P6 has a seat now. Esc, w says what P6 does.");
    it.expect(point("I could not find a place to park").by("P6"));
    it.file.person("P6");
    it.file.attendance.push("P6 arrived");
    it.menu(Place::Live, Id::People);
    it.see("Who is here: 6 of 6");
    describe(it, "P6", "prison officer, prison");
    it.key(Place::People, Id::SaveNote);
    it.see_gone("Who is here: 6 of 6");
    it.note("6: \"We want the children to come", quote("We want the children to come").by("P6"));
    asked_late(it);
}

/// Consent of the one who came late: what is not asked stays open.
fn asked_late(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Script);
    it.see("▸ P1");
    for label in ["P2", "P3", "P4", "P5", "P6"] {
        it.key(Place::Script, Id::DownInList);
        it.see(&format!("▸ {label}"));
    }
    for (id, marks) in [(Id::ConsentTakePart, "✓··"), (Id::ConsentQuotes, "✓✓·")] {
        it.key(Place::Script, id);
        see_consent(it, "P6", marks);
        it.file.person("P6");
    }
    it.file.people.get_mut("P6").unwrap().consent = ["given", "given", ""];
    it.key(Place::Script, Id::Back);
    it.see_gone("Consent, person by person");
}

/// Somebody is upset; a note is taken meanwhile, then it goes on.
pub(super) fn a_pause(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Pause);
    it.see("What is the pause for?");
    it.key(Place::Picker, Id::DownInList);
    it.see("▸ Somebody is upset");
    it.key(Place::Picker, Id::Take);
    it.see("Paused at");
    it.see("paused since");
    it.note("5: I need a minute", point("I need a minute").by("P5"));
    it.menu(Place::Live, Id::Pause);
    it.see("The clocks go on.");
    it.file.pauses.push("distress ended");
}

/// Time runs out: the theme shown gets a minute less.
pub(super) fn running_late(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::Plan);
    it.see("min left for 3 themes to come: s shares.");
    it.see("▸ Practice");
    it.key(Place::Plan, Id::FewerMinutes);
    it.see("Practice: 9 minutes.");
    it.file.planned("Practice").minutes = Some(9);
    it.key(Place::Plan, Id::Back);
    it.see_gone("min left for");
}

/// One goes out and comes back, another leaves for good.
pub(super) fn somebody_leaves(it: &mut Conductor<'_>) {
    it.menu(Place::Live, Id::People);
    it.see_chips("P1 is");
    for label in ["P2", "P3", "P4"] {
        it.key(Place::People, Id::DownInList);
        it.see_chips(&format!("{label} is"));
    }
    it.key(Place::People, Id::LeaveOrReturn);
    it.see("P4 has left, at");
    it.see("Who is here: 5 of 6");
    it.key(Place::People, Id::LeaveOrReturn);
    it.see("P4 has come back, at");
    for label in ["P3", "P2"] {
        it.key(Place::People, Id::UpInList);
        it.see_chips(&format!("{label} is"));
    }
    it.key(Place::People, Id::LeaveOrReturn);
    it.see("P2 has left, at");
    it.file.attendance.extend(["P4 left", "P4 arrived", "P2 left"]);
    it.key(Place::People, Id::Back);
    it.see_gone("Who is here: 5 of 6");
}
