//! What a session's file holds, read as plain JSON and told in the same lines as what is expected.

use std::collections::BTreeMap;

use serde_json::Value;

/// The file, with the words people know its ids by.
pub(crate) struct Held<'a> {
    file: &'a Value,
    titles: BTreeMap<&'a str, &'a str>,
    probes: BTreeMap<&'a str, &'a str>,
    labels: BTreeMap<&'a str, &'a str>,
    texts: BTreeMap<&'a str, &'a str>,
}

fn text<'a>(value: &'a Value, member: &str) -> &'a str {
    value[member].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, member: &str) -> &'a [Value] {
    value[member].as_array().map_or(&[], Vec::as_slice)
}

fn words_by_id<'a>(entries: &'a [Value], member: &str) -> BTreeMap<&'a str, &'a str> {
    entries.iter().map(|entry| (text(entry, "id"), text(entry, member))).collect()
}

fn is_deleted(entry: &Value) -> bool {
    entry["deleted"].as_bool().unwrap_or(false)
}

/// How often an entry was written; nobody else wrote, so nothing is in conflict.
fn versions(entry: &Value) -> usize {
    assert!(entry.get("conflicts").is_none(), "{entry}");
    1 + list(entry, "earlier").len()
}

fn person(person: &Value) -> String {
    let (role, sector) = (text(person, "role"), text(person, "sector"));
    let about = if sector.is_empty() { role.to_owned() } else { format!("{role}, {sector}") };
    let items = &person["consent"]["items"];
    let consent = ["take_part", "quotes", "recontact"].map(|item| text(&items[item], "state")).join(", ");
    format!("person: {} {about}; {consent} x{}", text(person, "label"), versions(person))
}

impl<'a> Held<'a> {
    pub(crate) fn of(file: &'a Value) -> Self {
        let themes = list(&file["instrument"], "themes");
        let prompts = themes.iter().flat_map(|theme| list(theme, "prompts"));
        let probes = prompts.flat_map(|prompt| list(prompt, "probes"));
        Self {
            titles: words_by_id(themes, "title"),
            probes: probes.map(|probe| (text(probe, "id"), text(probe, "text"))).collect(),
            labels: words_by_id(list(file, "participants"), "label"),
            texts: words_by_id(list(file, "notes"), "text"),
            file,
        }
    }

    /// The entries of a list, those that are deleted too, in the order of their ids.
    fn list(&self, name: &str) -> Vec<&'a Value> {
        let mut entries: Vec<&Value> =
            list(self.file, name).iter().chain(list(&self.file["deleted"], name)).collect();
        entries.sort_by_key(|entry| text(entry, "id"));
        entries
    }

    /// Entries by what people call them, in the order of that.
    fn by_name(&self, list: &str, line: impl Fn(&'a Value) -> String) -> Vec<String> {
        let mut lines: Vec<String> = self.list(list).into_iter().map(line).collect();
        lines.sort();
        lines
    }

    /// Everything that people added, line by line.
    pub(crate) fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.details()];
        let opened = |one: &&Value| format!("opened: {} {}", text(one, "initials"), text(one, "role"));
        lines.extend(self.list("writers").iter().map(opened));
        lines.extend(self.by_name("participants", person));
        lines.extend(self.list("notes").iter().map(|one| self.note(one)));
        lines.extend(self.by_name("themes", |one| self.theme(one)));
        lines.extend(self.by_name("probes", |one| {
            format!("probe: {} {} x{}", self.probes[text(one, "id")], !is_deleted(one), versions(one))
        }));
        lines.extend(self.by_name("scripts", |one| {
            let why = one["words"].as_str().map(|words| format!(": {words}")).unwrap_or_default();
            format!("script: {} {}{why} x{}", text(one, "id"), text(one, "state"), versions(one))
        }));
        lines.extend(self.list("attendance").iter().map(|one| {
            format!("attendance: {} {}", self.labels[text(one, "participant")], text(one, "state"))
        }));
        lines.extend(self.list("pauses").iter().map(|one| {
            let state = if one.get("until").is_some() { "ended" } else { "open" };
            format!("pause: {} {state}", text(one, "reason"))
        }));
        lines.extend(self.list("theme_log").iter().map(|one| {
            let title = one["theme"].as_str().map_or(super::expected::OVER, |theme| self.titles[theme]);
            format!("theme log: {title}")
        }));
        lines.extend(self.by_name("summaries", |one| self.summary(one)));
        self.assert_nothing_else();
        lines
    }

    fn details(&self) -> String {
        let details = &self.file["details"];
        let (kind, site) = (text(details, "kind"), text(details, "site"));
        format!("{kind} at {site}, {} minutes", details["planned_minutes"])
    }

    fn note(&self, note: &Value) -> String {
        let who = note["participant"].as_str().map_or("nobody", |seat| self.labels[seat]);
        let theme = self.titles[text(note, "theme")];
        let state = if is_deleted(note) { "deleted " } else { "" };
        let each = |member: &str, mark: &dyn Fn(&str) -> String| -> String {
            list(note, member).iter().map(|one| mark(one.as_str().unwrap())).collect()
        };
        let tags = each("tags", &|tag| format!(" #{tag}"));
        let flags = each("flags", &|flag| format!(" [{flag}]"));
        let against = note.get("against").map(|against| format!(", {against} against")).unwrap_or_default();
        let hands = note.get("for").map(|raised| format!("{raised} of {}{against}", note["of"]));
        let more = hands.unwrap_or_else(|| text(note, "stage").to_owned());
        assert_eq!(text(note, "from"), "live");
        format!(
            "note: {state}{} by {who} on {theme}: {:?}{tags}{flags} {more} x{}",
            text(note, "kind"),
            text(note, "text"),
            versions(note)
        )
    }

    fn theme(&self, theme: &Value) -> String {
        let number = |member: &str| theme[member].as_u64();
        format!(
            "theme: {} {:?} {:?} {} x{}",
            self.titles[text(theme, "id")],
            number("planned_minutes"),
            number("order"),
            text(theme, "silence"),
            versions(theme)
        )
    }

    fn summary(&self, summary: &Value) -> String {
        let id = text(summary, "id");
        let notes = list(summary, "notes").iter().map(|note| self.texts[note.as_str().unwrap()]);
        let notes: Vec<&str> = notes.collect();
        let title = self.titles.get(id).unwrap_or(&id);
        format!("summary: {title}: {:?} rests on {notes:?}", text(summary, "text"))
    }

    /// Lists that nobody in this session adds to.
    fn assert_nothing_else(&self) {
        for name in ["responses", "marks", "pairs", "same_as", "withdrawals", "erasures", "erased"] {
            assert!(self.list(name).is_empty(), "{name}: {:?}", self.list(name));
        }
    }
}
