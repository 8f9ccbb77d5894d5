//! What this laptop remembers of itself: a random id, and who usually sits at it.
//!
//! The id goes into every session that is recorded here, so that clocks can be aligned laptop by laptop. Promises
//! that settings nobody can read stop nobody: it is told, and the work goes on. Where the files are is asked of the
//! system once, in [`places`], and never of the list of users.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use thiserror::Error;

use crate::format::{FormatError, reader};
use crate::model::canonical::{Order, pretty};
use crate::model::ids::WriterId;
use crate::model::json::{Json, Member};
use crate::model::people::RecorderRole;
use crate::model::shape::{Fault, Members, Unknown, Value};
use crate::storage::{ReadLimit, Storage, StorageError, StorageErrorKind, atomic, folder, read};

/// Settings are a few lines; what is longer is something else.
const LIMIT: ReadLimit = ReadLimit::of_bytes(64 << 10);

/// Where a person's files are on this laptop.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// The folder of the study that is opened when none is named.
    pub default_study: PathBuf,
    /// The file of [`Settings`].
    pub settings: PathBuf,
}

/// `HOME` is not set, or not to a folder's full path, so nobody knows where this person's files are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the environment does not say where your files are: HOME is not set")]
pub struct NoHome;

/// Finds the places.
///
/// # Errors
/// [`NoHome`].
pub fn places() -> Result<Places, NoHome> {
    // Without HOME, `directories` would look this person up in the list of users, which can wait for a network.
    if cfg!(unix) && !std::env::var_os("HOME").is_some_and(|home| Path::new(&home).is_absolute()) {
        return Err(NoHome);
    }
    let own = ProjectDirs::from("", "", "hearken").ok_or(NoHome)?;
    Ok(Places { default_study: own.data_dir().join("study"), settings: own.config_dir().join("laptop.json") })
}

/// The folder of last resort, beside the settings: where a session goes that can be saved nowhere else.
#[must_use]
pub fn rescued(settings: &Path) -> PathBuf {
    settings.with_file_name("rescued")
}

/// What a laptop remembers, in the file `laptop.json`:
///
/// | member | what it says |
/// | --- | --- |
/// | `laptop` | the laptop's random id |
/// | `initials` | of the person who usually types here |
/// | `role` | what that person usually does |
/// | `used` | how often the key of a command was used, by the command's name: 1 to 3 |
/// | `mouse` | `false` when clicks and the wheel are left to the terminal; otherwise it is left out |
/// | `abbreviations` | a text for each short form of it |
///
/// Members that are not in this table are kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The laptop's random id.
    pub laptop: WriterId,
    /// Initials of the person who usually types here.
    pub initials: Option<String>,
    /// What that person usually does.
    pub role: Option<RecorderRole>,
    /// How that person works.
    pub habits: Habits,
    unknown: Unknown,
}

/// How the person at this laptop works.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Habits {
    /// How often the key of a command was used, by the command's name; never counted beyond
    /// [`MOST_COUNTED`](Self::MOST_COUNTED).
    pub used: BTreeMap<String, u32>,
    /// Whether clicks and the wheel are for hearken, and not for the terminal's own selection.
    pub has_mouse: bool,
    /// A text for each short form of it.
    pub abbreviations: BTreeMap<String, String>,
}

impl Habits {
    /// Who has used a key so often knows it.
    pub const MOST_COUNTED: u32 = 3;
}

impl Default for Habits {
    fn default() -> Self {
        Self { used: BTreeMap::new(), has_mouse: true, abbreviations: BTreeMap::new() }
    }
}

/// What came of loading settings: always some to go on with.
#[derive(Debug)]
pub struct Loaded {
    /// The settings.
    pub settings: Settings,
    /// Why they are not the ones in the file, or could not be kept.
    pub trouble: Option<Trouble>,
}

