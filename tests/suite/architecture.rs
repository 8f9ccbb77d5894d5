//! The floors of the house: which folder may name which, and which may touch the world outside.
//!
//! This reads source files as text, not as a compiler does. It takes comments and literals out, then looks at every
//! path, also inside the braces of a `use`. It does not see what a macro of another crate expands to, nor a method
//! that does I/O without naming it, like `Path::exists`.
#![cfg(test)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders under `src` and the floor each stands on, from the ground up.
const FLOORS: &[(&str, u32)] = &[
    ("model", 0),
    ("merge", 1),
    ("capture", 1),
    ("routing", 1),
    ("format", 2),
    ("document", 2),
    ("report", 3),
    ("exchange", 3),
    ("storage", 3),
    ("study", 4),
    ("app", 5),
    ("ui", 6),
    ("run", 7),
    ("cli", 8),
];

/// Folders that are computation only: what they need from outside is handed to them.
const PURE: &[&str] =
    &["model", "merge", "capture", "routing", "format", "document", "report", "exchange", "app", "ui"];

/// The one place of a pure folder that may touch the terminal.
const TERMINAL: &[&str] = &["src/ui/terminal.rs", "src/ui/terminal/"];

/// Files of pure folders that read from a stream which is handed to them, or write into memory as into one: they may
/// name what `std::io` says of streams.
const STREAMS: &[&str] = &["src/format/v1/index.rs", "src/document/docx/package.rs"];

/// What reaches outside.
const OUTSIDE: &[&[&str]] =
    &[&["std", "fs"], &["std", "net"], &["std", "process"], &["std", "env"], &["std", "io"], &["getrandom"]];

/// Crates that one folder alone may name.
const OWNED: &[(&str, &str)] = &[("ratatui", "ui"), ("crossterm", "ui"), ("clap", "cli")];

/// Crates that one folder of a floor alone may name.
const OWNED_BELOW: &[(&str, &str)] = &[
    ("age", "src/storage/vault/"),
    ("chacha20poly1305", "src/storage/vault/"),
    ("zeroize", "src/storage/vault/"),
];

fn floor(folder: &str) -> Option<u32> {
    FLOORS.iter().find(|(name, _)| *name == folder).map(|(_, floor)| *floor)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token<'a> {
    Word(&'a str),
    /// `::`
    Colons,
    Sign(u8),
}

/// The length of the comment or literal at the start of a text; nothing when something else stands there.
fn comment_or_literal(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let to = |end: Option<usize>, length: usize| Some(end.map_or(text.len(), |end| end + length));
    if text.starts_with("//") {
        return to(text.find('\n'), 0);
    }
    if text.starts_with("/*") {
        let mut depth = 0;
        for at in 0..bytes.len() {
            match bytes.get(at..at + 2) {
                Some(b"/*") => depth += 1,
                Some(b"*/") => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return Some(at + 2);
            }
        }
        return Some(text.len());
    }
    let after_prefix = text.strip_prefix(['b', 'c']).unwrap_or(text);
    let prefix = text.len() - after_prefix.len();
    if let Some(raw) = after_prefix.strip_prefix('r') {
        let behind_hashes = raw.trim_start_matches('#');
        if let Some(inside) = behind_hashes.strip_prefix('"') {
            let close = format!("\"{}", "#".repeat(raw.len() - behind_hashes.len()));
            let head = text.len() - inside.len();
            return to(inside.find(&close).map(|at| at + head), close.len());
        }
    }
    let is_char = after_prefix.starts_with('\'') && {
        let mut letters = after_prefix.chars().skip(1);
        letters.next() == Some('\\') || letters.next() == Some('\'')
    };
    let quote = if is_char { b'\'' } else { b'"' };
    if after_prefix.as_bytes().first() != Some(&quote) {
        return None;
    }
    let mut at = prefix + 1;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            byte if *byte == quote => return Some(at + 1),
            _ => at += 1,
        }
    }
    Some(text.len())
}

fn is_of_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80
}

