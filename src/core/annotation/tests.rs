//! Properties of edits, history and merge over random annotations and random work on them.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use super::*;
use crate::crs::GeoPoint;

fn annotation() -> impl Strategy<Value = Annotation> {
    let place = (103.0..105.0f64, 20.0..22.0f64).prop_map(|(lon, lat)| GeoPoint::new(lon, lat));
    let shape = prop_oneof![
        place.clone().prop_map(|p| Shape::at(Kind::Pin, p)),
        (place.clone(), 1.0..5000.0f64).prop_map(|(p, r)| Shape::circle(p, r)),
        prop::collection::vec(place.clone(), 2..6).prop_map(|v| Shape::along(Kind::Line, &v)),
        prop::collection::vec(place, 3..6).prop_map(|v| Shape::along(Kind::Polygon, &v)),
    ];
    (0..12u32, shape, "[a-zà-ỹ \"\\\\]{0,6}", 0..3usize, -3..3i64).prop_map(
        |(id, shape, title, status, order)| Annotation {
            title,
            status: Status::ALL[status],
            order,
            ..Annotation::new(AnnotationId::new(&format!("a{id}")), shape)
        },
    )
}

fn edit() -> impl Strategy<Value = Edit> {
    let change = prop_oneof![
        3 => annotation().prop_map(|a| Change::Put(Arc::new(a))),
        1 => (0..12u32).prop_map(|id| Change::Remove(AnnotationId::new(&format!("a{id}")))),
    ];
    prop::collection::vec(change, 1..4).prop_map(|changes| Edit { changes })
}

/// A change to one field of one annotation, by side: side 0 and side 1 never touch the same field.
#[derive(Debug, Clone)]
enum Touch {
    Title(usize, String),
    Order(usize, i64),
    Body(usize, String),
    Colour(usize, u8),
    Reply(usize, u32),
    Add(u32),
}

fn touch(set: &mut AnnotationSet, touch: &Touch, side: u32) {
    let nth = |set: &AnnotationSet, n: usize| set.iter().nth(n).map(|a| (**a).clone());
    let changed = match touch {
        Touch::Title(n, v) => nth(set, *n).map(|a| Annotation { title: v.clone(), ..a }),
        Touch::Order(n, v) => nth(set, *n).map(|a| Annotation { order: *v, ..a }),
        Touch::Body(n, v) => nth(set, *n).map(|a| Annotation { body: v.clone(), ..a }),
        Touch::Colour(n, v) => nth(set, *n).map(|mut a| {
            a.style.colour.0 = *v;
            a
        }),
        Touch::Reply(n, i) => nth(set, *n).map(|mut a| {
            let id = format!("r{side}-{i}");
            a.replies.retain(|r| r.id != id);
            let reply = Reply {
                id,
                author: "x".into(),
                time: format!("2026-01-01T00:00:{i:02}Z"),
                body: "ok".into(),
            };
            a.replies.push(reply);
            a.replies.sort_by(|x, y| (&x.time, &x.id).cmp(&(&y.time, &y.id)));
            a
        }),
        Touch::Add(i) => {
            let id = AnnotationId::new(&format!("new{side}-{i}"));
            Some(Annotation::new(id, Shape::at(Kind::Pin, GeoPoint::new(f64::from(*i), 1.0))))
        }
    };
    set.extend(changed);
}

/// Changes of our side to title and order, of theirs to body and colour; replies and new ones of
/// both; deletions only of what the other side never touches.
fn touches(side: u32) -> impl Strategy<Value = Vec<Touch>> {
    let n = 0..8usize;
    let own = if side == 0 {
        prop_oneof![
            (n.clone(), "[a-z]{1,4}").prop_map(|(n, v)| Touch::Title(n, v)),
            (n.clone(), -9..9i64).prop_map(|(n, v)| Touch::Order(n, v)),
        ]
        .boxed()
    } else {
        prop_oneof![
            (n.clone(), "[a-z]{1,4}").prop_map(|(n, v)| Touch::Body(n, v)),
            (n.clone(), any::<u8>()).prop_map(|(n, v)| Touch::Colour(n, v)),
        ]
        .boxed()
    };
    let any_of = prop_oneof![
        4 => own,
        2 => (n, 0..20u32).prop_map(|(n, i)| Touch::Reply(n, i)),
        2 => (0..20u32).prop_map(Touch::Add),
    ];
    prop::collection::vec(any_of, 0..12)
}

