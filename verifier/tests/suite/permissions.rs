//! What signatures allow afterwards: DocMDP, FieldMDP, locks (ISO 32000-2, 12.8.2.2, 12.8.2.4, table 236).

use kyso_pdf::{Dictionary, Name, Object, Rect};
use kyso_testdata::{Look, Signing, updated};
use kyso_verifier::{Finding, Modifications, SubIndication, Verdict};

use crate::allowed::{certified, filled, first, judge, note, remarked, signed, text, with_base};

fn lock(action: &str, names: &[&str]) -> Dictionary {
    let names = names.iter().map(|name| text(name)).collect::<Vec<_>>();
    Dictionary::new()
        .with("Action", Name::from(action))
        .with("Fields", names)
}

#[test]
fn locked_fields_are_not_filled_in() {
    let cases = [
        (lock("All", &[]), false),
        (lock("Include", &["So"]), false),
        (lock("Include", &["Ngay"]), true),
        (lock("Exclude", &["So"]), true),
        (lock("Exclude", &["Ngay"]), false),
        // A lock that cannot be understood locks everything.
        (lock("Sometimes", &["Ngay"]), false),
        (
            Dictionary::new().with("Action", Name::from("Include")),
            false,
        ),
    ];
    for (lock, free) in cases {
        let locked = signed(|signing| signing.field_entry("Lock", lock.clone()));
        let by_reference = signed(|signing| {
            let reference = Dictionary::new()
                .with("TransformMethod", Name::from("FieldMDP"))
                .with("TransformParams", lock.clone());
            signing.entry("Reference", vec![reference.into()])
        });
        let expected = match free {
            true => Modifications::Permitted,
            false => Modifications::Forbidden,
        };
        assert_eq!(first(&filled(&locked, "So")), expected, "{lock:?}");
        assert_eq!(first(&filled(&by_reference, "So")), expected, "{lock:?}");
    }
}

#[test]
fn a_lock_holds_for_later_changes_only() {
    let bytes = filled(&signed(|signing| signing), "So");
    let bytes = with_base(|base| {
        let signing = Signing::new(&base.office.agency, "B");
        signing.field_entry("Lock", lock("All", &[])).sign(&bytes)
    });
    let report = judge(&bytes);
    assert_eq!(report.verdict, Verdict::TotalPassed);
    let report = judge(&filled(&bytes, "Ngay"));
    let states: Vec<_> = report.signatures.iter().map(|s| s.modifications).collect();
    // The first signature never locked anything.
    assert_eq!(states, [Modifications::Permitted, Modifications::Forbidden]);
}

#[test]
fn the_strictest_of_all_earlier_signatures_counts() {
    let bytes = with_base(|base| Signing::new(&base.office.agency, "B").sign(&certified(2)));
    let report = judge(&remarked(&bytes, note("Text")));
    let states: Vec<_> = report.signatures.iter().map(|s| s.modifications).collect();
    assert_eq!(states, [Modifications::Forbidden; 2]);
    // A lock may take away, never give.
    let bytes = with_base(|base| {
        let lock = Dictionary::new().with("P", 3_i64);
        let signing = Signing::new(&base.office.agency, "B");
        signing.field_entry("Lock", lock).sign(&certified(2))
    });
    assert_eq!(
        first(&remarked(&bytes, note("Text"))),
        Modifications::Forbidden
    );
}

#[test]
fn permissions_are_found_behind_references() {
    let form = with_base(|base| base.form.clone());
    let mut reference = None;
    let prepared = updated(&form, |update| {
        let level = update.add(Object::Integer(1));
        let parameters = update.add(Dictionary::new().with("P", level));
        let method = update.add(Object::Name(Name::from("DocMDP")));
        let entry = Dictionary::new()
            .with("TransformMethod", method)
            .with("TransformParams", parameters);
        let entry = update.add(entry);
        reference = Some(update.add(vec![Object::Reference(entry)]));
    });
    let bytes = with_base(|base| {
        Signing::new(&base.office.person, "NguoiKy1")
            .entry("Reference", reference.unwrap())
            .sign(&prepared)
    });
    assert_eq!(judge(&bytes).signatures[0].certification, Some(1));
    assert_eq!(first(&filled(&bytes, "So")), Modifications::Forbidden);
}

