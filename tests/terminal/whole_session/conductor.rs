//! Somebody who conducts a session: presses only what is offered, sees what came of it, and remembers what the file
//! has to hold.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use hearken::app::commands::{COMMANDS, Id, Place, in_place};
use hearken::app::key::{Code, Key};

use super::expected::{Expected, Noted};
use super::offers::{bytes, is_offered, is_told, row};
use crate::person::{Laptop, Person, typing_line};

/// The person, what was used so far, and what is expected.
pub(crate) struct Conductor<'a> {
    laptop: &'a Laptop,
    size: (u16, u16),
    person: Person,
    used: HashSet<Id>,
    /// How often the key of a command was pressed, by the command's name.
    presses: HashMap<&'static str, u32>,
    /// What has been looked up in the help of a place once is known there.
    looked_up: HashSet<(Place, Id)>,
    /// What the file has to hold.
    pub(crate) file: Expected,
    /// The title of the theme shown.
    pub(crate) theme: &'static str,
}

impl<'a> Conductor<'a> {
    /// Starts the program.
    pub(crate) fn start(laptop: &'a Laptop, columns: u16, rows: u16) -> Self {
        Self::start_with(laptop, &[], columns, rows)
    }

    /// Starts the program with arguments.
    pub(crate) fn start_with(laptop: &'a Laptop, args: &[&str], columns: u16, rows: u16) -> Self {
        Self {
            laptop,
            size: (columns, rows),
            person: Person::start(laptop, args, columns, rows),
            used: HashSet::new(),
            presses: HashMap::new(),
            looked_up: HashSet::new(),
            file: Expected::default(),
            theme: "",
        }
    }