proptest! {
    #[test]
    fn as_many_undos_give_the_first_state_and_redos_the_last(
        first in prop::collection::vec(annotation(), 0..8),
        edits in prop::collection::vec(edit(), 0..40),
    ) {
        let mut set: AnnotationSet = first.into_iter().collect();
        let mut history: History<Edit> = History::new(1000);
        let mut states = vec![format!("{set:?}")];
        for edit in &edits {
            let inverse = set.apply(edit);
            history.push("step", inverse);
            states.push(format!("{set:?}"));
        }
        for state in states.iter().rev().skip(1) {
            history.undo(|e| set.apply(e));
            prop_assert_eq!(&format!("{set:?}"), state);
        }
        for state in states.iter().skip(1) {
            history.redo(|e| set.apply(e));
            prop_assert_eq!(&format!("{set:?}"), state);
        }
    }

    #[test]
    fn an_edit_carried_out_twice_is_the_same_as_once(
        edits in prop::collection::vec(edit(), 0..20), again in 0..20usize,
    ) {
        let mut set = AnnotationSet::default();
        edits.iter().for_each(|e| { set.apply(e); });
        let once = set.clone();
        edits.iter().skip(again.min(edits.len())).for_each(|e| { set.apply(e); });
        prop_assert_eq!(once, set);
    }

    #[test]
    fn the_edit_between_two_sets_makes_one_of_the_other(
        a in prop::collection::vec(annotation(), 0..8), b in prop::collection::vec(annotation(), 0..8),
    ) {
        let (mut a, b): (AnnotationSet, AnnotationSet) = (a.into_iter().collect(), b.into_iter().collect());
        let there = a.edit_to(&b);
        a.apply(&there);
        prop_assert_eq!(a, b);
    }

    #[test]
    fn changes_to_different_fields_merge_either_way_round_without_loss(
        first in prop::collection::vec(annotation(), 3..8),
        ours in touches(0), theirs in touches(1), removed in prop::option::of(0..8usize),
    ) {
        let base: AnnotationSet = first.into_iter().collect();
        let (mut a, mut b) = (base.clone(), base.clone());
        ours.iter().for_each(|t| touch(&mut a, t, 0));
        theirs.iter().for_each(|t| touch(&mut b, t, 1));
        // A deletion conflicts with a change of the same annotation only.
        if let Some(n) = removed
            && let Some(x) = base.iter().nth(n)
            && b.get(&x.id) == Some(x)
        {
            let id = x.id.clone();
            a.apply(&Edit::one(Change::Remove(id)));
        }
        let (ab, ba) = (merge(&base, &a, &b), merge(&base, &b, &a));
        prop_assert!(ab.conflicts.is_empty(), "{:?}", ab.conflicts);
        prop_assert_eq!(&ab.set, &ba.set);
        // Every change of each side is in the result.
        for side in [&a, &b] {
            for x in side.iter() {
                let was = base.get(&x.id);
                if was == Some(x) { continue; }
                let got = ab.set.get(&x.id).unwrap();
                let (w, g) = (was.map(Arc::as_ref), got.as_ref());
                prop_assert!(w.is_some_and(|w| w.title == x.title) || g.title == x.title);
                prop_assert!(w.is_some_and(|w| w.body == x.body) || g.body == x.body);
                prop_assert!(w.is_some_and(|w| w.order == x.order) || g.order == x.order);
                prop_assert!(w.is_some_and(|w| w.style.colour == x.style.colour) || g.style.colour == x.style.colour);
                prop_assert!(x.replies.iter().all(|r| g.replies.contains(r)));
            }
            for x in base.iter().filter(|x| side.get(&x.id).is_none()) {
                prop_assert!(ab.set.get(&x.id).is_none(), "a deletion is an edit too");
            }
        }
    }

    #[test]
    fn what_both_changed_is_reported_and_both_values_are_kept(
        base in prop::collection::vec(annotation(), 0..8),
        a in prop::collection::vec(annotation(), 0..8),
        b in prop::collection::vec(annotation(), 0..8),
    ) {
        let set = |v: Vec<Annotation>| v.into_iter().collect::<AnnotationSet>();
        let (base, a, b) = (set(base), set(a), set(b));
        let (ab, ba) = (merge(&base, &a, &b), merge(&base, &b, &a));
        prop_assert_eq!(&ab.set, &ba.set);
        prop_assert_eq!(ab.conflicts.len(), ba.conflicts.len());
        // Each title that a side has given is in the result: at its own id or in a copy of it.
        for x in a.iter().chain(b.iter()) {
            if base.get(&x.id) == Some(x) { continue; }
            let kept = ab.set.iter().any(|y| y.id.as_str().starts_with(x.id.as_str()) && y.title == x.title);
            let given = base.get(&x.id).is_none_or(|w| w.title != x.title);
            prop_assert!(kept || !given, "{:?} is lost", x.title);
        }
        for conflict in &ab.conflicts {
            let mut resolved = ab.set.clone();
            resolved.apply(&conflict.resolved(Pick::Ours));
            prop_assert_eq!(resolved.get(&conflict.id), conflict.ours.as_ref());
        }
    }
}