/// What is wrong with a file of settings. Nobody has to stop for it.
#[derive(Debug, Error)]
pub enum Trouble {
    /// It was damaged. What could be read of it was kept, and the damaged file stands beside it.
    #[error("the settings of this laptop were damaged and have been made anew; the old file is {}", kept.display())]
    MadeAnew {
        /// Where the damaged file stands now.
        kept: PathBuf,
    },
    /// Something else than settings stands in their place. It was left alone; nothing is remembered.
    #[error("{} does not hold the settings of this laptop, and was left alone", path.display())]
    NotOurs {
        /// What was found.
        path: PathBuf,
    },
    /// The file could not be read or written; nothing is remembered.
    #[error("the settings of this laptop could not be kept: {0}")]
    Storage(#[from] StorageError),
}

impl Settings {
    /// The settings of a laptop that has just got its id.
    #[must_use]
    pub fn of(laptop: WriterId) -> Self {
        Self { laptop, initials: None, role: None, habits: Habits::default(), unknown: Unknown::default() }
    }

    /// The laptop's id, where its settings say it; nothing is made.
    #[must_use]
    pub fn laptop_of(storage: &dyn Storage, path: &Path) -> Option<WriterId> {
        let bytes = read(storage, path, LIMIT).ok()?;
        Some(reader::decode(&bytes).and_then(Self::read).ok()?.laptop)
    }

    /// Reads the settings, or makes them: `fresh` is the id of a laptop that has none yet.
    #[must_use]
    pub fn load(storage: &dyn Storage, path: &Path, fresh: WriterId) -> Loaded {
        let new = Self::of(fresh);
        let not_ours = || Some(Trouble::NotOurs { path: path.to_owned() });
        let bytes = match read(storage, path, LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == StorageErrorKind::Missing => return first(storage, path, new),
            Err(StorageError::NotAFile { .. } | StorageError::TooLarge { .. }) => {
                return Loaded { settings: new, trouble: not_ours() };
            }
            Err(error) => return Loaded { settings: new, trouble: Some(error.into()) },
        };
        match reader::decode(&bytes).and_then(Self::read) {
            Ok(settings) => Loaded { settings, trouble: None },
            Err(_) if is_ours(&bytes) => anew(storage, path, salvaged(&bytes, new)),
            Err(_) => Loaded { settings: new, trouble: not_ours() },
        }
    }

    /// Writes the settings, for their owner only.
    ///
    /// # Errors
    /// [`StorageError`].
    pub fn save(&self, storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
        if let Some(parent) = path.parent() {
            folder::create(storage, parent)?;
        }
        atomic::replace(storage, path, self.write().as_bytes(), None)
    }

    fn read(text: &str) -> Result<Self, FormatError> {
        let placed = |fault: Fault| reader::placed(text, fault);
        let mut members = Members::of(reader::read(text)?).map_err(placed)?;
        let mut take = || {
            Ok(Self {
                laptop: members.required("laptop")?,
                initials: members.optional("initials")?,
                role: members.optional("role")?,
                habits: Habits::read(&mut members)?,
                unknown: Unknown::default(),
            })
        };
        let settings = take().map_err(placed)?;
        Ok(Self { unknown: members.rest().map_err(placed)?, ..settings })
    }

    fn write(&self) -> String {
        let mut members: Vec<Member<'_>> = vec![("laptop".into(), self.laptop.to_json())];
        members.extend(self.initials.as_ref().map(|initials| ("initials".into(), initials.to_json())));
        members.extend(self.role.as_ref().map(|role| ("role".into(), role.to_json())));
        self.habits.put(&mut members);
        self.unknown.put(&mut members);
        pretty(&Json::object(members, Order::Other))
    }
}

impl Habits {
    fn read(members: &mut Members<'_>) -> Result<Self, Fault> {
        let habits = Self {
            used: members.list("used")?,
            has_mouse: members.optional("mouse")?.unwrap_or(true),
            abbreviations: members.list("abbreviations")?,
        };
        Ok(habits.counted())
    }

    /// What damaged settings still say of them, name by name.
    fn salvaged<'a>(said: impl Fn(&str) -> Option<Json<'a>>) -> Self {
        let habits = Self {
            used: readable(said("used")),
            has_mouse: said("mouse").and_then(|mouse| bool::from_json(mouse).ok()).unwrap_or(true),
            abbreviations: readable(said("abbreviations")),
        };
        habits.counted()
    }

    /// With no count beyond the most that is counted.
    fn counted(mut self) -> Self {
        self.used.values_mut().for_each(|count| *count = (*count).min(Self::MOST_COUNTED));
        self
    }

