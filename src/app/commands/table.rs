//! The table of commands, in the order in which footers and help show them.

use super::Place::{
    Asking, Cell, Choices, Close, Debrief, Earlier, Field, Form, Help, Home, List, Live, Matrix, Menu, Page,
    People, Picker, Plan, Ready, Reports, Room, Script, Sides,
};
use super::{Command, Id, Place};
use crate::app::key::{Code, Key};

const fn plain(code: Code) -> Key {
    Key::plain(code)
}

/// Where something is chosen or read on line by line.
const UP_AND_DOWN: &[Place] = &[
    Home, Form, Ready, Earlier, List, Menu, Picker, Help, People, Script, Plan, Close, Choices, Sides, Room,
    Reports, Matrix, Cell, Page,
];

/// Every command.
pub const COMMANDS: &[Command] = &[
    Command::new(Id::SaveNote, "save", "Saves what is typed.")
        .keys(&[plain(Code::Enter)])
        .places(&[Live, Field, People])
        .letter('s'),
    Command::new(Id::Take, "take", "Takes what is chosen.").keys(&[plain(Code::Enter)]).places(&[
        Home, Form, Ready, Earlier, List, Menu, Picker, Close, Choices, Room, Reports, Matrix, Cell, Page,
    ]),
    Command::new(Id::Take, "take", "Takes what is chosen.").keys(&[plain(Code::Tab)]).places(&[Form, List]),
    Command::new(
        Id::SaveSummary,
        "save, next theme",
        "Saves the summary and goes to the next theme without one.",
    )
    .keys(&[plain(Code::Enter)])
    .places(&[Debrief]),
    Command::new(Id::NextTheme, "next theme", "Goes to the next theme; what is half typed comes along.")
        .also("forward")
        .keys(&[plain(Code::Tab), Key::ctrl('n')])
        .places(&[Live, Ready, Debrief])
        .letter('n'),
    Command::new(
        Id::Who,
        "who",
        "Picks who said it. Faster: the seat's number, a colon and a blank, like 3: ",
    )
    .also("speaker said person change")
    .keys(&[plain(Code::Char('@'))])
    .places(&[Live, Ready, Earlier])
    .letter('@'),
    Command::new(Id::Tag, "tag", "Picks a tag; on an earlier note it adds one.")
        .also("code label")
        .keys(&[plain(Code::Char('#'))])
        .places(&[Live, Ready, Earlier])
        .letter('#'),
    Command::new(Id::EarlierNotes, "earlier", "Goes up into the earlier notes of this theme.")
        .also("edit change fix")
        .keys(&[plain(Code::Up)])
        .places(&[Live])
        .letter('e'),
    Command::new(Id::TickProbe, "tick probe", "Ticks the next probe of this theme: it was asked.")
        .also("asked prompt")
        .keys(&[Key::ctrl('t')])
        .places(&[Live, Ready, Earlier])
        .letter('t'),
    Command::new(
        Id::Coverage,
        "not covered yet",
        "Shows which themes, prompts and people are not covered yet.",
    )
    .also("coverage heard")
    .keys(&[Key::ctrl('o')])
    .places(&[Live, Ready, Earlier])
    .letter('c'),
    Command::new(Id::Find, "find", "Finds words in this session.")
        .also("search look")
        .keys(&[Key::ctrl('f')])
        .places(&[Live, Ready, Earlier])
        .letter('f'),
    Command::new(Id::Refile, "other theme", "Files the note under another theme; you stay where you are.")
        .also("refile move")
        .keys(&[Key::ctrl('r')])
        .places(&[Live, Earlier])
        .letter('o'),
    Command::new(Id::PreviousTheme, "theme before", "Goes to the theme before.")
        .also("back previous")
        .keys(&[plain(Code::BackTab), Key::ctrl('p')])
        .places(&[Live, Ready, Debrief])
        .letter('b'),
    Command::new(Id::UpInList, "choose", "Moves up.").keys(&[plain(Code::Up)]).places(UP_AND_DOWN),
    Command::new(Id::DownInList, "choose", "Moves down.").keys(&[plain(Code::Down)]).places(UP_AND_DOWN),
    Command::new(Id::DeleteNote, "delete", "Deletes the note; Ctrl+Z brings it back.")
        .also("remove")
        .keys(&[plain(Code::Delete)])
        .places(&[Earlier]),
    Command::new(Id::History, "its history", "Shows how the note read before, and who changed it.")
        .also("versions")
        .keys(&[plain(Code::Right)])
        .places(&[Earlier]),
    Command::new(Id::Undo, "take back", "Takes back the last typing, or the last change.")
        .also("undo")
        .keys(&[Key::ctrl('z')])
        .places(&[
            Field, Live, Ready, Earlier, Debrief, People, Script, Plan, Close, Choices, Sides, Asking, Room,
        ])
        .letter('u'),
    Command::new(Id::Redo, "do again", "Does again what was taken back.")
        .also("redo")
        .keys(&[Key::ctrl('y')])
        .places(&[Field, Live, Ready, Earlier, Debrief, People, Script, Plan, Close, Asking])
        .letter('y'),
    Command::new(Id::NewLine, "new line", "Begins a new line inside the note.")
        .also("break paragraph")
        .keys(&[Key::ctrl('j'), Key::alt(Code::Enter)])
        .places(&[Live, Debrief, Asking])
        .letter('l'),
    Command::new(Id::FlagCheck, "to check", "Marks the note, to be checked against the recording.")
        .also("flag recording")
        .keys(&[Key::ctrl('l')])
        .places(&[Live, Ready, Earlier])
        .letter('k'),
    Command::new(
        Id::FlagAbsent,
        "about someone absent",
        "Marks the note: it is about somebody who is not in the room.",
    )
    .also("flag")
    .keys(&[Key::ctrl('d')])
    .places(&[Live, Ready, Earlier])
    .letter('a'),
    Command::new(Id::FlagSettled, "settled", "Marks a parked point as settled.")
        .also("flag parked cross off")
        .keys(&[Key::ctrl('x')])
        .places(&[Live, Ready, Earlier])
        .letter('x'),
    Command::new(
        Id::Pause,
        "pause, go on",
        "Stops the clocks for a break or because somebody is upset; again, and they go on.",
    )
    .also("break distress")
    .places(&[Live, Ready])
    .letter('p'),
    Command::new(
        Id::Mark,
        "mark this moment",
        "Marks this moment, as the other recorder does: the laptops' clocks are compared by it.",
    )
    .also("clock clap together align")
    .keys(&[Key::ctrl('v')])
    .places(&[Live, Ready, Earlier])
    .letter('1'),
    Command::new(
        Id::Script,
        "script and consent",
        "Shows what to read out, and asks each person for consent.",
    )
    .also("read ground rules confidentiality")
    .places(&[Live, Ready, Asking])
    .letter('r'),
    Command::new(Id::People, "who is here", "Says what each person does; who came late or left.")
        .also("seat role sector arrive leave late attendance")
        .places(&[Live, Ready, Asking])
        .letter('w'),
    Command::new(
        Id::SamePerson,
        "the same person?",
        "Asks of two seats with one label, which two laptops gave, whether they are one person.",
    )
    .also("seats link merge")
    .places(&[Live, Ready, Asking])
    .letter('3'),
    Command::new(
        Id::Plan,
        "minutes and themes",
        "Changes minutes and order of the themes, leaves one out, shares what time is left.",
    )
    .also("plan time shorten late")
    .places(&[Live, Ready])
    .letter('m'),
    Command::new(
        Id::Close,
        "finish",
        "What is not covered and still open, before people go; then the debrief.",
    )
    .also("close end stop done")
    .places(&[Live, Ready, Debrief])
    .letter('z'),
    Command::new(Id::Debrief, "debrief", "One summary a theme, surprises, what to ask next.")
        .also("summary matrix")
        .places(&[Live, Ready])
        .letter('d'),
    Command::new(
        Id::Conflicts,
        "in conflict",
        "Shows what was changed in two places, side by side, and settles it.",
    )
    .also("merge wordings settle resolve")
    .places(&[Live, Ready, Asking])
    .letter('2'),
    Command::new(Id::ShortForms, "short forms", "Shows your abbreviations, and how to make one.")
        .also("abbreviation expand")
        .places(&[Live, Ready, Asking])
        .letter('h'),
    Command::new(Id::WhenSaved, "saved?", "Says when it was last saved.")
        .keys(&[Key::ctrl('s')])
        .places(&[Live, Ready, Earlier, Debrief, Asking])
        .letter('v'),
    Command::new(
        Id::SaveElsewhere,
        "save elsewhere",
        "Saves into another folder and goes on there, when the disk fails.",
    )
    .also("folder stick disk full")
    .places(&[Live, Ready, Asking])
    .letter('!'),
    Command::new(
        Id::ShowId,
        "id for a second laptop",
        "Shows the id of this session, to be read out to a second note-taker.",
    )
    .also("join invite")
    .places(&[Live, Ready, Asking])
    .letter('i'),
    Command::new(
        Id::Mouse,
        "mouse on or off",
        "Lets clicks go to hearken, or to the terminal so that text can be selected.",
    )
    .also("click select copy")
    .places(&[Live, Ready, Asking])
    .letter('j'),
    Command::new(
        Id::AllCommands,
        "all commands",
        "Finds any command by a few letters. In an empty line / does the same.",
    )
    .also("palette")
    .keys(&[Key::ctrl('k')])
    .places(&[Live, Ready, Earlier, Debrief, Asking])
    .letter('/'),
    Command::new(Id::Quote, "a quote", "What somebody said, word for word. Faster: \" in front.")
        .also("verbatim sign")
        .places(&[Live, Ready]),
    Command::new(
        Id::Observation,
        "an observation",
        "What people did, not what they said. Faster: ( in front.",
    )
    .also("sign saw")
    .places(&[Live, Ready]),
    Command::new(Id::Comment, "your own comment", "What you think yourself. Faster: ; in front.")
        .also("sign own")
        .places(&[Live, Ready]),
    Command::new(Id::Hands, "a show of hands", "How many raised a hand. Faster: =6/8 and a blank in front.")
        .also("sign count vote")
        .places(&[Live, Ready]),
    Command::new(
        Id::Emerging,
        "emerging practice",
        "An example of practice that has just begun. Faster: *e and a blank in front.",
    )
    .also("sign example")
    .places(&[Live, Ready]),
    Command::new(
        Id::Developing,
        "developing practice",
        "An example of practice under way. Faster: *d and a blank in front.",
    )
    .also("sign example")
    .places(&[Live, Ready]),
    Command::new(
        Id::Established,
        "established practice",
        "An example of settled practice. Faster: *s and a blank in front.",
    )
    .also("sign example")
    .places(&[Live, Ready]),
    Command::new(Id::Action, "an action", "Something to follow up. Faster: ! in front.")
        .also("sign follow todo")
        .places(&[Live, Ready]),
    Command::new(Id::Parked, "a parked point", "A point to come back to. Faster: ~ in front.")
        .also("sign park later")
        .places(&[Live, Ready]),
    Command::new(
        Id::Pin,
        "pin who speaks",
        "The notes that follow are said by the same person. Faster: 3:: and a blank in front; 0: ends it.",
    )
    .also("sign speaker hold")
    .places(&[Live, Ready]),
    Command::new(Id::GoHome, "back to the first screen", "Saves, and goes back to the first screen.")
        .also("home")
        .places(&[Live, Ready, Debrief, Asking])
        .letter('g'),
    Command::new(Id::OpenMenu, "menu", "Opens the menu.")
        .keys(&[plain(Code::Esc)])
        .places(&[Live, Ready, Asking]),
    Command::new(Id::Back, "back", "Steps back; nothing typed is lost.").keys(&[plain(Code::Esc)]).places(&[
        Field, Form, Home, Earlier, List, Menu, Help, Picker, People, Script, Plan, Close, Debrief, Choices,
        Room, Sides, Reports, Matrix, Cell, Page,
    ]),
    Command::new(Id::ReadOut, "read out", "Says that the script has been read out.")
        .keys(&[plain(Code::Char('r'))])
        .places(&[Script]),
    Command::new(Id::NotReadOut, "not read", "Says that the script was not read, and why.")
        .keys(&[plain(Code::Char('w'))])
        .places(&[Script]),
    Command::new(Id::ScrollScript, "read on", "Shows more of the script; from its end, the beginning.")
        .keys(&[plain(Code::Char(' '))])
        .places(&[Script]),
    Command::new(
        Id::ConsentAll,
        "all three given",
        "The person agrees to take part, to be quoted, and to be asked again.",
    )
    .keys(&[plain(Code::Char('y'))])
    .places(&[Script]),
    Command::new(
        Id::ConsentEverybody,
        "everybody, all three",
        "All who have not been asked yet agree to all three.",
    )
    .keys(&[plain(Code::Char('e'))])
    .places(&[Script]),
    Command::new(
        Id::ConsentTakePart,
        "take part",
        "Changes what the person says to taking part: given, refused, not asked.",
    )
    .keys(&[plain(Code::Char('1'))])
    .places(&[Script]),
    Command::new(Id::ConsentQuotes, "quotes", "Changes what the person says to being quoted.")
        .keys(&[plain(Code::Char('2'))])
        .places(&[Script]),
    Command::new(
        Id::ConsentRecontact,
        "contact again",
        "Changes what the person says to being contacted again.",
    )
    .keys(&[plain(Code::Char('3'))])
    .places(&[Script]),
    Command::new(Id::LeaveOrReturn, "left, came back", "Says that the person has left, or has come back.")
        .keys(&[plain(Code::Delete)])
        .places(&[People]),
    Command::new(Id::NewPerson, "somebody came in", "Gives somebody who has come in a seat.")
        .keys(&[Key::ctrl('n')])
        .places(&[People]),
    Command::new(Id::MoreMinutes, "a minute more", "Gives the theme a minute more.")
        .keys(&[plain(Code::Char('+')), plain(Code::Right)])
        .places(&[Plan]),
    Command::new(Id::FewerMinutes, "a minute less", "Takes a minute from the theme.")
        .keys(&[plain(Code::Char('-')), plain(Code::Left)])
        .places(&[Plan]),
    Command::new(
        Id::LeaveOut,
        "leave out, take in",
        "Leaves the theme out for lack of time, or takes it in again.",
    )
    .keys(&[plain(Code::Char('x'))])
    .places(&[Plan]),
    Command::new(Id::MoveUp, "move up", "Moves the theme up.")
        .keys(&[plain(Code::Char('u'))])
        .places(&[Plan]),
    Command::new(Id::MoveDown, "move down", "Moves the theme down.")
        .keys(&[plain(Code::Char('d'))])
        .places(&[Plan]),
    Command::new(
        Id::ShareTime,
        "share what is left",
        "Shares the time that is left among the themes to come.",
    )
    .keys(&[plain(Code::Char('s'))])
    .places(&[Plan]),
    Command::new(Id::NotReached, "not reached", "The talk never came to this theme.")
        .keys(&[plain(Code::Char('r'))])
        .places(&[Close]),
    Command::new(Id::LeftOutForTime, "left out for time", "There was no time for this theme.")
        .keys(&[plain(Code::Char('t'))])
        .places(&[Close]),
    Command::new(Id::NobodyAnswered, "nobody answered", "It was asked, and nobody answered.")
        .keys(&[plain(Code::Char('n'))])
        .places(&[Close]),
    Command::new(Id::HoldMine, "mine", "Your wording holds, or the first where neither is yours.")
        .keys(&[plain(Code::Char('m'))])
        .places(&[Sides]),
    Command::new(Id::HoldTheirs, "theirs", "The other wording holds.")
        .keys(&[plain(Code::Char('t'))])
        .places(&[Sides]),
    Command::new(
        Id::HoldBoth,
        "both",
        "Both hold; where the words differ, the other wording becomes a note of its own.",
    )
    .keys(&[plain(Code::Char('b'))])
    .places(&[Sides]),
    Command::new(Id::HoldOther, "type it", "What you type now holds instead of both.")
        .keys(&[plain(Code::Char('e'))])
        .places(&[Sides]),
    Command::new(Id::NextConflict, "another", "Goes to the next conflict.")
        .keys(&[plain(Code::Tab)])
        .places(&[Sides]),
    Command::new(Id::PreviousConflict, "another", "Goes to the conflict before.")
        .keys(&[plain(Code::BackTab)])
        .places(&[Sides]),
    Command::new(Id::OtherSide, "the next side", "Shows the next side, where there are more than two.")
        .keys(&[plain(Code::Right)])
        .places(&[Sides]),
    Command::new(
        Id::AskRoom,
        "ask the room",
        "Asks a question of the guide of everybody, seat by seat or as a show of hands.",
    )
    .also("question vote each answer")
    .places(&[Live, Ready])
    .letter('5'),
    Command::new(Id::Language, "another language", "Shows the guide in another language, where it has one.")
        .also("translate tongue")
        .places(&[Live, Ready, Asking])
        .letter('4'),
    Command::new(Id::SaveAnswer, "save, go on", "Saves the answer and goes to the next question.")
        .keys(&[plain(Code::Enter)])
        .places(&[Asking])
        .letter('s'),
    Command::new(Id::NextQuestion, "next question", "Goes to the next question that is asked.")
        .also("forward skip")
        .keys(&[plain(Code::Tab), Key::ctrl('n')])
        .places(&[Asking])
        .letter('n'),
    Command::new(Id::PreviousQuestion, "question before", "Goes to the question before.")
        .also("back previous")
        .keys(&[plain(Code::BackTab), Key::ctrl('p')])
        .places(&[Asking])
        .letter('b'),
    Command::new(Id::FindQuestion, "find a question", "Finds a question by its number or its words.")
        .also("jump go search")
        .keys(&[Key::ctrl('f')])
        .places(&[Asking])
        .letter('f'),
    Command::new(Id::Review, "review", "Shows what is unanswered, and why.")
        .also("coverage open missing")
        .keys(&[Key::ctrl('o')])
        .places(&[Asking])
        .letter('c'),
    Command::new(Id::LeaveEmpty, "leave it empty", "Leaves the question empty and says why.")
        .also("don't know declined skip not asked")
        .keys(&[Key::ctrl('l')])
        .places(&[Asking])
        .letter('e'),
    Command::new(
        Id::QuickEntry,
        "quick entry",
        "For returns on paper: an answer goes on to the next question at once; again, and it does not.",
    )
    .also("fast paper back entry")
    .places(&[Asking])
    .letter('k'),
    Command::new(Id::CellLeft, "move", "Goes to the theme on the left.")
        .keys(&[plain(Code::Left)])
        .places(&[Matrix]),
    Command::new(Id::CellRight, "move", "Goes to the theme on the right.")
        .keys(&[plain(Code::Right)])
        .places(&[Matrix]),
    Command::new(Id::NextTable, "another", "Shows the table of the next guide.")
        .keys(&[plain(Code::Tab)])
        .places(&[Matrix]),
    Command::new(Id::SumUpCell, "type it", "Opens the session at this summary, to change it.")
        .keys(&[plain(Code::Char('e'))])
        .places(&[Matrix, Cell]),
    Command::new(Id::NextNumber, "another", "Chooses the next number, to ask where it comes from.")
        .keys(&[plain(Code::Tab)])
        .places(&[Page]),
    Command::new(Id::PageDown, "read on", "Shows the next lines.")
        .keys(&[plain(Code::Char(' ')), plain(Code::PageDown)])
        .places(&[Page]),
    Command::new(Id::PreviousNumber, "another", "Chooses the number before.")
        .keys(&[plain(Code::BackTab)])
        .places(&[Page]),
    Command::new(Id::PageUp, "read back", "Shows the lines before.")
        .keys(&[plain(Code::Char('b')), plain(Code::PageUp)])
        .places(&[Page]),
    Command::new(Id::Help, "help", "Shows this help. In an empty line ? does the same.")
        .keys(&[Key::ctrl('g'), plain(Code::F(1))])
        .places(&[
            Field, Home, Form, Live, Ready, Earlier, Debrief, People, Script, Plan, Close, Choices, Sides,
            Room, Asking, Reports, Matrix, Cell, Page,
        ])
        .letter('?'),
    Command::new(Id::Leave, "leave", "Leaves hearken. Everything is already saved.")
        .also("quit exit")
        .keys(&[Key::ctrl('q')])
        .places(Place::ALL)
        .letter('q'),
    Command::new(
        Id::Blank,
        "empty the screen",
        "Empties the screen at once, when somebody is looking; any key brings it back.",
    )
    .also("hide blank lock cover")
    .keys(&[Key::ctrl('b'), plain(Code::F(2))])
    .places(Place::ALL)
    .letter('0'),
    Command::new(Id::DoNotKill, "how to leave", "Says how to leave; it does not end the program.")
        .keys(&[Key::ctrl('c')])
        .places(Place::ALL),
];