    /// The home folder.
    pub(crate) fn home(&self) -> &'a Path {
        self.laptop.home()
    }

    /// Waits until the screen shows a text.
    pub(crate) fn see(&self, text: &str) {
        self.person.wait_for(text);
    }

    /// Waits until the screen does not show a text any more.
    pub(crate) fn see_gone(&self, text: &str) {
        self.person.wait_until(&format!("{text:?} gone"), |screen| !screen.contents().contains(text));
    }

    /// Waits until the screen is as wanted.
    pub(crate) fn see_that(&self, what: &str, is_so: impl Fn(&vt100::Screen) -> bool) {
        self.person.wait_until(what, is_so);
    }

    /// What the screen shows.
    pub(crate) fn screen(&self) -> String {
        self.person.screen()
    }

    /// What it shows between its first row, which tells the time, and its last, which offers what is not known yet.
    pub(crate) fn middle(&self) -> Vec<String> {
        middle(&self.screen())
    }

    /// Waits until that is something else.
    pub(crate) fn see_other_than(&self, shown: &[String]) {
        self.see_that(&format!("something else than {shown:#?}"), |screen| {
            middle(&screen.contents()) != shown
        });
    }

    /// Waits until that is this again; what was said of it, in its last row, may have gone meanwhile.
    pub(crate) fn see_again(&self, shown: &[String]) {
        let (_, above) = shown.split_last().unwrap();
        let unsaid = [above, &[String::new()]].concat();
        self.see_that(&format!("again {shown:#?}"), |screen| {
            let now = middle(&screen.contents());
            now == shown || now == unsaid
        });
    }

    /// Presses the key of a command in a place, when the screen or else the help of that place offers it.
    pub(crate) fn key(&mut self, place: Place, id: Id) {
        let command = row(place, id);
        let presses = self.presses.entry(command.name).or_default();
        // A hint goes when it was used three times. Ctrl+C is pressed out of habit: nothing offers it.
        let is_known = *presses >= 3 || id == Id::DoNotKill || self.looked_up.contains(&(place, id));
        *presses += 1;
        if !is_known && !self.person.becomes_soon(|screen| is_offered(screen, command)) {
            self.look_up(place, id);
        }
        self.person.send(&bytes(command.keys[0]));
        self.used.insert(id);
    }

    /// Finds a key in the help of a place. Where there is no help, the screen itself has to offer it.
    fn look_up(&mut self, place: Place, id: Id) {
        let command = row(place, id);
        if !in_place(place).any(|command| command.id == Id::Help) {
            let what = format!("something that offers {id:?} in {place:?}");
            return self.see_that(&what, |screen| is_offered(screen, command));
        }
        self.person.send(&bytes(Key::ctrl('g')));
        self.see("Up, Down scroll · Esc closes");
        while !is_told(&self.screen(), command) {
            let shown = self.middle();
            self.person.send(&bytes(Key::plain(Code::Down)));
            self.see_other_than(&shown);
        }
        self.person.send(&bytes(Key::plain(Code::Esc)));
        self.see_gone("Up, Down scroll · Esc closes");
        self.looked_up.insert((place, id));
    }

    /// Gives a command by its letter in the menu.
    pub(crate) fn menu(&mut self, place: Place, id: Id) {
        let (letter, command) =
            hearken::app::commands::menu(place).find(|(_, command)| command.id == id).expect("a letter");
        self.key(place, Id::OpenMenu);
        self.see("Menu: press a letter, Esc closes");
        self.see(&format!("{letter}  {}", command.name));
        self.person.type_words(&letter.to_string());
        self.see_gone("Menu: press a letter, Esc closes");
        self.used.insert(id);
    }

    /// Gives a command by its name in the list of all commands.
    pub(crate) fn list(&mut self, id: Id) {
        self.key(Place::Live, Id::AllCommands);
        self.pick(row(Place::Live, id).name);
        self.used.insert(id);
    }

    /// Narrows a list by letters until what is wanted is chosen, and takes it.
    pub(crate) fn pick(&mut self, letters: &str) {
        self.pick_as(letters, letters);
    }

    /// The same, where what is wanted is longer than the letters.
    pub(crate) fn pick_as(&mut self, letters: &str, chosen: &str) {
        self.person.type_words(letters);
        let wanted = format!("▸ {chosen}");
        self.see_that(&wanted, |screen| screen.contents().lines().any(|line| line.contains(&wanted)));
        self.see(&format!("› {letters}"));
        self.key(Place::Picker, Id::Take);
    }

    /// Types words, and sees them in the typing line.
    pub(crate) fn type_in(&mut self, words: &str) {
        self.person.type_words(words);
        let wanted = words.rsplit(char::is_whitespace).find(|word| !word.is_empty()).unwrap_or_default();
        self.person
            .wait_until(words, |screen| typing_line(screen).is_some_and(|line| line.ends_with(wanted)));
    }

    /// Sends what nobody has to be told: letters, Backspace, Home.
    pub(crate) fn press(&mut self, code: Code) {
        self.person.send(&bytes(Key::plain(code)));
    }

    /// Clicks on a text.
    pub(crate) fn click(&mut self, text: &str) {
        self.person.click(text);
    }

    /// Types a sign or letters whose effect is looked for otherwise.
    pub(crate) fn letters(&mut self, letters: &str) {
        self.person.type_words(letters);
    }

    /// Waits for chips in front of the typing line.
    pub(crate) fn see_chips(&self, chips: &str) {
        self.see(&format!(" {chips} ›"));
    }

    /// Waits until the typing line holds these words.
    pub(crate) fn see_line(&self, words: &str) {
        self.person.wait_until(&format!("the line {words:?}"), |screen| {
            typing_line(screen).is_some_and(|line| line == words)
        });
    }

    /// Saves what is in the line.
    pub(crate) fn save(&mut self) {
        self.key(Place::Live, Id::SaveNote);
        self.see_line("");
    }

    /// Types a note and saves it; gives its place in the list of what is expected.
    pub(crate) fn note(&mut self, typed: &str, noted: Noted) -> usize {
        self.type_in(typed);
        self.save();
        self.expect(noted)
    }

    /// Expects a note; one that is not said to be elsewhere belongs to the theme shown.
    pub(crate) fn expect(&mut self, mut noted: Noted) -> usize {
        if noted.theme.is_empty() {
            noted.theme = self.theme;
        }
        self.file.notes.push(noted);
        self.file.notes.len() - 1
    }

    /// Goes to the next theme.
    pub(crate) fn next_theme(&mut self, title: &'static str) {
        self.key(Place::Live, Id::NextTheme);
        self.arrive_at(title);
    }

    /// Expects to have come to a theme.
    pub(crate) fn arrive_at(&mut self, title: &'static str) {
        self.see(&format!("Now at {title} ("));
        self.theme = title;
        self.file.theme_log.push(title);
    }

    /// Leaves the program, which has to end well.
    pub(crate) fn leave(mut self, place: Place) -> (Expected, HashSet<Id>) {
        self.key(place, Id::Leave);
        assert_eq!(self.person.wait_for_end(), (0, true));
        (self.file, self.used)
    }

    /// Leaves the program and starts it again.
    pub(crate) fn leave_and_start_again(mut self, place: Place) -> Self {
        self.key(place, Id::Leave);
        assert_eq!(self.person.wait_for_end(), (0, true));
        let person = Person::start(self.laptop, &[], self.size.0, self.size.1);
        Self { person, ..self }
    }
}

fn middle(screen: &str) -> Vec<String> {
    let rows: Vec<String> = screen.lines().map(|row| row.trim_end().to_owned()).collect();
    rows[1..rows.len() - 1].to_vec()
}

/// Every command of the table was used; a new one fails here until it is.
pub(crate) fn assert_all_used(used: &HashSet<Id>) {
    let unused: Vec<Id> = COMMANDS.iter().map(|command| command.id).filter(|id| !used.contains(id)).collect();
    assert!(unused.is_empty(), "never used: {unused:?}");
}
