//! The gate sheet: what a prison asks of somebody who brings a laptop in, on one page.
//!
//! Promises: it says what the files on the disk are, byte for byte as they lie there, and what the program does not do; it
//! holds nothing that anybody said. What the device is, is as it was typed.

use crate::document::{About, Block, Cell, Document, Item, Level, Mark, Ruled, Table};

/// What is brought in.
#[derive(Debug, Clone, Default)]
pub struct Brought {
    /// Make and model of the device, as typed; a line to write on where nothing was.
    pub device: Option<String>,
    /// Its serial number.
    pub serial: Option<String>,
    /// Whose visit it is, and when.
    pub visit: Option<String>,
    /// The files carried.
    pub files: Vec<Carried>,
    /// How the study is kept.
    pub encryption: Encryption,
}

/// A file that is carried.
#[derive(Debug, Clone)]
pub struct Carried {
    /// Its name.
    pub name: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// SHA-256 of its bytes as they lie on the disk.
    pub digest: String,
    /// Whether it is sealed.
    pub is_sealed: bool,
}

/// How a study is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encryption {
    /// In plain.
    #[default]
    Plain,
    /// Sealed to the office and to this laptop.
    Sealed,
}

/// What the program does not use.
const USES_NONE: [&str; 4] = [
    "hearken opens no network connection of any kind and looks up no name.",
    "It uses no camera and no microphone, and starts no other program while it takes notes.",
    "It writes into the folder of the study and its settings, and elsewhere only what somebody asks for.",
    "Notes are typed. People are called P1, P2 and so on in them, and whoever takes notes is asked for no names.",
];

/// Makes the sheet.
#[must_use]
pub fn sheet(brought: &Brought) -> Document {
    let mut blocks = vec![Block::heading(Level::Section, "The device")];
    let typed =
        [("Make and model", &brought.device), ("Serial number", &brought.serial), ("Visit", &brought.visit)];
    let known = typed.iter().filter_map(|(name, value)| Some((name, value.as_ref()?)));
    let known: Vec<Item> = known.map(|(name, value)| point(format!("{name}: {value}"))).collect();
    if !known.is_empty() {
        blocks.push(Block::List(known));
    }
    let open = typed.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| (*name).to_owned());
    let lines: Vec<String> = open.collect();
    if !lines.is_empty() {
        blocks.push(Block::Ruled(Ruled { columns: Vec::new(), lines }));
    }
    blocks.push(Block::heading(Level::Section, "The program"));
    blocks.push(Block::List(USES_NONE.map(|text| point(text.to_owned())).into()));
    blocks.push(Block::heading(Level::Section, "Encryption"));
    blocks.push(Block::Paragraph(in_words(brought)));
    blocks.push(Block::heading(Level::Section, format!("Files carried ({})", brought.files.len())));
    let is_on_one_page = brought.files.len() <= ON_ONE_PAGE;
    blocks.push(files(&brought.files, is_on_one_page));
    blocks.push(Block::heading(Level::Section, "Seen at the gate"));
    let lines = ["In, by", "Out, by"].map(str::to_owned).into();
    blocks.push(Block::Ruled(Ruled { columns: ["Date", "Time"].map(str::to_owned).into(), lines }));
    if !is_on_one_page {
        blocks.push(Block::heading(Level::Section, "Digests of the files carried"));
        blocks.push(digests(&brought.files));
    }
    Document {
        title: "Gate sheet".to_owned(),
        lang: Some("en".to_owned()),
        // It holds nobody's words, so no later withdrawal makes it out of date.
        about: About::default(),
        blocks,
    }
}

fn point(text: String) -> Item {
    Item { mark: Mark::Point, label: None, text, leads_to: None }
}

/// How the files are kept, in sentences.
fn in_words(brought: &Brought) -> String {
    let sealed = brought.files.iter().filter(|file| file.is_sealed).count();
    let all = brought.files.len();
    let study = match brought.encryption {
        Encryption::Sealed if sealed < all => {
            "The study is encrypted in the age format: what is typed is sealed as it is written. Files below stand in plain still."
        }
        Encryption::Sealed => {
            "The study is encrypted in the age format: what is typed is sealed as it is written, and nothing of it is plain on \
             the disk."
        }
        Encryption::Plain => "The study is not encrypted.",
    };
    format!("{study} Of the files below, {sealed} of {all} are sealed.")
}

/// So many files have room on the page with their digests; of more these are on a page of their own behind it.
const ON_ONE_PAGE: usize = 5;

/// What is said of digests.
const DIGESTS: &str = "Each file with its digest (SHA-256): the same digest is the same file";

fn files(files: &[Carried], has_digests: bool) -> Block {
    if files.is_empty() {
        return Block::Paragraph("None: the device carries no session in.".to_owned());
    }
    let row = |file: &Carried| {
        let state = if file.is_sealed { "sealed" } else { "plain" };
        let digest = has_digests.then(|| Cell::Text(file.digest.clone()));
        let cells = [file.name.clone(), file.bytes.to_string(), state.to_owned()].map(Cell::Text);
        cells.into_iter().chain(digest).collect()
    };
    let head = ["File", "Bytes", "State"].into_iter().chain(has_digests.then_some("SHA-256"));
    let caption = if has_digests { DIGESTS } else { "Their digests stand behind this" };
    Block::Table(Table {
        caption: Some(caption.to_owned()),
        head: head.map(str::to_owned).collect(),
        rows: files.iter().map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    })
}

fn digests(files: &[Carried]) -> Block {
    let row = |file: &Carried| [&file.name, &file.digest].map(|text| Cell::Text(text.clone())).into();
    Block::Table(Table {
        caption: Some(DIGESTS.to_owned()),
        head: ["File", "SHA-256"].map(str::to_owned).into(),
        rows: files.iter().map(row).collect(),
        has_row_heads: true,
        remarks: Vec::new(),
    })
}
