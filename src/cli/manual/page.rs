//! The man page.
//!
//! Name, description and options are written by `clap_mangen`. The commands are written here, because it would send
//! the reader to a page for each, and there is one page.

use std::io;
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, italic, roman};

use crate::app::help::SIGNS;
use crate::cli::args::{EXAMPLES, Typed};
use crate::cli::failure::EXIT_CODES;
use crate::cli::keys;
use crate::study::folder::StudyFolder;

/// What the environment can say.
const VARIABLES: &[(&str, &str)] = &[
    ("HEARKEN_STUDY", "The folder of the study, where --study does not name one."),
    ("NO_COLOR", "When it is set to anything, nothing is coloured; --color always is stronger."),
    ("TERM", "What the terminal can do; on a dumb one nothing is coloured."),
    ("HOME", "Where your own study and the settings of this laptop are."),
    ("XDG_DATA_HOME, XDG_CONFIG_HOME", "Where they are instead, on systems that know these."),
    ("TMPDIR", "Where the scratch folder of the demo is made."),
    ("TZ", "The time zone of the clock on the wall; notes carry its offset from UTC."),
];

/// The text of the page, in the form that man reads.
///
/// # Errors
/// None that memory does not give.
pub(super) fn written() -> io::Result<String> {
    let command = Typed::command();
    let man = Man::new(command.clone()).date("\"\"").manual("\"\"");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    section("SYNOPSIS", |roff| {
        roff.text([bold("hearken"), roman(" [options] [command]")]);
    })
    .to_writer(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    section("COMMANDS", |_| {}).to_writer(&mut page)?;
    for subcommand in command.get_subcommands() {
        commands_own(subcommand, subcommand.get_name(), &mut page)?;
    }
    for rest in [keys_section(), signs(), files(), environment(), exit_codes(), examples()] {
        rest.to_writer(&mut page)?;
    }
    Ok(for_every_man(&String::from_utf8_lossy(&page)))
}

fn section(title: &str, fill: impl FnOnce(&mut Roff)) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    fill(&mut roff);
    roff
}

/// A term, and under it what is said of it.
fn entry(roff: &mut Roff, term: impl Into<Vec<Inline>>, said: &str) {
    roff.control("TP", []);
    roff.text(term);
    roff.text([roman(said)]);
}

/// One command: how it is typed, what it does, its own options, an example; then the commands that are part of it.
fn commands_own(command: &Command, typed: &str, page: &mut Vec<u8>) -> io::Result<()> {
    let mut own = command
        .clone()
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .bin_name(format!("hearken {typed}"));
    let mut roff = Roff::new();
    roff.control("SS", [typed]);
    let usage = own.render_usage().to_string();
    roff.text([bold(usage.trim_start_matches("Usage: "))]);
    let about = command.get_long_about().or(command.get_about()).map(ToString::to_string).unwrap_or_default();
    for paragraph in about.split("\n\n") {
        roff.control("PP", []);
        roff.text([roman(paragraph)]);
    }
    roff.to_writer(page)?;
    if own.get_arguments().next().is_some() {
        let mut options = Vec::new();
        Man::new(own).render_options_section(&mut options)?;
        page.extend(String::from_utf8_lossy(&options).replace(".SH OPTIONS\n", "").into_bytes());
    }
    if let Some(example) = command.get_after_help() {
        let mut roff = Roff::new();
        roff.control("PP", []);
        as_it_stands(&mut roff, &example.to_string());
        roff.to_writer(page)?;
    }
    for part in command.get_subcommands() {
        commands_own(part, &format!("{typed} {}", part.get_name()), page)?;
    }
    Ok(())
}