#[test]
fn a_certification_without_a_level_allows_filling_in_only() {
    let bytes = signed(|signing| {
        let reference = Dictionary::new().with("TransformMethod", Name::from("DocMDP"));
        signing.entry("Reference", vec![reference.into()])
    });
    assert_eq!(judge(&bytes).signatures[0].certification, Some(2));
    assert_eq!(first(&filled(&bytes, "So")), Modifications::Permitted);
    assert_eq!(
        first(&remarked(&bytes, note("Text"))),
        Modifications::Forbidden
    );
    // A level that does not exist allows nothing.
    assert_eq!(
        first(&filled(&certified(7), "So")),
        Modifications::Forbidden
    );
}

#[test]
fn a_certification_comes_first_and_once() {
    let certify = |bytes: &[u8]| {
        with_base(|base| {
            Signing::new(&base.office.agency, "B")
                .certify(2)
                .sign(bytes)
        })
    };
    let late = judge(&certify(&signed(|signing| signing)));
    assert!(
        late.signatures[1]
            .findings
            .contains(&Finding::CertificationNotFirst)
    );
    let again = judge(&certify(&certified(2)));
    assert!(
        again.signatures[1]
            .findings
            .contains(&Finding::CertificationRepeated)
    );
}

#[test]
fn a_certified_document_takes_no_drawing_over_its_text() {
    let blank = Rect::from_corners(10.0, 10.0, 60.0, 30.0);
    let text = Rect::from_corners(90.0, 500.0, 290.0, 600.0);
    let drawn = |area, level| {
        with_base(|base| {
            let signing = Signing::new(&base.office.agency, "B");
            let signing = signing.look(Look::Drawing(area, "0 0 200 100 re f"));
            signing.sign(&base.certified(&base.plain, level))
        })
    };
    let over = judge(&drawn(text, 2));
    assert_eq!(
        over.signatures[0].sub_indication,
        Some(SubIndication::AlteredAfterSigning)
    );
    for level in [2, 3] {
        assert_eq!(first(&drawn(blank, level)), Modifications::Permitted);
    }
    assert_eq!(first(&drawn(blank, 1)), Modifications::Forbidden);
    let invisible = with_base(|base| Signing::new(&base.office.agency, "B").sign(&certified(2)));
    assert_eq!(first(&invisible), Modifications::Permitted);
}

/// A signature over the middle of the page hides what others signed.
#[test]
fn text_below_a_later_signature_is_named() {
    let covering = |rect: Rect| {
        let bytes = with_base(|base| {
            let look = Look::Drawing(rect, "1 g 0 0 420 300 re f");
            let signing = Signing::new(&base.office.agency, "B").look(look);
            signing.sign(&base.approved)
        });
        let report = judge(&bytes);
        let findings = report.signatures[1].findings.clone();
        (report.signatures[0].verdict, findings)
    };
    let (verdict, findings) = covering(Rect::from_corners(80.0, 400.0, 500.0, 700.0));
    let named = |finding: &Finding| {
        matches!(finding, Finding::CoversContent { page_index: Some(0), text }
            if !text.is_empty())
    };
    assert!(findings.iter().any(named), "{findings:?}");
    assert_eq!(verdict, Verdict::TotalFailed);
    let (verdict, findings) = covering(Rect::from_corners(2.0, 2.0, 30.0, 12.0));
    assert!(!findings.iter().any(named), "{findings:?}");
    assert_eq!(verdict, Verdict::TotalPassed);
    // The seal belongs on the person's signature.
    let issued = judge(&with_base(|base| base.issued.clone()));
    let remarked = issued.signatures[1].findings.iter().any(|finding| {
        matches!(
            finding,
            Finding::CoversContent { .. } | Finding::CoversSignature { .. }
        )
    });
    assert!(!remarked);
}