/// The tokens of a source text that is neither comment nor literal, each with its line.
fn tokens(text: &str) -> Vec<(Token<'_>, usize)> {
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    while let Some(byte) = text.as_bytes().get(at) {
        let rest = text.get(at..).unwrap_or_default();
        let length = if let Some(length) = comment_or_literal(rest) {
            length
        } else if is_of_word(*byte) {
            let length = rest.bytes().take_while(|byte| is_of_word(*byte)).count();
            found.push((Token::Word(rest.get(..length).unwrap_or_default()), line));
            length
        } else if rest.starts_with("::") {
            found.push((Token::Colons, line));
            2
        } else {
            if !byte.is_ascii_whitespace() {
                found.push((Token::Sign(*byte), line));
            }
            1
        };
        line += rest.bytes().take(length).filter(|byte| *byte == b'\n').count();
        at += length;
    }
    found
}

/// The place behind the bracket that closes the one at `open`.
fn behind(tokens: &[(Token<'_>, usize)], open: usize) -> usize {
    let mut depth = 0;
    for (at, (token, _)) in tokens.iter().enumerate().skip(open) {
        match token {
            Token::Sign(b'(' | b'[' | b'{') => depth += 1,
            Token::Sign(b')' | b']' | b'}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
    }
    tokens.len()
}

/// The place behind the item at `at`, which ends in a block or a semicolon.
fn behind_item(tokens: &[(Token<'_>, usize)], mut at: usize) -> usize {
    while let Some((token, _)) = tokens.get(at) {
        at = match token {
            Token::Sign(b';') => return at + 1,
            Token::Sign(b'{') => return behind(tokens, at),
            Token::Sign(b'(' | b'[') => behind(tokens, at),
            _ => at + 1,
        };
    }
    at
}

/// Marks the tokens that are compiled for tests only.
fn in_tests(tokens: &[(Token<'_>, usize)]) -> Vec<bool> {
    let mut marks = vec![false; tokens.len()];
    let sign = |at: usize, sign: u8| tokens.get(at).is_some_and(|(token, _)| *token == Token::Sign(sign));
    let word = |at: usize, word| tokens.get(at).is_some_and(|(token, _)| *token == Token::Word(word));
    for at in (0..tokens.len()).filter(|at| sign(*at, b'#')) {
        let is_inner = sign(at + 1, b'!');
        let open = at + 1 + usize::from(is_inner);
        if !sign(open, b'[') || !word(open + 1, "cfg") {
            continue;
        }
        let end = behind(tokens, open);
        if !(open..end).any(|at| word(at, "test")) || (open..end).any(|at| word(at, "not")) {
            continue;
        }
        let to = if is_inner { tokens.len() } else { behind_item(tokens, end) };
        marks[at..to].fill(true);
    }
    marks
}

/// Marks the tokens that stand in a module inside the file, where `super` is the file itself.
fn in_inner_modules(tokens: &[(Token<'_>, usize)]) -> Vec<bool> {
    let mut marks = vec![false; tokens.len()];
    for (at, three) in tokens.windows(3).enumerate() {
        if let [(Token::Word("mod"), _), (Token::Word(_), _), (Token::Sign(b'{'), _)] = three {
            marks[at + 2..behind(tokens, at + 2)].fill(true);
        }
    }
    marks
}

/// Words that are no part of a path that follows them, also where it begins with `::`.
const BEFORE_A_PATH: &[&str] =
    &["use", "as", "dyn", "else", "for", "if", "impl", "in", "match", "mut", "return", "where", "while"];

/// A path that stands in a source text: `crate::model::ids` or, out of a `use`, each of its branches.
#[derive(Debug, PartialEq, Eq)]
struct Mention<'a> {
    names: Vec<&'a str>,
    line: usize,
    is_in_test: bool,
    is_in_inner_module: bool,
}

fn mentions(text: &str) -> Vec<Mention<'_>> {
    let tokens = tokens(text);
    let (tests, inner) = (in_tests(&tokens), in_inner_modules(&tokens));
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !matches!(tokens[at].0, Token::Word(word) if !BEFORE_A_PATH.contains(&word)) {
            at += 1;
            continue;
        }
        let start = at;
        let mut branches = Vec::new();
        walk(&tokens, &mut at, &[], &mut branches);
        let is_used = start > 0 && tokens[start - 1].0 == Token::Word("use");
        found.extend(branches.into_iter().filter(|(names, _)| names.len() > 1 || is_used).map(
            |(names, line)| Mention {
                names,
                line,
                is_in_test: tests[start],
                is_in_inner_module: inner[start],
            },
        ));
    }
    found
}

/// Follows a path to its end, through the branches in braces.
fn walk<'a>(
    tokens: &[(Token<'a>, usize)],
    at: &mut usize,
    before: &[&'a str],
    found: &mut Vec<(Vec<&'a str>, usize)>,
) {
    let mut names = before.to_vec();
    let line = tokens[*at].1;
    loop {
        match tokens.get(*at).map(|(token, _)| *token) {
            Some(Token::Word(name)) => {
                *at += 1;
                names.push(name);
            }
            Some(Token::Sign(b'*')) if !names.is_empty() => {
                *at += 1;
                names.push("*");
                break;
            }
            Some(Token::Sign(b'{')) if !names.is_empty() => {
                let end = behind(tokens, *at);
                *at += 1;
                while *at + 1 < end {
                    match tokens[*at].0 {
                        Token::Word("as") => *at += 2,
                        Token::Word(_) | Token::Sign(b'{' | b'*') => walk(tokens, at, &names, found),
                        _ => *at += 1,
                    }
                }
                *at = end;
                return;
            }
            _ => break,
        }
        if tokens.get(*at).map(|(token, _)| *token) != Some(Token::Colons) {
            break;
        }
        *at += 1;
    }
    found.push((names, line));
}

/// The folder a file belongs to: `src/model/ids.rs` belongs to `model`.
fn folder_of(file: &str) -> Option<&str> {
    file.strip_prefix("src/")?.split_once('/').map(|(folder, _)| folder)
}

/// Everything that is wrong with one source file.
fn faults(file: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if !text.starts_with("//!") {
        found.push(format!("{file}:1: a file opens with `//!`: what it is for, promises, leaves to others"));
    }
    if matches!(file, "src/lib.rs" | "src/main.rs") {
        return found;
    }
    let Some((folder, own_floor)) = folder_of(file).and_then(|folder| Some((folder, floor(folder)?))) else {
        found.push(format!("{file}:1: this file stands on no floor: add its folder to FLOORS"));
        return found;
    };
    let is_front_page = file.strip_prefix("src/").and_then(|rest| rest.split_once('/')).map(|(_, rest)| rest)
        == Some("mod.rs");
    let is_pure = PURE.contains(&folder) && !TERMINAL.iter().any(|place| file.starts_with(place));
    for mention in mentions(text) {
        let told = |why: String| format!("{file}:{}: `{}`: {why}", mention.line, mention.names.join("::"));
        if mention.names.windows(2).any(|two| two == ["super", "super"]) {
            found.push(told("write `crate::…`, so that the floor can be seen".to_owned()));
        }
        let is_from_top = match mention.names.first() {
            Some(&"crate") => true,
            Some(&"super") => is_front_page && !mention.is_in_inner_module,
            _ => false,
        };
        if is_from_top {
            let named = mention.names.get(1).copied().unwrap_or_default();
            match floor(named) {
                Some(_) if named == folder => {}
                Some(below) if below < own_floor => {}
                Some(above) => found.push(told(format!(
                    "{folder} stands on floor {own_floor} and looks only below, {named} on floor {above}"
                ))),
                None => found.push(told(format!("there is no folder `{named}` on any floor"))),
            }
        }
        if is_pure && !mention.is_in_test {
            let is_handed = |outside: &[&str]| {
                let opens = mention.names.iter().any(|name| matches!(*name, "stdin" | "stdout" | "stderr"));
                outside == ["std", "io"] && STREAMS.contains(&file) && !opens
            };
            let outside =
                OUTSIDE.iter().find(|outside| mention.names.starts_with(outside) && !is_handed(outside));
            found.extend(outside.map(|_| told(format!("{folder} does no I/O; have it handed in"))));
        }
        let owner = OWNED.iter().find(|(owned, _)| mention.names.first() == Some(owned));
        if let Some((owned, owner)) = owner.filter(|(_, owner)| *owner != folder) {
            found.push(told(format!("only {owner} names {owned}")));
        }
        let owner = OWNED_BELOW.iter().find(|(owned, _)| mention.names.first() == Some(owned));
        if let Some((owned, owner)) = owner.filter(|(_, owner)| !file.starts_with(owner)) {
            found.push(told(format!("only {owner} names {owned}")));
        }
    }
    found
}

/// What is wrong with the list of folders in `lib.rs`, given the folders that are there.
fn faults_of_the_map(lib: &str, folders: &BTreeSet<String>) -> Vec<String> {
    let tokens = tokens(lib);
    let listed: Vec<&str> = tokens
        .windows(3)
        .filter_map(|three| match three {
            [(Token::Word("mod"), _), (Token::Word(name), _), (Token::Sign(b';'), _)] => Some(*name),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    for two in listed.windows(2) {
        if floor(two[0]) > floor(two[1]) {
            found.push(format!("src/lib.rs: {} is listed before {}, which stands below it", two[0], two[1]));
        }
    }
    let named: BTreeSet<String> = listed.iter().map(|name| (*name).to_owned()).collect();
    for name in folders.symmetric_difference(&named) {
        found.push(format!("src/lib.rs: `{name}` is a folder or is listed, but not both"));
    }
    found
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Every source file by its path from the root, with its text, in the order of paths.
fn sources() -> Vec<(String, String)> {
    let mut waiting = vec![root().join("src")];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path: PathBuf = entry.unwrap().path();
            if path.is_dir() {
                waiting.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name: Vec<_> =
                    path.strip_prefix(root()).unwrap().iter().map(|part| part.to_str().unwrap()).collect();
                found.push((name.join("/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

#[test]
fn floors_only_look_down_and_pure_folders_do_no_io() {
    let found: Vec<String> = sources().iter().flat_map(|(file, text)| faults(file, text)).collect();
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_map_lists_every_folder_in_floor_order() {
    let sources = sources();
    let folders = sources.iter().filter_map(|(file, _)| folder_of(file)).map(str::to_owned).collect();
    let (_, lib) = sources.iter().find(|(file, _)| file == "src/lib.rs").unwrap();
    let found = faults_of_the_map(lib, &folders);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

#[test]
fn the_checker_reads_the_real_sources() {
    let sources = sources();
    let reaches = |folder: &str, wanted: &[&str]| {
        sources
            .iter()
            .filter(|(file, _)| folder_of(file) == Some(folder))
            .any(|(_, text)| mentions(text).iter().any(|mention| mention.names.starts_with(wanted)))
    };
    assert!(reaches("study", &["crate", "storage"]) && reaches("study", &["crate", "merge"]));
    assert!(reaches("storage", &["std", "fs"]) && reaches("format", &["crate", "model"]));
}

#[test]
fn every_kind_of_planted_fault_is_found_at_its_line() {
    let planted = [
        ("src/model/ids.rs", "use crate::merge::Join;", "looks only below"),
        ("src/merge/join.rs", "use crate::capture::Signs;", "looks only below"),
        (
            "src/merge/join.rs",
            "use crate::{\n    model::{ids::{SeatId as S}, x},\n    study::Now};",
            "study::Now",
        ),
        ("src/format/v1/mod.rs", "fn f() { let x = crate::app::App::new(); }", "looks only below"),
        ("src/model/shape.rs", "macro_rules! m { () => { $crate::ui::draw() } }", "looks only below"),
        ("src/study/mod.rs", "use super::ui::Palette;", "looks only below"),
        ("src/study/mod.rs", "use crate::*;", "no folder"),
        ("src/study/merge.rs", "use crate::helpers::x;", "no folder"),
        ("src/storage/journal/line.rs", "use super::super::os;", "crate::…"),
        ("src/storage/journal/line.rs", "use super::{super::os, Tail};", "crate::…"),
        ("src/model/ids.rs", "use std::fs::File;", "no I/O"),
        ("src/merge/join.rs", "use std::{fmt, io::{self, Read}};", "no I/O"),
        ("src/report/matrix.rs", "fn f() { std::process::exit(1) }", "no I/O"),
        ("src/exchange/csv.rs", "use ::std::net::TcpStream;", "no I/O"),
        ("src/app/live.rs", "let home = std::env::var(\"HOME\");", "no I/O"),
        ("src/app/live.rs", "#[cfg(not(test))] use std::io;", "no I/O"),
        ("src/app/live.rs", "#[cfg(test)] mod tests { use std::io; } use std::io;", "no I/O"),
        ("src/app/live.rs", "let x = getrandom::fill(&mut bytes);", "no I/O"),
        ("src/ui/live.rs", "use std::io;", "no I/O"),
        ("src/run/mod.rs", "use ratatui::Frame;", "only ui"),
        ("src/run/mod.rs", "use crossterm;", "only ui"),
        ("src/app/mod.rs", "#[derive(clap::Parser)] struct Args;", "only cli"),
        ("src/storage/atomic.rs", "use age::Decryptor;", "only src/storage/vault/"),
        ("src/helpers/mod.rs", "", "no floor"),
        ("src/helpers.rs", "", "no floor"),
    ];
    for (file, text, told) in planted {
        let found = faults(file, &format!("//! What it is for.\n\n{text}\n"));
        assert!(!found.is_empty(), "{file}: {text}");
        assert!(found.iter().all(|one| one.starts_with(file) && one.contains(told)), "{found:?}");
    }
    let found = faults("src/app/mod.rs", "//! One.\nfn a() {\n    \"crate::ui\";\n    crate::ui::x();\n}\n");
    assert!(found.len() == 1 && found[0].starts_with("src/app/mod.rs:4:"), "{found:?}");
    assert_eq!(faults("src/model/ids.rs", "use std::fmt;\n").len(), 1, "no `//!`");
}

#[test]
fn what_is_allowed_is_not_a_fault() {
    let allowed = [
        ("src/study/merge.rs", "use crate::{merge::Join, model::ids::SeatId, storage};"),
        ("src/study/mod.rs", "mod tests { use super::folder; }"),
        ("src/study/mod.rs", "pub(crate) use error::StudyError;"),
        ("src/storage/os.rs", "use std::fs;\nuse std::io::{self, Read};"),
        ("src/model/ids.rs", "#[cfg(test)]\nmod tests {\n    use super::*;\n    use std::fs;\n}"),
        ("src/model/ids.rs", "#[cfg(all(test, unix))]\n#[allow(dead_code)]\nuse std::io;"),
        (
            "src/model/ids.rs",
            "// use crate::ui;\n/* std::fs /* nested */ crate::cli */ fn f<'a>(x: &'a str) {}",
        ),
        ("src/model/ids.rs", r##"fn f() { g('"', '\'', b"crate::ui", r#"std::"fs::x"#, "\"std::io::y"); }"##),
        ("src/model/ids.rs", "use std::fmt::{self, Write as _};"),
        ("src/ui/terminal.rs", "use std::io;\nuse crossterm::event;"),
        ("src/ui/terminal/raw.rs", "use std::io;"),
        ("src/ui/live.rs", "use crate::app::App;\nuse ratatui::buffer::Buffer;"),
        ("src/run/mod.rs", "use crate::ui::terminal::Terminal;\nuse std::io;"),
        ("src/cli/mod.rs", "use clap::Parser;"),
    ];
    for (file, text) in allowed {
        let found = faults(file, &format!("//! What it is for.\n{text}\n"));
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn a_map_out_of_order_or_with_a_gap_is_found() {
    let folders = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect();
    let told = |lib: &str, names: &[&str]| faults_of_the_map(lib, &folders(names));
    assert_eq!(told("pub mod model;\npub mod merge;\n", &["merge", "model"]).len(), 0);
    assert!(told("pub mod merge;\npub mod model;\n", &["merge", "model"])[0].contains("stands below"));
    assert!(told("pub mod model;\n", &["merge", "model"])[0].contains("`merge`"));
    assert!(told("pub mod model;\n// pub mod ui;\npub mod app;\n", &["model"])[0].contains("`app`"));
}
