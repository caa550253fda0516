//! Signed documents, changed later by a grammar: honestly, cunningly, and in
//! combinations of both. What a verifier accepts of them must look the same in
//! every viewer (docs/differential.md).

mod body;
mod draft;
mod drawing;
mod foreign;
mod leading;
mod locating;
mod packing;
mod random;
mod seeds;
mod sound;
mod spelling;
mod step;
mod traps;

use std::collections::BTreeMap;

use draft::Draft;
use random::Random;

use crate::office::Office;

/// A document made by the grammar.
#[derive(Debug)]
pub struct Mutant {
    /// The file.
    pub bytes: Vec<u8>,
    /// What was done, in order: names of productions.
    pub productions: Vec<&'static str>,
    /// Whether only honest programs had a hand in it: then it must be accepted.
    pub sound: bool,
}

/// Makes documents by number: the same number gives the same document, but for keys and signatures.
#[derive(Debug)]
pub struct Mutator<'o> {
    office: &'o Office,
    seeds: BTreeMap<usize, Draft<'o>>,
}

impl<'o> Mutator<'o> {
    /// A mutator whose documents are signed by this office.
    #[must_use]
    pub fn new(office: &'o Office) -> Self {
        Self {
            office,
            seeds: BTreeMap::new(),
        }
    }

    /// The document of this number.
    #[must_use]
    pub fn mutant(&mut self, number: u64) -> Mutant {
        let mut random = Random::new(number);
        let index = random.below(seeds::SEEDS);
        let office = self.office;
        let seed = self
            .seeds
            .entry(index)
            .or_insert_with(|| seeds::seed(office, index));
        let mut draft = seed.clone();
        let honest = random.percent(45);
        for _ in 0..=random.below(3).min(random.below(3)) {
            if honest {
                grow(&mut draft, &mut random);
            } else {
                attack(&mut draft, &mut random);
            }
        }
        if !honest && random.percent(6) {
            let production = random.pick(leading::ALL);
            draft.productions.push(production.name);
            draft.sound = false;
            draft.bytes = [(production.make)(&mut random), draft.bytes].concat();
        }
        Mutant {
            bytes: draft.bytes,
            productions: draft.productions,
            sound: draft.sound,
        }
    }
}

/// All names of productions.
#[must_use]
pub fn productions() -> Vec<&'static str> {
    let traps = traps::ALL.iter().map(|one| one.name);
    let sound = sound::ALL.iter().map(|one| one.name);
    let drawing = drawing::all().into_iter().map(|one| one.name);
    let foreign = foreign::ALL.iter().map(|one| one.name);
    let locating = locating::ALL.iter().map(|one| one.name);
    let spelling = spelling::ALL.iter().map(|one| one.name);
    let leading = leading::ALL.iter().map(|one| one.name);
    traps
        .chain(sound)
        .chain(drawing)
        .chain(foreign)
        .chain(locating)
        .chain(spelling)
        .chain(leading)
        .collect()
}

/// One revision of an honest program.
fn grow(draft: &mut Draft<'_>, random: &mut Random) {
    let mut step = draft.step();
    let mut signer = None;
    for _ in 0..=random.below(2) {
        let one = random.pick(sound::ALL);
        if (one.fits)(draft) && signer.is_none() {
            draft.productions.push(one.name);
            signer = (one.make)(draft, &mut step, random);
        }
    }
    if step.objects.is_empty() {
        draft.productions.push("sound.unreferenced-dictionary");
        step.add(body::Body::raw("<</Unused 0>>"));
    }
    draft.append(&step, signer);
}

/// One revision by an attacker who wants more than is permitted.
fn attack(draft: &mut Draft<'_>, random: &mut Random) {
    draft.sound = false;
    let mut step = draft.step();
    let mut signer = None;
    let draws = random.percent(35);
    if draws {
        let drawings = drawing::all();
        let one = random.pick(&drawings);
        draft.productions.push(one.name);
        signer = (one.make)(draft, &mut step, random);
    }
    if signer.is_none() && random.percent(70) || step.objects.is_empty() {
        let one = random.pick(sound::ALL);
        let fits = (one.fits)(draft) || random.percent(10);
        if fits && (draft.has_form() || !one.name.contains("fill") && !one.name.contains("box")) {
            draft.productions.push(one.name);
            signer = (one.make)(draft, &mut step, random);
        }
    }
    let twists = if draws {
        random.below(2)
    } else {
        1 + random.below(2)
    };
    for _ in 0..twists {
        twist(draft, &mut step, random);
    }
    draft.append(&step, signer);
}

fn twist(draft: &mut Draft<'_>, step: &mut step::Step, random: &mut Random) {
    let one = match random.below(3) {
        0 => random.pick(foreign::ALL),
        1 => random.pick(locating::ALL),
        _ => random.pick(spelling::ALL),
    };
    draft.productions.push(one.name);
    (one.make)(draft, step, random);
}

/// A change of the spelling of a revision.
#[derive(Clone, Copy)]
struct Twist {
    name: &'static str,
    make: fn(&mut Draft<'_>, &mut step::Step, &mut Random),
}

const fn twist_of(
    name: &'static str,
    make: fn(&mut Draft<'_>, &mut step::Step, &mut Random),
) -> Twist {
    Twist { name, make }
}

/// Draws over the whole page.
const MARK: &str = "1 0 1 rg 0 0 200 200 re f";

/// A page of another size with nothing on it.
const MARKED_PAGE: &str = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 80 80]/Resources 6 0 R>>";

/// An object that is the drawing over the page.
fn marked(number: u32) -> String {
    let length = MARK.len();
    format!("{number} 0 obj\n<</Length {length}>>\nstream\n{MARK}\nendstream\nendobj\n")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use kyso_verifier::{Policy, Verdict, verify};

    use super::{Mutator, productions};
    use crate::office::{Office, now};

    #[test]
    fn a_number_makes_the_same_document() {
        let office = Office::new();
        let (mut one, mut two) = (Mutator::new(&office), Mutator::new(&office));
        let _ = two.mutant(7);
        for number in 100..120 {
            let (first, second) = (one.mutant(number), two.mutant(number));
            assert_eq!(first.productions, second.productions);
            // Signatures are of one length but for some bytes.
            assert!(first.bytes.len().abs_diff(second.bytes.len()) < 40);
        }
    }

    #[test]
    fn every_production_is_made() {
        let office = Office::new();
        let mut mutator = Mutator::new(&office);
        let mut left: BTreeSet<&str> = productions().into_iter().collect();
        for number in 0..5000 {
            for production in mutator.mutant(number).productions {
                left.remove(production);
            }
            if left.is_empty() {
                break;
            }
        }
        assert!(left.is_empty(), "never made: {left:?}");
    }

    #[test]
    fn honest_documents_are_accepted() {
        let office = Office::new();
        let mut mutator = Mutator::new(&office);
        let store = office.store();
        let mut honest = 0;
        for number in 0..400 {
            let mutant = mutator.mutant(number);
            if mutant.sound {
                let report = verify(&mutant.bytes, &store, &Policy::new(now())).unwrap();
                let done = &mutant.productions;
                assert_eq!(report.verdict, Verdict::TotalPassed, "{number}: {done:?}");
                honest += 1;
            }
        }
        assert!(honest > 60, "{honest} honest documents");
    }
}
