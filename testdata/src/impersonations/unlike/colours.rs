//! Profiles and calibrated colours that turn colours into others in some programs.

use kyso_pdf::{Dictionary, Object, Stream};

use super::painted::{with_object, with_space};
use super::{Prepare, parsed};
use crate::edit::{catalog, updated};
use crate::profiles::{bitten, srgb, white};

pub(super) const CASES: &[(&str, &str, Prepare)] = &[
    (
        "differs-default-colours-by-a-profile",
        "ColourSpace",
        |base| {
            let (bytes, profile) = with_profile(&base.plain, "/N 3", white());
            let space = format!("/DefaultRGB[/ICCBased {profile}]");
            with_space(&bytes, &space, "0 0 0 rg")
        },
    ),
    (
        "differs-default-colours-by-a-bitten-profile",
        "ColourSpace",
        |base| {
            let (bytes, profile) = with_profile(&base.plain, "/N 3", bitten());
            let space = format!("/DefaultRGB[/ICCBased {profile}]");
            with_space(&bytes, &space, "0.1 0.1 0.1 rg")
        },
    ),
    (
        "differs-by-the-profile-of-the-output",
        "ColourSpace",
        |base| {
            let (bytes, profile) = with_profile(&base.plain, "/N 3", white());
            let drawn = with_space(&bytes, "/S/DeviceRGB", "0 0 0 rg");
            for_output(&drawn, &profile)
        },
    ),
    (
        "differs-calibrated-colours-of-white",
        "ColourSpace",
        |base| {
            let entries = "/WhitePoint[0.95 1 1.09]/Matrix[9 9 9 9 9 9 9 9 9]";
            let space = format!("/S[/CalRGB<<{entries}>>]");
            with_space(&base.plain, &space, "/S cs 0.2 0.2 0.2 sc")
        },
    ),
    ("differs-profile-or-lab", "ColourSpace", |base| {
        let entries = "/N 3/Alternate[/Lab<</WhitePoint[0.95 1 1.09]>>]";
        let (bytes, profile) = with_profile(&base.plain, entries, srgb());
        let space = format!("/S[/ICCBased {profile}]");
        with_space(&bytes, &space, "/S cs 1 1 1 sc")
    }),
    ("differs-lab-under-an-odd-white", "ColourSpace", |base| {
        let space = "/S[/Lab<</WhitePoint[2 1 0.1]/Range[-128 127 -128 127]>>]";
        with_space(&base.plain, space, "/S cs 60 60 60 sc")
    }),
    ("differs-group-of-white", "DrawnObject", |base| {
        let (bytes, profile) = with_profile(&base.plain, "/N 3", white());
        with_object(&bytes, &group(&profile), b"0 0 0 rg 0 0 1 1 re f", &[])
    }),
];

pub(super) const ORDINARY: &[(&str, Prepare)] = &[("ordinary-profiles", |base| {
    let (bytes, profile) = with_profile(&base.plain, "/N 3/Alternate/DeviceRGB", srgb());
    let default = format!("/DefaultRGB[/ICCBased {profile}]/S[/ICCBased {profile}]");
    let drawn = with_space(&bytes, &default, "/S cs 0 0 0 sc");
    let matrix = "/Matrix[0.4124 0.2126 0.0193 0.3576 0.7152 0.1192 0.1805 0.0722 0.9505]";
    let calibrated =
        format!("/C[/CalRGB<</WhitePoint[0.9505 1 1.089]/Gamma[2.2 2.2 2.2]{matrix}>>]");
    let drawn = with_space(&drawn, &calibrated, "/C cs 0 0 0 sc");
    let drawn = with_object(&drawn, &group(&profile), b"0 0 0 rg 0 0 1 1 re f", &[]);
    for_output(&drawn, &profile)
})];

/// The document with a profile, and a reference to it.
fn with_profile(bytes: &[u8], entries: &str, data: Vec<u8>) -> (Vec<u8>, String) {
    let mut profile = None;
    let bytes = updated(bytes, |update| {
        profile = Some(update.add(Stream::new(parsed(entries), data)));
    });
    (bytes, format!("{} 0 R", profile.unwrap().number))
}

/// The document with a profile for its output (ISO 32000-2, 14.11.5).
fn for_output(bytes: &[u8], profile: &str) -> Vec<u8> {
    let (id, root) = catalog(bytes);
    let intent = parsed(&format!(
        "/Type/OutputIntent/S/GTS_PDFA1/OutputConditionIdentifier(sRGB)/DestOutputProfile {profile}"
    ));
    let intents: Vec<Object> = vec![intent.into()];
    let root: Dictionary = root.with("OutputIntents", intents);
    updated(bytes, |update| update.set(id, root))
}

/// A form in the colours of a profile.
fn group(profile: &str) -> String {
    format!("/Subtype/Form/BBox[0 0 1 1]/Group<</S/Transparency/I true/CS[/ICCBased {profile}]>>")
}
