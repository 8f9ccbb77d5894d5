//! hearken: see the library.
use hearken::storage::OsStorage;
use hearken::study::{folder::StudyFolder, laptop::Settings};
use std::sync::Arc;
fn main() {
    let root = std::env::var("HEARKEN_STUDY").unwrap_or("/tmp/study".into());
    let study = StudyFolder::at(root.clone());
    let id = hearken::run::random::session_id().unwrap();
    let w = hearken::run::random::writer_id().unwrap();
    study.make(&OsStorage, id, w, &hearken::run::clock::now()).unwrap();
    let open =
        std::env::args().nth(1).map(|n| hearken::study::catalogue::find(&OsStorage, &study, &n).unwrap());
    let start = hearken::run::Start {
        study,
        storage: Arc::new(OsStorage),
        open,
        settings: Settings::of(w),
        settings_file: None,
        look: hearken::ui::Look { is_ascii: false, has_colour: true },
    };
    println!("{:?}", hearken::run::screen(start));
}