    /// Adds them to the members being written, as far as they are not as at the beginning.
    fn put<'a>(&'a self, members: &mut Vec<Member<'a>>) {
        if !self.used.is_empty() {
            members.push(("used".into(), self.used.to_json()));
        }
        if !self.has_mouse {
            members.push(("mouse".into(), Json::Bool(false)));
        }
        if !self.abbreviations.is_empty() {
            members.push(("abbreviations".into(), self.abbreviations.to_json()));
        }
    }
}

/// The values of an object by their names, without those that cannot be read.
fn readable<T: Value>(json: Option<Json<'_>>) -> BTreeMap<String, T> {
    let Some(Json::Object(members)) = json else { return BTreeMap::new() };
    let read = |(name, value): Member<'_>| Some((name.into_owned(), T::from_json(value).ok()?));
    members.into_iter().filter_map(read).collect()
}

fn first(storage: &dyn Storage, path: &Path, settings: Settings) -> Loaded {
    let made = path
        .parent()
        .map_or(Ok(()), |parent| folder::create(storage, parent))
        .and_then(|()| atomic::create(storage, path, settings.write().as_bytes()));
    match made {
        Ok(()) => Loaded { settings, trouble: None },
        // Another hearken made them in the same moment: a laptop has one id.
        Err(StorageError::AlreadyThere { .. }) => {
            let theirs = read(storage, path, LIMIT).ok();
            let theirs = theirs.and_then(|bytes| reader::decode(&bytes).and_then(Settings::read).ok());
            Loaded { settings: theirs.unwrap_or(settings), trouble: None }
        }
        Err(error) => Loaded { settings, trouble: Some(error.into()) },
    }
}

/// Puts new settings in the place of damaged ones, which stay beside them.
fn anew(storage: &dyn Storage, path: &Path, settings: Settings) -> Loaded {
    let kept = path.with_extension("json.damaged");
    let trouble = match atomic::replace(storage, path, settings.write().as_bytes(), Some(&kept)) {
        Ok(()) => Trouble::MadeAnew { kept },
        Err(error) => error.into(),
    };
    Loaded { settings, trouble: Some(trouble) }
}

/// Whether damaged settings were ours: nothing at all, as a crash leaves it, or a piece that names the laptop.
fn is_ours(bytes: &[u8]) -> bool {
    let name = b"\"laptop\"";
    bytes.iter().all(|byte| *byte == 0 || byte.is_ascii_whitespace())
        || bytes.windows(name.len()).any(|piece| piece == name)
}

