//! Which copies are of one session: those that share an id, directly or through others. Anything else that is held
//! together by sharing something is grouped by the same rule.
//!
//! Promises: the same groups for any order of the copies; no recursion, and time that grows with the number of ids.

use std::collections::BTreeMap;

/// Groups copies by the ids they go by. Each copy is named by its place in `copies`, each group in the order of those,
/// and the groups stand in the order of their smallest ids. A copy without an id is in no group.
pub fn groups<'a, T, I>(copies: impl IntoIterator<Item = I>) -> Vec<Vec<usize>>
where
    T: Ord + 'a,
    I: IntoIterator<Item = &'a T>,
{
    let mut leaders: Vec<usize> = Vec::new();
    let mut first_with: BTreeMap<&T, usize> = BTreeMap::new();
    for (copy, ids) in copies.into_iter().enumerate() {
        leaders.push(copy);
        for id in ids {
            let other = *first_with.entry(id).or_insert(copy);
            unite(&mut leaders, other, copy);
        }
    }
    // Ids come in order, so a group comes where its smallest id does.
    let mut place_of: BTreeMap<usize, usize> = BTreeMap::new();
    for copy in first_with.values() {
        let next = place_of.len();
        place_of.entry(leader(&mut leaders, *copy)).or_insert(next);
    }
    let mut groups = vec![Vec::new(); place_of.len()];
    for copy in 0..leaders.len() {
        let place = place_of.get(&leader(&mut leaders, copy));
        if let Some(group) = place.and_then(|place| groups.get_mut(*place)) {
            group.push(copy);
        }
    }
    groups
}

/// The copy that stands for a group. Ways to it are halved as they are walked.
fn leader(leaders: &mut [usize], mut copy: usize) -> usize {
    while let Some(above) = leaders.get(copy).copied().filter(|above| *above != copy) {
        let higher = leaders.get(above).copied().unwrap_or(above);
        if let Some(way) = leaders.get_mut(copy) {
            *way = higher;
        }
        copy = higher;
    }
    copy
}

fn unite(leaders: &mut [usize], one: usize, other: usize) {
    let (one, other) = (leader(leaders, one), leader(leaders, other));
    if let Some(way) = leaders.get_mut(one.max(other)) {
        *way = one.min(other);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::model::ids::SessionId;

    fn id(number: u8) -> SessionId {
        SessionId::from_random([0, 0, 0, 0, 0, 0, 0, 0, 0, number])
    }

    fn grouped(copies: &[&[u8]]) -> Vec<Vec<usize>> {
        let copies: Vec<Vec<SessionId>> =
            copies.iter().map(|ids| ids.iter().map(|it| id(*it)).collect()).collect();
        groups(&copies)
    }

    #[test]
    fn copies_that_share_an_id_through_others_are_of_one_session() {
        assert_eq!(grouped(&[&[9], &[1], &[2, 3], &[9], &[3, 1]]), [vec![1, 2, 4], vec![0, 3]]);
    }

    #[test]
    fn nothing_gives_no_group_and_a_copy_without_an_id_is_in_none() {
        assert_eq!(grouped(&[]), Vec::<Vec<usize>>::new());
        assert_eq!(grouped(&[&[], &[4]]), [vec![1]]);
    }

    #[test]
    fn a_long_chain_is_no_recursion() {
        let ids: Vec<SessionId> = (0..100_001_u32)
            .map(|it| {
                let [a, b, c, d] = it.to_be_bytes();
                SessionId::from_random([0, 0, 0, 0, 0, 0, a, b, c, d])
            })
            .collect();
        let chain: Vec<&[SessionId]> = ids.windows(2).rev().collect();
        assert_eq!(groups(chain).len(), 1);
    }

    proptest! {
        #[test]
        fn groups_share_no_id_and_none_can_be_parted(
            copies in prop::collection::vec(prop::collection::btree_set(0_u8..12, 0..4), 0..12),
        ) {
            let copies: Vec<BTreeSet<SessionId>> =
                copies.iter().map(|ids| ids.iter().map(|it| id(*it)).collect()).collect();
            let found = groups(&copies);
            let ids_of = |group: &[usize]| -> BTreeSet<SessionId> {
                group.iter().flat_map(|copy| copies[*copy].iter().copied()).collect()
            };
            let mut seen = BTreeSet::new();
            for group in &found {
                let ids = ids_of(group);
                prop_assert!(ids.is_disjoint(&seen));
                seen.extend(ids);
                // Growing from the first copy by shared ids reaches all of them.
                let mut reached = BTreeSet::from([group[0]]);
                while let Some(next) = group.iter().find(|copy| {
                    let held: Vec<usize> = reached.iter().copied().collect();
                    !reached.contains(copy) && !copies[**copy].is_disjoint(&ids_of(&held))
                }) {
                    reached.insert(*next);
                }
                prop_assert_eq!(reached.len(), group.len());
            }
            let smallest: Vec<_> = found.iter().filter_map(|group| ids_of(group).first().copied()).collect();
            prop_assert!(smallest.is_sorted());
            let with_ids = copies.iter().filter(|ids| !ids.is_empty()).count();
            prop_assert_eq!(found.iter().map(Vec::len).sum::<usize>(), with_ids);
        }
    }
}
