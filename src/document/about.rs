//! What a file says of itself beside its words: which sessions it was made from.

use super::About;
use super::legible::legible;

/// What a property of a document or a workbook holds at most.
const LONGEST: usize = 255;

impl About {
    /// The ids of the sessions as properties of a file, each as long as a property may be: `hearken-sessions`,
    /// `hearken-sessions-2` and so on. None without sessions. No id is cut in two, unless it is longer than that.
    pub(super) fn properties(&self) -> Vec<(String, String)> {
        let mut values: Vec<String> = Vec::new();
        for id in self.sessions.iter().map(|id| legible(id).replace('\n', " ")) {
            match values.last_mut() {
                Some(value) if value.len() + 1 + id.len() <= LONGEST => {
                    value.push(' ');
                    value.push_str(&id);
                }
                _ => values.push(id.chars().take(LONGEST).collect()),
            }
        }
        let name = |place: usize| match place {
            0 => "hearken-sessions".to_owned(),
            place => format!("hearken-sessions-{}", place + 1),
        };
        values.into_iter().enumerate().map(|(place, value)| (name(place), value)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_sessions_take_several_properties_and_none_is_lost() {
        let sessions: Vec<String> = (0..30).map(|number| format!("{number:026}")).collect();
        let properties = About { sessions: sessions.clone(), foot: Vec::new() }.properties();
        assert_eq!(properties.len(), 4);
        assert!(properties.iter().all(|(_, value)| value.len() <= LONGEST));
        assert_eq!(
            (properties[0].0.as_str(), properties[3].0.as_str()),
            ("hearken-sessions", "hearken-sessions-4")
        );
        let ids: Vec<&str> = properties.iter().flat_map(|(_, value)| value.split(' ')).collect();
        assert_eq!(ids, sessions);
        assert!(About::default().properties().is_empty());
    }
}