/// What damaged settings still say, member by member.
fn salvaged(bytes: &[u8], new: Settings) -> Settings {
    let Ok(Ok(Json::Object(members))) = reader::decode(bytes).map(reader::read) else { return new };
    let said = |name: &str| members.iter().find(|(key, _)| key == name).map(|(_, value)| value.borrowed());
    Settings {
        laptop: said("laptop").and_then(|id| WriterId::from_json(id).ok()).unwrap_or(new.laptop),
        initials: said("initials").and_then(|text| String::from_json(text).ok()),
        role: said("role").and_then(|word| RecorderRole::from_json(word).ok()),
        habits: Habits::salvaged(said),
        unknown: new.unknown,
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;
    use crate::storage::OsStorage;

    fn id(text: &str) -> WriterId {
        text.parse().unwrap()
    }

    fn loaded(path: &Path) -> (Settings, Option<String>) {
        let Loaded { settings, trouble } = Settings::load(&OsStorage, path, id("fresh0"));
        (settings, trouble.map(|trouble| trouble.to_string()))
    }

    #[test]
    fn a_laptop_keeps_the_id_it_got_first_and_what_a_later_version_wrote() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("hearken/laptop.json");
        assert_eq!(loaded(&path), (Settings::of(id("fresh0")), None));
        let text = "{\"laptop\": \"7tq2m9\", \"initials\": \"NT\", \"palette\": 1E2}";
        fs::write(&path, text).unwrap();
        let (mut settings, trouble) = loaded(&path);
        assert_eq!(
            (settings.laptop, settings.initials.as_deref(), trouble),
            (id("7tq2m9"), Some("NT"), None)
        );
        settings.role = Some(RecorderRole::NoteTaker);
        settings.save(&OsStorage, &path).unwrap();
        let kept = fs::read_to_string(&path).unwrap();
        assert_eq!(
            kept,
            "{\n  \"laptop\": \"7tq2m9\",\n  \"initials\": \"NT\",\n  \"role\": \"note-taker\",\n  \"palette\": 1E2\n}\n"
        );
        assert_eq!(loaded(&path), (settings, None));
    }

    #[test]
    fn damaged_settings_are_made_anew_with_what_they_still_say_and_stand_beside() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("laptop.json");
        for (damaged, laptop, initials) in [
            ("{\"laptop\": \"7tq2m9\", \"initials\": \"NT\", \"role\": 7}", "7tq2m9", Some("NT")),
            ("{\"laptop\": \"7tq2", "fresh0", None),
            ("\0\0\0\0", "fresh0", None),
            ("", "fresh0", None),
        ] {
            fs::write(&path, damaged).unwrap();
            let (settings, trouble) = loaded(&path);
            assert_eq!((settings.laptop, settings.initials.as_deref()), (id(laptop), initials));
            assert!(trouble.unwrap().contains("made anew"));
            assert_eq!(fs::read_to_string(home.path().join("laptop.json.damaged")).unwrap(), damaged);
            assert_eq!(loaded(&path), (settings, None));
        }
    }

    #[test]
    fn habits_come_back_as_they_were_kept_and_counting_ends_at_three() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("laptop.json");
        let text = "{\"laptop\": \"7tq2m9\", \"used\": {\"next theme\": 2, \"who\": 70}, \"later\": [1E2]}";
        fs::write(&path, text).unwrap();
        let (mut settings, trouble) = loaded(&path);
        assert_eq!(trouble, None);
        let used = [("next theme".to_owned(), 2), ("who".to_owned(), Habits::MOST_COUNTED)];
        assert_eq!(settings.habits, Habits { used: used.into(), ..Habits::default() });
        settings.habits.has_mouse = false;
        settings.habits.abbreviations.insert("fg".to_owned(), "focus group".to_owned());
        settings.save(&OsStorage, &path).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("1E2"));
        assert_eq!(loaded(&path), (settings, None));
    }

    #[test]
    fn a_habit_that_cannot_be_read_is_as_at_the_beginning_and_the_others_stay() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("laptop.json");
        let kept = ("who".to_owned(), "P".to_owned());
        for (damaged, has_mouse) in [
            ("\"mouse\": 7, \"used\": {\"who\": 1}, \"abbreviations\": {\"who\": \"P\", \"x\": 1}", true),
            (
                "\"mouse\": false, \"used\": {\"who\": 1, \"x\": -1}, \"abbreviations\": {\"who\": \"P\"}",
                false,
            ),
            (
                "\"mouse\": false, \"used\": {\"who\": 1, \"x\": [2]}, \"abbreviations\": {\"who\": \"P\"}",
                false,
            ),
        ] {
            fs::write(&path, format!("{{\"laptop\": \"7tq2m9\", \"initials\": \"NT\", {damaged}}}")).unwrap();
            let (settings, trouble) = loaded(&path);
            assert_eq!((settings.laptop, settings.initials.as_deref()), (id("7tq2m9"), Some("NT")));
            let used = [("who".to_owned(), 1)].into();
            assert_eq!(settings.habits, Habits { used, has_mouse, abbreviations: [kept.clone()].into() });
            assert!(trouble.unwrap().contains("made anew"));
            assert_eq!(loaded(&path), (settings, None));
        }
    }

    #[test]
    fn what_is_not_ours_is_left_alone_and_stops_nobody() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("laptop.json");
        fs::write(&path, "my shopping list").unwrap();
        let (settings, trouble) = loaded(&path);
        assert_eq!(settings, Settings::of(id("fresh0")));
        assert!(trouble.unwrap().contains("left alone"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "my shopping list");
        assert!(loaded(home.path()).1.unwrap().contains("left alone"));
        assert!(loaded(&path.join("below")).1.unwrap().contains("could not be kept"));
    }
}
