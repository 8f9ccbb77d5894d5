//! What this laptop remembers of itself: a random id, and who usually sits at it.
//!
//! The id goes into every session that is recorded here, so that clocks can be aligned laptop by laptop. Promises
//! that settings nobody can read stop nobody: it is told, and the work goes on. Where the files are is asked of the
//! system once, in [`places`], and never of the list of users.

use std::path::{Path, PathBuf};

use directories::ProjectDirs;
use thiserror::Error;

use crate::format::{FormatError, reader};
use crate::model::canonical::{Order, pretty};
use crate::model::ids::WriterId;
use crate::model::json::{Json, Member};
use crate::model::people::RecorderRole;
use crate::model::shape::{Fault, Members, Unknown, Value as _};
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

/// What a laptop remembers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The laptop's random id.
    pub laptop: WriterId,
    /// Initials of the person who usually types here.
    pub initials: Option<String>,
    /// What that person usually does.
    pub role: Option<RecorderRole>,
    unknown: Unknown,
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
        Self { laptop, initials: None, role: None, unknown: Unknown::default() }
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
        self.unknown.put(&mut members);
        pretty(&Json::object(members, Order::Other))
    }
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