/// Lines that are not to be filled up.
fn as_it_stands(roff: &mut Roff, text: &str) {
    roff.control("nf", []);
    for line in text.lines() {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
}

fn keys_section() -> Roff {
    section("KEYS", |roff| {
        for group in keys::groups() {
            roff.control("SS", [group.heading]);
            for command in group.commands {
                entry(roff, [bold(keys::found_by(command))], command.help.trim_end());
            }
        }
    })
}

fn signs() -> Roff {
    section("SIGNS", |roff| {
        roff.text([roman("In front of a note, if you like:")]);
        for (sign, means) in SIGNS {
            entry(roff, [bold(*sign)], means);
        }
    })
}

fn files() -> Roff {
    let study = StudyFolder::at("STUDY");
    let named = |path: &Path| path.display().to_string().replace('\\', "/");
    let keeping = named(&study.keeping());
    let rows = [
        ("STUDY/*.json".to_owned(), "The sessions. A file's name is for people; the id inside is the truth."),
        (named(&study.study_file()), "What the study is."),
        (
            named(&study.withdrawals_file()),
            "What was withdrawn or erased, so that old copies bring nothing back.",
        ),
        (
            named(&study.instrument_file("ID")),
            "An instrument of the study's own; hearken instrument new begins one.",
        ),
        (format!("{keeping}/ID.journal"), "What was typed since the last save, letter by letter."),
        (format!("{keeping}/ID.backup"), "The session as it was one save before."),
        (format!("{keeping}/ID.lock"), "Held by the hearken that writes the session; left there on purpose."),
        ("~/.local/share/hearken/study".to_owned(), "Your own study on Linux, when no other is named."),
        ("~/.config/hearken/laptop.json".to_owned(), "This laptop's random id, and who usually types here."),
    ];
    section("FILES", |roff| {
        for (path, said) in rows {
            entry(roff, [italic(path)], said);
        }
        roff.control("PP", []);
        roff.text([roman(
            "hearken doctor says where your own study and settings are. Everything is for its owner only.",
        )]);
    })
}

fn environment() -> Roff {
    section("ENVIRONMENT", |roff| {
        for (name, said) in VARIABLES {
            entry(roff, [bold(*name)], said);
        }
    })
}

fn exit_codes() -> Roff {
    section("EXIT STATUS", |roff| {
        for (code, says) in EXIT_CODES {
            entry(roff, [bold(code.to_string())], says);
        }
    })
}

fn examples() -> Roff {
    section("EXAMPLES", |roff| {
        for (typed, does) in EXAMPLES {
            entry(roff, [bold(*typed)], does);
        }
    })
}

/// The page in ASCII, for programs that read nothing else; and the letters that some of them turn into typographic
/// marks, so that a reader could not copy them, by their names.
fn for_every_man(page: &str) -> String {
    let mut written = String::with_capacity(page.len());
    for letter in page.chars() {
        match letter {
            '~' => written.push_str("\\(ti"),
            '^' => written.push_str("\\(ha"),
            '`' => written.push_str("\\(ga"),
            letter if letter.is_ascii() => written.push(letter),
            letter => written.push_str(&format!("\\[u{:04X}]", u32::from(letter))),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::SessionId;

    #[test]
    fn the_files_beside_a_session_are_called_as_the_page_says() {
        let study = StudyFolder::at("STUDY");
        let id = SessionId::from_random([7; 10]);
        let page = written().unwrap();
        for path in [study.journal(id), study.backup(id), study.lock(id)] {
            let name = path.file_name().unwrap().to_string_lossy().replace(&id.to_string(), "ID");
            assert!(page.contains(&name.replace('-', "\\-")), "{name}");
        }
    }

    #[test]
    fn the_page_is_ascii_and_keeps_letters_that_a_reader_copies() {
        assert_eq!(for_every_man("~/é `x`"), "\\(ti/\\[u00E9] \\(gax\\(ga");
        assert!(written().unwrap().is_ascii());
    }

    #[test]
    fn every_key_sign_command_and_exit_code_stands_on_the_page() {
        let page = written().unwrap();
        let has = |text: &str| page.contains(&text.replace('-', "\\-"));
        for command in keys::groups().into_iter().flat_map(|group| group.commands) {
            assert!(has(&format!("\\fB{}\\fR\n", keys::found_by(command))), "{}", command.name);
        }
        for (sign, _) in SIGNS {
            let escaped = sign.replace('-', "\\-").replace('~', "\\(ti");
            assert!([*sign, &escaped].iter().any(|sign| has(&format!("\\fB{sign}\\fR\n"))), "{sign}");
        }
        assert!(EXIT_CODES.iter().all(|(code, _)| has(&format!("\\fB{code}\\fR\n"))));
        for command in Typed::command().get_subcommands() {
            assert!(page.contains(&format!("\n.SS {}\n", command.get_name())), "{}", command.get_name());
        }
    }
}
